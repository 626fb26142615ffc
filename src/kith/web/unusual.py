"""Who opens pages without a reason one can see? Pure: a week of looks in, a few lines to ask about out.

A line is a question to a colleague and never a finding: somebody may stand in for somebody else, or have opened the
wrong page. So each says what stands out, and the report is kept short enough to be read with care.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from uuid import UUID

# What a line must weigh to be in the report.
ENOUGH = 3
# A surname that more than so many of a hundred share says little.
RARE = 0.4
FEWEST_MANY, TIMES_USUAL = 12, 4
FEWEST_NIGHT, FEWEST_AGAIN = 3, 3


@dataclass(frozen=True)
class Seen:
    """One look of a colleague at one person. ``tied``: they have done something for them, or have something in hand."""

    reader: UUID
    person: UUID
    day: int
    tied: bool
    same_surname: bool = False
    surname_share: float = 0.0
    same_street: bool = False
    at_night: bool = False


@dataclass
class Stands:
    """What stands out about one colleague's week: why, about whom, and how much it weighs."""

    reader: UUID
    weight: int = 0
    reasons: list[tuple[str, frozenset[UUID]]] = field(default_factory=list)

    def add(self, why: str, people: Iterable[UUID], weight: int) -> None:
        """One reason."""
        self.reasons.append((why, frozenset(people)))
        self.weight += weight


def stands_out(week: Iterable[Seen]) -> list[Stands]:
    """Whose week is worth a question, what weighs most first."""
    untied: dict[UUID, list[Seen]] = defaultdict(list)
    for look in week:
        if not look.tied:
            untied[look.reader].append(look)
    usual = median([len({one.person for one in looks}) for looks in untied.values()]) if untied else 0
    found = [_weigh(reader, looks, usual) for reader, looks in untied.items()]
    return sorted((one for one in found if one.weight >= ENOUGH), key=lambda one: -one.weight)


def _weigh(reader: UUID, looks: list[Seen], usual: float) -> Stands:
    stands = Stands(reader)
    people = {one.person for one in looks}
    again = Counter((one.person, one.day) for one in looks)
    days = Counter(person for person, _day in again)
    namesakes = {one.person for one in looks if one.same_surname}
    rare = {one.person for one in looks if one.same_surname and one.surname_share <= RARE / 100}
    if namesakes:
        stands.add("surname", namesakes, 3 if rare or len(namesakes) > 1 else 1)
    neighbours = {one.person for one in looks if one.same_street}
    if neighbours:
        stands.add("street", neighbours, 3 if len(neighbours) > 1 or _more_than_once(looks, neighbours) else 2)
    if len(people) >= max(FEWEST_MANY, TIMES_USUAL * usual):
        stands.add("many", people, 3)
    night = {one.person for one in looks if one.at_night}
    if len([one for one in looks if one.at_night]) >= FEWEST_NIGHT:
        stands.add("night", night, 3)
    elif night:
        stands.add("night", night, 1)
    back = {person for person, number in days.items() if number >= FEWEST_AGAIN}
    if back:
        stands.add("again", back, 3)
    elif namesakes and _more_than_once(looks, namesakes):
        stands.add("again", namesakes, 2)
    return stands


def _more_than_once(looks: list[Seen], people: set[UUID]) -> bool:
    return any(number > 1 for person, number in Counter(one.person for one in looks).items() if person in people)


def is_night(at: datetime) -> bool:
    """Outside of the hours in which anybody works here, by the clock on the wall."""
    return at.hour < 7 or at.hour >= 21
