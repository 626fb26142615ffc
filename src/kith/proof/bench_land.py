"""What the bench opens: a small district, three hundred open asks on one Today page, and somebody for every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kith.access.actions import issue_link, make_token
from kith.access.models import Scope
from kith.accounts.models import Membership, Team
from kith.asks import actions as asks
from kith.asks.codes import slug_of
from kith.asks.models import Ask, SentIn
from kith.asks.wanted import Wanted, Where
from kith.demo import land
from kith.demo.build import build
from kith.demo.district import district
from kith.dispatch import jobs as dispatch_jobs
from kith.dispatch.models import Offer
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.outbox import jobs as outbox_jobs
from kith.people.actions import About, Reach
from kith.places.models import Place
from kith.proof.bench import Visit

ASKS, VOLUNTEERS = 300, 200
BY = Actor.system("the bench")
_KINDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("shopping", "milk, bread and six eggs, please", {"paid": "receipt"}),
    ("call", "a chat now and then", {}),
    ("dog_walk", "the dog wants out, my knee does not", {}),
    ("post", "two letters to post", {}),
    ("other", "a light bulb on the stairs", {}),
)


@contextmanager
def on(database: str) -> Iterator[None]:
    """Everything inside happens on this database instead of the instance's own."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def fill(now: datetime) -> Place:
    """Make the district and its asks by our own actions. Answers the community whose Today page has them all."""
    made = build(district(now, volunteers=VOLUNTEERS), now)
    town = made[land.TOWNS[0].key]
    streets = list(Place.objects.filter(parent=town, kind=Place.Kind.STREET).order_by("name"))
    with whole(many=True):
        for number in range(ASKS):
            asks.open_ask(wanted=_wanted(number, town, streets[number % len(streets)], now), by=BY, now=now)
    dispatch_jobs.sweep(now)
    outbox_jobs.sweep(now)
    return town


def _wanted(number: int, town: Place, street: Place, now: datetime) -> Wanted:
    kind, words, details = _KINDS[number % len(_KINDS)]
    return Wanted(
        words=words,
        kind=kind,
        details=dict(details),
        where=Where(street=street.name, community=town.name, address=f"{number + 1} {street.name}"),
        about=About(name=f"Person {number}", reaches=(Reach(f"person{number}@example.com", safe="yes"),)),
        need_by=now + timedelta(hours=6 + number % 40),
    )


def visits(town: Place, now: datetime, skipped: Callable[[str], None]) -> list[Visit]:
    """Every page with somebody who may open it. A page that is not there yet is said, and left out."""
    builder = _signed_in(town, "community_builder")
    lead = _signed_in(town.ancestor("district") or town, "district_lead")
    ask = Ask.objects.filter(place__path__contains=[town.id]).order_by("id")[ASKS // 2]
    offer = Offer.objects.select_related("volunteer__person").filter(state="offered").order_by("id")[0]
    status = _link("status", "asks.Ask", ask, Actor.person(ask.person), now)
    card = _link("offer", "dispatch.Offer", offer, Actor.volunteer(offer.volunteer), now)
    wanted = [
        ("today", "today", [town.slug], builder),
        ("ask", "ask", [slug_of(ask.reference)], builder),
        ("status", "status_link", [status], _anybody()),
        ("offer", "offer", [card], _anybody()),
        ("public_form", "ask_step", ["need"], _anybody()),
        ("nobody_missed", "nobody_missed", [], lead),
        ("volunteers", "volunteers", [town.slug], builder),
        ("home", "home", [], _anybody()),
    ]
    found = []
    for name, address, words, client in wanted:
        try:
            found.append(Visit(name, reverse(address, args=words), client))
        except NoReverseMatch:
            skipped(f"{name}: this page is not there yet, so it is not measured.")
    return found


def _signed_in(place: Place, role: str) -> Client:
    member = Membership.objects.live().select_related("user").filter(team__place=place, role=role).first()
    assert member is not None
    client = _anybody()
    client.force_login(member.user)
    return client


def _anybody() -> Client:
    return Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])


def _link(purpose: str, label: str, row: Ask | Offer, actor: Actor, now: datetime) -> str:
    return issue_link(
        purpose=purpose,
        subject_label=label,
        subject_id=row.id,
        actor=actor,
        expires_at=now + timedelta(days=1),
        by=BY,
        now=now,
    )


PROGRAMS = 50


def sent_asks(count: int, now: datetime) -> list[tuple[dict[str, object], dict[str, str]]]:
    """Asks as the programs of a district's teams would send them, each with its token and a key of its own."""
    made = build(district(now, volunteers=VOLUNTEERS), now)
    towns = [made[town.key] for town in land.TOWNS]
    teams = [team for town in towns for team in Team.objects.filter(place=town)]
    streets = {town.id: list(Place.objects.filter(parent=town, kind=Place.Kind.STREET)[:20]) for town in towns}
    tokens = [
        (
            teams[number % len(teams)],
            make_token(team=teams[number % len(teams)], name=f"Program {number}", scopes=[Scope.SEND], by=BY, now=now)[
                1
            ],
        )
        for number in range(PROGRAMS)
    ]
    asks = []
    for number in range(count):
        team, secret = tokens[number % PROGRAMS]
        kind, words, details = _KINDS[number % len(_KINDS)]
        street = streets[team.place_id][number % len(streets[team.place_id])]
        body: dict[str, object] = {
            "words": words,
            "kind": kind,
            "details": dict(details),
            "where": {"line": f"{number % 90 + 1} {street.name}", "village": team.place.name},
            "knows": "said-yes",
            "person": {
                "name": f"Person {number}",
                "phone": f"07700 900{number % 1000:03}",
                "safe": ("yes", "please-ring")[number % 2],
            },
            "need_by": (now + timedelta(hours=6 + number % 40)).isoformat(),
        }
        asks.append((body, {"Authorization": f"Bearer {secret}", "Idempotency-Key": f"bench-{number}"}))
    return asks


def kept() -> int:
    """How many asks of programs are in the database."""
    return SentIn.objects.filter(ask__promise__state="open").count()
