"""What was asked of the feed: the parameters of the standard and of its profile. What cannot be read is said. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime, parse_time
from django.utils.translation import gettext as _

from kith.directory.reading.columns import day_of
from kith.directory.reading.entries import as_uuid
from kith.kit import clock, postcodes
from kith.kit.problem import Refused

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PER_PAGE, MOST_PER_PAGE = 50, 1000
NEAR_METRES, FURTHEST_METRES = 5_000, 200_000


@dataclass(frozen=True)
class Asked:
    """Everything that may be asked of any list; each list reads what it knows."""

    search: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    ndjson: bool = False
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    minimum_age: float | None = None
    maximum_age: float | None = None
    start_time: time | None = None
    end_time: time | None = None
    day: int | None = None
    postcode: str = ""
    proximity: int | None = None
    top_only: bool = False
    parent_id: UUID | None = None


def read(given: Mapping[str, str], known: tuple[str, ...]) -> Asked:
    """What was asked of a list that knows these parameters. Refuses (400) a value that cannot be read."""
    found: dict[str, Any] = {}
    for name in known:
        words = str(given.get(name, "")).strip()
        if words:
            reads, hint = _READERS[name]
            value = reads(words)
            if value is None:
                said = _("“%(words)s” cannot be read as %(name)s. %(hint)s")
                raise refused(name, said % {"words": words[:60], "name": name, "hint": hint()})
            found["ndjson" if name == "format" else name] = value
    if found.get("proximity") and not found.get("postcode"):
        raise refused("proximity", _("Give a postcode as well: proximity is how many metres around it."))
    return Asked(**found)


def refused(name: str, sentence: str) -> Refused:
    """A parameter that cannot be used, with the sentence that mends it."""
    return Refused(400, "bad-parameter", sentence, parameter=name)


def _flag(words: str) -> bool | None:
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(words.casefold())


def _whole(least: int, most: int) -> Callable[[str], int | None]:
    def reads(words: str) -> int | None:
        known = words.isascii() and words.isdigit() and len(words) < 10
        return int(words) if known and least <= int(words) <= most else None

    return reads


def _age(words: str) -> float | None:
    try:
        found = float(words)
    except ValueError:
        return None
    return found if 0 <= found <= 150 else None


def _moment(words: str) -> datetime | None:
    try:
        # A plus that was not written as %2B arrives as a blank.
        found = parse_datetime(words) or parse_datetime(words.replace(" ", "+"))
    except ValueError:
        return None
    if found is None:
        day = day_of(words)
        found = datetime.combine(day, time()) if day and len(words) == len("2026-03-15") else None
    if found is None:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=clock.LONDON)


def _time(words: str) -> time | None:
    try:
        found = parse_time(words)
    except ValueError:
        return None
    return found.replace(tzinfo=None) if found else None


def _format(words: str) -> bool | None:
    return {"ndjson": True, "json": False}.get(words.casefold())


def _day(words: str) -> int | None:
    return DAYS.index(words.upper()) if words.upper() in DAYS else None


def _yes_or_no() -> str:
    return _("Write true or false.")


def _an_id() -> str:
    return _("Write the id of one, as it stands in this feed.")


def _years() -> str:
    return _("Write a number of years, such as 18.")


def _clock() -> str:
    return _("Write a time such as 14:30.")


_READERS: Mapping[str, tuple[Callable[[str], Any], Callable[[], str]]] = {
    "search": (lambda words: words[:200], str),
    "page": (_whole(1, 999_999_999), lambda: _("Write a number from 1.")),
    "per_page": (_whole(1, MOST_PER_PAGE), lambda: _("Write a number from 1 to %(most)s.") % {"most": MOST_PER_PAGE}),
    "format": (_format, lambda: _("Write ndjson, or leave it out.")),
    **dict.fromkeys(("taxonomy_term_id", "taxonomy_id", "organization_id", "parent_id"), (as_uuid, _an_id)),
    "modified_after": (_moment, lambda: _("Write a moment such as 2026-03-15T10:30:00Z.")),
    **dict.fromkeys(("minimal", "full", "full_service", "top_only"), (_flag, _yes_or_no)),
    **dict.fromkeys(("minimum_age", "maximum_age"), (_age, _years)),
    **dict.fromkeys(("start_time", "end_time"), (_time, _clock)),
    "day": (_day, lambda: _("Write one of MO, TU, WE, TH, FR, SA and SU.")),
    "postcode": (postcodes.normalise, lambda: _("Write a whole postcode.")),
    "proximity": (_whole(0, FURTHEST_METRES), lambda: _("Write a number of metres, such as 2000.")),
}

_PAGED = ("search", "page", "per_page", "format")
_SORTED = ("taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full")
_WHEN = ("minimum_age", "maximum_age", "start_time", "end_time", "day")
# What each list understands: all that the validator's document and the published profile ask for.
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "services": (*_PAGED, *_SORTED, "minimal", *_WHEN),
    "service_at_locations": (*_PAGED, *_SORTED, *_WHEN, "postcode", "proximity"),
    "taxonomies": _PAGED,
    "taxonomy_terms": (*_PAGED, "taxonomy_id", "top_only", "parent_id"),
    "organizations": (*_PAGED, "full", "full_service"),
}
