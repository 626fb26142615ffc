"""Makes boundaries small enough to keep beside a place. Plain Python; where a postcode lies is decided by its codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kith.kit.geometry import km, polygons

# Nobody draws or asks a place more finely than this; the official shapes go down to a metre.
STEP_KM = 0.05


def thinned(geometry: Mapping[str, Any] | None, step_km: float = STEP_KM) -> dict[str, Any] | None:
    """The same shape with corners nearer than ``step_km`` to the last kept one left out, to five decimal places."""
    parts = [[_thin(ring, step_km) for ring in rings] for rings in polygons(geometry)]
    return {"type": "MultiPolygon", "coordinates": parts} if parts else None


def _thin(ring: Sequence[Sequence[float]], step_km: float) -> list[list[float]]:
    kept = [ring[0]]
    for corner in ring[1:-1]:
        if km(kept[-1][1], kept[-1][0], corner[1], corner[0]) >= step_km:
            kept.append(corner)
    # Three corners and the first again are the least that is still a shape.
    corners = [*kept, ring[-1]] if len(kept) >= 3 else ring
    return [[round(corner[0], 5), round(corner[1], 5)] for corner in corners]
