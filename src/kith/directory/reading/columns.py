"""Which field of the standard is kept in which column, and what may stand in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kith.directory import lifecycle
from kith.directory.reading import plain
from kith.directory.reading.entries import AT, LOCATION, ORGANIZATION, SCHEDULE, SERVICE, TAXONOMY, TERM
from kith.kit.words import gettext as _

WORDS, LINE, WEB, EMAIL, NUMBER, WHOLE, DAY, LIST = "words", "line", "web", "email", "number", "whole", "day", "list"

_NAMED = {"name": (LINE, 300), "description": (WORDS, 0)}
# Field of the standard, which is the column too: what it holds, and how long it may be.
COLUMNS: Mapping[str, Mapping[str, tuple[str, int]]] = {
    TAXONOMY: _NAMED | {"uri": (WEB, 600), "version": (LINE, 100)},
    TERM: _NAMED | {"term_uri": (WEB, 600)},
    ORGANIZATION: _NAMED
    | {
        **dict.fromkeys(("website", "logo", "uri"), (WEB, 600)),
        "email": (EMAIL, 254),
        **dict.fromkeys(("organization_identifiers", "attributes", "contacts", "phones"), (LIST, 0)),
    },
    SERVICE: _NAMED
    | {
        "alternate_name": (LINE, 300),
        "url": (WEB, 600),
        "email": (EMAIL, 254),
        "status": (LINE, 20),
        **dict.fromkeys(("fees", "accreditations", "alert"), (WORDS, 0)),
        "minimum_age": (NUMBER, 0),
        "maximum_age": (NUMBER, 0),
        "assured_date": (DAY, 0),
        "assurer_email": (EMAIL, 254),
        **dict.fromkeys(
            (
                "languages",
                "cost_options",
                "contacts",
                "phones",
                "service_areas",
                "funding",
                "eligibility",
                "attributes",
            ),
            (LIST, 0),
        ),
    },
    LOCATION: _NAMED
    | {
        "location_type": (LINE, 10),
        "latitude": (NUMBER, 0),
        "longitude": (NUMBER, 0),
        "external_identifier": (LINE, 100),
        "external_identifier_type": (LINE, 100),
        **dict.fromkeys(
            ("addresses", "accessibility", "attributes", "contacts", "phones", "languages", "schedules"), (LIST, 0)
        ),
    },
    AT: {
        "description": (WORDS, 0),
        **dict.fromkeys(("contacts", "phones", "service_areas", "attributes"), (LIST, 0)),
    },
    SCHEDULE: {
        "valid_from": (LINE, 30),
        "valid_to": (LINE, 30),
        "dtstart": (LINE, 40),
        "freq": (LINE, 20),
        "interval": (WHOLE, 0),
        **dict.fromkeys(("byday", "bymonthday"), (LINE, 100)),
        **dict.fromkeys(("opens_at", "closes_at"), (LINE, 30)),
        "description": (WORDS, 0),
        "schedule_link": (WEB, 600),
        "attending_type": (LINE, 300),
        "notes": (WORDS, 0),
    },
}
_NOTHING: Mapping[str, Any] = {NUMBER: None, WHOLE: None, DAY: None}


@dataclass
class Read:
    """The values of one item, what is kept besides, what was mended, and what cannot be."""

    values: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def unread(self, name: str, value: Any, fault: str) -> None:
        """Keep word for word what could not be read, and say so."""
        self.more.setdefault("as_sent", {})[name] = plain.kept(value)
        self.faults.append(fault)


def read(kind: str, item: Mapping[str, Any], elsewhere: frozenset[str]) -> Read:
    """The item's fields in their columns. ``elsewhere`` are those that become entries of their own."""
    found = Read()
    columns = COLUMNS[kind]
    for name, (holds, longest) in columns.items():
        value = item.get(name)
        empty = [] if holds == LIST else _NOTHING.get(holds, "")
        found.values[name] = empty
        if value is not None and value != "":
            value = _READERS[holds](found, name, value, longest)
            found.values[name] = empty if value is None else value
    for name, value in item.items():
        if name not in columns and name not in elsewhere and name != "id" and value not in (None, "", [], {}):
            found.more[str(name)[:100]] = plain.kept(value)
    return found


def _words(found: Read, name: str, value: Any, longest: int) -> str:
    if isinstance(value, dict | list | bool):
        found.unread(name, value, _("“%(field)s” should be words.") % {"field": name})
        return ""
    return plain.text(value)


def _line(found: Read, name: str, value: Any, longest: int) -> str:
    whole = " ".join(_words(found, name, value, longest).split())
    if len(whole) > longest:
        # Nothing is lost: the whole of it is kept beside.
        found.more.setdefault("as_sent", {})[name] = whole
    return whole[:longest].rstrip()


def _address(found: Read, name: str, value: Any, longest: int) -> str:
    is_email = COLUMNS[SERVICE].get(name, ("", 0))[0] == EMAIL
    if not isinstance(value, str):
        found.unread(name, value, _("“%(field)s” should be an address in words.") % {"field": name})
        return ""
    written = plain.text(value, 2000)
    mended = plain.email(written) if is_email else plain.uri(written)
    if mended is None or len(mended) > longest:
        said = (
            _("The e-mail address “%(words)s” is none. It should look like name@example.org.")
            if is_email
            else _("The web address “%(words)s” is none. It should look like https://example.org.")
        )
        found.unread(name, value, said % {"words": written[:80]})
        return ""
    if mended != written:
        found.more.setdefault("as_sent", {})[name] = written
    return mended


def _number(found: Read, name: str, value: Any, longest: int) -> float | None:
    try:
        number = float(value) if not isinstance(value, bool) else float("nan")
    except (TypeError, ValueError):
        number = float("nan")
    if not -1_000_000 < number < 1_000_000:
        found.unread(name, value, _("“%(field)s” should be a number.") % {"field": name})
        return None
    return number


def _whole(found: Read, name: str, value: Any, longest: int) -> int | None:
    number = _number(found, name, value, longest)
    return int(number) if number is not None and 0 <= number < 100_000 else None


def _day(found: Read, name: str, value: Any, longest: int) -> date | None:
    day = day_of(value)
    if day is None:
        found.unread(name, value, _("“%(field)s” should be a date such as 2026-03-15.") % {"field": name})
    return day


def _list(found: Read, name: str, value: Any, longest: int) -> list[Any] | None:
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        value = [{"description": value}] if isinstance(value, str) and name == "eligibility" else value
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        found.unread(name, value, _("“%(field)s” should be a list.") % {"field": name})
        return None
    kept: list[Any] = plain.kept(value)
    return kept


_READERS: Mapping[str, Callable[[Read, str, Any, int], Any]] = {
    WORDS: _words, LINE: _line, WEB: _address, EMAIL: _address, NUMBER: _number, WHOLE: _whole, DAY: _day, LIST: _list,
}  # fmt: skip


def day_of(value: Any) -> date | None:
    """A date as feeds and people write it; None where it is none."""
    if not isinstance(value, str):
        return None
    written = value.strip()
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        pass
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:\s.*)?", written)
    if found is None:
        return None
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    try:
        return date(year, int(found[2]), int(found[1]))
    except ValueError:
        return None


def moment_of(value: Any) -> datetime | None:
    """A moment with its zone, as a feed writes it; None where it is none."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip().replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and 1990 < moment.year < 2200 else None


def status_of(written: str) -> str | None:
    """The standard's word for how a service is; None where it is none of them."""
    bare = " ".join(written.casefold().replace("_", " ").replace("-", " ").split())
    if bare in ("temporarily closed", "paused", "suspended", "temporarily unavailable", "on hold"):
        return lifecycle.CLOSED
    if bare in ("", "active", "open", "published", "live", "available", "yes", "true"):
        return lifecycle.ACTIVE
    if bare in ("inactive", "not active", "draft", "unpublished", "archived", "no", "false"):
        return lifecycle.INACTIVE
    return lifecycle.DEFUNCT if bare in ("defunct", "closed", "permanently closed", "ended") else None
