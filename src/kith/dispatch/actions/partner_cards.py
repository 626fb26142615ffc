"""One card to one partner: making it, writing to them about it, and ending what nobody needs to answer any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import translation

from kith.access.actions import issue_link
from kith.accounts.models import Team
from kith.asks import actions as asks
from kith.asks import kinds
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import lifecycle, saying
from kith.dispatch.actions.offering import _card
from kith.dispatch.models import PartnerCard
from kith.dispatch.permissions import check_partner_may
from kith.dispatch.pool import Pool
from kith.kit.actor import Actor
from kith.kit.whole import insert, once, whole, written
from kith.outbox import actions as outbox
from kith.outbox import lifecycle as messages
from kith.outbox.actions import Letter
from kith.outbox.models import Message
from kith.trail import actions as trail
from kith.trail.verbs import Verb

LINK_LASTS = timedelta(days=14)


def card_to(
    *, ask: Ask, team: Team, by: Actor, now: datetime, pool: Pool | None = None, quietly: bool = False
) -> PartnerCard:
    """Ask one partner whether they could, with the card and the person's permission. Records it and writes to them.

    A partner has one card of an ask, ever: where they said nothing against it, it opens again. Refuses
    (``CannotTake``) without the person's permission, and a partner who must not know. ``quietly`` writes nothing:
    they were rung. ``pool`` saves reading the streets again for the rough area.
    """
    check_partner_may(ask, team, now)
    with whole():
        written(PartnerCard)
        card = PartnerCard.objects.filter(ask=ask, team=team).first()
        if card is None:
            card = PartnerCard(controller_id=ask.controller_id, ask=ask, team=team)
        elif card.state != lifecycle.OFFERED:
            lifecycle.PARTNER_CARD.check(card.state, lifecycle.OFFERED)
        card.ask, card.team, card.state, card.offered_at = ask, team, lifecycle.OFFERED, now
        card.answered_at, card.answered_how, card.answered_by_label = None, "", ""
        need_by = ask.need_by or kinds.need_by_default(ask.kind, now)
        streets = pool or once("streets", lambda: Pool(now))
        card.card = _card(ask, None, streets, need_by)
        insert(card) if card._state.adding else card.save()
        written_to = None if quietly else write_to_partner(card=card, news="partner-card", by=by, now=now)
        if not quietly and (written_to is None or written_to.state == messages.REFUSED):
            asks.ring_the_partner(ask=ask, team=team, by=by, now=now)
        _noted(card, Verb.PARTNER_ASKED, by, now)
    return card


def end_cards(
    *, ask: Ask, state: str, by: Actor, now: datetime, but: UUID | None = None, only: UUID | None = None
) -> int:
    """Somebody has it, or it is over: partners still thinking are thanked, and one that has it is told. Records it.

    ``but`` is the card that goes on, ``only`` the one partner this is about. Answers how many cards ended.
    """
    with whole():
        written(PartnerCard)
        live = PartnerCard.objects.filter(ask=ask, state__in=lifecycle.PARTNER_LIVE).select_related("team")
        live = live if only is None else live.filter(team=only)
        ended = list(live if but is None else live.exclude(pk=but))
        for card in ended:
            card.ask, told = ask, card.state != lifecycle.SILENT
            done = card.state in lifecycle.PARTNER_HAS_IT and ask.state == ask_states.DONE
            _set_card(card, lifecycle.FINISHED if done else state, card.answered_how, now, "")
            if told and not done:
                news = "partner-thanks" if state == lifecycle.SOMEBODY_ELSE else "partner-no-longer-needed"
                write_to_partner(card=card, news=news, by=by, now=now)
        if ended:
            subject = ("ask", ask.id, ask.reference)
            trail.record(verb=Verb.OFFER_ENDED, by=by, now=now, subject=subject, controller=ask.controller_id)
    return len(ended)


def write_to_partner(*, card: PartnerCard, news: str, by: Actor, now: datetime) -> Message | None:
    """Write to a partner about its card, with a link of its own. Records it. None where nobody may be written to."""
    ask, team = card.ask, card.team
    if not (team.email or team.phone):
        return None
    token = issue_link(
        purpose="partner",
        subject_label="dispatch.PartnerCard",
        subject_id=card.id,
        actor=Actor.partner(team),
        expires_at=now + LINK_LASTS,
        by=by,
        now=now,
    )
    # Our records, and those of partners, are in one language.
    with translation.override(settings.LANGUAGE_CODE):
        words = saying.to_partner(card, news, now, token)
    letter = Letter(
        kind=news,
        body=words.body if team.email else words.sms,
        subject=words.subject,
        key=f"{news}:{card.id}:{card.offered_at.timestamp()}:{ask.version}",
        urgent=bool(ask.urgency),
        about_id=ask.id,
        about_label=ask.reference if news != "partner-card" else "",
        about_person=ask.person,
    )
    return outbox.write_to_partner(letter=letter, team=team, place=ask.place, by=by, now=now)


def _set_card(card: PartnerCard, state: str, how: str, now: datetime, label: str) -> None:
    """Move a card, with how and by whom it was answered."""
    lifecycle.PARTNER_CARD.check(card.state, state)
    card.state, card.answered_at, card.answered_how = state, now, how[:60]
    card.answered_by_label = label[:200] or card.answered_by_label
    card.save()


def _noted(card: PartnerCard, verb: Verb, by: Actor, now: datetime) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("card", card.id, card.team.name),
        place=(card.ask.place_id, ""),
        controller=card.controller_id,
        detail={"reference": card.ask.reference},
    )
