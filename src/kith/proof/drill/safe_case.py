"""The people of the drill of safe contact as rows, made by our own actions, and where it takes place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from kith.accounts import actions as accounts
from kith.accounts.models import Membership, Organisation, Team
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import Partner
from kith.kit.actor import Actor
from kith.people import actions as people
from kith.people.actions import About, Reach, SaidSafe
from kith.people.models import ContactRoute, Person, RouteKind
from kith.places.models import Place
from kith.proof.drill import land
from kith.proof.drill.flagged import Flagged

BY = Actor.system("the drill of safe contact")
HESPER, STORES = "Hesper Trengrove", "Lanyon Stores"
# A Tuesday in November.
BEGINS = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
NEIGHBOURS = 40


@dataclass
class Case:
    """One person of the drill and the rows that were made of them."""

    said: Flagged
    person: Person
    other: Person
    ask: Ask
    routes: list[ContactRoute]
    other_routes: list[ContactRoute]


@dataclass
class Ground:
    """Where the drill takes place, and the two who must not know of some."""

    place: Place
    street: Place
    organisation: Organisation
    hesper: Membership
    lead: Membership
    stores: Team

    @classmethod
    def lay_out(cls, now: datetime) -> Ground:
        """The demo's town, one more colleague and one more partner."""
        land.settle_in(now, NEIGHBOURS)
        street = Place.objects.filter(kind=Place.Kind.STREET).select_related("parent").order_by("name", "id")[0]
        place = street.ancestor("community") or street
        team = Team.objects.select_related("organisation").filter(place=place, is_duty=True)[0]
        user = accounts.add_user(name=HESPER, email="hesper@example.org", by=BY, now=now)
        hesper = accounts.join_team(team=team, user=user, role="community_builder", by=BY, now=now)
        lead = Membership.objects.live().select_related("user").filter(role="district_lead")[0]
        about = Partner(name=STORES, partner_kind="business", phone="01632 960888", email="stores@example.org")
        stores = dispatch.add_partner(place=place, partner=about, by=BY, now=now)
        return cls(place, street, team.organisation, hesper, lead, stores)


def settle(said: Flagged, ground: Ground, now: datetime) -> Case:
    """Make the rows of one person, by our own actions: they ask, and say how it is safe."""
    other = _other(said, ground, now)
    older = _ask(said, ground, now - timedelta(hours=2)).person if said.said_before else None
    if older is not None:
        _say(older, said, now - timedelta(hours=1))
    ask = _ask(said, ground, now)
    if older is None:
        _say(ask.person, said, now)
    _keep_apart(said, ask.person, other, now)
    return Case(said, ask.person, other, ask, list(ask.person.routes.all()), list(other.routes.all()))


def _ask(said: Flagged, ground: Ground, now: datetime) -> Ask:
    about = About(
        name=said.name,
        reaches=tuple(_reach(one) for one in said.routes),
        language=said.language,
        further_away=said.further_away,
        must_not_know=(HESPER,) if said.apart == "colleague" else (STORES,) if said.apart == "partner" else (),
        spoken_to=said.spoken_to,
    )
    community = ground.street.parent.name if ground.street.parent is not None else ""
    where = Where(street=ground.street.name, community=community, address=said.address)
    wanted = Wanted(
        words="somebody to talk to", kind="call", about=about, where=where, partners_may="yes",
        need_by=now + timedelta(days=3),
    )  # fmt: skip
    return asks.open_ask(wanted=wanted, by=BY, now=now)


def _reach(route: object) -> Reach:
    start, end = route.hours or (None, None)  # type: ignore[attr-defined]
    return Reach(
        route.value,  # type: ignore[attr-defined]
        safe=route.safe,  # type: ignore[attr-defined]
        from_hour=_hour(start),
        to_hour=_hour(end),
        no_voicemail=route.no_voicemail,  # type: ignore[attr-defined]
        given_by_other=route.from_others,  # type: ignore[attr-defined]
    )


def _hour(hour: int | None) -> time | None:
    return None if hour is None else time(hour)


def _say(person: Person, said: Flagged, now: datetime) -> None:
    record = said.record
    if record is None:
        return
    start, end = record.hours or (None, None)
    line = SaidSafe(
        ways=tuple(record.ways),
        on_paper=record.paper,
        from_hour=_hour(start),
        to_hour=_hour(end),
        days=record.days,
        only_please_ring=record.only_please_ring,
        no_voicemail=record.no_voicemail,
        call_ourselves=record.code,
    )
    people.say_how_it_is_safe(person=person, said=line, said_by="themselves", by=BY, now=now)


def _other(said: Flagged, ground: Ground, now: datetime) -> Person:
    """Somebody near them: kept apart from them, or not."""
    shares = [one for one in said.routes if one.kind != RouteKind.EMAIL] if said.apart == "household" else []
    value = shares[0].value if shares else f"other{said.number}@example.org"
    about = About(name=f"Hale{said.name[5:9]} Tonkin", reaches=(Reach(value, safe="yes"),))
    if said.apart == "phone":
        about = replace(about, reaches=(Reach(f"+4416329615{said.number:05}"[:15], safe="yes"), *about.reaches))
    return people.write_down(about=about, place=ground.street, controller=ground.organisation, by=BY, now=now)


def _keep_apart(said: Flagged, person: Person, other: Person, now: datetime) -> None:
    number = next((one.value for one in other.routes.all() if "@" not in one.value), "")
    how: dict[str, dict[str, object]] = {
        "known": {"other": other},
        "name": {"other_name": f"Mrs {other.name}"},
        "phone": {"other_phone": number.replace("+44", "0")},
        "household": {"household": True} if number else {"other": other},
    }
    if said.apart in how:
        people.must_not_meet(person=person, said_by="themselves", by=BY, now=now, **how[said.apart])  # type: ignore[arg-type]
