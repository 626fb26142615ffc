"""What was read: entries of each kind with the names by which they refer to each other, and what was wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from kith.kit.text import fold

TAXONOMY, TERM, ORGANIZATION, SERVICE = "taxonomy", "taxonomy_term", "organization", "service"
LOCATION, AT, SCHEDULE = "location", "service_at_location", "schedule"
# In this order every entry comes after those it refers to.
KINDS = (TAXONOMY, TERM, ORGANIZATION, SERVICE, LOCATION, AT, SCHEDULE)
LONGEST_KEY = 300
_APART = " ~ "


class CannotRead(ValueError):
    """The source cannot be used as it is; the text is a sentence that says how to mend it."""


@dataclass
class Entry:
    """One entry: the fields it has columns for, what it refers to by their names, and whatever else was sent."""

    kind: str
    key: str
    values: dict[str, Any]
    refs: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    where: str = ""

    def digest(self) -> str:
        """A short name for exactly this content, but for the hour at which the source says it was written."""
        more = {name: value for name, value in self.more.items() if name != "last_modified"}
        whole = [self.values, self.refs, more, self.terms]
        said = json.dumps(whole, sort_keys=True, default=str, ensure_ascii=False, separators=(",", ":"))
        return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Rejected:
    """An item that is not taken in: where it stood, what it was, and a sentence for each fault."""

    where: str
    faults: tuple[str, ...]
    item: Any


@dataclass
class Taken:
    """Everything read from one source."""

    kind: str
    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # How many services were sent, those that are rejected among them; and of a sheet, which column was taken for what.
    sent: int = 0
    mapping: dict[str, str] = field(default_factory=dict)
    # Names of services that were rejected: what we had of them before stays as it was.
    rejected_keys: set[str] = field(default_factory=set)

    def every(self) -> Iterator[Entry]:
        """All entries, those that are referred to first."""
        for kind in KINDS:
            yield from self.entries[kind].values()

    def note(self, sentence: str) -> None:
        """Keep a sentence once, and not without end."""
        if len(self.notes) < 200 and sentence not in self.notes:
            self.notes.append(sentence)


def id_of(kind: str, key: str, space: UUID) -> UUID:
    """The identifier of an entry: its own where that is one, else made from the source's address, always the same."""
    return as_uuid(key) or uuid5(space, f"{kind}:{key}")


def as_uuid(key: str) -> UUID | None:
    """The identifier this is, however it is written; None where it is none."""
    bare = key.strip().strip("{}").removeprefix("urn:uuid:")
    if len(bare) not in (32, 36):
        return None
    try:
        return UUID(bare)
    except ValueError:
        return None


def key_of(value: Any) -> str:
    """The name of an entry as its source gives it, a number too; empty where there is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    key = " ".join(str(value).split())
    found = as_uuid(key)
    if found is not None:
        return str(found)
    return key if len(key) <= LONGEST_KEY - 100 else hashlib.blake2b(key.encode(), digest_size=24).hexdigest()


def apart(key: str, name: str) -> str:
    """The name of an entry that shares its id with another: the id and what it is called."""
    return f"{key}{_APART}{fold(name)}"[:LONGEST_KEY]


def is_apart(key: str) -> bool:
    """Whether an entry had to be told from another with the same id."""
    return _APART in key
