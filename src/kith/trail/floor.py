"""Up to which line is everything sealed for good? What a sweep need not look at again. Kept by each process for itself.

Ids are given out before a transaction ends, so a line with a lower id may become visible after one with a higher id.
A line below the floor cannot: the floor rises to an id only after every transaction that was under way when that id
was the highest has ended. Nothing depends on it but speed, and now and then everything is looked at all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

# Between being given its id and being counted as under way a transaction may take a moment.
A_WHILE = 60.0
LOOK_AT_ALL_AGAIN = 3600.0


@dataclass(frozen=True)
class Mark:
    """At a moment by the steady clock: the highest id there was, and the first transaction that came later."""

    at: float
    highest: int
    later: int


@dataclass
class Floor:
    """Of one database, by the number PostgreSQL knows it by: one that was made anew has another."""

    database: int = 0
    value: int = 0
    mark: Mark | None = None
    looked_at_all: float = 0.0

    def begin(self, database: int, at: float) -> int:
        """Above which id to look now."""
        if database != self.database or at - self.looked_at_all > LOOK_AT_ALL_AGAIN:
            self.database, self.value, self.mark, self.looked_at_all = database, 0, None, at
        return self.value

    def all_sealed(self, mark: Mark, oldest_under_way: int) -> None:
        """Everything that could be seen is sealed: let the floor rise where that is safe, and set the next mark."""
        before = self.mark
        if before is None:
            self.mark = mark
        elif mark.at - before.at > A_WHILE and oldest_under_way >= before.later:
            self.value, self.mark = max(self.value, before.highest), mark
