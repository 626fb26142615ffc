"""Draws what there is in a place: outlines and points, as numbers for an SVG. A table beside it says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import cos, radians
from typing import Any

from django.urls import reverse

from kith.directory.queries.lines import Line
from kith.kit.geometry import Box, around, bbox, polygons
from kith.places.models import Place

WIDE, HIGH, EDGE = 640.0, 440.0, 28.0
# Points nearer to each other than this would hide each other, so they are one.
APART = 25.0


@dataclass(frozen=True)
class Dot:
    """One point, with the number that stands in the table; several entries at one spot share it."""

    number: int
    x: float
    y: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Label:
    """The name of a village or town on the drawing."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawn:
    """The drawing, and what is not on it because it is nowhere in particular, or must not be found."""

    outlines: tuple[str, ...]
    labels: tuple[Label, ...]
    dots: tuple[Dot, ...]
    elsewhere: tuple[Line, ...]
    km: float
    # What the drawing shows, in degrees, and the villages in it: for a map one can move.
    box: Box | None = None
    towns: tuple[Place, ...] = ()


def drawn(lines: Iterable[Line], place: Place) -> Drawn:
    """The drawing of these entries. What must not be found is never a point, not even a rough one."""
    rows = list(lines)
    shown = [line for line in rows if line.lat is not None and line.lon is not None and not line.confidential]
    known = {line.id for line in shown}
    box = _box(shown, place)
    if box is None:
        return Drawn((), (), (), tuple(rows), 0.0)
    spots: dict[tuple[float, float], list[Line]] = {}
    for line in (each for one in shown for each in _at_each_hall(one, box)):
        here = _point(box, line.lat or 0.0, line.lon or 0.0)
        near = next((spot for spot in spots if abs(spot[0] - here[0]) + abs(spot[1] - here[1]) < APART), here)
        spots.setdefault(near, []).append(line)
    dots = tuple(Dot(n, x, y, tuple(found)) for n, ((x, y), found) in enumerate(sorted(spots.items()), start=1))
    elsewhere = tuple(line for line in rows if line.id not in known)
    towns = _towns(box)
    labels = tuple(Label(one.name, *_point(box, one.lat or 0.0, one.lon or 0.0)) for one in towns)
    km = (box.north - box.south) * 111.2
    return Drawn(_outlines(box, place), labels, dots, elsewhere, km, box, towns)


def _at_each_hall(line: Line, box: Box) -> Iterable[Line]:
    """Something in several halls has a point for each of them that lies on the drawing."""
    yield line
    for lat, lon, hall in line.also_at:
        if box.south <= lat <= box.north and box.west <= lon <= box.east:
            yield replace(line, lat=lat, lon=lon, where=hall)


def as_geojson(found: Drawn, place: Place) -> dict[str, Any]:
    """The same for a map one can move: outline, villages, and a point for each spot with its number in the table.

    It is made from the dots of the drawing and from nothing else, so what is not on that is not on this.
    """
    features = [_feature(place.boundary, {"is": "outline"})] if polygons(place.boundary) else []
    for one in found.towns:
        features.append(_feature(_spot(one.lat, one.lon), {"is": "town", "name": one.name}))
    for dot in found.dots:
        spots: dict[tuple[float, float], list[Line]] = {}
        for line in dot.lines:
            spots.setdefault((round(line.lat or 0.0, 5), round(line.lon or 0.0, 5)), []).append(line)
        for (lat, lon), lines in spots.items():
            groups = [
                {
                    "name": line.name,
                    "where": line.where,
                    "when": line.when,
                    "url": reverse("service_page", args=[line.id]),
                }
                for line in lines
            ]
            features.append(_feature(_spot(lat, lon), {"is": "groups", "number": dot.number, "groups": groups}))
    box = found.box
    bounds = [box.west, box.south, box.east, box.north] if box else None
    return {"type": "FeatureCollection", "features": features} | ({"bbox": bounds} if bounds else {})


def _feature(geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _spot(lat: float | None, lon: float | None) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def _box(shown: list[Line], place: Place) -> Box | None:
    points = [(line.lat, line.lon) for line in shown if line.lat is not None and line.lon is not None]
    outline = bbox(place.boundary)
    if outline is not None:
        points += [(outline.south, outline.west), (outline.north, outline.east)]
    if not points and place.lat is not None and place.lon is not None:
        middle = around((place.lat, place.lon), 3.0)
        points = [(middle.south, middle.west), (middle.north, middle.east)]
    if not points:
        return None
    south, north = min(lat for lat, _lon in points), max(lat for lat, _lon in points)
    west, east = min(lon for _lat, lon in points), max(lon for _lat, lon in points)
    return _shaped(Box(south - 0.004, west - 0.006, north + 0.004, east + 0.006))


def _shaped(box: Box) -> Box:
    """The same middle, made as wide or as high as the paper is."""
    lat, lon = box.middle
    squeeze = cos(radians(lat))
    high, wide = box.north - box.south, (box.east - box.west) * squeeze
    high, wide = max(high, wide * HIGH / WIDE), max(wide, high * WIDE / HIGH)
    return Box(lat - high / 2, lon - wide / squeeze / 2, lat + high / 2, lon + wide / squeeze / 2)


def _point(box: Box, lat: float, lon: float) -> tuple[float, float]:
    x = EDGE + (lon - box.west) / (box.east - box.west) * (WIDE - 2 * EDGE)
    y = EDGE + (box.north - lat) / (box.north - box.south) * (HIGH - 2 * EDGE)
    return round(x, 1), round(y, 1)


def _outlines(box: Box, place: Place) -> tuple[str, ...]:
    rings = [rings[0] for rings in polygons(place.boundary)]
    return tuple(
        "M" + "L".join("{:.1f} {:.1f}".format(*_point(box, corner[1], corner[0])) for corner in ring) + "Z"
        for ring in rings
    )


def _towns(box: Box) -> tuple[Place, ...]:
    """Communities, and villages of their own, that lie within the drawing."""
    within = Place.objects.filter(lat__range=(box.south, box.north), lon__range=(box.west, box.east))
    named = within.filter(kind__in=[Place.Kind.COMMUNITY, Place.Kind.STREET]).defer("boundary")[:400]
    found = [one for one in named if one.kind == Place.Kind.COMMUNITY or one.typed_settings.village]
    return tuple(found[:12])
