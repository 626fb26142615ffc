"""The nights the clocks change, and a machine whose clock is two hours out: is anybody forgotten, or told twice?"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.db.models import Count

from kith.asks import actions as asks
from kith.asks import lifecycle as ask_states
from kith.asks import missed
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import SomebodyHasIt
from kith.dispatch.models import Offer
from kith.dispatch.permissions import CannotTake
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.progress import Advance
from kith.outbox.models import Audience, Message
from kith.people.actions import About, Reach
from kith.places.models import Place
from kith.promises import queries as promises
from kith.proof.drill import land
from kith.trail.models import Entry
from kith.trail.verbs import Verb

BY = Actor.system("the clock drill")
# Who rings people up in this drill, between opening and closing by the true time.
COLLEAGUE = Actor.system("a colleague in the clock drill")
QUIET = ("21:00", "08:00")
# How likely somebody asked says yes within a step, and somebody who said yes has done it.
OFTEN = 0.5
DAY = range(8, 20)
NEIGHBOURS = 24
STEP = timedelta(minutes=60)
# Round a change of the clocks, and after a jump, time is looked at more closely.
FINER = timedelta(minutes=30)
CLOSE_TO = timedelta(hours=2)
# At every second moment somebody asks for something.
ASK_EVERY = 2
OUT_BY = timedelta(hours=2)
# After its moment a search may wait this long, in steps of the drill, before it counts as forgotten.
FORGOTTEN_AFTER = STEP
# So many steps at the end of a span the clock is right again.
REST = 3
Sweep = Callable[[datetime], object]


@dataclass(frozen=True)
class Span:
    """A stretch of time, the moment the clocks change in it, and how often the clock is put wrong in it."""

    name: str
    begins: datetime
    lasts: timedelta
    changes: datetime | None = None
    jumps: int = 0

    def moments(self, chance: random.Random) -> list[tuple[datetime, datetime]]:
        """The true time, and what the clock says. At the end it is right again."""
        whole = self.lasts // STEP
        jumps, out, found = set(chance.sample(range(2, whole - REST), self.jumps)), timedelta(0), []
        for number in range(whole + 1):
            true = self.begins + number * STEP
            if number in jumps:
                out = timedelta(0) if out else chance.choice((OUT_BY, -OUT_BY))
            if number > whole - REST:
                out = timedelta(0)
            found.append((true, true + out))
            if number in jumps or (self.changes is not None and abs(true - self.changes) < CLOSE_TO):
                found.append((true + FINER, true + FINER + out))
        return found


# The last Sundays of October and March, at one in the morning of universal time; between them a day of wrong clocks.
SPANS = (
    Span(
        "the night in October", datetime(2026, 10, 24, 18, tzinfo=UTC), timedelta(hours=16),
        changes=datetime(2026, 10, 25, 1, tzinfo=UTC),
    ),
    Span("a clock that jumps", datetime(2026, 11, 24, 8, tzinfo=UTC), timedelta(hours=11), jumps=6),
    Span(
        "the night in March", datetime(2027, 3, 27, 18, tzinfo=UTC), timedelta(hours=16),
        changes=datetime(2027, 3, 28, 1, tzinfo=UTC),
    ),
)  # fmt: skip


@dataclass
class Clocks:
    """What came of it; every one from ``forgotten`` on must be 0."""

    nights: int = 0
    jumps: int = 0
    asks: int = 0
    sweeps: int = 0
    messages: int = 0
    forgotten: int = 0
    dates_lost: int = 0
    double_sends: int = 0
    quiet_hours_broken: int = 0
    wrong: list[str] = field(default_factory=list)


def plan(seed: int) -> list[tuple[Span, list[tuple[datetime, datetime]]]]:
    """Every moment of every span, by this throw of the dice."""
    chance = random.Random(seed)
    return [(span, span.moments(chance)) for span in SPANS]


def run(*, seed: int, sweep: Sweep, tick: Advance) -> Clocks:
    """Live through the spans in the database we are on."""
    found, chance = Clocks(), random.Random(seed)
    # Made at noon, so that the places open in the morning and close in the evening.
    land.settle_in(SPANS[0].begins.replace(hour=12), NEIGHBOURS, QUIET)
    streets = list(Place.objects.filter(kind=Place.Kind.STREET).select_related("parent").order_by("name", "id"))
    for span, moments in plan(seed):
        for number, (true, now) in enumerate(moments):
            if number % ASK_EVERY == 0:
                asks.open_ask(wanted=_wanted(found.asks, chance.choice(streets), now), by=BY, now=now)
                found.asks += 1
            sweep(now)
            found.sweeps += 1
            _somebody_says_yes(chance, now)
            _somebody_has_done_it(chance, now)
            if local(true).hour in DAY:
                _people_are_told(now)
            tick()
        found.nights += span.changes is not None
        found.jumps += span.jumps
        _forgotten(span, moments[-1][1], found)
        _over(moments[-1][1])
    _sent(found)
    return found


def _wanted(number: int, street: Place, now: datetime) -> Wanted:
    kind = ("post", "call", "dog_walk", "other")[number % 4]
    hours = (3, 8, 16, 30)[number % 4]
    return Wanted(
        words=f"Clock drill {number}, please.",
        kind=kind,
        where=Where(street=street.name, community=street.parent.name if street.parent else ""),
        about=About(name=f"Person {number}", reaches=(Reach(f"+4477009007{number % 100:02}", safe="yes"),)),
        need_by=now + timedelta(hours=hours),
        client_key=f"clock-{number}",
    )


def _somebody_says_yes(chance: random.Random, now: datetime) -> None:
    offers = list(Offer.objects.filter(state="offered").select_related("volunteer__person", "ask").order_by("id"))
    if offers and chance.random() < OFTEN:
        offer = chance.choice(offers)
        try:
            dispatch.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=now)
        except (SomebodyHasIt, CannotTake):
            return


def _somebody_has_done_it(chance: random.Random, now: datetime) -> None:
    for ask in Ask.objects.filter(state=ask_states.TAKEN).order_by("id"):
        if chance.random() < OFTEN:
            asks.finish(ask=ask, by=BY, now=now)


def _people_are_told(now: datetime) -> None:
    """A colleague rings everybody who has not heard their news yet."""
    for telling in promises.untold(now):
        ask = Ask.objects.filter(promise_id=telling.of_id).first()
        if ask is not None:
            asks.told_by_us(telling=telling, ask=ask, how="call", by=COLLEAGUE, now=now)


def _over(now: datetime) -> None:
    """The next span is months away, and begins with nobody waiting."""
    for ask in Ask.objects.exclude(state__in=ask_states.ENDED):
        asks.no_longer_wanted(ask=ask, by=COLLEAGUE, now=now)


def _forgotten(span: Span, now: datetime, found: Clocks) -> None:
    """Whom nobody would have come back to, once the clock is right again."""
    open_now = Ask.objects.exclude(state__in=ask_states.ENDED).select_related("search")
    for ask in open_now.filter(state__in=(ask_states.NEW, ask_states.ASKING), to_check=[]):
        search = getattr(ask, "search", None)
        again = search.look_again_at if search is not None else None
        if search is None or (again is not None and again < now - FORGOTTEN_AFTER):
            found.forgotten += 1
            found.wrong.append(f"{span.name}: nobody looks for somebody for {ask.reference} (to be looked at {again})")
    for question, labels in missed.names(now).items():
        found.forgotten += len(labels)
        found.wrong += [f"{span.name}: {question}: {label}" for label in labels]
    lost = list(promises.without_next_contact()) + list(promises.without_holder())
    found.dates_lost += len(lost)
    found.wrong += [f"{span.name}: no date or nobody: {promise.label}" for promise in lost]


def _sent(found: Clocks) -> None:
    """Every message that left, left once; and none that can wait left while people sleep, by the clock of the place."""
    left = Message.objects.filter(sent_at__isnull=False)
    found.messages = left.count()
    twice = Entry.objects.filter(verb=Verb.MESSAGE_SENT).values("subject_id").annotate(n=Count("id")).filter(n__gt=1)
    to_people = left.exclude(audience=Audience.STAFF)
    same = to_people.values("about_id", "address", "kind", "body").annotate(n=Count("id")).filter(n__gt=1)
    found.double_sends = len(twice) + len(same)
    found.wrong += [f"sent twice: {one}" for one in (*twice, *same)]
    begins, ends = (time.fromisoformat(each) for each in QUIET)
    for message in to_people.filter(urgent=False):
        assert message.sent_at is not None
        at = local(message.sent_at).time()
        if at >= begins or at < ends:
            found.quiet_hours_broken += 1
            found.wrong.append(f"{message.kind} to {message.audience} left at {local(message.sent_at):%d %b %H:%M}")
