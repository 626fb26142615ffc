"""Where is the middle of a community? Its own point, else the middle of its streets, each counted by its homes."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from kith.places.models import Place


def centres_of(places: Collection[Place]) -> dict[UUID, tuple[float, float]]:
    """The middle of every community that has one."""
    sums: dict[UUID | None, list[float]] = {}
    for place in places:
        if place.kind == Place.Kind.STREET and place.lat is not None and place.lon is not None:
            homes = max(place.homes, 1)
            so_far = sums.setdefault(place.parent_id, [0.0, 0.0, 0.0])
            so_far[0] += place.lat * homes
            so_far[1] += place.lon * homes
            so_far[2] += homes
    found: dict[UUID, tuple[float, float]] = {}
    for place in places:
        if place.kind != Place.Kind.COMMUNITY:
            continue
        if place.lat is not None and place.lon is not None:
            found[place.id] = (place.lat, place.lon)
        elif (streets := sums.get(place.id)) is not None:
            found[place.id] = (streets[0] / streets[2], streets[1] / streets[2])
    return found
