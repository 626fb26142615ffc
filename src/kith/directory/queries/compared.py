"""What taking in another directory does, or would do, in numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from kith.directory.models import Source
from kith.directory.queries.known import Known, known_of
from kith.directory.reading.entries import KINDS, SERVICE, Entry, Taken


@dataclass
class Counts:
    """What became of the entries of one kind."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    rejected: int = 0


@dataclass
class TakenIn:
    """What became of a directory that was read: services first, and every row. ``held`` wait for somebody to look.

    ``unplaced`` are the services of which nobody knows whose place they are in: they stand where their source is.
    """

    services: Counts = field(default_factory=Counts)
    objects: Counts = field(default_factory=Counts)
    held: int = 0
    unplaced: int = 0
    merges: int = 0
    ids: list[UUID] = field(default_factory=list)

    def said(self) -> dict[str, Any]:
        """As a report says it."""
        more = {"held": self.held, "unplaced": self.unplaced, "merges": self.merges}
        return {**asdict(self.services), "objects": asdict(self.objects), **more}


def compare(source: Source | None, taken: Taken) -> TakenIn:
    """What taking it in would do, for a preview. Nothing is written."""
    known: dict[str, dict[str, Known]] = known_of(source) if source else {kind: {} for kind in KINDS}
    done = TakenIn()
    for kind in KINDS:
        for key, entry in taken.entries[kind].items():
            count(done, kind, fate_of(known[kind].get(key), entry))
    done.services.rejected = done.objects.rejected = len(taken.rejected)
    done.held = sum(1 for entry in taken.entries[SERVICE].values() if entry.values["held_why"])
    return done


def fate_of(known: Known | None, entry: Entry) -> str:
    """Whether an entry is new, different or as before."""
    if known is None:
        return "created"
    return "unchanged" if known.gone_at is None and known.digest == entry.digest() else "changed"


def count(done: TakenIn, kind: str, fate: str, number: int = 1) -> None:
    """Count entries of a kind; a service counts among the services too."""
    for counts in (done.objects, *([done.services] if kind == SERVICE else [])):
        setattr(counts, fate, getattr(counts, fate) + number)
