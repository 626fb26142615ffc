"""Whose place an entry of another directory is in: by its postcode, by where it lies, what it says; or everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from kith.directory.queries.known import postcodes_known
from kith.directory.reading.entries import Entry
from kith.kit import postcodes
from kith.kit.geometry import Box, Grid, bbox, inside
from kith.kit.text import fold
from kith.places.kinds import ORDER
from kith.places.models import Place
from kith.places.queries import NoPlacesYet, called, fallback

# So far from the middle of a community something is still of it, where nobody has drawn how far it goes.
NEAR_KM = 5.0
_EVERYWHERE = re.compile(
    r"\b(?:national|nationwide|worldwide|everywhere|anywhere|united kingdom|uk|great britain|britain|england|wales"
    r"|scotland|northern ireland|whole country)\b"
)
_A_LINE = re.compile(
    r"\b(?:national|nationwide|uk[- ]wide|across the (?:uk|country))\b.{0,40}"
    r"\b(?:help ?line|phone|line|service|charity)\b"
)


class Whereabouts:
    """Where the entries of one source are. Outlines and names are read once, and only where they are asked for."""

    def __init__(self, home: Place | None, locations: Mapping[str, Entry]) -> None:
        self._home = home
        self._written = {key: found for key, one in locations.items() if (found := postcode_of(one))}
        self._known = postcodes_known(set(self._written.values()))
        self.spots = {key: self._known[code][1:] for key, code in self._written.items() if code in self._known}

    def of(self, service: Entry, locations: Sequence[Entry]) -> tuple[UUID | None, bool]:
        """The place of a service, None for everywhere, and whether we know it: else it is put where its source is."""
        houses = [one for one in locations if one.values["location_type"] != "virtual"]
        for look in (self._by_postcode, self._by_point, self._by_town):
            for one in houses:
                found = look(one)
                if found is not None:
                    return found, True
        area = self._by_area(service)
        if area is not None:
            return area, True
        if _says_everywhere(service, houses, online=bool(locations) and not houses):
            return None, True
        return self._rest, False

    def _by_postcode(self, one: Entry) -> UUID | None:
        return self._known.get(self._written.get(one.key, ""), (None, 0.0, 0.0))[0]

    def _by_point(self, one: Entry) -> UUID | None:
        lat, lon = one.values["latitude"], one.values["longitude"]
        if lat is None or lon is None:
            lat, lon = self.spots.get(one.key, (None, None))
        if lat is None or lon is None:
            return None
        for box, boundary, place in self._outlines:
            if box.holds((lat, lon)) and inside((lat, lon), boundary):
                return place
        near = self._middles.nearest(lat, lon, NEAR_KM)
        return near[0] if near is not None else None

    def _by_town(self, one: Entry) -> UUID | None:
        towns = [str(address.get("city") or "") for address in one.values["addresses"]]
        return next((found for town in towns if (found := self._one_called(town)) is not None), None)

    def _by_area(self, service: Entry) -> UUID | None:
        """The one place it says it serves; of several it is none of them."""
        names = [str(one.get("name") or "") for one in service.values["service_areas"] if isinstance(one, Mapping)]
        found = {place for name in names if (place := self._one_called(name)) is not None}
        return found.pop() if len(found) == 1 else None

    def _one_called(self, name: str) -> UUID | None:
        key = fold(name)
        if not key:
            return None
        if key not in self._names:
            found = [one for one in called(name) if one.kind != Place.Kind.STREET]
            self._names[key] = found[0].pk if len(found) == 1 else None
        return self._names[key]

    @cached_property
    def _names(self) -> dict[str, UUID | None]:
        return {}

    @cached_property
    def _outlines(self) -> list[tuple[Box, Any, UUID]]:
        """Of every place that somebody drew, the smallest first."""
        drawn = Place.objects.exclude(boundary__isnull=True).exclude(kind=Place.Kind.STREET)
        rows = sorted(drawn, key=lambda one: ORDER.index(one.kind))
        return [(box, one.boundary, one.pk) for one in rows if (box := bbox(one.boundary)) is not None]

    @cached_property
    def _middles(self) -> Grid[UUID]:
        """Of communities that nobody drew: whoever is near the middle is of them."""
        rows = Place.objects.of_kind(Place.Kind.COMMUNITY).filter(boundary__isnull=True).exclude(lat=None)
        return Grid((one.lat or 0.0, one.lon or 0.0, one.pk) for one in rows)

    @cached_property
    def _rest(self) -> UUID | None:
        """Where belongs what nobody can place: at its source, else with the district; nowhere without a place."""
        if self._home is not None:
            return self._home.pk
        try:
            return fallback().pk
        except NoPlacesYet:
            return None


def _says_everywhere(service: Entry, houses: Sequence[Entry], *, online: bool) -> bool:
    """Whether it says so itself: it is online, serves the whole country, or is a line that the whole country rings."""
    areas = [one for one in service.values["service_areas"] if isinstance(one, Mapping)]
    said = " . ".join(fold(f"{one.get('name') or ''} {one.get('extent') or ''}") for one in areas)
    if _EVERYWHERE.search(said):
        return True
    if houses:
        return False
    words = fold(f"{service.values['name']} . {service.values['description']}")
    return online or _A_LINE.search(words) is not None


def postcode_of(entry: Entry) -> str | None:
    """The postcode of a location, however it is written."""
    for address in entry.values["addresses"]:
        found = postcodes.normalise(str(address.get("postal_code") or ""))
        if found:
            return found
    return None
