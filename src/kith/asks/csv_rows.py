"""One row of a group's spreadsheet, read as what somebody asked. It writes nothing and looks nothing up.

A row is turned away only when nobody could act on it: no need, or neither a name nor any way to reach the person.
Whatever else is wrong is taken in word for word, with a sentence that says what to check.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kith.asks import csv_cells, kind_words, kinds
from kith.asks.csv_columns import Column, Understanding, is_heading, understand
from kith.asks.csv_rejected import is_reason
from kith.kit import phones, postcodes, when
from kith.kit.csv import CsvProblem, Row, Sheet, read, unescaped
from kith.kit.text import clean, fold, one_line, shorten
from kith.kit.when import When
from kith.kit.words import gettext as _

__all__ = [
    "Column", "CsvProblem", "Need", "RowAsk", "Tally", "Understanding", "fingerprint", "is_heading", "open_sheet",
    "read_row", "rows", "understand",
]  # fmt: skip

MOST_WORDS = 20_000
NEVER_SAID = When(None, None, "")


@dataclass(frozen=True)
class Need:
    """One thing somebody needs: its kind, their words for it, and what those already answer."""

    kind: str
    words: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowAsk:
    """What one row says. ``rejection`` is empty, or the sentence why nobody could act on it.

    ``safe_to_contact`` is yes, please-ring, no or unknown; ``knows`` is self, said-yes or not-yet. ``raw`` is the row
    word for word. ``fingerprint`` and ``occurrence`` together name the row, whatever its file is called.
    """

    line: int
    fingerprint: str
    occurrence: int
    raw: Mapping[str, str]
    name: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    address: str = ""
    postcode: str = ""
    street: str = ""
    community: str = ""
    needs: tuple[Need, ...] = ()
    need_by: When = NEVER_SAID
    asked_at: datetime | None = None
    safe_to_contact: str = "unknown"
    neighbour_ok: bool | None = None
    partners_may: str = "ask-first"
    must_not_know: tuple[str, ...] = ()
    knows: str = "self"
    asker_name: str = ""
    asker_phones: tuple[str, ...] = ()
    asker_relation: str = ""
    language: str = ""
    interpreter: str = ""
    access: str = ""
    notes: str = ""
    checks: tuple[str, ...] = ()
    rejection: str = ""

    def key(self, which: int = 0) -> str:
        """A key that makes taking in the ``which``-th need of this row twice harmless."""
        return f"row:{self.fingerprint}:{self.occurrence}:{which}"


@dataclass
class Tally:
    """Counts of rows, and of the asks they held: ``rows == accepted + rejected + already`` after every row."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    already: int = 0
    asks: int = 0

    def accept(self, asks: int) -> None:
        """A row was taken in, with this many asks."""
        self.rows += 1
        self.accepted += 1
        self.asks += asks

    def reject(self) -> None:
        """A row was turned away with its reason."""
        self.rows += 1
        self.rejected += 1

    def skip(self) -> None:
        """A row was there already from an earlier time."""
        self.rows += 1
        self.already += 1


def open_sheet(path: Path) -> Sheet:
    """The file, looked through once, with its heading found by the words we know. Raises CsvProblem."""
    return read(path, known=is_heading)


def rows(sheet: Sheet, understood: Understanding, now: datetime) -> Iterator[RowAsk]:
    """Every row of the sheet, read as it goes; the same cells for the n-th time are the n-th occurrence."""
    seen: Counter[str] = Counter()
    reasons = [n for n, heading in enumerate(sheet.header) if is_reason(heading)]
    for row in sheet.rows():
        mark = fingerprint(row, reasons)
        seen[mark] += 1
        yield read_row(row, sheet.as_dict(row), understood, now, mark, seen[mark])


def fingerprint(row: Row, without: Sequence[int] = ()) -> str:
    """What makes two rows the same row: their cells, apart from capitals, accents, spaces and empty ends.

    ``without`` names the columns that are ours and not the row's.
    """
    cells = [fold(unescaped(cell.strip())) for n, cell in enumerate(row.cells) if n not in without]
    while cells and not cells[-1]:
        cells.pop()
    return hashlib.sha256("\x1f".join(cells).encode("utf-8", "replace")).hexdigest()


def read_row(
    row: Row, raw: Mapping[str, str], understood: Understanding, now: datetime, mark: str = "", occurrence: int = 1
) -> RowAsk:
    """Read one row. Never raises, whatever is in the cells; relative words count from the row's own time."""
    reader = _Reader(raw, understood, now)
    needs = reader.needs()
    name, numbers, email = reader.person()
    asked_at = reader.asked_at()
    found: dict[str, Any] = {
        "needs": needs,
        "name": name,
        "phones": numbers,
        "email": email,
        **reader.where(),
        "asked_at": asked_at,
        "need_by": reader.need_by(needs, asked_at),
        "safe_to_contact": reader.safe(),
        "neighbour_ok": reader.neighbour_ok(),
        "partners_may": reader.partners_may(),
        "must_not_know": reader.must_not_know(),
        **reader.asker(name, numbers),
        **reader.speech(),
        "access": reader.access(),
        "notes": reader.notes,
    }
    reader.look_at_status()
    reach = bool(found["phones"] or email or found["asker_phones"] or reader.other_way_to_reach(found["address"]))
    return RowAsk(
        line=row.number,
        fingerprint=mark or fingerprint(row),
        occurrence=occurrence,
        raw=raw,
        checks=tuple(dict.fromkeys(reader.checks)),
        rejection=_rejection(needs, found["name"], reach),
        **found,
    )


def _rejection(needs: tuple[Need, ...], name: str, reach: bool) -> str:
    if not needs:
        return _("Nothing says what is needed. Write it in and give us the row again.")
    if not name and not reach:
        return _("There is neither a name nor a phone, e-mail or address. Write one in and give us the row again.")
    return ""


class _Reader:
    """Reads the cells of one row by their roles, and gathers what a person must check."""

    def __init__(self, raw: Mapping[str, str], understood: Understanding, now: datetime) -> None:
        self.raw, self.understood, self.now = raw, understood, now
        self.checks: list[str] = []
        self.notes = self.text("notes")

    def cells(self, role: str) -> list[str]:
        """What is in the columns of a role, empty ones and "n/a" left out."""
        found = (self.raw.get(heading, "") for heading in self.understood.headings(role))
        return [cell for cell in found if not csv_cells.is_blank(cell)]

    def text(self, role: str, joined_by: str = "\n") -> str:
        return joined_by.join(clean(cell) for cell in self.cells(role))

    def line(self, role: str, limit: int = 300) -> str:
        return one_line(" ".join(self.cells(role)), limit)

    def check(self, sentence: str, **words: str) -> None:
        self.checks.append(sentence % {key: shorten(value, 80) for key, value in words.items()})

    # --- what is needed

    def needs(self) -> tuple[Need, ...]:
        said = self._said()
        found = self._by_kind(said) if self.cells("kind") else kinds.guess(said)
        for heading, kind in self.understood.ticks:
            cell = self.raw.get(heading, "")
            if csv_cells.answer(cell) == "yes":
                found = found if kind in dict(found) else [*found, (kind, one_line(heading))]
            elif csv_cells.answer(cell) != "no" and not csv_cells.is_blank(cell):
                found = [*found, (kind, clean(cell))]
        if not found:
            pointed = any(map(csv_cells.is_pointer, self.cells("need")))
            found = [(kind, part) for kind, part in kinds.guess(self.notes) if pointed or kind != "other"]
            if found:
                self.check(_("What is needed was read from the notes: “%(words)s”. Ask them."), words=self.notes)
        return tuple(self._need(kind, words) for kind, words in found)

    def _said(self) -> str:
        said = []
        for heading in self.understood.headings("need"):
            cell = self.raw.get(heading, "")
            if csv_cells.is_blank(cell) or csv_cells.answer(cell) == "no" or csv_cells.is_pointer(cell):
                continue
            said.append(one_line(heading) if csv_cells.answer(cell) == "yes" else clean(cell))
        words = "\n".join(said)
        if len(words) > MOST_WORDS:
            self.check(_("The words are very long: “%(words)s”. The whole of them is kept with the row."), words=words)
        return words

    def _by_kind(self, said: str) -> list[tuple[str, str]]:
        """A column names the sort of help; the words come from another, where there is one."""
        named = kinds.guess(self.line("kind"))
        parts = dict(kinds.guess(said))
        if [kind for kind, _part in named] in ([], ["other"]):
            return list(parts.items()) or named
        found = [(kind, parts.get(kind) or (f"{part}: {said}" if said else part)) for kind, part in named]
        more = parts.items() if len(parts) > 1 else [item for item in parts.items() if item[0] != "other"]
        return found + [item for item in more if item[0] not in dict(named)]

    def _need(self, kind: str, words: str) -> Need:
        details = kinds.details_from(kind, words)
        for role in ("list", "shop") if kind == "shopping" else ("pharmacy",) if kind == "prescription" else ():
            details |= {role: cell} if (cell := self.text(role)) else {}
        paid = self.line("paid") if kind in ("shopping", "post") else ""
        if paid:
            named = kind_words.payment(kind_words.plain(paid))
            details |= {"paid": named} if named else {"paid_words": paid}
        return Need(kind, words, details)

    # --- who it is for, and how to reach them

    def person(self) -> tuple[str, tuple[str, ...], str]:
        name = self.line("name", 200) or one_line(
            f"{self.line('title')} {self.line('first_name')} {self.line('last_name')}", 200
        )
        contact = self.text("contact", " ")
        numbers = csv_cells.numbers(" / ".join(self.cells("phone")))
        self._look_at_phone(self.text("phone", " "), numbers)
        numbers = tuple(dict.fromkeys([*numbers, *phones.find(contact)]))
        if not numbers and phones.find(name):
            numbers = tuple(phones.find(name))
        name = csv_cells.without_numbers(name)
        email = csv_cells.email(self.text("email", " ") or f"{contact} {self.text('phone', ' ')}")
        if self.cells("email") and not email:
            self.check(_("“%(email)s” is not an e-mail address we can write to."), email=self.text("email", " "))
        if not name and contact:
            name = csv_cells.name_in(contact)
        return ("" if csv_cells.is_nobody(name) else name), numbers, email

    def _look_at_phone(self, written: str, numbers: tuple[str, ...]) -> None:
        if not written or numbers or csv_cells.email(written):
            return
        if re.search(r"\d[eE]\+\d", written):
            self.check(_("The spreadsheet rounded the phone number to “%(phone)s”. Find the number."), phone=written)
        else:
            self.check(_("“%(phone)s” is not a phone number we can ring. Find the number."), phone=written)

    def other_way_to_reach(self, address: str) -> bool:
        """A number somebody may still make out, or a door to knock at."""
        return sum(c.isdigit() for c in self.text("phone")) >= 6 or csv_cells.is_a_door(address)

    def where(self) -> dict[str, str]:
        address = ", ".join(one_line(cell) for cell in self.cells("address"))
        street = self.line("street", 120)
        door = one_line(f"{self.line('house', 80)} {street}")
        address = ", ".join(part for part in (door, address) if part and part not in address) or address
        written = self.line("postcode", 20)
        found = postcodes.find(address)
        postcode = postcodes.normalise(written) or (written if written else found[0] if found else "")
        if written and not postcodes.normalise(written):
            said = _("“%(postcode)s” is not a whole postcode. It should look like ZZ34 0AB.")
            self.check(said, postcode=written)
        guessed_street, guessed_community = csv_cells.street_and_community(found[1] if found else address)
        community = self.line("community", 120) or guessed_community
        if community and fold(community) not in fold(address):
            address = ", ".join(part for part in (address, community) if part)
        return {
            "address": address[:300],
            "postcode": postcode,
            "street": csv_cells.without_house(street) or guessed_street,
            "community": community,
        }

    # --- when

    def asked_at(self) -> datetime | None:
        written = self.line("asked_at", 120)
        if not written:
            return None
        stamp = when.stamp(written, self.now)
        if stamp is None:
            self.check(_("“%(date)s” is not a date we can read. Ask when they asked."), date=written)
        elif stamp > self.now + timedelta(days=1):
            self.check(_("They cannot have asked on “%(date)s”, which is still to come. Check the date."), date=written)
            stamp = None
        return stamp

    def need_by(self, needs: tuple[Need, ...], asked_at: datetime | None) -> When:
        written = self.line("need_by", 200)
        if written:
            found = when.parse(written, self.now, asked_at)
        else:
            said = " ".join(need.words[:500] for need in needs)
            found = when.mentioned(said, self.now, asked_at) or NEVER_SAID
        if found.problem:
            self.checks.append(found.problem)
        return found

    def look_at_status(self) -> None:
        """A row somebody marked as done may still be open, or may not: only the person knows."""
        status = self.line("status", 120)
        if csv_cells.sounds_done(status):
            self.check(_("The sheet says “%(status)s”. Ask whether it is still wanted."), status=status)

    # --- what is safe and right

    def safe(self) -> str:
        written = self.line("safe", 120)
        found = csv_cells.safe(written)
        if written and found == "unknown":
            self.check(
                _("“%(words)s” does not say whether it is safe to ring. Ask before anything is sent."), words=written
            )
        return found

    def partners_may(self) -> str:
        """Whether a business, group or service may be asked; without a plain yes or no they are asked first."""
        return {"yes": "yes", "no": "no"}.get(csv_cells.answer(self.line("partners"), loosely=True), "ask-first")

    def neighbour_ok(self) -> bool | None:
        if csv_cells.FURTHER_AWAY.search(kind_words.plain(f"{self.notes} {self.line('neighbour')}")):
            return False
        return {"yes": True, "no": False}.get(csv_cells.answer(self.line("neighbour"), loosely=True))

    def must_not_know(self) -> tuple[str, ...]:
        names = re.split(r"[,;\n/&]|\band\b", self.text("must_not_know"))
        return tuple(one_line(name, 200) for name in names if name.strip())

    def asker(self, name: str, numbers_of_person: tuple[str, ...]) -> dict[str, object]:
        written = self.line("asker", 200)
        who = csv_cells.without_numbers(written)
        numbers = csv_cells.numbers(f"{self.line('asker_phone')} / {written}")
        relation = self.line("relation", 100)
        nobody_else: dict[str, object] = {"asker_name": "", "asker_phones": (), "asker_relation": "", "knows": "self"}
        if not name and not numbers_of_person and "your" in " ".join(self.understood.headings("asker")).lower():
            # They filled in "Your name" and left "Who needs help?" empty: it is for themselves.
            return {**nobody_else, "name": "" if csv_cells.is_nobody(who) else who, "phones": numbers}
        itself = csv_cells.is_not_an_asker(who) or fold(who) == fold(name)
        if (itself and not numbers) or csv_cells.is_self(relation):
            return nobody_else
        knows = {"yes": "said-yes", "no": "not-yet"}.get(csv_cells.answer(self.line("knows"), loosely=True), "")
        if not knows:
            self.check(_("%(asker)s asked for them. Ask first whether they know about it."), asker=who or numbers[0])
        return {
            "asker_name": who,
            "asker_phones": numbers,
            "asker_relation": relation,
            "knows": knows or "said-yes",
        }

    def speech(self) -> dict[str, str]:
        written = self.line("language", 80)
        interpreter = self.line("interpreter", 120)
        wanted = csv_cells.answer(interpreter) != "no" and interpreter
        wanted = wanted or ("interpreter" in written.lower() and written)
        return {"language": csv_cells.language(written), "interpreter": str(wanted or "")}

    def access(self) -> str:
        written = self.line("access")
        if not written and csv_cells.AT_THE_DOOR.search(kind_words.plain(self.notes)):
            written = one_line(self.notes, 300)
        return written
