"""Who lives where a drill takes place: one town of the demo's district with a few of its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kith.demo.build import AWAKE, build
from kith.demo.district import District, district
from kith.places.models import Place

NEIGHBOURS = 60
TOWN = "combe-martin"
# Of everybody in the district, at least one in so many lives in the town.
LIVES_HERE = 8


@dataclass(frozen=True)
class Street:
    """What somebody would write as their address."""

    name: str
    town: str


def settle_in(now: datetime, neighbours: int = NEIGHBOURS, quiet: tuple[str, str] = (AWAKE, AWAKE)) -> list[Street]:
    """Make the town in the database we are on; ``quiet`` is when nobody is disturbed there. Answers its streets."""
    everybody = district(now, volunteers=neighbours * LIVES_HERE)
    build(_one_town(everybody, neighbours), now, quiet)
    streets = Place.objects.filter(kind=Place.Kind.STREET).select_related("parent").order_by("name", "id")
    return [Street(one.name, one.parent.name) for one in streets if one.parent is not None]


def _one_town(whole: District, neighbours: int) -> District:
    """The rest of the district is left out: making it takes longer than many a drill."""
    above: list[str | None] = [TOWN]
    while above[-1] is not None:
        above.append(whole.place(above[-1]).parent)
    kept = {one.key for one in whole.places if one.key in above or one.parent == TOWN}
    theirs = [one for one in whole.volunteers if one.street in kept]
    return replace(
        whole,
        places=tuple(one for one in whole.places if one.key in kept),
        teams=tuple(one for one in whole.teams if one.place in kept),
        volunteers=tuple(theirs[:neighbours]),
        deprivation=(),
    )
