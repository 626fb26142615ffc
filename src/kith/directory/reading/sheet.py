"""A spreadsheet somebody keeps, read as a directory: what its columns mean is guessed from their headings, and said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kith.directory.reading import derived, documents, hours
from kith.directory.reading.entries import SERVICE, CannotRead, Taken
from kith.directory.reading.standard import Reader
from kith.kit import csv, postcodes
from kith.kit.text import fold
from kith.kit.words import gettext as _

# What a column may be called, the surest first. A heading that holds one of these among other words counts after.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "ref", "reference", "unique id", "service id", "record id"),
    "name": ("name", "service name", "group name", "name of group", "name of service", "activity", "service", "group",
             "title", "activity name", "club", "what", "session", "project", "event"),
    "organization": ("organisation", "organization", "provider", "run by", "who runs it", "charity",
                     "organisation name", "organiser organisation", "delivered by", "host", "lead organisation"),
    "description": ("description", "details", "about", "what happens", "summary", "information", "what we do",
                    "activity description", "notes", "info", "more information", "support offered"),
    "phone": ("phone", "telephone", "tel", "phone number", "telephone number", "contact number", "mobile", "tel no"),
    "email": ("email", "e-mail", "email address", "contact email"),
    "url": ("website", "web", "url", "link", "web address", "web site", "facebook"),
    "contact": ("contact", "contact name", "organiser", "leader", "group leader", "contact person", "coordinator"),
    "venue": ("venue", "location", "place", "hall", "building", "venue name", "where", "where is it"),
    "address": ("address", "venue address", "street", "address line 1", "address 1", "full address"),
    "town": ("town", "city", "village", "area", "community", "town/village"),
    "county": ("county", "region"),
    "postcode": ("postcode", "post code", "zip", "postal code", "venue postcode"),
    "hours": ("when", "times", "opening hours", "hours", "day and time", "day/time", "days and times", "opening times",
              "schedule", "day & time", "when is it", "session times", "meets"),
    "day": ("day", "days", "day of week", "weekday"),
    "time": ("time", "start time", "from"),
    "ends": ("end time", "finish", "until", "ends"),
    "fees": ("cost", "price", "fee", "fees", "charge", "charges", "how much", "cost per session"),
    "for_whom": ("who for", "for whom", "who is it for", "eligibility", "suitable for", "audience", "age group", "ages",
                 "who can come", "target group", "criteria"),
    "category": ("category", "type", "tags", "theme", "categories", "type of activity", "kind", "subject"),
    "access": ("accessibility", "access", "wheelchair access", "step free", "disabled access", "wheelchair"),
    "languages": ("language", "languages", "languages spoken"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "checked": ("last checked", "checked", "last updated", "updated", "date checked", "last verified", "assured"),
    "status": ("status", "active"),
    "confidential": ("confidential", "confidential address", "hide address"),
}  # fmt: skip
_SURE = {word: meant for meant, words in HEADINGS.items() for word in words}
_LOOSE = sorted(
    ((word, meant) for word, meant in _SURE.items() if len(word) > 3 and word not in ("what", "place", "type", "time")),
    key=lambda pair: -len(pair[0]),
)


def meaning(heading: str) -> str:
    """What a column is for, by its heading; empty where nobody can tell."""
    bare = " ".join(re.sub(r"[^a-z0-9&/ -]+", " ", fold(heading).replace("_", " ").replace("e-mail", "email")).split())
    if bare in _SURE:
        return _SURE[bare]
    return next((meant for word, meant in _LOOSE if re.search(rf"\b{re.escape(word)}\b", bare)), "")


def columns_of(header: tuple[str, ...]) -> dict[str, str]:
    """Which heading is taken for what: each meaning once, the surest heading for it."""
    found: dict[str, str] = {}
    for sure in (True, False):
        for heading in header:
            meant = meaning(heading)
            is_sure = " ".join(fold(heading).replace("_", " ").split()) in _SURE
            if meant and is_sure == sure and meant not in found.values() and heading not in found:
                found[heading] = meant
    if "name" not in found.values() and "organization" in found.values():
        heading = next(one for one, meant in found.items() if meant == "organization")
        found[heading] = "name"
    return found


def read(path: Path) -> Taken:
    """Every row as a service. Refuses (``CannotRead``) a sheet in which no column can be a name."""
    table = csv.read(path, known=lambda heading: bool(meaning(heading)))
    mapping = columns_of(table.header)
    if "name" not in mapping.values():
        said = _(
            "No column of “%(file)s” says what a group is called. Give the column with the names the heading “Name”."
        )
        raise CannotRead(said % {"file": path.name})
    taken = Taken(documents.SHEET, mapping=mapping)
    unknown = [heading for heading in table.header if heading.strip() and heading not in mapping]
    if unknown:
        said = _("Nobody can tell what is in these columns, so they are kept and shown to nobody: %(columns)s.")
        taken.note(said % {"columns": ", ".join(unknown[:20])})
    reader = Reader(taken, strict=False)
    for row in table.rows():
        cells = table.as_dict(row)
        item = item_of(cells, mapping)
        if not item.get("name"):
            taken.sent += 1
            reader.reject(f"row {row.number}", [_("There is no name in this row.")], cells)
        else:
            reader.item(SERVICE, item, f"row {row.number}")
    derived.loose_ends(taken)
    derived.finish(taken)
    return taken


def item_of(cells: dict[str, str], mapping: dict[str, str]) -> dict[str, Any]:
    """One row in the standard's words. What no column was found for is kept under its own heading."""
    has = {meant: cells[heading].strip() for heading, meant in mapping.items() if cells.get(heading, "").strip()}
    name, whose = has.get("name", ""), has.get("organization", "")
    address, code = _address(has)
    key = has.get("id") or "row:" + "|".join(fold(part) for part in (name, whose, code or has.get("venue", "")))
    item: dict[str, Any] = {"id": key[:180], "name": name, "organization": {"name": whose or name}}
    for field in ("description", "email", "url", "fees", "status", "confidential"):
        if has.get(field):
            item[field] = has[field]
    if has.get("checked"):
        item["assured_date"] = has["checked"]
    item["phones"] = [{"id": "phone", "number": has["phone"]}] if has.get("phone") else []
    item["contacts"] = [{"id": "contact", "name": has["contact"]}] if has.get("contact") else []
    item["eligibility"] = [{"id": "who", "eligibility": has["for_whom"]}] if has.get("for_whom") else []
    item["languages"] = [{"id": one, "name": one} for one in _parts(has.get("languages", ""))]
    item["attributes"] = [
        {"id": f"tag:{fold(one)}", "link_type": "service",
         "taxonomy_term": {"id": f"tag:{fold(one)}", "name": one, "description": one, "taxonomy": "category"}}
        for one in _parts(has.get("category", ""))
    ]  # fmt: skip
    item["schedules"] = _schedules(has, key)
    place = _place(has, address)
    if place:
        item["service_at_locations"] = [{"location": place}]
    unknown = {heading: cell.strip() for heading, cell in cells.items() if heading not in mapping and cell.strip()}
    return item | ({"columns": unknown} if unknown else {})


def _place(has: dict[str, str], address: dict[str, str]) -> dict[str, Any]:
    place: dict[str, Any] = {"location_type": "physical", "name": has.get("venue", "")}
    for field in ("latitude", "longitude"):
        if has.get(field):
            place[field] = has[field]
    if address:
        place["addresses"] = [address | {"id": "address", "country": "GB", "address_type": "physical"}]
    if has.get("access"):
        place["accessibility"] = [{"id": "access", "description": has["access"]}]
    return place if len(place) > 2 or place["name"] else {}


def _address(has: dict[str, str]) -> tuple[dict[str, str], str]:
    """The address as the standard has it, and its postcode, which may stand at the end of it."""
    line, code = has.get("address", ""), has.get("postcode", "")
    if not code and (found := postcodes.find(line or has.get("venue", ""))):
        code, rest = found
        line = rest if line else line
    code = postcodes.normalise(code) or code
    parts = {
        "address_1": line,
        "city": has.get("town", ""),
        "state_province": has.get("county", ""),
        "postal_code": code,
    }
    return {name: value for name, value in parts.items() if value}, code


def _schedules(has: dict[str, str], key: str) -> list[dict[str, Any]]:
    """The hours: in the standard's fields where every word of them is understood, else as they were written."""
    ends = f" - {has['ends']}" if has.get("ends") else ""
    said = has.get("hours") or " ".join(filter(None, (has.get("day", ""), has.get("time", "") + ends))).strip()
    if has.get("hours") and has.get("day") and not hours.read(said):
        said = f"{has['day']} {said}"
    if not said:
        return []
    found = [
        {"id": f"{key}/when/{fold(said)}/{place}"[:180], "freq": "WEEKLY", "description": said,
         "byday": ",".join(hours.DAYS[day] for day in one.weekdays),
         "opens_at": one.opens.strftime("%H:%M"), "closes_at": one.closes.strftime("%H:%M")}
        for place, one in enumerate(hours.read(said))
    ]  # fmt: skip
    monthly = hours.monthly(said)
    if monthly is not None:
        byday, one = monthly
        found = [
            {"id": f"{key}/when/{fold(said)}"[:180], "freq": "MONTHLY", "description": said, "byday": byday,
             "opens_at": one.opens.strftime("%H:%M"), "closes_at": one.closes.strftime("%H:%M")}
        ]  # fmt: skip
    return found or [{"id": f"{key}/when/{fold(said)}"[:180], "description": said}]


def _parts(words: str) -> list[str]:
    return [one.strip()[:200] for one in re.split(r"[;,|\n]+", words) if one.strip()][:20]
