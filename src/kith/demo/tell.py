"""Tells the demo's morning minute by minute: rows come in, neighbours answer, people are told, by ordinary actions.

Who does what is decided by ``scripted``, which knows only the seed; the clock here is the morning's own.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from kith.accounts.queries import duty_holder, duty_team
from kith.asks import actions as asks
from kith.asks import jobs as ask_jobs
from kith.asks import kinds
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.demo import (
    other_directories,
    scripted,
    tell_colleagues,
    tell_concern,
    tell_counted,
    tell_emergency,
    tell_kept,
    tell_partners,
    tell_peace,
    tell_permission,
    tell_safe,
    tell_visits,
)
from kith.dispatch import actions as dispatch
from kith.dispatch import jobs as dispatch_jobs
from kith.dispatch.actions import SomebodyHasIt
from kith.dispatch.models import Offer
from kith.dispatch.permissions import CannotTake
from kith.dispatch.pool import Pool
from kith.kit.actor import Actor
from kith.outbox import jobs as outbox_jobs
from kith.promises import jobs as promise_jobs
from kith.promises.models import Promise, Telling
from kith.safeguarding import jobs as concern_jobs

MINUTE = timedelta(minutes=1)
# Whoever is owed a word this soon after the morning is rung at the meeting that ends it.
MEETING_LOOKS_AHEAD = timedelta(hours=2)
Act = Callable[[datetime], None]


@dataclass
class Story:
    """One morning being told. ``acts`` are what people will do, each at its own moment."""

    seed: int
    pool: Pool
    acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    number: count[int] = field(default_factory=count)
    offers: set[UUID] = field(default_factory=set)
    tellings: set[UUID] = field(default_factory=set)
    asks: set[UUID] = field(default_factory=set)
    cards: set[UUID] = field(default_factory=set)

    def at(self, moment: datetime, act: Act) -> None:
        """Somebody will do this then."""
        heapq.heappush(self.acts, (moment, next(self.number), act))

    def chance(self, *about: object) -> random.Random:
        """Chance that depends only on the seed and on what it is about."""
        return random.Random(":".join(map(str, (self.seed, *about))))


def tell(
    story: Story, rows: Iterable[tuple[datetime, Act]], start: datetime, end: datetime, tick: Callable[[], None]
) -> None:
    """Let the morning happen from ``start`` to ``end``; ``tick`` is called once a minute of it."""
    for moment, act in rows:
        story.at(moment, act)
    tell_peace.tell_of_walter(story, end)
    tell_emergency.tell_of_emergencies(story, end)
    tell_concern.tell_of_a_worry(story, end)
    tell_safe.tell_of_m(story, end)
    tell_permission.tell_of_ivy(story, end)
    now = start
    while now <= end:
        while story.acts and story.acts[0][0] <= now:
            moment, _number, act = heapq.heappop(story.acts)
            act(moment)
        _sweep(story, now)
        _notice(story, now)
        tick()
        now += MINUTE
    _meeting(story, end)
    _sweep(story, end)


def _sweep(story: Story, now: datetime) -> None:
    dispatch_jobs.sweep(now, story.pool)
    ask_jobs.sweep(now)
    promise_jobs.sweep(now)
    concern_jobs.sweep(now)
    promise_jobs.ring(now)
    outbox_jobs.sweep(now)


def _notice(story: Story, now: datetime) -> None:
    """Everything new that somebody will now do something about."""
    new_offers = Offer.objects.filter(state="offered", offered_at__gt=now - 3 * MINUTE).exclude(id__in=story.offers)
    for offer in new_offers.select_related("ask", "volunteer__person"):
        story.offers.add(offer.id)
        _answer_later(story, offer, now)
    tell_partners.notice(story, now)
    tell_colleagues.notice(story, now)
    owed = Telling.objects.filter(told_at__isnull=True, replaced_at__isnull=True).exclude(id__in=story.tellings)
    for telling in owed.select_related("person", "of"):
        story.tellings.add(telling.id)
        _hear_later(story, telling, now)
    for ask in Ask.objects.exclude(id__in=story.asks).select_related("person", "place"):
        story.asks.add(ask.id)
        _sort_later(story, ask, now)
    for ask in Ask.objects.filter(state=ask_states.STUCK, search__in_hand_at__isnull=True, search__rang_at=now):
        story.at(now + 4 * MINUTE, lambda moment, ask_id=ask.id: _take_in_hand(story, ask_id, moment))  # type: ignore[misc]


def _answer_later(story: Story, offer: Offer, now: datetime) -> None:
    said = scripted.answer(story.seed, offer.volunteer.name, offer.ask.reference)
    if said.after is None:
        return
    story.at(now + said.after, lambda moment: _answer(story, offer.id, said, moment))


def _answer(story: Story, offer_id: UUID, said: scripted.Answer, now: datetime) -> None:
    offer = Offer.objects.select_related("ask__promise__holder__user", "ask__place", "volunteer__person").get(
        id=offer_id
    )
    by = Actor.volunteer(offer.volunteer)
    if said.lane == scripted.PHONE and offer.ask.promise.holder is not None:
        by = by.keyed_through(offer.ask.promise.holder.user.name)
    if said.says == scripted.NOT_THIS_TIME:
        dispatch.not_this_time(offer=offer, by=by, now=now, how=said.lane)
        return
    try:
        dispatch.accept(offer=offer, by=by, now=now, how=said.lane)
    except (SomebodyHasIt, CannotTake):
        return
    effort = kinds.effort(offer.ask.kind, offer.ask.words, offer.ask.details).minutes
    ending = scripted.ending(story.seed, offer.ask.reference, effort)
    if ending.after is not None:
        story.at(now + ending.after, lambda moment: _end(story, offer.id, ending, moment))


def _end(story: Story, offer_id: UUID, ending: scripted.Ending, now: datetime) -> None:
    offer = Offer.objects.select_related("ask__place", "volunteer__person").get(id=offer_id)
    if offer.state != "accepted" or offer.ask.state != ask_states.TAKEN:
        return
    by = Actor.volunteer(offer.volunteer)
    if ending.comes == scripted.HAND_BACK:
        dispatch.hand_back(offer=offer, by=by, now=now, why=ending.reason)
    elif ending.comes == scripted.NOBODY_ANSWERED and kinds.KINDS[offer.ask.kind].needs_address:
        dispatch.nobody_answered(offer=offer, by=by, now=now)
    else:
        also = scripted.also_asks_for(story.seed, offer.ask.reference)
        if also:
            guessed = kinds.guess(also) or [("other", also)]
            dispatch.also_asked(offer=offer, words=also, kind=guessed[0][0], by=by, now=now)
        dispatch.finish(offer=offer, by=by, now=now)


def _hear_later(story: Story, telling: Telling, now: datetime) -> None:
    """People who read their texts say so after a while; the others are rung, or told at the door."""
    chance = story.chance("hears", telling.of.reference, telling.news)
    in_writing = telling.how in (Telling.How.TEXT, Telling.How.EMAIL)
    if in_writing and chance.random() < 0.8:
        wait = timedelta(minutes=chance.uniform(1, 25))
        story.at(now + wait, lambda moment: _heard(telling.id, "", moment))
        return
    wait = timedelta(minutes=30) if in_writing else timedelta(0)
    wait += scripted.told_in_person_after(story.seed, telling.of.reference)
    how = Telling.How.CALL.value if in_writing else telling.how
    story.at(now + wait, lambda moment: _heard(telling.id, how, moment))


def _heard(telling_id: UUID, how: str, now: datetime) -> None:
    telling = Telling.objects.select_related("of", "person", "promise__holder__user").get(id=telling_id)
    if telling.told_at is not None or telling.replaced_at is not None:
        return
    ask = Ask.objects.select_related("promise", "person", "place").get(promise__about_id=telling.of.about_id)
    if how:
        holder = telling.promise.holder
        assert holder is not None
        asks.told_by_us(telling=telling, ask=ask, how=how, by=Actor.user(holder.user), now=now)
    elif telling.of_id == ask.promise_id:
        asks.seen(ask=ask, by=Actor.person(ask.person), now=now)


def _sort_later(story: Story, ask: Ask, now: datetime) -> None:
    """What a colleague does about a new ask that a neighbour cannot simply take."""
    chance = story.chance("sort", ask.reference)
    if ask.state == ask_states.SPEAK_FIRST:
        wait = timedelta(minutes=chance.uniform(8, 40))
        story.at(now + wait, lambda moment: _speak(story, ask.id, moment))
    elif ask.to_check:
        wait = timedelta(minutes=chance.uniform(6, 20))
        story.at(now + wait, lambda moment: _settle(ask.id, moment))


def _speak(story: Story, ask_id: UUID, now: datetime) -> None:
    ask = Ask.objects.select_related("promise__holder__user", "person", "place").get(id=ask_id)
    if ask.state != ask_states.SPEAK_FIRST or ask.promise.holder is None:
        return
    by, chance = Actor.user(ask.promise.holder.user), story.chance("speak", ask.reference)
    if chance.random() < 0.1:
        asks.they_said_no(ask=ask, by=by, now=now)
        return
    may = chance.choice(("everything", "when-done", "when-done", "nothing"))
    asks.they_said_yes(ask=ask, asker_may=may, safe="yes", by=by, now=now)


def _settle(ask_id: UUID, now: datetime) -> None:
    ask = Ask.objects.select_related("promise__holder__user", "person", "place").get(id=ask_id)
    if not ask.to_check or ask.state in ask_states.ENDED or ask.promise.holder is None:
        return
    details = {"paid": "receipt"} if kinds.wanting(ask.kind, ask.details) else {}
    by = Actor.user(ask.promise.holder.user)
    asks.settle_checks(ask=ask, note="rang and asked; it is right now", details=details, by=by, now=now)


def _take_in_hand(story: Story, ask_id: UUID, now: datetime) -> None:
    """The duty phone is answered; some are then sorted by ringing round, the rest stay open with a name to them."""
    ask = Ask.objects.select_related("promise", "person", "place").get(id=ask_id)
    if ask.state != ask_states.STUCK:
        return
    team = duty_team(ask.place.ancestor("district") or ask.place)
    holder = duty_holder(team, now)
    dispatch.have_this(ask=ask, membership=holder, by=Actor.user(holder.user), now=now)
    if story.chance("in-hand", ask.reference).random() < 0.6:
        story.at(now + 12 * MINUTE, lambda moment: _sorted_by_phone(ask.id, moment))


def _sorted_by_phone(ask_id: UUID, now: datetime) -> None:
    ask = Ask.objects.select_related("promise__holder__user", "person", "place").get(id=ask_id)
    if ask.state == ask_states.STUCK and ask.promise.holder is not None:
        asks.finish(ask=ask, by=Actor.user(ask.promise.holder.user), now=now, how="sorted on the phone")


def _meeting(story: Story, now: datetime) -> None:
    """The morning ends with the daily meeting: whoever is owed a word soon is rung before anybody goes home."""
    soon = now + MEETING_LOOKS_AHEAD
    for telling in Telling.objects.filter(told_at__isnull=True, replaced_at__isnull=True, hear_by__lt=soon):
        how = telling.how if telling.how in (Telling.How.CARD, Telling.How.VISIT) else Telling.How.CALL.value
        _heard(telling.id, how, now)
    due = Promise.objects.filter(state="open", kind="ask", next_contact_by__lt=soon).select_related("holder__user")
    for ask in (
        Ask.objects.filter(promise__in=due).exclude(state__in=ask_states.ENDED).select_related("promise", "person")
    ):
        _say_when_next(story, ask, now)
    tell_colleagues.meeting(now)
    tell_visits.meeting(now)
    tell_kept.keep_true(now)
    tell_counted.count(now)
    other_directories.take_in_others(now)
    other_directories.wait_for_some(now)


def _say_when_next(story: Story, ask: Ask, now: datetime) -> None:
    holder = ask.promise.holder
    assert holder is not None
    by = Actor.user(holder.user)
    if ask.state == ask_states.SPEAK_FIRST:
        _speak(story, ask.id, now)
        ask.refresh_from_db()
        if ask.state in ask_states.ENDED:
            return
    to = now + timedelta(hours=3)
    asks.move_date(ask=ask, to=to, reason="said at the meeting when we ring next", how="call", by=by, now=now)
    telling = Telling.objects.filter(of=ask.promise, told_at__isnull=True, replaced_at__isnull=True).first()
    if telling is not None:
        asks.told_by_us(telling=telling, ask=ask, how="call", by=by, now=now)
