"""What colleagues do in a season: what their pages ask of them, by the time they ask for it, and sometimes too late.

They look at what is new and what comes due, tell people who cannot be written to, answer the duty phone and ring round.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from kith.accounts.queries import duty_holder, duty_team
from kith.asks import actions as asks
from kith.asks import kinds
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import actions as dispatch
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer
from kith.dispatch.permissions import CannotTake
from kith.kit.actor import Actor
from kith.matching import Level
from kith.matching.choose import rank
from kith.outbox.models import Channel, Message
from kith.places import hours
from kith.promises import actions as promises
from kith.promises.models import DutyCall, DutyRing, Kind, Promise, Telling
from kith.proof.replay import about_partners, absences, nature, neighbours
from kith.proof.replay.scene import Scene

LOOKS_EVERY = timedelta(minutes=15)
LOOKS_AHEAD = timedelta(minutes=40)
BEFORE_CLOSING = timedelta(minutes=45)
SLOW, DOES_NOT_ANSWER = 0.04, 0.1
CALLS_AT_MOST, A_CALL, A_WORD = 6, timedelta(minutes=5), timedelta(minutes=2)
BEFORE_IT_IS_DUE = timedelta(minutes=3)


class Desk:
    """Everybody who answers, as one desk: which promises somebody has already turned to."""

    def __init__(self, scene: Scene) -> None:
        """A desk on which nothing lies yet."""
        self.scene = scene
        self.looked_at: datetime | None = None
        self.wakes_at: datetime | None = None
        self._turned_to: dict[UUID, datetime] = {}
        self._settled: set[UUID] = set()

    @property
    def is_there(self) -> bool:
        """Whether it is an hour at which somebody looks."""
        here = self.scene.season.here
        return hours.is_open(here.opens, here.closes, self.scene.world.now)

    def look(self) -> None:
        """Look at what is open, as Today shows it: what is new, due soon, or due before the morning."""
        scene, now = self.scene, self.scene.world.now
        self.wakes_at = max(self.wakes_at or now, self._next_look())
        if not self.is_there or (self.looked_at is not None and now < self.looked_at + LOOKS_EVERY):
            return
        self.looked_at, self.wakes_at = now, self._before_closing()
        horizon = self._horizon()
        rows = Promise.objects.filter(state="open").order_by("id")
        for row in rows.values_list("id", "kind", "next_contact_by", "telling__how", "ask__state", "ask__to_check"):
            promise_id, kind, by_when, how, state, to_check = row
            if by_when is None or self._turned_to.get(promise_id) == by_when:
                continue
            if state == ask_states.SPEAK_FIRST or to_check:
                self._settle_soon(promise_id, now)
            if by_when > horizon and (kind == Kind.ASK or how in (Telling.How.TEXT, Telling.How.EMAIL)):
                # Whoever was written to has until then to say that they have seen it.
                self.wakes_at = min(self.wakes_at, by_when - LOOKS_AHEAD)
                continue
            self._turned_to[promise_id] = by_when
            moment = self._when(promise_id, kind, by_when, now)
            scene.world.at(moment, lambda moment, one=promise_id: self._attend(one, moment))  # type: ignore[misc]

    def _next_look(self) -> datetime:
        looked = self.looked_at or self.scene.season.start
        return self._next_open(max(looked + LOOKS_EVERY, self.scene.world.now))

    def _before_closing(self) -> datetime:
        """The look of the evening, or tomorrow's where that has been."""
        here, now = self.scene.season.here, self.scene.world.now
        closes = hours.closing(here.opens, here.closes, now)
        assert closes is not None
        evening = closes - BEFORE_CLOSING
        return evening if now < evening else evening + timedelta(days=1)

    def _horizon(self) -> datetime:
        """What is due before then is done now; in the evening that is whatever is due before the morning's work."""
        here, now = self.scene.season.here, self.scene.world.now
        soon = now + LOOKS_AHEAD
        closes = hours.closing(here.opens, here.closes, now)
        if closes is None or now < closes - BEFORE_CLOSING:
            return soon
        return self._next_open(closes) + LOOKS_AHEAD

    def _when(self, promise_id: UUID, kind: str, by_when: datetime, now: datetime) -> datetime:
        """Mostly a while before it is due; a few things but words to somebody are late, and then the clock steps in."""
        chance = self.scene.world.chance("desk", promise_id, by_when)
        if kind != Kind.TELL and chance.random() < SLOW:
            return nature.awake(by_when + timedelta(minutes=chance.uniform(2, 45)))
        latest = max(now + timedelta(minutes=1), min(by_when - BEFORE_IT_IS_DUE, self._goes_home(now)))
        return now + min((latest - now) * chance.uniform(0.1, 1.0), timedelta(minutes=chance.uniform(5, 90)))

    def _goes_home(self, now: datetime) -> datetime:
        """When whoever looks now goes home: what they turned to is done by then."""
        here = self.scene.season.here
        return (hours.closing(here.opens, here.closes, now) or now) - A_WORD

    def _settle_soon(self, promise_id: UUID, now: datetime) -> None:
        if promise_id in self._settled:
            return
        self._settled.add(promise_id)
        wait = timedelta(minutes=self.scene.world.chance("settle", promise_id).uniform(4, 35))
        self.scene.world.at(now + wait, lambda moment: self._settle(promise_id, moment))

    def _settle(self, promise_id: UUID, now: datetime) -> None:
        ask = _asks().filter(promise=promise_id).first()
        if ask is None or ask.promise.holder is None:
            return
        if ask.state == ask_states.SPEAK_FIRST:
            self._speak(ask, now)
        elif ask.to_check and ask.state not in ask_states.ENDED:
            details = {"paid": "receipt"} if kinds.wanting(ask.kind, ask.details) else {}
            by = Actor.user(ask.promise.holder.user)
            asks.settle_checks(ask=ask, note="rang and asked; it is right now", details=details, by=by, now=now)

    def _speak(self, ask: Ask, now: datetime) -> None:
        assert ask.promise.holder is not None
        by = Actor.user(ask.promise.holder.user)
        if self.scene.world.chance("speak", ask.reference).random() < 0.1:
            asks.they_said_no(ask=ask, by=by, now=now)
        else:
            asks.they_said_yes(ask=ask, asker_may="when-done", safe="yes", by=by, now=now)

    def _attend(self, promise_id: UUID, now: datetime) -> None:
        """Do what one promise asks for, if it still does."""
        promise = Promise.objects.select_related("holder__user", "holder__team", "place").get(id=promise_id)
        if promise.state != "open" or promise.holder is None:
            return
        by = Actor.user(promise.holder.user)
        if promise.kind == Kind.TELL:
            self._tell(promise, by, now)
        elif promise.kind == Kind.ASK:
            self._attend_ask(promise, by, now)
        else:
            promises.keep(promise=promise, why="read, and rang them", by=by, now=now)

    def _tell(self, promise: Promise, by: Actor, now: datetime) -> None:
        telling = Telling.objects.select_related("of", "person", "promise").get(promise=promise)
        if telling.told_at is not None or telling.replaced_at is not None:
            return
        ask = _asks().get(promise__about_id=telling.of.about_id)
        if telling.news == about_partners.BEEN_IN_TOUCH:
            about_partners.ask_by_voice(self.scene, telling, ask, by, now)
            return
        in_writing = telling.how in (Telling.How.TEXT, Telling.How.EMAIL)
        how = Telling.How.CALL.value if in_writing else telling.how
        asks.told_by_us(telling=telling, ask=ask, how=how, by=by, now=now)

    def _attend_ask(self, promise: Promise, by: Actor, now: datetime) -> None:
        ask = _asks().get(promise__about_id=promise.about_id)
        if ask.state in ask_states.ENDED or ask.promise_id != promise.id:
            return
        if ask.state == ask_states.SPEAK_FIRST or ask.to_check:
            self._settle(promise.id, now)
        elif ask.state == ask_states.TAKEN:
            self._ring_whoever_has_it(ask, by, now)
        else:
            self._say_when_next(ask, "still looking for somebody", by, now)

    def _say_when_next(self, ask: Ask, why: str, by: Actor, now: datetime) -> None:
        """Ring the person before the time we gave has gone by, and give them another."""
        need_by = self.scene.known(ask.id).need_by
        to = now + timedelta(hours=3)
        if ask.state == ask_states.TAKEN and need_by > to:
            to = min(need_by, now + timedelta(hours=8))
        if not self._is_open_at(to):
            to = self._next_open(to) + timedelta(hours=1)
        how, given = _way(ask), self._heard_by(ask)
        soon = given is not None and (given - now < TOO_SOON_FOR_A_CARD or not self._is_open_at(given))
        if how in BY_HAND and soon:
            how = Telling.How.VISIT.value
        asks.move_date(ask=ask, to=to, reason=why, how=how, by=by, now=now)
        telling = Telling.objects.filter(of=ask.promise_id, told_at__isnull=True, replaced_at__isnull=True).first()
        if telling is not None and telling.how in (Telling.How.CALL, Telling.How.VISIT):
            asks.told_by_us(telling=telling, ask=ask, how=telling.how, by=by, now=now)

    def _heard_by(self, ask: Ask) -> datetime | None:
        """By when they must hear: the time we gave, or the earlier one of news they have not heard yet."""
        owed = Telling.objects.filter(of=ask.promise_id, told_at__isnull=True, replaced_at__isnull=True)
        moments = (ask.promise.next_contact_by, *owed.values_list("hear_by", flat=True))
        return min((moment for moment in moments if moment is not None), default=None)

    def _is_open_at(self, moment: datetime) -> bool:
        here = self.scene.season.here
        return hours.is_open(here.opens, here.closes, moment)

    def _next_open(self, moment: datetime) -> datetime:
        here = self.scene.season.here
        return hours.next_open(here.opens, here.closes, moment)

    def _ring_whoever_has_it(self, ask: Ask, by: Actor, now: datetime) -> None:
        """The time has come and nobody said that it is done: ring the volunteer, and key what they say."""
        if ask.taken_by_team_id is not None:
            why = about_partners.ring_the_partner(self.scene, ask, by, now)
            if why:
                self._say_when_next(ask, why, by, now)
            return
        offer = Offer.objects.select_related("volunteer__person").filter(ask=ask, state=lifecycle.ACCEPTED).first()
        scene = self.scene
        one = scene.by_volunteer.get(offer.volunteer_id) if offer is not None else None
        if offer is None or one is None:
            self._say_when_next(ask, "we are finding out", by, now)
            return
        keyed = Actor.volunteer(offer.volunteer).keyed_through(by.label)
        chance = scene.world.chance("rings", one.spec.name, ask.reference, now)
        reached = not one.is_away(now) and chance.random() < 0.85
        if ask.id in scene.delivered:
            dispatch.finish(offer=offer, by=keyed if reached else by, now=now)
        elif not reached and scene.known(ask.id).need_by <= now + timedelta(hours=1):
            dispatch.hand_back(offer=offer, by=by, now=now, why="We cannot reach them.")
        elif reached and chance.random() < 0.25:
            dispatch.hand_back(offer=offer, by=keyed, now=now, why="They cannot after all.")
        else:
            self._say_when_next(ask, "it is on its way", by, now)
            if reached:
                soon = now + timedelta(minutes=chance.uniform(20, 80))
                scene.world.at(soon, lambda moment: neighbours.does_it(scene, one, offer.id, moment))

    def hears(self, message: Message) -> None:
        """A message reached a colleague."""
        if message.channel == Channel.RING:
            self.hears_the_phone(message)
        elif message.kind == absences.HAND_OVER:
            absences.hears(self.scene, message)
        elif message.kind == about_partners.ABOUT_A_PARTNER:
            about_partners.hears(self.scene, message)

    def hears_the_phone(self, message: Message) -> None:
        """The duty phone rings: somebody answers, mostly at once, more slowly at night; a few rings nobody hears."""
        scene, now = self.scene, self.scene.world.now
        chance = scene.world.chance("phone", message.place_id, now)
        if chance.random() < (DOES_NOT_ANSWER if self.is_there else 0.45):
            return
        wait = timedelta(minutes=chance.uniform(1, 6) if self.is_there else chance.uniform(4, 25))
        scene.world.at(now + wait, lambda moment: self._answers(message, moment))

    def _answers(self, message: Message, now: datetime) -> None:
        """Whoever answers has seen the list, and takes everything in hand that waits there, one after another."""
        for ring in DutyRing.objects.filter(message_id=message.id).select_related("team__place", "membership__user"):
            if not ring.membership.is_live_at(now):
                return
            promises.seen(ring=ring, by=Actor.user(ring.membership.user), now=now, how="phone")
            calls = DutyCall.objects.filter(id__in=[item["call"] for item in ring.items]).order_by("id")
            # What only changed hands, as somebody fell ill or left, is turned to when it is due.
            only_new = Q(
                promise__held_since__gt=F("promise__opened_at"), promise__next_contact_by__gt=now + LOOKS_AHEAD
            )
            for turn, call in enumerate(calls.exclude(only_new).values_list("promise_id", flat=True)):
                self.scene.world.at(now + (turn + 1) * A_WORD, lambda at, one=call: self._attend(one, at))  # type: ignore[misc]
        place_id = message.place_id
        waiting = Ask.objects.filter(
            state=ask_states.STUCK, search__in_hand_at__isnull=True, place__path__contains=[place_id]
        )
        for turn, ask in enumerate(waiting.select_related("promise", "person", "place").order_by("id")):
            team = duty_team(ask.place.ancestor("district") or ask.place)
            holder = duty_holder(team, now)
            dispatch.have_this(ask=ask, membership=holder, by=Actor.user(holder.user), now=now)
            self._ring_round(ask, now + turn * A_CALL)

    def _ring_round(self, ask: Ask, now: datetime) -> None:
        start = now if self._is_open_at(now) else self._next_open(now)
        self.scene.world.at(start + A_CALL, lambda moment: self._rings_round(ask.id, moment))

    def _rings_round(self, ask_id: UUID, now: datetime) -> None:
        """Ring those who might, best first, and key a yes. Where nobody can, a colleague finds another way or none."""
        scene = self.scene
        ask = Ask.objects.select_related("promise__holder__user", "person", "place", "search").get(id=ask_id)
        if ask.state != ask_states.STUCK or ask.promise.holder is None:
            return
        by = Actor.user(ask.promise.holder.user)
        known = scene.known(ask_id)
        wanted = scene.pool.wanted(ask, max(ask.search.need_by, now + timedelta(hours=2)))
        moment = now
        for row in rank(wanted, scene.pool.candidates.values(), now, CALLS_AT_MOST, level=Level.DISTRICT):
            one = scene.by_volunteer[row.candidate.volunteer_id]
            scene.rung += 1
            moment += A_CALL
            chance = 1 - (1 - neighbours.chance_of(one, known, now)) ** 2
            if one.is_away(now) or scene.world.chance("rung", one.spec.name, known.number).random() >= chance:
                continue
            volunteer = neighbours.row_of(one)
            try:
                dispatch.said_yes(ask=ask, volunteer=volunteer, by=by, now=now)
            except (CannotTake, dispatch.SomebodyHasIt):
                continue
            neighbours.took_on_the_phone(scene, one, ask, known, now)
            return
        chance_of = scene.world.chance("another way", known.number)
        wait = moment - now + timedelta(minutes=chance_of.uniform(15, 70))
        scene.world.at(now + wait, lambda at: self._another_way(ask_id, chance_of.random() < 0.85, at))

    def _another_way(self, ask_id: UUID, can: bool, now: datetime) -> None:
        """A shop's own van, a pharmacy's driver, a colleague's car; or the person is told that it cannot be done."""
        ask = _asks().get(id=ask_id)
        if ask.state != ask_states.STUCK or ask.promise.holder is None:
            return
        by = Actor.user(ask.promise.holder.user)
        if can:
            self.scene.delivered.setdefault(ask_id, now)
            asks.finish(ask=ask, by=by, now=now, how="sorted on the phone")
        else:
            asks.not_done(ask=ask, why="Nobody could do this in time.", by=by, now=now)


def _asks() -> QuerySet[Ask]:
    """Asks with all that a colleague's page of one has on it."""
    rows = Ask.objects.select_related("promise__holder__user", "promise__holder__team", "promise__team", "place")
    return rows.select_related("person", "taken_by__person").prefetch_related("person__routes")


BY_HAND = (Telling.How.CARD, Telling.How.LETTER)
# A card that is written now is at the door after the time we gave, or nobody is left to take it: somebody goes at once.
TOO_SOON_FOR_A_CARD = timedelta(minutes=45)


def _way(ask: Ask) -> str:
    """They are rung where they have a phone; else a card goes through the door."""
    routes = [route for route in ask.person.routes.all() if "@" not in route.value]
    return "call" if routes else "card"
