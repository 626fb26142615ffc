"""A small place for tests: one district, one community, two streets, their teams, and a few neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import permutations

from kith.access.actions import open_crossing
from kith.accounts import actions as accounts
from kith.accounts.models import Membership, Organisation
from kith.kit.actor import Actor
from kith.people.actions import About, Reach
from kith.places import actions as places
from kith.places.models import Place
from kith.volunteers import actions as volunteers
from kith.volunteers.actions import Help
from kith.volunteers.models import Volunteer

# A Tuesday in November, ten in the morning in London.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
BUILDER = Actor.system("the test")
EVERY_DAY = tuple(
    f"{day}-{part}"
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    for part in ("morning", "afternoon", "evening")
)
EVERY_KIND = ("shopping", "prescription", "call", "dog_walk", "post", "parcel", "welfare_check", "other")


@dataclass(frozen=True)
class Town:
    """What the tests name."""

    district: Place
    community: Place
    street: Place
    other_street: Place
    gareth: Membership
    bo: Membership
    jan: Membership


def build_town() -> Town:
    """Make the small place, by the same actions a real one is made by."""
    by, now = BUILDER, NOW
    homes = {"homes": 80, "lat": 51.2, "lon": -4.0}
    system = places.add_place(kind="system", name="Shire", by=by, now=now)
    district = places.add_place(
        kind="district", name="Northern Shire", parent=system, by=by, now=now, lat=51.2, lon=-4.0
    )
    community = places.add_place(kind="community", name="Saltcombe", parent=district, by=by, now=now, **homes)
    street = places.add_place(kind="street", name="Quay Street", parent=community, by=by, now=now, **homes)
    other = places.add_place(
        kind="street", name="Church Street", parent=community, by=by, now=now, homes=60, lat=51.204, lon=-4.004
    )
    gareth = _team(district, "Northern Shire Together", "Gareth", "district_lead", "01632960001")
    bo = _team(community, "Saltcombe Neighbours", "Bo", "community_builder", "01632960002")
    jan = _team(street, "Quay Street Neighbours", "Jan", "street_coordinator", "01632960003")
    let_cross([one.team.organisation for one in (gareth, bo, jan)], system)
    return Town(district, community, street, other, gareth, bo, jan)


def let_cross(organisations: list[Organisation], place: Place) -> None:
    """All of them pass on to each other what helping takes, as if they had signed for it."""
    for giver, taker in permutations(organisations, 2):
        open_crossing(
            giver=giver,
            taker=taker,
            purpose="help",
            classes="ABCE",
            place=place,
            starts_at=NOW - timedelta(days=1),
            expires_at=NOW + timedelta(days=700),
            source_id=place.id,
            by=BUILDER,
            now=NOW,
        )


def _team(place: Place, name: str, who: str, role: str, phone: str) -> Membership:
    organisation = accounts.create_organisation(name=name, kind="charity", by=BUILDER, now=NOW)
    user = accounts.add_user(name=who, email=f"{who.lower()}@example.org", by=BUILDER, now=NOW)
    team = accounts.add_place_team(
        place=place, organisation=organisation, name=name, duty=user, role=role, phone=phone, by=BUILDER, now=NOW
    )
    return team.memberships.get()


def neighbour(town: Town, name: str = "Sam Pascoe", number: int = 1, **changes: object) -> Volunteer:
    """A volunteer of the small place, who may be texted and does everything unless told otherwise."""
    home = changes.pop("home", town.street)
    assert isinstance(home, Place)
    about = About(name=name, reaches=(Reach(f"+4477009001{number:02}", safe="yes"),))
    facts: dict[str, object] = {
        "kinds": EVERY_KIND,
        "slots": EVERY_DAY,
        "lat": home.lat,
        "lon": home.lon,
        "reach_km": 6.0,
        "travel": "car",
        **changes,
    }
    controller = town.jan.team.organisation
    rows = [(about, home, Help(**facts))]  # type: ignore[arg-type]
    return volunteers.welcome_many(rows=rows, controller=controller, by=BUILDER, now=NOW)[0]
