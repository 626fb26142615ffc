"""How long does the search's sweep take when a district has twenty thousand open asks and two thousand are due?

Rows are put in in bulk, so that filling takes seconds; the sweep is the ordinary one. Beside it: the same steps taken
row by row, and a bound, the time the database alone needs to write those rows.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log

from django.db import connection, transaction

from kith.access.models import Link
from kith.accounts.models import Membership
from kith.accounts.queries import duty_holder, duty_team
from kith.asks.models import Ask
from kith.demo.build import build
from kith.demo.district import district
from kith.dispatch import actions
from kith.dispatch import jobs as dispatch_jobs
from kith.dispatch.models import Offer, Search
from kith.dispatch.pool import Pool
from kith.kit.ids import uuid7
from kith.outbox.models import Message
from kith.people.models import Person
from kith.places.models import Place
from kith.promises.models import Promise
from kith.trail.models import Entry

SIZES, SMOKE_SIZES = (2_000, 6_000, 20_000), (400, 800)
DUE_OF = 10
VOLUNTEERS = 1_000
MOST_SECONDS = 10.0
# From one size to the next time may grow a little more than the work does: memory is not flat.
MOST_EXPONENT = 1.25
ROW_BY_ROW = WARM_UP = 50
NEEDED_IN = timedelta(days=4)
WRITTEN = (Offer, Message, Link, Entry)


@dataclass(frozen=True)
class Figure:
    """One size: how many were open and due, how long the sweep took, and what the database alone needs for its rows."""

    open: int
    due: int
    seconds: float
    rows_written: int
    bound_seconds: float

    @property
    def ms_each(self) -> float:
        """Milliseconds for each step."""
        return round(self.seconds * 1000 / max(1, self.due), 2)


@dataclass(frozen=True)
class Figures:
    """Every size, the exponent of time over due steps, and a step taken by itself."""

    sizes: list[Figure]
    exponent: float
    row_by_row_ms: float

    @property
    def within(self) -> bool:
        """Within the figure, and as good as linear."""
        return self.sizes[-1].seconds <= MOST_SECONDS and self.exponent <= MOST_EXPONENT

    def as_json(self) -> dict[str, object]:
        """One object for ``--json``."""
        last = self.sizes[-1]
        return {
            "open": last.open,
            "due": last.due,
            "seconds": last.seconds,
            "within": self.within,
            "exponent": self.exponent,
            "ms_each": last.ms_each,
            "row_by_row_ms_each": self.row_by_row_ms,
            "times_faster_than_row_by_row": round(self.row_by_row_ms / last.ms_each, 1) if last.ms_each else None,
            "bound_seconds": last.bound_seconds,
            "times_bound": round(last.seconds / last.bound_seconds, 1) if last.bound_seconds else None,
            "sizes": [{**vars(one), "ms_each": one.ms_each} for one in self.sizes],
        }


def measure(now: datetime, sizes: Sequence[int], tick: Callable[[], None]) -> Figures:
    """Fill, sweep and fill again, each size with its own due asks; a tenth of them are due."""
    build(district(now, volunteers=VOLUNTEERS), now - timedelta(days=1))
    homes = _Homes(now)
    homes.fill(WARM_UP, due=WARM_UP, now=now)
    dispatch_jobs.sweep(now)
    open_before, found = WARM_UP, []
    for turn, size in enumerate(sizes, start=1):
        # Each size a minute later: what was asked before waits for hours, and its next steps are no part of it.
        moment = now + timedelta(minutes=turn)
        homes.fill(size - open_before, due=size // DUE_OF, now=moment)
        open_before = size
        found.append(_one(size, size // DUE_OF, moment))
        tick()
    by_row = _row_by_row(homes, now + timedelta(minutes=len(sizes) + 1))
    tick()
    return Figures(found, _exponent(found), by_row)


def _one(size: int, due: int, now: datetime) -> Figure:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    before = _count()
    began = time.perf_counter()
    done = dispatch_jobs.sweep(now)
    seconds = time.perf_counter() - began
    assert done == due, f"{done} steps were taken, {due} were due"
    return Figure(size, due, round(seconds, 2), _count() - before, round(_bound(now), 3))


def _count() -> int:
    return sum(model._default_manager.count() for model in WRITTEN)


def _bound(now: datetime) -> float:
    """How long the database alone needs for the same rows: each offer, message, link and search written once more.

    A changed row is a new row with its index entries, as an inserted one is; it is all taken back at the end.
    """
    when = {Offer: "offered_at", Message: "created_at", Link: "given_at", Search: "started_at"}
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for model, column in when.items():
            table = model._meta.db_table
            same = "ask_id" if model is Offer else "controller_id"
            same = "subject_id" if model is Link else same
            cursor.execute(f'UPDATE "{table}" SET "{same}" = "{same}" WHERE "{column}" = %s', [now])  # noqa: S608  names of our own tables
        transaction.set_rollback(True)
    return time.perf_counter() - began


def _row_by_row(homes: _Homes, now: datetime) -> float:
    """A sweep as one would first write it: a fresh look at the volunteers and a transaction for each ask."""
    homes.fill(ROW_BY_ROW, due=ROW_BY_ROW, now=now)
    due = Search.objects.filter(look_again_at=now).select_related(
        "ask__promise__holder__team", "ask__person", "ask__place"
    )
    began = time.perf_counter()
    for search in due.order_by("id"):
        actions.look(search=search, pool=Pool(now), by=dispatch_jobs.SWEEP, now=now)
    return round((time.perf_counter() - began) * 1000 / ROW_BY_ROW, 2)


def _exponent(found: Sequence[Figure]) -> float:
    """The slope of log seconds over log steps, by least squares: 1 is linear."""
    points = [(log(one.due), log(max(one.seconds, 0.001))) for one in found]
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    over = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return round(over / (sum((x - mean_x) ** 2 for x, _y in points) or 1.0), 2)


class _Homes:
    """Where the bench's asks are, and who holds their promises."""

    def __init__(self, now: datetime) -> None:
        self.streets = list(Place.objects.filter(kind=Place.Kind.STREET, lat__isnull=False).order_by("id"))
        self.holders = {one.id: duty_holder(duty_team(one), now) for one in self.streets}
        self.chance = random.Random("bench sweep")
        self.number = 0

    def fill(self, count: int, *, due: int, now: datetime) -> None:
        """Put in so many open asks, of which ``due`` are due now; the others are looked at again tomorrow."""
        people, promises, asks, searches = [], [], [], []
        for turn in range(count):
            self.number += 1
            place = self.chance.choice(self.streets)
            person = Person(
                controller=self.holders[place.id].team.organisation, name=f"Person {self.number}", place=place
            )
            person.created_at = person.spoken_to_at = now
            promise = self._promise(place, self.holders[place.id], now)
            ask = self._ask(place, person, promise, now)
            promise.about_id = ask.id
            at = now if turn < due else now + timedelta(days=2)
            people.append(person)
            promises.append(promise)
            asks.append(ask)
            searches.append(self._search(ask, at, now))
        Person.objects.bulk_create(people, batch_size=1_000)
        Promise.objects.bulk_create(promises, batch_size=1_000)
        Ask.objects.bulk_create(asks, batch_size=1_000)
        Search.objects.bulk_create(searches, batch_size=1_000)

    def _promise(self, place: Place, holder: Membership, now: datetime) -> Promise:
        return Promise(
            controller=holder.team.organisation,
            kind="ask",
            place=place,
            team=holder.team,
            holder=holder,
            next_contact_by=now + timedelta(days=3),
            explanation="We are finding somebody nearby.",
            meanwhile="If it becomes urgent, ring us.",
            reference=f"BENCH {self.number}",
            label=f"shopping: BENCH {self.number}",
            opened_at=now,
        )

    def _ask(self, place: Place, person: Person, promise: Promise, now: datetime) -> Ask:
        return Ask(
            id=uuid7(),
            controller=promise.controller,
            reference=f"BENCH {self.number}",
            kind=self.chance.choice(("shopping", "post", "parcel", "dog_walk", "other")),
            words="milk, bread and six eggs, please",
            details={"paid": "receipt"},
            person=person,
            place=place,
            home=place,
            address=f"1 {place.name}",
            lat=place.lat,
            lon=place.lon,
            need_by=now + NEEDED_IN,
            lane="web",
            state="new",
            promise=promise,
            created_at=now,
        )

    def _search(self, ask: Ask, at: datetime, now: datetime) -> Search:
        return Search(controller=ask.controller, ask=ask, started_at=now, need_by=now + NEEDED_IN, look_again_at=at)


def table(found: Figures) -> list[str]:
    """The figures in lines, each beside its bound."""
    lines = [
        f"{'open':>8}{'due':>7}{'seconds':>10}{'bound':>8}{'ms each':>9}{'rows written':>14}{'database alone s':>18}"
    ]
    for one in found.sizes:
        bound = MOST_SECONDS if one is found.sizes[-1] else None
        said = f"{bound:.0f}" if bound is not None else ""
        lines.append(
            f"{one.open:>8,}{one.due:>7,}{one.seconds:>10.2f}{said:>8}{one.ms_each:>9.2f}"
            f"{one.rows_written:>14,}{one.bound_seconds:>18.3f}"
        )
    lines.append(f"Time grows with the steps to the power of {found.exponent} (1 is linear, {MOST_EXPONENT} the most).")
    lines.append(f"Row by row, with a fresh look at the volunteers each time: {found.row_by_row_ms:.1f} ms each.")
    return lines
