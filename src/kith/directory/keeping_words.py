"""Which fields of an entry may be changed by hand, which of them could harm, and how their values are written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

# Contact details of a person, who it is for, and whether it may be found: somebody looks before these are shown.
REACH = ("phones", "contacts", "email")
WHO_FOR = ("for_whom", "eligibility", "minimum_age", "maximum_age")
COULD_HARM = (*REACH, *WHO_FOR, "confidential")
HARMLESS = (
    "name",
    "alternate_name",
    "description",
    "url",
    "fees",
    "alert",
    "status",
    "state",
    "until",
    "places_left",
    "pace",
    "pace_per",
    "depth",
    "free",
    "step_free",
    "pod_most",
    "drop_in",
    "languages",
    "cost_options",
    "hours",
    "found_at",
    "size",
)
FIELDS = (*HARMLESS, *COULD_HARM)
DATES = ("until",)
# The lane of a change that puts another one back. It is no new word of anybody, so a source may say otherwise later.
PUT_BACK = "undo"
# The hours of an entry are rows of their own, and are changed together.
HOURS = "hours"
# What else its source may change: told in its history, and changed by nobody here.
WHERE, WHO_RUNS = "where", "who_runs"
TOLD = (WHERE, WHO_RUNS)
# So is where it is: it leaves one location and goes to another.
FOUND_AT = "found_at"
# How large whoever runs it is stands with them, for all they run.
SIZE = "size"
IN_ROWS = (HOURS, FOUND_AT, SIZE)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as an edit keeps them: plain JSON."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def read(values: Mapping[str, Any]) -> dict[str, Any]:
    """What ``written`` wrote, as the columns hold it."""
    return {
        name: date.fromisoformat(value) if name in DATES and isinstance(value, str) else value
        for name, value in values.items()
    }


def harmful(name: str, before: Any, after: Any) -> bool:
    """Whether this change could harm somebody. Hiding an entry never does; on doubt it is hidden at once."""
    if name == "confidential":
        return bool(before) and not after
    if name in REACH:
        # Taking a way to reach somebody away puts nobody's number anywhere.
        return bool(_reaches(after) - _reaches(before))
    return name in COULD_HARM


def _reaches(value: Any) -> set[str]:
    """The separate lines of a list of phones or contacts, or the one address."""
    if isinstance(value, list):
        return {str(sorted(one.items())) if isinstance(one, dict) else str(one) for one in value}
    return {str(value)} if value else set()
