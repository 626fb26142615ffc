"""One ask as a page names it: by its reference in the address. Not yours looks like not there."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from kith.access.acting import serving
from kith.access.among import one_of
from kith.accounts.roles import Permission
from kith.asks import saying
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer, PartnerCard
from kith.kit.actor import Actor
from kith.outbox.channels import by_post
from kith.outbox.models import Channel, Message
from kith.outbox.paper import Paper, may_be_printed
from kith.promises.models import Telling


def with_everybody(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    """These asks with those who are named beside them, in one query."""
    return asks.select_related(
        "person",
        "asker",
        "place",
        "search",
        "taken_by__person",
        "taken_by_team",
        "promise__holder__user",
        "promise__team",
    )


def drawn(ids: Iterable[UUID], actor: Actor) -> QuerySet[Ask]:
    """These asks as far as the actor may see them, with everybody: once it is known which few a page draws."""
    return with_everybody(Ask.objects.visible_to(actor).filter(one_of("pk", ids)))


def by_slug(slug: str, actor: Actor, action: str = "view") -> Ask | None:
    """The ask with this reference, if the actor may do this to it."""
    reference = slug.upper().replace("-", " ")
    return with_everybody(Ask.objects.visible_to(actor, action)).filter(reference=reference).first()


def taking(ask: Ask) -> Offer | None:
    """The offer by which somebody has this ask now."""
    return ask.offers.filter(state="accepted").select_related("volunteer__person").first()


def taken_by_partner(ask: Ask) -> PartnerCard | None:
    """The card by which a partner has this ask now."""
    has = ask.partner_cards.filter(state__in=lifecycle.PARTNER_HAS_IT)
    return has.select_related("team").first()


def telling_of(ask: Ask, telling_id: UUID, actor: Actor) -> Telling | None:
    """News of this ask, heard already or not: writing twice that somebody knows changes nothing."""
    found = Telling.objects.visible_to(actor, Permission.TELL).filter(of__about_id=ask.id, pk=telling_id)
    telling = found.filter(replaced_at__isnull=True).select_related("promise", "person").first()
    if telling is not None and telling.message_id is not None:
        with serving("when a letter was posted"):
            telling.message = Message.objects.only("channel", "created_at").get(pk=telling.message_id)
    return telling


def could_be_posted(ask: Ask, telling: Telling) -> bool:
    """Whether this news could be printed and posted for us: it has not been, nobody told them, and we know where."""
    posted = telling.message is not None and telling.message.channel == Channel.LETTER
    open_letter = by_post() and not posted and telling.told_at is None and bool(saying.envelope(ask))
    return open_letter and may_be_printed(ask.person, Paper.LETTER).may
