"""What do both walls cost? Lists of fifty and one person's page, among two hundred thousand people.

Each is asked for with both walls and without either, in turn on one server in one run, so that the ratio is of the
same minute. Without: the policy says yes to everything, and the connection is one the database trusts with every row.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import psycopg
from django.db import connection, models, transaction
from psycopg import sql

from kith.access.acting import acting
from kith.accounts.models import Membership, Organisation
from kith.accounts.queries import duty_holder, duty_team
from kith.asks.models import Ask
from kith.demo.build import build
from kith.demo.district import district
from kith.dispatch.queries.asks import with_everybody
from kith.dispatch.queries.today import of_place, today
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.people.models import ContactRoute, Person
from kith.places.models import Place
from kith.promises.models import Promise
from kith.proof.matrix.states import first_down
from kith.web.queries.people import person_page

PEOPLE, SMOKE_PEOPLE = 200_000, 4_000
TURNS, SMOKE_TURNS = 60, 12
ASKS_OF = 10
ROWS = 50
BOUND = 1.5
_AT_ONCE = 5_000
# Two lists of fifty, in one question each; and two whole pages of many questions.
LOOKS = ("today", "people_list", "today_page", "detail")


@dataclass(frozen=True)
class Figure:
    """One list or page: milliseconds with both walls and without either."""

    with_walls_ms: float
    without_ms: float

    @property
    def ratio(self) -> float:
        """How many times as long."""
        return round(self.with_walls_ms / max(self.without_ms, 0.001), 2)


@dataclass(frozen=True)
class Figures:
    """Everything that was measured."""

    people: int
    today: Figure
    people_list: Figure
    today_page: Figure
    detail: Figure

    def as_json(self) -> dict[str, object]:
        """For the command. ``ratio_list`` is that of the list that pays most."""
        return {
            "ratio_list": max(self.today.ratio, self.people_list.ratio),
            "ratio_today_page": self.today_page.ratio,
            "ratio_detail": self.detail.ratio,
            "bound": BOUND,
            "people": self.people,
            **{name: vars(getattr(self, name)) for name in LOOKS},
        }

    @property
    def within(self) -> bool:
        """Whether both lists are within the bound; the whole pages are printed beside."""
        return max(self.today.ratio, self.people_list.ratio) <= BOUND


def fill(admin: psycopg.Connection[Any], people: int, now: datetime) -> Place:
    """The demo's district with so many people in it, a tenth of whom ask for something. Answers the town to look at."""
    made = build(district(now, volunteers=200), now - timedelta(days=1))
    streets = list(Place.objects.filter(kind=Place.Kind.STREET).order_by("id"))
    holders = {street.id: duty_holder(duty_team(street), now) for street in streets}
    rows = _People(streets, holders, now)
    everybody = [rows.person(number) for number in range(people)]
    _copy(admin, Person, everybody)
    _copy(admin, ContactRoute, (rows.route(number, one) for number, one in enumerate(everybody)))
    askers = everybody[::ASKS_OF]
    promises = [rows.promise(number, one) for number, one in enumerate(askers)]
    _copy(admin, Promise, promises)
    _copy(
        admin, Ask, (rows.ask(n, one, promise) for n, (one, promise) in enumerate(zip(askers, promises, strict=True)))
    )
    admin.execute("ANALYZE")
    return made["combe-martin"]


def measure(
    admin: psycopg.Connection[Any], town: Place, turns: int, tick: Callable[[], None], now: datetime
) -> Figures:
    """Each list and the page in turn, with and without."""
    member = Membership.objects.live(now).select_related("user").get(team__place=town, role="community_builder")
    actor = Actor.user(member.user)
    one = Person.objects.filter(place__path__contains=[town.id], asks__isnull=False).order_by("id")[7].pk
    looks: dict[str, Callable[[], object]] = {
        "today": lambda: list(_open_asks(town, actor)),
        "people_list": lambda: list(_people(town, actor)),
        "today_page": lambda: today(town, actor, now),
        "detail": lambda: person_page(one, actor, now),
    }
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in looks}
    for turn in range(turns + 2):
        for name, look in looks.items():
            took = _with_walls(look, actor, now), _without(look, admin)
            for kept, seconds in zip(found[name], took, strict=True):
                # The first two only warm what is kept in memory.
                if turn > 1:
                    kept.append(seconds * 1000)
        tick()
    figures = {name: Figure(*(round(statistics.median(one), 2) for one in both)) for name, both in found.items()}
    return Figures(people=Person.objects.count(), **figures)


def _open_asks(town: Place, actor: Actor) -> models.QuerySet[Ask]:
    mine = of_place(town, actor).filter(ended_at__isnull=True)
    return with_everybody(mine).order_by("need_by", "id")[:ROWS]


def _people(town: Place, actor: Actor) -> models.QuerySet[Person]:
    mine = Person.objects.visible_to(actor).filter(place__path__contains=[town.id])
    return mine.select_related("place").order_by("name", "id")[:ROWS]


def _with_walls(look: Callable[[], object], actor: Actor, now: datetime) -> float:
    began = time.perf_counter()
    with acting(actor, now=now, read_only=True):
        look()
    return time.perf_counter() - began


def _without(look: Callable[[], object], admin: psycopg.Connection[Any]) -> float:
    with first_down(), _speaking_on(admin):
        began = time.perf_counter()
        with transaction.atomic():
            look()
        return time.perf_counter() - began


@contextmanager
def _speaking_on(trusted: psycopg.Connection[Any]) -> Iterator[None]:
    """Django's own cursors and decoding, over a connection from which the database keeps no row."""
    own = connection.connection
    connection.connection = trusted
    try:
        yield
    finally:
        connection.connection = own


def prepared(admin: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Have a connection answer in the words Django expects, as its own does."""
    connection.ensure_connection()
    admin._adapters = connection.connection.adapters
    admin.cursor_factory = connection.connection.cursor_factory
    return admin


class _People:
    """Rows of people who were never anywhere, spread over every street."""

    def __init__(self, streets: list[Place], holders: dict[Any, Membership], now: datetime) -> None:
        self.streets, self.holders, self.now = streets, holders, now

    def _controller(self, street: Place) -> Organisation:
        return self.holders[street.id].team.organisation

    def person(self, number: int) -> Person:
        street = self.streets[number % len(self.streets)]
        return Person(
            id=uuid7(), controller=self._controller(street), name=f"Person {number * 7919 % 1_000_003}", place=street,
            created_at=self.now, spoken_to_at=self.now,
        )  # fmt: skip

    def route(self, number: int, person: Person) -> ContactRoute:
        return ContactRoute(
            id=uuid7(), controller=person.controller, person=person, kind="email", value=f"p{number}@example.org",
            safe="yes",
        )  # fmt: skip

    def promise(self, number: int, person: Person) -> Promise:
        holder = self.holders[person.place_id]
        return Promise(
            id=uuid7(), controller=person.controller, kind="ask", place=person.place, team=holder.team, holder=holder,
            next_contact_by=self.now + timedelta(days=3), explanation="We are finding somebody.", meanwhile="Ring us.",
            reference=_reference(number), label="shopping", opened_at=self.now,
        )  # fmt: skip

    def ask(self, number: int, person: Person, promise: Promise) -> Ask:
        return Ask(
            id=uuid7(), controller=person.controller, reference=_reference(number), kind="shopping", words="milk",
            person=person, place=person.place, home=person.place, need_by=self.now + timedelta(minutes=number),
            lane="web", state="new", promise=promise, created_at=self.now,
        )  # fmt: skip


def _reference(number: int) -> str:
    """One that can be said aloud: no 0 and no 1."""
    return "BENCH " + f"{number:o}".translate(str.maketrans("01", "89"))


def _copy(admin: psycopg.Connection[Any], model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Put rows in as fast as the database takes them, as an administrator: COPY does not ask the second wall."""
    columns = list(model._meta.concrete_fields)
    names = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in columns])
    words = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), names)
    waiting = iter(rows)
    with admin.cursor() as cursor, cursor.copy(words) as copy:
        while some := list(islice(waiting, _AT_ONCE)):
            for row in some:
                copy.write_row([field.get_db_prep_save(field.pre_save(row, True), connection) for field in columns])


def table(found: Figures) -> list[str]:
    """The figures in lines, each beside its bound."""
    lines = [
        f"{found.people:,} people; medians in milliseconds.",
        f"{'':<14}{'both walls':>12}{'without':>10}{'ratio':>8}",
    ]
    for name in LOOKS:
        one: Figure = getattr(found, name)
        over = "" if one.ratio <= BOUND else f"  more than {BOUND} times"
        said = name.replace("_", " ")
        lines.append(f"{said:<14}{one.with_walls_ms:>12.2f}{one.without_ms:>10.2f}{one.ratio:>8.2f}{over}")
    return lines
