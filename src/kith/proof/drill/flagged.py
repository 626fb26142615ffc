"""People who said how it is safe to reach them, in every combination, and what that allows: the drill's own table.

The table is written down here once more, in other words than the gate's, and asks nothing of the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle
from random import Random
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
KINDS = ("text", "call", "email")
SAFE = ("yes", "yes", "please-ring", "no", "not-asked")
HOURS = (None, None, (9, 12), (14, 17), (22, 6))
DAYS = ((), (), (2, 4), (6, 7))
CODES = ("", "", "Pat from the library", "Auntie Vi")
PAPER = ("any", "hand", "never")
APART = ("", "", "known", "name", "phone", "colleague", "partner", "household")
LANGUAGES = ("en", "en", "ar")


@dataclass(frozen=True)
class Route:
    """One number or address, and what was said of it alone."""

    kind: str
    value: str
    safe: str
    hours: tuple[int, int] | None
    no_voicemail: bool
    from_others: bool


@dataclass(frozen=True)
class Record:
    """What was said of all of them together."""

    ways: frozenset[str]
    paper: str
    hours: tuple[int, int] | None
    days: tuple[int, ...]
    only_please_ring: bool
    no_voicemail: bool
    code: str


@dataclass(frozen=True)
class Flagged:
    """One person of the drill."""

    number: int
    name: str
    address: str
    language: str
    routes: tuple[Route, ...]
    spoken_to: bool
    further_away: bool
    record: Record | None
    # In which way somebody is kept apart from them, and who: another person, a colleague or a partner by its number.
    apart: str = ""
    # Whether the record was said before the ask of the drill, on an older record of theirs.
    said_before: bool = False

    @property
    def paper(self) -> str:
        """What may be on paper: as they said, and with any reason for care only into their hand."""
        if self.record is not None:
            return self.record.paper
        care = self.further_away or self.apart or any(one.safe in ("no", "please-ring") for one in self.routes)
        return "hand" if care else "any"

    @property
    def canaries(self) -> tuple[str, ...]:
        """What names them."""
        return (self.name, self.address, *(one.value for one in self.routes))


@dataclass(frozen=True)
class Left:
    """Something that left: to whom, by which way, when, and word for word."""

    audience: str
    channel: str
    address: str
    words: str
    at: datetime
    reader: Flagged | None = None
    about: Flagged | None = None
    # Whether whoever reads it must not know of whom it is about; known from who was made apart, not from the rows.
    apart: bool = False


@dataclass
class Verdicts:
    """What was seen, and in words what must never be."""

    people: int = 0
    sends: int = 0
    prints: int = 0
    printed: int = 0
    emergency_pages: int = 0
    refused: int = 0
    promised: int = 0
    unsafe: list[str] = field(default_factory=list)


def together(parts: Iterable[Verdicts]) -> Verdicts:
    """What all parts of the drill saw."""
    found = Verdicts()
    for part in parts:
        for name in ("people", "sends", "prints", "printed", "emergency_pages", "refused", "promised"):
            setattr(found, name, getattr(found, name) + getattr(part, name))
        found.unsafe += part.unsafe
    return found


def everybody(count: int, seed: int) -> list[Flagged]:
    """So many people. Each value of each question comes round in turn, and they are shuffled against each other."""
    dice = Random(seed)
    turns = {name: cycle(dice.sample(values, len(values))) for name, values in _TURNS.items()}
    return [_somebody(number, turns, dice) for number in range(count)]


_TURNS: dict[str, list[object]] = {
    "apart": list(APART),
    "code": list(CODES),
    "days": list(range(len(DAYS))),
    "paper": list(PAPER),
    "language": list(LANGUAGES),
}


def _somebody(number: int, turns: dict[str, cycle[object]], dice: Random) -> Flagged:
    kinds = dice.sample(KINDS, dice.choice((1, 1, 2, 3)))
    routes = tuple(
        Route(
            kind,
            _address(kind, number),
            dice.choice(SAFE),
            dice.choice(HOURS),
            dice.random() < 0.7,
            dice.random() < 0.15,
        )
        for kind in kinds
    )
    apart, paper, code, days = (next(turns[name]) for name in ("apart", "paper", "code", "days"))
    record = None
    if dice.random() < 0.75:
        ways = frozenset(way for way in ("text", "call", "email", "door") if dice.random() < 0.7)
        record = Record(
            ways=ways,
            paper=str(paper),
            hours=dice.choice(HOURS),
            days=DAYS[int(str(days))],
            only_please_ring=dice.random() < 0.2,
            no_voicemail=dice.random() < 0.7,
            code=str(code),
        )
    return Flagged(
        number=number,
        name=f"Quill{letters(number)} Marr{letters(number)}",
        address=f"{number + 1} Canary{letters(number)} Row",
        language=str(next(turns["language"])),
        routes=routes,
        spoken_to=dice.random() < 0.85,
        further_away=dice.random() < 0.2,
        record=record,
        apart=str(apart),
        said_before=record is not None and dice.random() < 0.3,
    )


def _address(kind: str, number: int) -> str:
    """Nobody has two numbers alike; a test instance may use more numbers than those kept for drama."""
    if kind == "email":
        return f"flagged{number}@example.org"
    return f"+44{7700900 if kind == 'text' else 1632960}{number:05}"[:16]


def letters(number: int) -> str:
    """A number in letters, so that no name is a part of another."""
    word = ""
    for _place in range(4):
        number, rest = divmod(number, 26)
        word += chr(ord("a") + rest)
    return word


def what_is_wrong(left: Left, telltale: tuple[str, ...]) -> str:
    """Why this should never have left; empty where it may."""
    if left.apart:
        return "it tells somebody of a person they must not know of"
    if left.audience == "partner" and left.about is not None:
        named = [word for word in left.about.canaries if word in left.words]
        return f"a partner reads {named}" if named else ""
    if left.audience in ("staff", "partner", "program") or left.reader is None:
        return ""
    return _to_them(left, left.reader, telltale)


def _to_them(left: Left, reader: Flagged, telltale: tuple[str, ...]) -> str:
    if left.channel == "letter":
        return "" if reader.paper == "any" else "a letter goes to a house where paper is not safe"
    route = next((one for one in reader.routes if one.value == left.address), None)
    if route is None:
        return "it goes to a number they never gave"
    said = reader.record
    if route.safe == "no" or (said is not None and left.channel not in said.ways):
        return "it goes where they said no"
    if route.from_others and not reader.spoken_to:
        return "somebody else gave this, and nobody has spoken with them"
    for window in (route.hours, said.hours if said is not None else None):
        if not _within(window, left.at):
            return f"it leaves at {left.at.astimezone(LONDON):%H:%M}, outside {window}"
    if said is not None and said.days and left.at.astimezone(LONDON).isoweekday() not in said.days:
        return "it leaves on a day they did not name"
    return _its_words(left, route, said, telltale)


def _its_words(left: Left, route: Route, said: Record | None, telltale: tuple[str, ...]) -> str:
    nothing = route.safe != "yes" or (said is not None and (said.only_please_ring or bool(said.code)))
    told = [word for word in telltale if word in left.words]
    if nothing and told:
        return f"it says {told}"
    if said is not None and said.code and said.code not in left.words:
        return "it does not say the name they know us by"
    return ""


def may_be_read(said: Flagged, route: Route, at: datetime, *, listed: bool = False) -> bool:
    """Whether a colleague may read this number or address at this moment, in an emergency too.

    ``listed``: on a list of those to ring, where nobody is who wants somebody from further away, nor a number that
    somebody else gave of somebody nobody has spoken with.
    """
    record = said.record
    way = "email" if route.kind == "email" else "call"
    if route.safe == "no" or (record is not None and way not in record.ways):
        return False
    if record is not None and record.days and at.astimezone(LONDON).isoweekday() not in record.days:
        return False
    if listed and (way == "email" or said.further_away or (route.from_others and not said.spoken_to)):
        return False
    return all(_within(window, at) for window in (route.hours, record.hours if record is not None else None))


def _within(window: tuple[int, int] | None, at: datetime) -> bool:
    if window is None:
        return True
    start, end = window
    hours = range(start, end) if start < end else (*range(start, 24), *range(end))
    return at.astimezone(LONDON).hour in hours
