"""Who lives where a drill takes place: the demo's district with a few of its neighbours, awake at every hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kith.demo.build import build
from kith.demo.district import district
from kith.places.models import Place

NEIGHBOURS = 60


@dataclass(frozen=True)
class Street:
    """What somebody would write as their address."""

    name: str
    town: str


def settle_in(now: datetime, neighbours: int = NEIGHBOURS) -> list[Street]:
    """Make the district in the database we are on. Answers its streets."""
    build(district(now, volunteers=neighbours), now)
    streets = Place.objects.filter(kind=Place.Kind.STREET).select_related("parent").order_by("name", "id")
    return [Street(one.name, one.parent.name) for one in streets if one.parent is not None]
