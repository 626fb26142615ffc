"""Which words go with which news of an offer, for the volunteer. Before a yes: only what the card says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.asks import kinds
from kith.asks.saying import address_of, sender_of
from kith.dispatch.models import Offer, PartnerCard
from kith.kit import said
from kith.outbox import words
from kith.outbox.permissions import WAIT_FOR_US
from kith.outbox.words import Said

GO_ON = "go-on"


def to_volunteer(offer: Offer, news: str, now: datetime, token: str) -> Said:
    """What a volunteer reads of a piece of news, in their language."""
    with translation.override(offer.volunteer.person.language):
        return _said(offer, news, now, address_of(f"/o/{token}"))


def _said(offer: Offer, news: str, now: datetime, link: str) -> Said:
    kind, name = kinds.KINDS[offer.ask.kind], offer.volunteer.first_name
    if news == "somebody-has-it":
        return words.somebody_else_has_it(name=name)
    if news == "no-longer-needed":
        return words.withdrawn_offer(name=name, what=str(kind.name))
    if news == WAIT_FOR_US:
        return words.wait_for_us(sender_of(offer.ask), what=str(kind.name))
    if news == GO_ON:
        return words.go_on(sender_of(offer.ask), what=str(kind.name), link=link)
    if news == "it-is-yours":
        holder = offer.ask.promise.holder
        who = holder.user.name.split()[0] if holder is not None else ""
        return words.it_is_yours(sender_of(offer.ask), name=name, who=who, link=link)
    if news == "how-did-it-go":
        return words.how_did_it_go(sender_of(offer.ask), number=offer.number, what=str(kind.name), link=link)
    if news == "still-all-right":
        by = said.by(offer.ask.need_by, now) if offer.ask.need_by else ""
        return words.still_all_right(
            sender_of(offer.ask), number=offer.number, name=name, what=str(kind.name), by=by, link=link
        )
    if news == "visit-due-soon":
        visit = offer.visits.exclude(state="out").first()
        due = visit.due_at if visit is not None else now
        return words.visit_due_soon(sender_of(offer.ask), name=name, number=offer.number, due=due, now=now, link=link)
    if news == "came-back":
        return words.it_came_back(sender_of(offer.ask), name=name, what=str(kind.name), link=link)
    if news == "already-done":
        return words.already_done(name=name, what=str(kind.name))
    return words.offer(
        number=offer.number,
        what=str(kind.offer),
        near=str(offer.card.get("area", "")),
        effort=effort_words(offer.card),
        need_by=offer.ask.need_by,
        now=now,
        link=link,
        checks=str(offer.card.get("checks", "")),
    )


def to_partner(card: PartnerCard, news: str, now: datetime, token: str) -> Said:
    """What a partner reads of a piece of news. Never who it is for: that is on the page of the link, after a yes."""
    ask, kind, link = card.ask, kinds.KINDS[card.ask.kind], address_of(f"/p/{token}")
    what, sender = str(kind.name), sender_of(ask)
    if news == "partner-thanks":
        return words.partner_thanks(what=what)
    if news == "partner-no-longer-needed":
        return words.partner_no_longer_needed(what=what)
    if news == f"partner-{WAIT_FOR_US}":
        return words.wait_for_us(sender, what=what)
    if news == f"partner-{GO_ON}":
        return words.go_on(sender, what=what, link=link)
    if news == "partner-was-late":
        return words.partner_was_late(sender, what=what)
    if news == "partner-no-word":
        return words.partner_not_known(sender, what=what)
    if news in ("partner-has-it", "partner-how-is-it-going"):
        assert card.check_by is not None
        if news == "partner-how-is-it-going":
            return words.partner_how_is_it_going(sender, what=what, check_by=card.check_by, now=now, link=link)
        who = ask.promise.holder.user.name.split()[0] if ask.promise.holder is not None else ""
        return words.partner_has_it(sender, what=what, who=who, check_by=card.check_by, now=now, link=link)
    return words.partner_card(
        sender,
        what=str(kind.offer),
        near=str(card.card.get("area", "")),
        effort=effort_words(card.card),
        need_by=ask.need_by,
        now=now,
        link=link,
    )


def effort_words(card: Mapping[str, object]) -> str:
    """How much it takes: "2 bags, about 40 minutes, some steps, a dog"."""
    bags = int(str(card.get("bags") or 0))
    parts = [ngettext("%(n)s bag", "%(n)s bags", bags) % {"n": bags}] if bags else []
    parts.append(said.minutes(float(str(card.get("minutes") or 30))))
    parts += [_("some steps")] if card.get("steps") else []
    parts += [_("a dog")] if card.get("dog") and card.get("kind") != "dog_walk" else []
    return ", ".join(parts)
