"""What can be read between the lines of an entry: where it lies, its hours, whether it costs, whether it is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kith.directory import lifecycle
from kith.directory.reading import hours, secret
from kith.directory.reading.columns import Read
from kith.directory.reading.entries import AT, LOCATION, ORGANIZATION, SCHEDULE, SERVICE, TAXONOMY, TERM, Entry, Taken
from kith.kit.text import fold
from kith.kit.words import gettext as _

# The British Isles; what lies outside of them is believed where it can be.
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.5, -11.0, 2.5
_FREE = re.compile(
    r"(?:(?:it|this|the service|attendance|entry) is |completely )?"
    r"(?:free(?: of charge| to attend| entry)?|no (?:charge|cost|fee)s?|nothing)[.! ]*"
)
_STEPS = re.compile(
    r"(?:no|not|without|limited|un)[ -]?(?:wheelchair|step[ -]?free|level access|accessible|ramp|suitable)"
    r"|steps? (?:to|up|at)|upstairs|not (?:fully )?accessible"
)
_STEP_FREE = re.compile(r"step[ -]?free|wheelchair|level access|\bramp(?:s|ed)?\b|fully accessible")


def mend_coordinates(read: Read, taken: Taken, where: str) -> None:
    """Coordinates that were swapped are put right; those that lie nowhere are kept beside, and left out."""
    lat, lon = read.values["latitude"], read.values["longitude"]
    if lat is None and lon is None:
        return
    name = read.values["name"] or where
    if lat is None or lon is None or (lat, lon) == (0.0, 0.0) or not _on_earth(lat, lon):
        if lat is not None and lon is not None and _on_earth(lon, lat) and (lat, lon) != (0.0, 0.0):
            _swap(read, taken, name, lat, lon)
            return
        sent = {"latitude": lat, "longitude": lon}
        read.more.setdefault("as_sent", {}).update({key: value for key, value in sent.items() if value is not None})
        read.values["latitude"] = read.values["longitude"] = None
        taken.note(_("Location “%(name)s”: its coordinates lie nowhere, so they were left out.") % {"name": name})
    elif not _here(lat, lon) and _here(lon, lat):
        _swap(read, taken, name, lat, lon)


def _swap(read: Read, taken: Taken, name: str, lat: float, lon: float) -> None:
    read.values["latitude"], read.values["longitude"] = lon, lat
    read.more.setdefault("as_sent", {}).update({"latitude": lat, "longitude": lon})
    taken.note(_("Location “%(name)s”: its coordinates were the wrong way round, and were turned.") % {"name": name})


def _on_earth(lat: float, lon: float) -> bool:
    return -90 <= lat <= 90 and -180 <= lon <= 180


def _here(lat: float, lon: float) -> bool:
    return _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST


def hours_of(read: Read) -> Iterator[dict[str, Any]]:
    """What can be searched by, for each run of days: from the fields, else from the words where they say it whole."""
    opens, closes = hours.clock(read.values["opens_at"]), hours.clock(read.values["closes_at"])
    days = hours.weekdays(read.values["byday"])
    if opens is not None and closes is not None and opens >= closes:
        opens = closes = None
    if (opens and closes) or days:
        yield {"weekdays": list(days), "opens": opens if closes else None, "closes": closes if opens else None}
        return
    said = hours.read(read.values["description"]) if not read.values["opens_at"] else ()
    if len(said) == 1:
        yield {"weekdays": list(said[0].weekdays), "opens": said[0].opens, "closes": said[0].closes}
        return
    yield {"weekdays": [], "opens": None, "closes": None}


def of_service(taken: Taken, entry: Entry) -> None:
    """Whether it costs anything, and whether it is resting, in our own words; nothing where it is not plain."""
    values = entry.values
    values["state"] = lifecycle.PAUSED if values["status"] == lifecycle.CLOSED else lifecycle.OPEN
    amounts = [one.get("amount") for one in values["cost_options"]]
    if _FREE.fullmatch(fold(values["fees"])) or (amounts and all(_is_nothing(one) for one in amounts)):
        values["free"] = True
    elif any(isinstance(one, int | float) and one > 0 for one in amounts):
        values["free"] = False
    else:
        values["free"] = None


def _is_nothing(amount: Any) -> bool:
    return not isinstance(amount, bool) and str(amount).strip() in ("0", "0.0", "0.00")


def finish(taken: Taken) -> None:
    """What can only be told once everything is read: step-free by where it is, and what must not be found."""
    at: dict[str, list[Entry]] = {}
    for one in taken.entries[AT].values():
        place = taken.entries[LOCATION].get(one.refs["location"])
        if place is not None:
            at.setdefault(one.refs["service"], []).append(place)
    for place in taken.entries[LOCATION].values():
        place.values["confidential"] = secret.flagged(place.values | place.more)
    hidden: dict[str, set[str]] = {}
    for key, service in taken.entries[SERVICE].items():
        places = at.get(key, [])
        service.values["step_free"] = _step_free(places)
        judged = _judge(taken, service, places)
        service.values["confidential"] = judged.confidential
        service.values["held_why"] = judged.held_why[:300]
        for place in places:
            hidden.setdefault(place.key, set()).add(("!" if judged.confidential else "") + service.refs["organization"])
    for key, whose in hidden.items():
        # A hall where a refuge's workers also meet people is not the refuge; whatever else its own people run is.
        secret_of, plain_of = {one[1:] for one in whose if one[:1] == "!"}, {one for one in whose if one[:1] != "!"}
        if secret_of and plain_of <= secret_of:
            taken.entries[LOCATION][key].values["confidential"] = True


def _judge(taken: Taken, service: Entry, places: list[Entry]) -> secret.Secret:
    terms = [taken.entries[TERM][key].values["name"] for key in service.terms if key in taken.entries[TERM]]
    words = " . ".join(f"{one.values['name']} {one.values['description']}" for one in places)
    flagged = secret.flagged(service.values | service.more) or any(one.values["confidential"] for one in places)
    says = f"{service.values['description']} . {service.values['alternate_name']}"
    return secret.judge(service.values["name"], says, terms, words, flagged)


def _step_free(places: list[Entry]) -> bool | None:
    said = fold(
        " . ".join(str(one.get("description") or "") for place in places for one in place.values["accessibility"])
    )
    if not said:
        return None
    if _STEPS.search(said):
        return False
    return True if _STEP_FREE.search(said) else None


_KEPT_AS = {"parent": "parent_id", "taxonomy": "taxonomy_id", "organization": "organization_id"}
_HOLDS = {
    "parent": None,
    "taxonomy": TAXONOMY,
    "organization": ORGANIZATION,
    "service": SERVICE,
    "location": LOCATION,
    "at": AT,
}


def loose_ends(taken: Taken) -> None:
    """References to what was not sent are kept as words; what belongs to nothing that is here is left out."""
    for kind in (TERM, ORGANIZATION, SERVICE, AT, SCHEDULE):
        for key, entry in list(taken.entries[kind].items()):
            for name, other in list(entry.refs.items()):
                if other and other not in taken.entries[_HOLDS[name] or kind]:
                    entry.refs[name] = ""
                    as_word = (
                        "parent_organization_id" if (kind, name) == (ORGANIZATION, "parent") else _KEPT_AS.get(name)
                    )
                    if as_word:
                        entry.more[as_word] = other
            if (kind == AT and not all(entry.refs.values())) or (kind == SCHEDULE and not any(entry.refs.values())):
                del taken.entries[kind][key]
            entry.terms = tuple(term for term in entry.terms if term in taken.entries[TERM])
    for kind in (TERM, ORGANIZATION):
        _break_rings(taken.entries[kind])


def _break_rings(entries: dict[str, Entry]) -> None:
    """Nothing stands under itself, by however many steps."""
    for key, entry in entries.items():
        above, steps = entry.refs.get("parent", ""), 0
        while above and above != key and steps < 50:
            above, steps = entries[above].refs.get("parent", ""), steps + 1
        if above:
            entry.refs["parent"] = ""
