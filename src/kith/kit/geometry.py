"""How far, inside or not, which is nearest, and where is a grid reference? Plain arithmetic; it knows no roads.

A point is ``(lat, lon)`` in degrees, as people say it. GeoJSON says longitude first; only this module turns them round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, floor, inf, radians, sin, sqrt, tan
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


def from_national_grid(easting: float, northing: float) -> Point:
    """A point of the British National Grid (OSGB36) in degrees (WGS84), to within about five metres.

    The formulas are those of the Ordnance Survey's guide to coordinate systems in Great Britain, annexes B and C.
    """
    a, b, f0, n0, e0 = 6377563.396, 6356256.909, 0.9996012717, -100000.0, 400000.0
    lat0, lon0 = radians(49), radians(-2)
    e2, n = 1 - b * b / (a * a), (a - b) / (a + b)
    lat, arc = lat0, 0.0
    while True:
        lat += (northing - n0 - arc) / (a * f0)
        arc = _meridian_arc(lat, lat0, b * f0, n)
        if abs(northing - n0 - arc) < 1e-5:
            break
    nu = a * f0 / sqrt(1 - e2 * sin(lat) ** 2)
    rho = a * f0 * (1 - e2) / (1 - e2 * sin(lat) ** 2) ** 1.5
    t, eta2, sec, x = tan(lat), nu / rho - 1, 1 / cos(lat), easting - e0
    seven = t / (2 * rho * nu)
    eight = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
    ten, eleven = sec / nu, sec / (6 * nu**3) * (nu / rho + 2 * t**2)
    twelve = sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    there = (lat - seven * x**2 + eight * x**4, lon0 + ten * x - eleven * x**3 + twelve * x**5)
    return _airy_to_wgs84(*there, a, e2)


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


def _meridian_arc(lat: float, lat0: float, bf0: float, n: float) -> float:
    less, more = lat - lat0, lat + lat0
    return bf0 * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 2.625 * n**3) * sin(less) * cos(more)
        + (1.875 * n**2 + 1.875 * n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )


def _airy_to_wgs84(lat: float, lon: float, a: float, e2: float) -> Point:
    """From the one shape of the earth to the other: to metres from its centre, shift and turn, and back again."""
    nu = a / sqrt(1 - e2 * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), (1 - e2) * nu * sin(lat)
    grow, rx, ry, rz = 1 - 20.4894e-6, *(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
    x, y, z = (
        446.448 + x * grow - rz * y + ry * z,
        -125.157 + rz * x + y * grow - rx * z,
        542.060 - ry * x + rx * y + z * grow,
    )
    wide, flat = 6378137.0, 0.00669438
    across, there = sqrt(x * x + y * y), atan2(z, sqrt(x * x + y * y))
    for _turn in range(6):
        nu = wide / sqrt(1 - flat * sin(there) ** 2)
        there = atan2(z + flat * nu * sin(there), across)
    return round(degrees(there), 6), round(degrees(atan2(y, x)), 6)


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
