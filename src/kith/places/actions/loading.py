"""Takes in postcodes, boundaries and deprivation in bulk. Run again with the same file, each changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from kith.kit.actor import Actor
from kith.kit.geometry import bbox, merged
from kith.kit.whole import whole
from kith.places.assigning import Assigner, Spot
from kith.places.files import AreaRow, DeprivationRow, PostcodeRow
from kith.places.models import Area, Place, Postcode
from kith.places.queries import tops
from kith.places.shapes import thinned
from kith.trail import actions as trail
from kith.trail.verbs import Verb

BATCH = 2_000
Row = TypeVar("Row")
Tick = Callable[[int], None]


@dataclass
class Loaded:
    """What a load did, in rows: ``rows = added + changed + same + outside``."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    outside: int = 0


@whole()
def load_postcodes(
    *,
    rows: Iterable[PostcodeRow],
    source: str,
    by: Actor,
    now: datetime,
    under: Place | None = None,
    tick: Tick | None = None,
) -> Loaded:
    """Add and change postcodes, each with the place the rule in ``assigning`` gives it.

    A row may name its place itself. Where a district carries local authority codes, rows of other authorities are
    counted as outside and not kept. Recorded once, with the counts. Refuses nothing.
    """
    assigner = _assigner(under)
    ours = _authorities(under)
    before = {row.postcode: row for row in Postcode.objects.all()}
    done = Loaded()
    for batch in _batches(rows):
        fresh: dict[str, Postcode] = {}
        for row in batch:
            done.rows += 1
            if ours and row.lad and row.lad not in ours and row.place is None:
                done.outside += 1
                continue
            _sort(done, fresh, before, row.postcode, _postcode(row, assigner))
        Postcode.objects.bulk_create(
            fresh.values(), update_conflicts=True, unique_fields=["postcode"], update_fields=_POSTCODE_FACTS
        )
        if tick:
            tick(len(batch))
    _record(source, by, now, done)
    return done


@whole()
def assign_postcodes(*, by: Actor, now: datetime, under: Place | None = None) -> int:
    """Ask the rule again for every postcode that has no street yet, after places were added; how many moved.

    Recorded once, with the count. Refuses nothing.
    """
    assigner = _assigner(under)
    moved = []
    for row in Postcode.objects.exclude(place__kind=Place.Kind.STREET):
        place_id = assigner.place_of((row.lat, row.lon), (row.ward, row.lad))
        if place_id is not None and place_id != row.place_id:
            row.place_id = place_id
            moved.append(row)
    Postcode.objects.bulk_update(moved, ["place"], batch_size=BATCH)
    _record("postcodes", by, now, Loaded(rows=len(moved), changed=len(moved)))
    return len(moved)


@whole()
def load_boundaries(
    *,
    areas: Iterable[AreaRow],
    source: str,
    by: Actor,
    now: datetime,
    under: Place | None = None,
    tick: Tick | None = None,
) -> Loaded:
    """Keep the shapes of statistical areas, and give places the shape of their wards.

    A ward belongs to the place that carries its code; else to the community whose name its own begins with
    ("Barnstaple with Pilton" is Barnstaple's). Recorded once, with the counts. Refuses nothing.
    """
    before = {(area.kind, area.code): area for area in Area.objects.all()}
    done = Loaded()
    wards: list[AreaRow] = []
    for batch in _batches(areas):
        fresh: dict[tuple[str, str], Area] = {}
        for row in batch:
            done.rows += 1
            known = before.get((row.kind, row.code))
            _sort(done, fresh, before, (row.kind, row.code), _shaped(row, known))
            wards += [row] if row.kind == Area.Kind.WARD else []
        _write_areas(fresh.values(), ["name", "boundary", "south", "west", "north", "east"])
        if tick:
            tick(len(batch))
    places = _shape_places(wards, under)
    _record(source, by, now, done, places=places)
    return done


@whole()
def load_deprivation(
    *, rows: Iterable[DeprivationRow], source: str, by: Actor, now: datetime, tick: Tick | None = None
) -> Loaded:
    """Keep the year, decile and rank of deprivation of each area. An older year never replaces a newer one.

    Recorded once, with the counts. Refuses nothing.
    """
    before = {(area.kind, area.code): area for area in Area.objects.defer("boundary")}
    done = Loaded()
    for batch in _batches(rows):
        fresh: dict[tuple[str, str], Area] = {}
        for row in batch:
            done.rows += 1
            known = before.get((row.kind, row.code))
            if known is not None and known.imd_year is not None and known.imd_year > row.year:
                done.same += 1
                continue
            area = Area(kind=row.kind, code=row.code, imd_year=row.year, imd_decile=row.decile, imd_rank=row.rank)
            _sort(done, fresh, before, (row.kind, row.code), area, _IMD_FACTS)
        _write_areas(fresh.values(), _IMD_FACTS)
        if tick:
            tick(len(batch))
    _record(source, by, now, done)
    return done


_POSTCODE_FACTS = ["place", "lat", "lon", "lsoa21", "lsoa11", "lad", "ward", "terminated_on"]
_IMD_FACTS = ["imd_year", "imd_decile", "imd_rank"]
_SHAPE_FACTS = ["name", "boundary"]
Key = TypeVar("Key")
Model = TypeVar("Model", bound=models.Model)


def _sort(
    done: Loaded, fresh: dict[Key, Model], before: dict[Key, Model], key: Key, row: Model, facts: Sequence[str] = ()
) -> None:
    """Count a row as added, changed or same, and keep it to be written when it is not the same."""
    known = before.get(key)
    compared = facts or (_POSTCODE_FACTS if isinstance(row, Postcode) else _SHAPE_FACTS)
    if known is None:
        done.added += 1
    elif all(getattr(known, fact) == getattr(row, fact) for fact in _columns(compared)):
        done.same += 1
        return
    else:
        done.changed += 1
    fresh[key] = before[key] = row


def _columns(facts: Sequence[str]) -> list[str]:
    return ["place_id" if fact == "place" else fact for fact in facts]


def _postcode(row: PostcodeRow, assigner: Assigner) -> Postcode:
    place_id = row.place or assigner.place_of((row.lat, row.lon), (row.ward, row.lad))
    codes = {"lsoa21": row.lsoa21, "lsoa11": row.lsoa11, "lad": row.lad, "ward": row.ward}
    where = {"place_id": place_id, "lat": row.lat, "lon": row.lon}
    return Postcode(postcode=row.postcode, terminated_on=row.terminated_on, **where, **codes)


def _shaped(row: AreaRow, known: Area | None) -> Area:
    box = bbox(row.boundary)
    area = Area(kind=row.kind, code=row.code, name=row.name or (known.name if known else ""), boundary=row.boundary)
    if box:
        area.south, area.west, area.north, area.east = box.south, box.west, box.north, box.east
    return area


def _write_areas(areas: Iterable[Area], facts: list[str]) -> None:
    Area.objects.bulk_create(areas, update_conflicts=True, unique_fields=["kind", "code"], update_fields=facts)


def _shape_places(wards: list[AreaRow], under: Place | None) -> int:
    """Give each place the merged shape of its wards; how many places changed."""
    candidates = Place.objects.under([under.id]) if under else Place.objects.all()
    places = list(candidates.filter(kind__in=[Place.Kind.COMMUNITY, Place.Kind.NEIGHBOURHOOD]))
    theirs: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for ward in wards:
        owner = next((p for p in places if ward.code in p.codes), None)
        owner = owner or next(
            (p for p in places if p.kind == Place.Kind.COMMUNITY and _begins(ward.name, p.name)), None
        )
        if owner is not None and ward.boundary:
            theirs[owner.id].append(ward.boundary)
    changed = 0
    for place in places:
        shape = thinned(merged(theirs[place.id])) if place.id in theirs else None
        if shape is not None and shape != place.boundary:
            changed += Place.objects.filter(pk=place.pk).update(boundary=shape)
    return changed


def _begins(ward: str, place: str) -> bool:
    return ward == place or ward.startswith(f"{place} ")


def _assigner(under: Place | None) -> Assigner:
    spots = [
        Spot(place.id, place.kind, tuple(place.path), frozenset(place.codes), place.lat, place.lon, place.boundary)
        for place in Place.objects.all()
    ]
    districts = [spot.id for spot in spots if spot.kind == Place.Kind.DISTRICT]
    return Assigner(spots, [under.id] if under else districts or [top.id for top in tops()])


def _authorities(under: Place | None) -> set[str]:
    """The local authority codes of our districts; empty when none was given, which keeps every row."""
    districts = Place.objects.of_kind(Place.Kind.DISTRICT)
    if under is not None:
        districts = districts.filter(id__in=under.path) | districts.under([under.id])
    return {code for district in districts for code in district.codes if code[1:3] in ("06", "07", "08", "09")}


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _record(source: str, by: Actor, now: datetime, done: Loaded, **more: Any) -> None:
    about = ("places", None, source)
    trail.record(verb=Verb.PLACES_LOADED, by=by, now=now, subject=about, detail={**vars(done), **more})
