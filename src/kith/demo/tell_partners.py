"""What the partners of the demo do in its morning: answer their cards, ring in, be in touch. By ordinary actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from kith.accounts.models import Team
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask, Event
from kith.demo import partners
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import SomebodyHasIt
from kith.dispatch.models import PartnerCard
from kith.dispatch.permissions import CannotTake
from kith.kit.actor import Actor
from kith.trail.verbs import Verb

if TYPE_CHECKING:
    from kith.demo.tell import Story

# The village shop is rung before the ladder comes to it.
RINGS_AFTER = timedelta(minutes=2)
ASKS_THEM_AFTER = timedelta(minutes=9)


def notice(story: Story, now: datetime) -> None:
    """Cards that are new, and the ask for which the holder rings the shop."""
    new = PartnerCard.objects.filter(state="offered").exclude(id__in=story.cards)
    for card in new.select_related("ask", "team"):
        story.cards.add(card.id)
        said = partners.answer(story.seed, card.team.name, card.ask.reference)
        if said is not None:
            story.at(now + said.after, lambda moment, one=card.id, what=said: _answer(story, one, what, moment))  # type: ignore[misc]
    waiting = Event.objects.filter(what=Verb.ASK_PARTNERS_WAIT, at__gt=now - timedelta(minutes=1))
    for ask_id in waiting.values_list("ask_id", flat=True):
        story.at(now + ASKS_THEM_AFTER, lambda moment, one=ask_id: _ask_them(story, one, moment))  # type: ignore[misc]
    rings = Ask.objects.filter(person__name=partners.RINGS_FOR, created_at__gt=now - timedelta(minutes=1))
    for ask in rings:
        story.at(now + RINGS_AFTER, lambda moment, ask_id=ask.id: _ring_in(story, ask_id, moment))  # type: ignore[misc]


def _ask_them(story: Story, ask_id: UUID, now: datetime) -> None:
    """The holder asked the person whether partners may be asked, and keys what they said."""
    ask = Ask.objects.select_related("promise__holder__user").get(id=ask_id)
    if ask.state in ask_states.WANTED and ask.promise.holder is not None:
        may = story.chance("partners", ask.reference).choice(("yes", "yes", "no"))
        dispatch.person_says_partners_may(ask=ask, may=may, by=Actor.user(ask.promise.holder.user), now=now)


def _answer(story: Story, card_id: UUID, said: partners.Said, now: datetime) -> None:
    card = PartnerCard.objects.select_related("team", "ask").get(id=card_id)
    try:
        dispatch.partner_answers(
            card=card, answer="yes" if said.yes else "no", by=Actor.partner(card.team), now=now, how="link"
        )
    except (SomebodyHasIt, CannotTake):
        return
    if said.yes:
        story.at(now + said.in_touch_after, lambda moment: _in_touch(card.ask_id, moment))


def _ring_in(story: Story, ask_id: UUID, now: datetime) -> None:
    ask = Ask.objects.select_related("promise__holder__user", "person", "place").get(id=ask_id)
    team = Team.objects.filter(name=partners.VILLAGE_SHOP).first()
    if team is None or ask.state not in ask_states.WANTED or ask.to_check or ask.promise.holder is None:
        return
    dispatch.rang(ask=ask, team=team, answer="yes", by=Actor.user(ask.promise.holder.user), now=now)
    story.at(now + timedelta(minutes=40), lambda moment: _in_touch(ask_id, moment))


def _in_touch(ask_id: UUID, now: datetime) -> None:
    ask = Ask.objects.select_related("person").get(id=ask_id)
    if ask.state == ask_states.TAKEN and ask.taken_by_team_id is not None:
        dispatch.person_was_reached(ask=ask, by=Actor.person(ask.person), now=now, how="their page")
