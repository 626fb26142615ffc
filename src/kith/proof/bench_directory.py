"""How long does it take to take in another directory, and the same again when nothing has changed there?"""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kith.directory import actions, sources
from kith.directory.models import Location, Organization, Schedule, SearchRow, Service
from kith.directory.queries.compared import TakenIn
from kith.kit.actor import Actor
from kith.proof.feed import directory

SERVICES, SMOKE_SERVICES = 4_000, 200
MOST_FIRST, MOST_AGAIN = 60.0, 30.0
BY = Actor.system("a measure")
_DATED = (Service, Organization, Location, Schedule)


@dataclass(frozen=True)
class Figures:
    """Seconds for reading, writing and making it found, of the first time and of the same again."""

    services: int
    objects: int
    first: float
    again: float
    created_again: int
    changed_again: int
    dates_moved: int
    searched: int

    @property
    def within(self) -> bool:
        """Whether both are within their bounds, and the second changed nothing."""
        same = not (self.created_again or self.changed_again or self.dates_moved)
        return self.first <= MOST_FIRST and self.again <= MOST_AGAIN and same

    def as_json(self) -> dict[str, Any]:
        """As a report says it."""
        bounds = {"first_most": MOST_FIRST, "again_most": MOST_AGAIN}
        return {**asdict(self), **bounds, "met": self.within}


def measure(services: int, now: datetime) -> Figures:
    """Take the invented directory in, twice, on the database that is open."""
    with tempfile.TemporaryDirectory(prefix="kith-directory-") as folder:
        path = Path(folder) / "feed.json"
        path.write_text(json.dumps(directory(services)), encoding="utf-8")
        first, one = _once(path, now)
        before = [dict(model.objects.values_list("id", "modified_at")) for model in _DATED]
        again, other = _once(path, now + timedelta(days=1))
    after = [dict(model.objects.values_list("id", "modified_at")) for model in _DATED]
    moved = sum(had.get(key) != at for had, has in zip(before, after, strict=True) for key, at in has.items())
    return Figures(
        services=services,
        objects=one.objects.created,
        first=round(first, 2),
        again=round(again, 2),
        created_again=other.objects.created,
        changed_again=other.objects.changed,
        dates_moved=moved,
        searched=SearchRow.objects.count(),
    )


def _once(path: Path, now: datetime) -> tuple[float, TakenIn]:
    began = time.perf_counter()
    taken = sources.read_path(path)
    words: dict[str, Any] = {"name": "Moorshire", "place": None, "review": False, "every": 0}
    source = actions.add_source(kind=taken.kind, address="https://directory.example.org", **words, by=BY, now=now)
    done = actions.take_in(source=source, taken=taken, by=BY, now=now)
    return time.perf_counter() - began, done


def table(found: Figures) -> list[str]:
    """In words."""
    return [
        f"{found.services:,} services ({found.objects:,} rows): {found.first} s, {MOST_FIRST:.0f} s at most.",
        f"The same again: {found.again} s, {MOST_AGAIN:.0f} s at most; {found.created_again} new rows, "
        f"{found.changed_again} changed, {found.dates_moved} dates moved.",
        f"{found.searched:,} of them can be found.",
    ]
