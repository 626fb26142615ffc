"""HSDS 1.1 as a folder or a zip of CSV tables, put together into the standard's nested shape."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from kith.directory.reading import documents, hours, oruk1, weight
from kith.directory.reading.entries import ORGANIZATION, SERVICE, TERM, CannotRead, Taken
from kith.kit.words import gettext as _

Row = dict[str, Any]
Tables = dict[str, list[Row]]
MOST_FILES = 200
MOST_ROWS = 2_000_000
# What a table is called, in one form: files are named with and without a plural.
_NAMES = {
    "organization": "organizations", "service": "services", "location": "locations", "phone": "phones",
    "contact": "contacts", "physical_address": "physical_addresses", "postal_address": "postal_addresses",
    "address": "addresses", "regular_schedule": "regular_schedules", "schedule": "regular_schedules",
    "schedules": "regular_schedules", "holiday_schedule": "holiday_schedules", "eligibilities": "eligibility",
    "service_taxonomies": "service_taxonomy", "services_taxonomy": "service_taxonomy", "taxonomies": "taxonomy",
    "taxonomy_term": "taxonomy", "taxonomy_terms": "taxonomy", "language": "languages", "service_area": "service_areas",
    "fundings": "funding", "service_at_location": "services_at_location",
    "service_at_locations": "services_at_location",
    "services_at_locations": "services_at_location", "cost_option": "cost_options", "program": "programs",
    "required_document": "required_documents", "accessibility": "accessibility_for_disabilities",
}  # fmt: skip
_OF_SERVICE = ("eligibility", "languages", "funding", "cost_options", "service_areas", "regular_schedules",
               "holiday_schedules", "contacts", "phones", "required_documents", "payments_accepted")  # fmt: skip
_OF_LOCATION = ("physical_addresses", "postal_addresses", "accessibility_for_disabilities", "phones", "languages",
                "contacts", "regular_schedules", "holiday_schedules", "addresses")  # fmt: skip


def read_folder(path: Path) -> Taken:
    """A folder of tables. Refuses (``CannotRead``) one without services."""
    files = sorted(one for one in path.iterdir() if one.suffix.lower() == ".csv" and one.is_file())
    return _read({one.stem: one.read_bytes() for one in files[:MOST_FILES]}, path.name)


def read_zip(path: Path, most: int, heaviest: int = weight.OF_A_FILE) -> Taken:
    """A zip of tables, or of one document. What unpacks to more than ``most`` bytes is refused before it does, and
    what would be heavier than ``heaviest`` once it is read before that."""
    with zipfile.ZipFile(path) as packed:
        names = [one for one in packed.infolist() if not one.is_dir() and "__MACOSX" not in one.filename]
        if any(one.filename == "[Content_Types].xml" for one in names):
            said = _("“%(file)s” is an Excel workbook. Open it, choose Save As, pick “CSV UTF-8” and give that file.")
            raise CannotRead(said % {"file": path.name})
        wanted = [one for one in names if one.filename.lower().endswith((".csv", ".json", ".ndjson"))]
        if len(names) > MOST_FILES or sum(one.file_size for one in names) > most:
            raise CannotRead(_bomb(path.name))
        found, left = {}, most
        for one in wanted:
            with packed.open(one) as file:
                body = file.read(left + 1)
            left -= len(body)
            if left < 0:
                raise CannotRead(_bomb(path.name))
            heaviest -= weight.check(body, one.filename, heaviest, table=one.filename.lower().endswith(".csv"))
            found[one.filename] = body
    for name, body in found.items():
        if name.lower().endswith(".json") and len(found) == 1:
            return documents.read_whole(documents.loads(body, name), name)
        if name.lower().endswith(".ndjson"):
            return documents.read_lines(body.decode("utf-8-sig", "replace").splitlines(), name)
    return _read(
        {PurePosixPath(name).stem: body for name, body in found.items() if name.lower().endswith(".csv")}, path.name
    )


def _bomb(name: str) -> str:
    said = _("“%(file)s” unpacks to far more than any directory, so it was not opened. Ask whoever sent it.")
    return said % {"file": name}


def _read(files: Mapping[str, bytes], name: str) -> Taken:
    tables = {_called(stem): list(_rows(body, stem)) for stem, body in files.items()}
    if not tables.get("services"):
        said = _("There is no table of services in “%(file)s”. A folder of tables has a file services.csv in it.")
        raise CannotRead(said % {"file": name})
    items = [(SERVICE, one, f"services.csv, row {number}") for number, one in enumerate(_services(tables), start=2)]
    known = {one.get("organization_id") for one in tables["services"]}
    runs = [one for one in tables.get("organizations", []) if one.get("id") not in known]
    words = [(TERM, _term(one), "taxonomy.csv") for one in tables.get("taxonomy", [])]
    others = [(ORGANIZATION, one, "organizations.csv") for one in runs]
    return documents.read_items([*words, *items, *others], documents.HSDS_CSV)


def _called(stem: str) -> str:
    name = stem.lower().strip().replace("-", "_").replace(" ", "_")
    return _NAMES.get(name, name)


def _rows(body: bytes, name: str) -> Iterable[Row]:
    try:
        words = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = body.decode("cp1252", "replace")
    csv.field_size_limit(16 * 1024 * 1024)
    try:
        for number, row in enumerate(csv.DictReader(io.StringIO(words.replace("\x00", "")))):
            if number > MOST_ROWS:
                raise CannotRead(_("The table “%(file)s” has no end. Ask whoever sent it.") % {"file": name})
            yield {
                key.strip().lower(): value.strip()
                for key, value in row.items()
                if isinstance(key, str) and isinstance(value, str) and value.strip()
            }
    except csv.Error:
        said = _("The table “%(file)s” cannot be read: a quotation mark may be open. Save it again as CSV.")
        raise CannotRead(said % {"file": name}) from None


def _services(tables: Tables) -> Iterable[Row]:
    """Each service with everything that other tables say of it, as a feed would nest it."""
    runs = {one.get("id"): one for one in tables.get("organizations", [])}
    of_run, of_contact = _by(tables, "phones", "organization_id"), _by(tables, "phones", "contact_id")
    places = {one.get("id"): _location(one, tables) for one in _with_parts(tables)}
    of_service = {name: _by(tables, name, "service_id") for name in _OF_SERVICE}
    for row in tables["services"]:
        made = dict(row) | {name: _own(name, found.get(row.get("id"), [])) for name, found in of_service.items()}
        made["eligibilitys"] = made.pop("eligibility")
        made["contacts"] = [{**one, "phones": of_contact.get(one.get("id"), [])} for one in made["contacts"]]
        if row.get("organization_id") in runs:
            run = runs[row["organization_id"]]
            made["organization"] = run | {"phones": of_run.get(run.get("id"), [])}
        made["service_taxonomys"] = _sorted_by(row.get("id"), tables)
        made["service_at_locations"] = _at(row.get("id"), places, tables)
        yield oruk1.to_three(SERVICE, {name: value for name, value in made.items() if value not in ([], None, "")})


def _own(name: str, rows: list[Row]) -> list[Row]:
    """What is the service's own: hours that also name a location stand there."""
    return [one for one in rows if name != "regular_schedules" or not one.get("service_at_location_id")]


def _sorted_by(key: Any, tables: Tables) -> list[Row]:
    """The words a service stands under."""
    terms = _by(tables, "taxonomy", "id")
    return [
        {
            "id": one.get("id") or f"{key}/{place}",
            "taxonomy": next(iter(terms.get(one.get("taxonomy_id"), [])), None),
            "taxonomy_id": one.get("taxonomy_id"),
        }
        for place, one in enumerate(_by(tables, "service_taxonomy", "service_id").get(key, []))
    ]


def _at(key: Any, places: Mapping[Any, Row], tables: Tables) -> list[Row]:
    """Where a service is, with its hours there."""
    hours_at = _by(tables, "regular_schedules", "service_at_location_id")
    return [
        one | {"location": places[one["location_id"]], "regular_schedule": hours_at.get(one.get("id"), [])}
        for one in _by(tables, "services_at_location", "service_id").get(key, [])
        if one.get("location_id") in places
    ]


def _with_parts(tables: Tables) -> list[Row]:
    for row in tables.get("regular_schedules", []):
        days = row.get("weekday") or row.get("day") or ""
        if days and not row.get("byday"):
            found = [int(one) - 1 for one in days.replace(",", " ").split() if one.isdigit() and 1 <= int(one) <= 7]
            row["byday"] = ",".join(hours.DAYS[day] for day in found or hours.weekdays(days))
            row.setdefault("freq", "WEEKLY")
    return tables.get("locations", [])


def _location(row: Row, tables: Tables) -> Row:
    made = dict(row)
    for name in _OF_LOCATION:
        made[name] = _by(tables, name, "location_id").get(row.get("id"), [])
    made.pop("regular_schedules", None)
    return {name: value for name, value in made.items() if value != []}


def _term(row: Row) -> Row:
    made = dict(row)
    if made.get("vocabulary"):
        made["taxonomy"] = made.pop("vocabulary")
    return made | {"description": made.get("description") or made.get("name", "")}


def _by(tables: Tables, name: str, column: str) -> dict[Any, list[Row]]:
    """The rows of a table by what they belong to. Made once for each table and column."""
    kept: dict[Any, dict[Any, list[Row]]] = tables.setdefault("", [{}])[0]  # what was sorted before
    if (name, column) not in kept:
        found: dict[Any, list[Row]] = defaultdict(list)
        for row in tables.get(name, []):
            if row.get(column):
                found[row[column]].append(row)
        kept[name, column] = found
    return kept[name, column]
