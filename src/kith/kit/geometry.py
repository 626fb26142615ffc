"""How far, inside or not, and which is nearest? Plain arithmetic on degrees; it knows no roads and no places.

A point is ``(lat, lon)`` in degrees, as people say it. GeoJSON says longitude first; only this module turns them round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, floor, inf, radians, sin, sqrt
from typing import Any, Generic, TypeVar

EARTH_KM = 6371.0088
KM_PER_DEGREE = 111.195

Point = tuple[float, float]
Geometry = Mapping[str, Any]
Ring = Sequence[Sequence[float]]
Item = TypeVar("Item")


def km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres as the crow flies (haversine; off by at most 0.5 % because the earth is not a ball)."""
    half_lat, half_lon = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


def inside(point: Point, geometry: Geometry | None) -> bool:
    """Whether a point lies in a GeoJSON Polygon or MultiPolygon; holes are outside, no geometry holds nothing."""
    return any(_in_polygon(point, rings) for rings in polygons(geometry))


def polygons(geometry: Geometry | None) -> list[Sequence[Ring]]:
    """The polygons of a geometry, each a list of rings of which the first is the outline."""
    if not geometry:
        return []
    if geometry.get("type") == "Polygon":
        return [geometry["coordinates"]]
    if geometry.get("type") == "MultiPolygon":
        return list(geometry["coordinates"])
    return []


def merged(geometries: Iterable[Geometry | None]) -> dict[str, Any] | None:
    """One MultiPolygon holding every polygon given, or None when there is none."""
    parts = [part for geometry in geometries for part in polygons(geometry)]
    return {"type": "MultiPolygon", "coordinates": parts} if parts else None


@dataclass(frozen=True)
class Box:
    """A rectangle of degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        """Whether the point is in the rectangle, its edges included."""
        return self.south <= point[0] <= self.north and self.west <= point[1] <= self.east

    @property
    def middle(self) -> Point:
        """The centre of the rectangle."""
        return (self.south + self.north) / 2, (self.west + self.east) / 2


def bbox(geometry: Geometry | None) -> Box | None:
    """The smallest rectangle round a geometry, or None when there is no geometry."""
    corners = [corner for rings in polygons(geometry) for corner in rings[0]]
    if not corners:
        return None
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return Box(min(lats), min(lons), max(lats), max(lons))


def around(point: Point, distance_km: float) -> Box:
    """A rectangle that surely holds everything within ``distance_km`` of the point."""
    up = distance_km / KM_PER_DEGREE
    across = up / max(0.01, cos(radians(point[0])))
    return Box(point[0] - up, point[1] - across, point[0] + up, point[1] + across)


class Grid(Generic[Item]):
    """Points sorted into squares, so that the nearest is found without looking at all of them."""

    def __init__(self, points: Iterable[tuple[float, float, Item]], cell_km: float = 1.0) -> None:
        """Sort the points; ``cell_km`` near the usual distance between neighbours is quickest."""
        self._points = list(points)
        self._up = cell_km / KM_PER_DEGREE
        middle = self._points[0][0] if self._points else 0.0
        self._across = self._up / max(0.01, cos(radians(middle)))
        self._cell_km = cell_km
        self._cells: dict[tuple[int, int], list[tuple[float, float, Item]]] = defaultdict(list)
        for lat, lon, item in self._points:
            self._cells[self._cell(lat, lon)].append((lat, lon, item))

    def __len__(self) -> int:
        """How many points it holds."""
        return len(self._points)

    def nearest(self, lat: float, lon: float, limit_km: float = 20.0) -> tuple[Item, float] | None:
        """The nearest point's item and its distance, or None when nothing is within ``limit_km``."""
        best: Item | None = None
        best_km = inf
        for ring in range(int(limit_km / self._cell_km) + 2):
            # A square one ring further out cannot be nearer than the rings already passed.
            if best_km <= (ring - 1) * self._cell_km * 0.95:
                break
            for there_lat, there_lon, item in self._ring(self._cell(lat, lon), ring):
                away = km(lat, lon, there_lat, there_lon)
                if away < best_km:
                    best, best_km = item, away
        return (best, best_km) if best is not None and best_km <= limit_km else None

    def within(self, lat: float, lon: float, distance_km: float) -> list[tuple[Item, float]]:
        """Every item within a distance, nearest first."""
        found = [
            (item, away)
            for ring in range(int(distance_km / self._cell_km) + 2)
            for there_lat, there_lon, item in self._ring(self._cell(lat, lon), ring)
            if (away := km(lat, lon, there_lat, there_lon)) <= distance_km
        ]
        return sorted(found, key=lambda pair: pair[1])

    def _cell(self, lat: float, lon: float) -> tuple[int, int]:
        return floor(lat / self._up), floor(lon / self._across)

    def _ring(self, centre: tuple[int, int], ring: int) -> Iterator[tuple[float, float, Item]]:
        row, column = centre
        for r in range(row - ring, row + ring + 1):
            step = 1 if abs(r - row) == ring else 2 * ring
            for c in range(column - ring, column + ring + 1, max(1, step)):
                yield from self._cells.get((r, c), ())


def _in_polygon(point: Point, rings: Sequence[Ring]) -> bool:
    outline, *holes = rings
    return _in_ring(point, outline) and not any(_in_ring(point, hole) for hole in holes)


def _in_ring(point: Point, ring: Ring) -> bool:
    """Count how often a line going east from the point crosses the ring: odd is inside."""
    y, x = point
    crossed = False
    before_x, before_y = ring[-1][0], ring[-1][1]
    for corner in ring:
        here_x, here_y = corner[0], corner[1]
        if (here_y > y) != (before_y > y) and x < (before_x - here_x) * (y - here_y) / (before_y - here_y) + here_x:
            crossed = not crossed
        before_x, before_y = here_x, here_y
    return crossed
