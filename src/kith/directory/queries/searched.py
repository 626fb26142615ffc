"""From what may leave of an entry to what is searched of it: its words by weight, where it is and when it is on."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from kith.directory import days, when
from kith.directory.queries.shown import Shown, eligible

BLURB = 600
EVERYWHERE = "everywhere"
MOST_HALLS = 40
# Of what must not be found these words alone say what it is for, the same for each.
SAFE_PLACE = "refuge, a safe place to stay, domestic abuse, violence at home"


def by_weight(entry: Shown) -> tuple[str, str, str, str]:
    """The words of an entry by how much they say: its name and terms, who it is for, what it does, where it is."""
    if entry.confidential:
        # What must not be found is not found by probing its words either.
        return f"{entry.name} {SAFE_PLACE}", "", "", entry.area
    terms = " ".join(one.name for one in entry.terms)
    whose = entry.organization.name if entry.organization else ""
    wheres = " ".join(f"{one.name} {_town(one.addresses)}" for one in entry.locations)
    tongues = " ".join(str(one.get("name") or "") for one in entry.languages)
    for_whom = " ".join([entry.for_whom, *(str(one.get("eligibility") or "") for one in entry.eligibility)])
    return (
        " ".join((entry.name, entry.alternate_name, terms)),
        for_whom,
        " ".join((entry.description, whose)),
        " ".join((entry.area, wheres, tongues)),
    )


def meaning_of(entry: Shown) -> str:
    """The sentence whose meaning is worked out: short, with what it is before what it says of itself."""
    if entry.confidential:
        return f"{entry.name}. {SAFE_PLACE}"
    terms = ", ".join(one.name for one in entry.terms)
    parts = (entry.name, terms, entry.for_whom, entry.description)
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())[:BLURB]


def mark_of(text: str) -> str:
    """Tells whether a meaning was worked out from these words."""
    return hashlib.sha256(text.encode()).hexdigest()


def card_of(entry: Shown) -> dict[str, Any]:
    """What a line in a list of results says: facts only, said in the reader's language when they are read."""
    first = next(iter(entry.locations), None)
    return {
        "name": entry.name,
        "who": entry.organization.name if entry.organization else "",
        "blurb": "" if entry.confidential else entry.description[:BLURB],
        "for": entry.for_whom or eligible(entry),
        "where": _hall(first) if first is not None else "",
        "area": entry.area,
        "phone": entry.phone,
        "when": [when.written(run) for run in entry.runs],
        "wheres": len(entry.locations),
        # Where it is besides of its point: [latitude, longitude, the hall].
        "also_at": [] if entry.confidential else _also_at(entry),
        "pace": [entry.pace, entry.pace_per] if entry.pace else None,
    }


def reach_of(entry: Shown) -> list[str]:
    """Whose place it is: each place it lies in, its own; or everywhere."""
    if entry.place is None:
        return [EVERYWHERE]
    return [f"in:{one}" for one in entry.place.path] + [f"of:{entry.place.id}"]


def reach_from(path: list[Any]) -> list[str]:
    """What to look for from a place: what lies in it, what covers it, and what is everywhere."""
    return [f"in:{path[-1]}", *(f"of:{one}" for one in path[:-1]), EVERYWHERE]


def point_of(entry: Shown) -> tuple[float | None, float | None]:
    """Where it is, where one may know; else the middle of its place, where that is small enough to say something."""
    for one in entry.locations:
        if one.latitude is not None and one.longitude is not None:
            return one.latitude, one.longitude
    if entry.place is not None and entry.place.kind in ("street", "community"):
        return entry.place.lat, entry.place.lon
    return None, None


def is_free(entry: Shown) -> bool | None:
    """Whether it costs nothing, as far as anybody said."""
    if entry.free is not None:
        return entry.free
    amounts = [one.get("amount") for one in entry.cost_options]
    if amounts and all(amount in (0, 0.0, "0", "0.00") for amount in amounts):
        return True
    return False if any(amount not in (None, 0, 0.0, "") for amount in amounts) else None


def is_step_free(entry: Shown) -> bool | None:
    """Whether one gets in without a step, as far as anybody said."""
    if entry.step_free is not None:
        return entry.step_free
    said = " ".join(
        f"{one.get('description') or ''} {one.get('details') or ''}"
        for location in entry.locations
        for one in location.accessibility
    ).casefold()
    if any(words in said for words in ("not step-free", "no step-free", "not wheelchair", "no wheelchair", "steps up")):
        return False
    return True if any(words in said for words in ("step-free", "step free", "wheelchair", "level access")) else None


def open_on(entry: Shown, today: date) -> tuple[int, bool]:
    """The parts of days it is on, and whether that is all: False where some of its hours could not be read."""
    hours = [run for run in entry.runs if not run.is_over(today)]
    return days.bits(when.windows(hours)), bool(hours) and all(run.read for run in hours)


def _also_at(entry: Shown) -> list[list[Any]]:
    first = point_of(entry)
    spots = {(one.latitude, one.longitude): _hall(one) for one in reversed(entry.locations)}
    return [[*spot, hall] for spot, hall in spots.items() if spot != first and None not in spot][:MOST_HALLS]


def _hall(one: Any) -> str:
    return ", ".join(part for part in (one.name, _town(one.addresses)) if part)


def _town(addresses: list[dict[str, Any]]) -> str:
    return next((str(one.get("city") or one.get("region") or "") for one in addresses), "")
