"""Reads the files that places come from: postcodes, boundaries, deprivation, typed lists of streets.

It turns lines into rows or into a reason why not; what is done with a row is decided in ``actions``. These files are
made by machines and hold up to three million lines, so they are read fast; sheets kept by people go to ``kit.csv``.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from kith.kit import csv as kit_csv
from kith.kit import postcodes
from kith.kit.geometry import from_national_grid
from kith.kit.text import one_line

CELL_LIMIT = 4_000_000
_CODE_POINT = (
    "postcode", "quality", "eastings", "northings", "country_code", "nhs_regional_code", "nhs_code", "county_code",
    "lad_code", "ward_code",
)  # fmt: skip
Line = Mapping[str, str]
Made = TypeVar("Made")


class CannotRead(ValueError):
    """A file that is not what it should be; its text says what to do."""


class Rejection(ValueError):
    """Why one line cannot be used."""


@dataclass(frozen=True)
class PostcodeRow:
    """One postcode of a file. ``place`` is only given by those who know it better than the rule."""

    postcode: str
    lat: float
    lon: float
    lsoa21: str = ""
    lsoa11: str = ""
    lad: str = ""
    ward: str = ""
    terminated_on: date | None = None
    place: UUID | None = None


@dataclass(frozen=True)
class AreaRow:
    """One shape of a file."""

    kind: str
    code: str
    name: str
    boundary: dict[str, Any] | None


@dataclass(frozen=True)
class DeprivationRow:
    """How deprived one area is."""

    kind: str
    code: str
    year: int
    decile: int
    rank: int


@dataclass(frozen=True)
class StreetLine:
    """One street or village of a typed list."""

    name: str
    postcodes: tuple[str, ...] = ()
    homes: int = 0
    village: bool = False
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Rejected:
    """A line that could not be used, word for word, with its number in the file and the reason."""

    line: int
    cells: tuple[str, ...]
    reason: str


def read_postcodes(path: Path, reject: Callable[[Rejected], None]) -> Iterator[PostcodeRow]:
    """The postcodes of a Code-Point-style or ONSPD file; a line that cannot be used goes to ``reject``."""
    return _rows(path, _postcode, lambda row: row.postcode, reject)


def read_deprivation(path: Path, reject: Callable[[Rejected], None]) -> Iterator[DeprivationRow]:
    """The areas of an Index of Multiple Deprivation file, in its official or its shorter columns."""
    named = re.search(r"20(?:1|2)\d", path.name)
    year = int(named.group()) if named else 0
    return _rows(path, lambda line: _deprivation(line, year), lambda row: (row.kind, row.code), reject)


def read_boundaries(path: Path, reject: Callable[[Rejected], None]) -> Iterator[AreaRow]:
    """The areas of a GeoJSON file in degrees (EPSG:4326), as the Office for National Statistics names them."""
    try:
        collection = json.loads(path.read_text(encoding="utf-8-sig"))
        features = collection["features"]
    except (ValueError, KeyError, TypeError) as problem:
        raise CannotRead(f"{path.name} is not GeoJSON. Export the boundaries as GeoJSON, in EPSG:4326.") from problem
    for number, feature in enumerate(features, start=1):
        try:
            yield _area(feature)
        except Rejection as reason:
            reject(Rejected(number, (json.dumps(feature.get("properties")),), str(reason)))


def read_streets(text: str) -> list[StreetLine]:
    """A typed list, one street or village to a line: "Quay Street, ZZ34 0AB, 42 homes" or "Sutcombe, village"."""
    return [street for line in text.splitlines() if (street := _street(line))]


def header(path: Path) -> list[str]:
    """The first line of a CSV file, as written."""
    return next(_cells(path), [])


def count_lines(path: Path) -> int:
    """How many lines a file has, to know how far along we are."""
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def write_rejected(path: Path, first_line: list[str], rejected: Iterable[Rejected]) -> Path | None:
    """Write what could not be used beside the file, with the reasons; the path, or None when there was nothing."""
    beside = path.with_name(f"{path.name}.rejected.csv")
    rows = [(*each.cells, str(each.line), each.reason) for each in rejected]
    return beside if kit_csv.write_rejected(beside, [*first_line, "line", "reason"], rows) else None


def _rows(
    path: Path, make: Callable[[Line], Made], key: Callable[[Made], object], reject: Callable[[Rejected], None]
) -> Iterator[Made]:
    cells = _cells(path)
    first = next(cells, [])
    names = [_column(name) for name in first]
    if first and postcodes.normalise(first[0]):
        # The Ordnance Survey's own files come without a heading.
        names, cells = list(_CODE_POINT), chain([first], cells)
    seen: set[object] = set()
    for number, values in enumerate(cells, start=1 if names == list(_CODE_POINT) else 2):
        if not any(value.strip() for value in values):
            continue
        try:
            row = make(dict(zip(names, (value.strip() for value in values), strict=False)))
            if key(row) in seen:
                raise Rejection("This is in the file twice; the first one was used.")
        except Rejection as reason:
            reject(Rejected(number, tuple(values), str(reason)))
            continue
        seen.add(key(row))
        yield row


def _cells(path: Path) -> Iterator[list[str]]:
    with path.open("rb") as file:
        start = file.read(65_536)
    if start[:4] in (b"%PDF", b"PK\x03\x04") or b"\0" in start:
        raise CannotRead(f"{path.name} is not a CSV file. Open it in the program it came from and export it as CSV.")
    try:
        start.decode("utf-8-sig")
        encoding = "utf-8-sig"
    except UnicodeDecodeError as problem:
        # A character cut in two by the end of the block is no sign of another encoding.
        encoding = "utf-8-sig" if problem.start >= len(start) - 4 else "cp1252"
    csv.field_size_limit(CELL_LIMIT)
    first = start.split(b"\n", 1)[0]
    delimiter = max(",;\t", key=lambda each: first.count(each.encode()))
    with path.open(newline="", encoding=encoding, errors="replace") as file:
        yield from csv.reader(file, delimiter=delimiter)


def _column(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def _first(line: Line, *columns: str) -> str:
    return next((line[column] for column in columns if line.get(column)), "")


def _postcode(line: Line) -> PostcodeRow:
    written = _first(line, "pcds", "postcode", "pcd2", "pcd", "pcd7", "pcd8")
    postcode = postcodes.normalise(written)
    if postcode is None:
        raise Rejection(f"“{written[:20]}” is not a whole postcode." if written else "There is no postcode here.")
    lad = _first(line, "lad_code", "oslaua", "laua") or _like(line, r"lad\d\dcd")
    return PostcodeRow(
        postcode,
        *_spot(line),
        lsoa21=_first(line, "lsoa21", "lsoa21_code", "lsoa21cd"),
        lsoa11=_first(line, "lsoa11", "lsoa11_code", "lsoa11cd"),
        lad=lad,
        ward=_first(line, "ward_code", "osward", "ward") or _like(line, r"wd\d\dcd"),
        terminated_on=_month(_first(line, "doterm", "terminated", "terminated_on")),
    )


def _like(line: Line, pattern: str) -> str:
    return next((value for name, value in line.items() if value and re.fullmatch(pattern, name)), "")


def _spot(line: Line) -> tuple[float, float]:
    lat, lon = _first(line, "lat", "latitude"), _first(line, "long", "longitude", "lon", "lng")
    if not lat and not lon:
        east, north = _first(line, "eastings", "easting", "oseast1m"), _first(line, "northings", "northing", "osnrth1m")
        if east.isdigit() and north.isdigit() and int(east) and int(north):
            return from_national_grid(int(east), int(north))
    return _degrees(lat, lon)


def _degrees(lat: str, lon: str) -> tuple[float, float]:
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        raise Rejection("There is no latitude and longitude here.") from None
    # The national file writes 99.999999 for a postcode that stands for no spot on the ground.
    if not (-90 <= north <= 90 and -180 <= east <= 180) or (north, east) == (0.0, 0.0):
        raise Rejection("This postcode has no spot on the ground.")
    return north, east


def _month(written: str) -> date | None:
    if not written:
        return None
    found = re.fullmatch(r"(\d{4})-?(\d{2})(?:-?(\d{2}))?", written)
    try:
        return date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else _no_month(written)
    except ValueError:
        return _no_month(written)


def _no_month(written: str) -> date:
    raise Rejection(f"“{written[:20]}” is not a month such as 201903.")


def _deprivation(line: Line, year: int) -> DeprivationRow:
    code_column = next((name for name in line if "lsoa" in name and ("code" in name or name.endswith("cd"))), "")
    code = line.get(code_column, "")
    if not re.fullmatch(r"[EWSN]\d{8}", code):
        raise Rejection(f"“{code[:20]}” is not the code of an area such as E01020138.")
    newer = "21" in code_column
    found = {what: _number(line, what) for what in ("decile", "rank")}
    if not 1 <= found["decile"] <= 10:
        raise Rejection(f"The decile is {found['decile']}; it should be 1 to 10.")
    years = int(line.get("year") or year or (2025 if newer else 2019))
    return DeprivationRow("lsoa21" if newer else "lsoa11", code, years, found["decile"], found["rank"])


def _number(line: Line, what: str) -> int:
    names = (name for name in line if what in name and (name.startswith("imd") or "multiple_deprivation" in name))
    written = line.get(next(names, ""), "").replace(",", "")
    if not re.fullmatch(r"\d{1,6}(?:\.0+)?", written):
        raise Rejection(f"There is no {what} of multiple deprivation here.")
    return int(float(written))


def _area(feature: Mapping[str, Any]) -> AreaRow:
    properties = feature.get("properties") or {}
    for pattern, kind in (
        (r"LSOA(21|11)CD", "lsoa"),
        (r"MSOA(21|11)CD", "msoa"),
        (r"WD\d\dCD", "ward"),
        (r"LAD\d\dCD", "lad"),
    ):
        column = next((name for name in properties if re.fullmatch(pattern, name.upper())), None)
        if column is None:
            continue
        geometry = feature.get("geometry") or {}
        if geometry.get("type") not in ("Polygon", "MultiPolygon"):
            raise Rejection("This area has no shape.")
        label = properties.get(column[:-2] + ("NM" if column.isupper() else "nm")) or ""
        kind += column[4:6] if kind.endswith("soa") else ""
        return AreaRow(kind, str(properties[column]), one_line(str(label), 120), _rounded(geometry))
    raise Rejection("No column here says which area this is (LSOA21CD, MSOA21CD, WD25CD or LAD25CD).")


def _rounded(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """To a metre, which is finer than any of these shapes were drawn."""

    def near(part: Any) -> Any:
        return (
            round(part, 5)
            if isinstance(part, float)
            else [near(each) for each in part]
            if isinstance(part, list)
            else part
        )

    return {"type": geometry["type"], "coordinates": near(geometry["coordinates"])}


def _street(line: str) -> StreetLine | None:
    name, *others = [one_line(part, 120) for part in re.split(r"[,;\t]", line)]
    if not name:
        return None
    codes = tuple(
        code for part in others for word in re.split(r"\s{2,}|/|\+", part) if (code := postcodes.normalise(word))
    )
    homes = next((int(found[1]) for part in others if (found := re.fullmatch(r"(\d{1,5})(?:\s+homes?)?", part))), 0)
    return StreetLine(name, codes, homes, any(part.lower() in ("village", "hamlet") for part in others))
