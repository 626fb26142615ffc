"""Where the matrix's world lies and who works there: places, organisations, agreements, colleagues."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from kith.access.actions import open_crossing
from kith.accounts import actions as accounts
from kith.accounts.models import Membership, Organisation, Team, User
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.places import actions as places
from kith.places.models import Place
from kith.places.settings import PlaceSettings

BY = Actor.system("the matrix")
_DAY = timedelta(days=1)
_ALL_DAY = PlaceSettings(quiet_from="00:00", quiet_until="00:00")

# Key, kind, name, key of the place it lies in.
_PLACES = (
    ("system", "system", "Westshire", ""),
    ("district", "district", "Ashmoor", "system"),
    ("vale", "neighbourhood", "Ash Vale", "district"),
    ("community", "community", "Alder", "vale"),
    ("street", "street", "Alder Row", "community"),
    ("other-vale", "neighbourhood", "Oak Vale", "district"),
    ("beside-town", "community", "Birch", "other-vale"),
    ("beside", "street", "Birch Row", "beside-town"),
    ("other-district", "district", "Elmside", "system"),
    ("away-town", "community", "Fern", "other-district"),
    ("away", "street", "Fern Row", "away-town"),
    # Nobody lives there: an agreement about it lets nothing of anybody else cross.
    ("spare", "neighbourhood", "Elm Vale", "other-district"),
)
# Name, role, key of the place of their team.
STAFF = (
    ("street", "street_coordinator", "street"),
    ("wide", "street_coordinator", "community"),
    ("builder", "community_builder", "community"),
    ("link", "link_worker", "vale"),
    ("lead", "district_lead", "district"),
    ("safeguarding", "safeguarding_lead", "district"),
    ("guardian", "guardian", "district"),
    ("administrator", "administrator", "district"),
    ("commissioner", "commissioner", "district"),
    ("far-lead", "district_lead", "other-district"),
)
# From whose organisation to ours what may cross, where, from when and until when, in days from now.
_CROSSINGS = {
    "live": ("ABCE", "system", -90, 275),
    "runoff": ("ABCE", "system", -90, -5),
    "expired": ("ABCE", "system", -90, -20),
    "elsewhere": ("ABCE", "spare", -90, 275),
    "only-a": ("A", "system", -90, 275),
}


@dataclass
class Land:
    """What was made, by the keys of the tables above."""

    now: datetime
    places: dict[str, Place] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)

    def role_of(self, who: str) -> str:
        """The role of a colleague."""
        return next(role for key, role, _place in STAFF if key == who)

    def place_of(self, who: str) -> Place:
        """The place of their team."""
        return self.places[next(place for key, _role, place in STAFF if key == who)]


def make(now: datetime) -> Land:
    """Places, teams and colleagues of one organisation, and others that agreed with it on more, less or nothing."""
    land = Land(now)
    for key, kind, name, parent in _PLACES:
        spot: dict[str, Any] = {"lat": 51.0 + len(land.places) / 100, "lon": -4.0, "homes": 60}
        land.places[key] = places.add_place(
            kind=kind,
            name=name,
            parent=land.places.get(parent),
            opens=time(0),
            closes=time(23, 59),
            phone=f"016329609{len(land.places):02}",
            settings=_ALL_DAY.stored(),
            by=BY,
            now=now,
            **spot,
        )
    for key in ("own", "live", "none", "runoff", "expired", "elsewhere", "only-a"):
        land.organisations[key] = accounts.create_organisation(name=f"The {key} organisation", by=BY, now=now)
    for key in (name for name, *_rest in _PLACES):
        _team(land, key)
    for number, (who, role, where) in enumerate(STAFF):
        _colleague(land, who, role, land.teams[where], 30 + number)
    _agree(land)
    return land


def _team(land: Land, key: str) -> None:
    """A team answers for each place, with somebody on duty whom nobody in the matrix looks as."""
    place = land.places[key]
    number = len(land.teams)
    duty = accounts.add_user(
        name=f"Duty {place.name}",
        email=f"duty{number}@example.org",
        phone=f"077009009{60 + number}",
        by=BY,
        now=land.now,
    )
    land.teams[key] = accounts.add_place_team(
        place=place,
        organisation=land.organisations["own"],
        name=f"{place.name} team",
        duty=duty,
        phone=f"016329609{20 + number}",
        by=BY,
        now=land.now,
    )
    land.memberships[f"duty {key}"] = land.teams[key].memberships.get()


def _colleague(land: Land, who: str, role: str, team: Team, number: int) -> None:
    name = f"{who.title().replace('-', '')} Colleague"
    user = accounts.add_user(name=name, email=f"{who}@example.org", phone=f"077009009{number}", by=BY, now=land.now)
    land.users[who] = user
    land.memberships[who] = accounts.join_team(user=user, team=team, role=role, by=BY, now=land.now)


def _agree(land: Land) -> None:
    for key, (classes, where, starts, ends) in _CROSSINGS.items():
        _cross(land, key, "own", classes, land.places[where], starts, ends)
    # It goes one way: what ours passes on to them lets nothing of theirs come to us.
    _cross(land, "own", "none", "ABCE", land.places["system"], -90, 275)


def _cross(land: Land, giver: str, taker: str, classes: str, place: Place, starts: int, ends: int) -> None:
    open_crossing(
        giver=land.organisations[giver],
        taker=land.organisations[taker],
        purpose="help",
        classes=classes,
        place=place,
        starts_at=land.now + starts * _DAY,
        expires_at=land.now + ends * _DAY,
        source_id=uuid7(),
        by=BY,
        now=land.now,
    )
