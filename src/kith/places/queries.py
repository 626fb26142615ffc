"""Whose place is this, how far is it, and when does somebody look? Where it does not know, it says so and answers."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from kith import matching
from kith.kit import postcodes
from kith.kit.geometry import around, inside, km
from kith.kit.whole import once, remember
from kith.matching import RoughArea
from kith.places import hours, names
from kith.places.kinds import ORDER
from kith.places.models import Area, Place, Postcode, StreetName

# Roads here wind: measured over rural districts a journey is about a third longer than the straight line.
DETOUR = 1.3
ROUGH_TO_KM = 30.0
# The national average of front doors to a postcode.
HOMES_PER_POSTCODE = 15
# A community nobody has counted is a town or a large village: its name may be said.
UNCOUNTED_COMMUNITY = 500
# A shorter name is too near to others to be guessed; of a longer one a letter or two may be wrong.
SHORTEST_MISSPELT, MUCH_ALIKE = 5, 0.84


class NoPlacesYet(LookupError):
    """There is no place at all, so nobody to give an ask to."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no place here yet. Open the site and name yours, or run: ./kith places add community NAME")
        )


@dataclass(frozen=True)
class Located:
    """Where something is, as well as we know. ``problem`` is a sentence when something did not fit, else empty.

    ``place`` is always there: what we cannot find belongs to the district, so that somebody has it.
    """

    place: Place
    lat: float | None = None
    lon: float | None = None
    lsoa: str = ""
    imd_decile: int | None = None
    problem: str = ""
    postcode: str = ""


def locate(postcode: str = "", street: str = "", community: str = "", near: Place | None = None) -> Located:
    """The place, coordinates, LSOA and IMD decile of a postcode, or else of a street and community.

    A postcode that is wrong, ended or outside is said in ``problem``; then the street and community decide, and
    when they are not known either, the district has it. ``near`` is the place whose form or sheet it came in by.
    Raises NoPlacesYet on an empty instance.
    """
    if not postcode.strip():
        return _by_name(street, community, near)
    written = postcodes.normalise(postcode)
    if written is None:
        said = _("“%(postcode)s” is not a whole postcode. It should look like ZZ34 0AB.")
        return _unsure(said % {"postcode": postcode.strip()[:20]}, street, community, near)
    row = once(("postcode", written), lambda: _postcodes().filter(postcode=written).first())
    if row is None or row.place is None:
        return replace(_unsure(_unknown(written, row), street, community, near), postcode=written)
    if row.terminated_on:
        said = _("The postcode %(postcode)s came to an end in %(year)s. Please check it.")
        problem = said % {"postcode": written, "year": row.terminated_on.year}
        return replace(_unsure(problem, street, community, near or row.place), postcode=written)
    return _by_postcode(row, row.place, street, community)


def look_up_ahead(written: Iterable[str]) -> None:
    """Look many postcodes up at once. It counts only within the act in which it is asked. One query."""
    normal = {one for one in map(postcodes.normalise, written) if one is not None}
    found = _postcodes().in_bulk(normal)
    places = {row.place_id: row.place for row in found.values()}
    for one in normal:
        row = found.get(one)
        if row is not None:
            row.place = places[row.place_id]
        remember(("postcode", one), row)


def _postcodes() -> QuerySet[Postcode]:
    return Postcode.objects.select_related("place")


def is_open(place: Place, now: datetime) -> bool:
    """Whether somebody looks at this place now."""
    return hours.is_open(place.opens, place.closes, now)


def next_look(place: Place, now: datetime) -> datetime:
    """When somebody next looks at this place: now, while it is open."""
    return hours.next_open(place.opens, place.closes, now)


def lowest_awake(place: Place, now: datetime) -> Place:
    """The smallest place holding this one where somebody looks now; when all sleep, the one that wakes first."""
    line = [place, *place.ancestors]
    awake = next((each for each in line if is_open(each, now)), None)
    return awake or min(line, key=lambda each: next_look(each, now))


def travel_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """About how far it is by road or path: the straight line and a third."""
    return km(lat1, lon1, lat2, lon2) * DETOUR


def coordinates(place: Place) -> tuple[float, float] | None:
    """Where a place is: its own point, else that of the nearest place it lies in."""
    for each in [place, *place.ancestors]:
        if each.lat is not None and each.lon is not None:
            return each.lat, each.lon
    return None


def neighbours(place: Place, limit: int = 5, within_km: float = 40.0) -> list[tuple[Place, float]]:
    """Places of the same kind near this one with the distance to travel, the nearest first."""
    here = coordinates(place)
    if here is None:
        return []
    others = Place.objects.of_kind(place.kind).exclude(pk=place.pk)
    reach = [
        (other, travel_km(*here, other.lat, other.lon))
        for other in others
        if other.lat is not None and other.lon is not None
    ]
    return sorted((pair for pair in reach if pair[1] <= within_km), key=lambda pair: pair[1])[:limit]


def rough_area(place: Place, lat: float | None = None, lon: float | None = None) -> RoughArea:
    """What may be said of where a door is before anybody has taken the ask: a name and a circle with enough homes.

    Villages and communities give their names when they are large enough themselves; the rule is in ``matching``.
    """
    here = (lat, lon) if lat is not None and lon is not None else coordinates(place)
    if here is None:
        return matching.rough_area(0.0, 0.0, [])
    homes, named = _homes_near(*here)
    return matching.rough_area(*here, homes, named=named)


def area_at(lat: float, lon: float, kind: str = Area.Kind.LSOA21) -> Area | None:
    """The area of one kind that a point lies in, when its boundaries are loaded."""

    def look() -> Area | None:
        boxes = Area.objects.filter(kind=kind, south__lte=lat, north__gte=lat, west__lte=lon, east__gte=lon)
        return next((area for area in boxes if inside((lat, lon), area.boundary)), None)

    return once(("area", kind, lat, lon), look)


def called(name: str, under: Place | None = None) -> list[Place]:
    """The places people mean by a name, by their own name or another they go by."""
    key = names.key(name)

    def look() -> list[Place]:
        found = Place.objects.filter(id__in=StreetName.objects.filter(key=key).values("place_id"))
        return list(found.under([under.id]) if under else found)

    return once(("called", key, under and under.id), look)


def nearly_called(name: str) -> Place | None:
    """The place that is no street whose name is most like a misspelt one; None where none is much like it."""
    key = names.key(name)
    if len(key) < SHORTEST_MISSPELT:
        return None

    def look() -> Place | None:
        rows = StreetName.objects.filter(key__startswith=key[0]).exclude(place__kind=Place.Kind.STREET)
        known = dict(rows.order_by("key", "-place_id").values_list("key", "place_id"))
        best = difflib.get_close_matches(key, known, n=1, cutoff=MUCH_ALIKE)
        return Place.objects.get(pk=known[best[0]]) if best else None

    return once(("nearly", key), look)


def tops() -> QuerySet[Place]:
    """The places with nothing above them, the largest kind first."""
    rank = Case(*[When(kind=kind, then=Value(size)) for size, kind in enumerate(ORDER)])
    return Place.objects.filter(parent=None).order_by(-rank, "name")


def fallback(near: Place | None = None) -> Place:
    """Who has what nobody can place: the district of ``near``, else the only district, else the top."""
    if near is not None:
        return near.ancestor(Place.Kind.DISTRICT) or (near.ancestors or [near])[-1]
    districts = list(Place.objects.of_kind(Place.Kind.DISTRICT)[:2])
    place = districts[0] if len(districts) == 1 else tops().first()
    if place is None:
        raise NoPlacesYet
    return place


def _by_postcode(row: Postcode, place: Place, street: str, community: str) -> Located:
    """A good postcode decides; a street we know in its community makes it finer, and another community is said."""
    problem, home = "", place.ancestor(Place.Kind.COMMUNITY)
    if home is not None and street.strip() and place == home:
        finer = [each for each in called(street, under=home) if each.kind == Place.Kind.STREET]
        place = finer[0] if len(finer) == 1 else place
    if home is not None and community.strip():
        elsewhere = called(community)
        if elsewhere and not any(_overlap(other, home) for other in elsewhere):
            said = _("The postcode %(postcode)s is in %(place)s, but “%(community)s” is written too. Which is it?")
            problem = said % {"postcode": row.postcode, "place": home.name, "community": community.strip()[:60]}
    lsoa, decile = _deprivation(row.lsoa21, row.lsoa11)
    return Located(place, row.lat, row.lon, lsoa, decile, problem, row.postcode)


def _by_name(street: str, community: str, near: Place | None) -> Located:
    if not street.strip() and not community.strip():
        problem = (
            "" if near else _("We do not know where this is yet. A postcode, or a street and village, would help.")
        )
        return _at(near or fallback(), problem)
    place, problem = _named(street, community, near)
    if place is not None:
        return _at(place, problem)
    written = ", ".join(part.strip()[:60] for part in (street, community) if part.strip())
    said = _("We do not know “%(written)s”. A postcode, or the nearest village, would help.")
    return _at(fallback(near), said % {"written": written})


def _named(street: str, community: str, near: Place | None) -> tuple[Place | None, str]:
    """The place meant by a written address, and a sentence when it could be more than one.

    It reads from the largest part to the smallest, each narrowing the one before: "Devon", "Combe Martin", "Quay
    Street". A part that is not known, or lies elsewhere, narrows nothing.
    """
    known = _known_by(names.parts(street, community))
    if community.strip() and not any(names.key(part) in known for part in names.parts(community)) and near is None:
        # A High Street in a town we do not know is not our High Street.
        return None, ""
    meant: list[Place] = []
    words = ""
    for part in reversed(names.parts(street, community)):
        places = known.get(names.key(part), [])
        fitting = [place for place in places if _in_any(place, meant)] if meant else places
        if fitting:
            meant, words = fitting, part
    if len(meant) > 1 and near is not None:
        meant = [place for place in meant if _overlap(place, near)] or meant
    if len(meant) < 2:
        return (meant[0] if meant else None), ""
    where = sorted({place.parent.name for place in meant if place.parent})
    said = _("There is more than one “%(name)s”: in %(places)s. Which is it?")
    return _shared(meant), said % {"name": words[:60], "places": ", ".join(where)}


def _known_by(written: list[str]) -> dict[str, list[Place]]:
    """The places each part of an address may mean, by its key. One query."""
    known: dict[str, list[Place]] = {}
    keys = frozenset(names.key(part) for part in written)

    def look() -> list[StreetName]:
        return list(StreetName.objects.filter(key__in=keys).select_related("place", "place__parent"))

    for name in once(("names", keys), look):
        known.setdefault(name.key, []).append(name.place)
    return known


def _unsure(problem: str, street: str, community: str, near: Place | None) -> Located:
    """What a postcode could not tell: the street and community if they are known, else the district."""
    place, _said = _named(street, community, near) if street.strip() or community.strip() else (None, "")
    return _at(place or fallback(near), problem)


def _unknown(written: str, row: Postcode | None) -> str:
    half = postcodes.outward(written)
    ours = Postcode.objects.filter(postcode__startswith=f"{half} ", place__isnull=False).exists()
    if row is not None or not ours:
        said = _("The postcode %(postcode)s is outside the places we know. Please check it.")
    else:
        said = _("We do not know the postcode %(postcode)s. Please check its last three letters and figures.")
    return said % {"postcode": written}


def _at(place: Place, problem: str) -> Located:
    here = coordinates(place)
    if here is None:
        return Located(place, problem=problem)
    # A district's middle says nothing of where somebody lives, so no deprivation is read from it.
    if place.kind not in (Place.Kind.STREET, Place.Kind.COMMUNITY):
        return Located(place, *here, problem=problem)
    area = area_at(*here)
    lsoa, decile = (area.code, area.imd_decile) if area else ("", None)
    return Located(place, *here, lsoa, decile, problem)


def _deprivation(lsoa21: str, lsoa11: str) -> tuple[str, int | None]:
    """The LSOA and its decile: the newest index first, the older one where that is all we have."""
    codes = frozenset({lsoa21, lsoa11} - {""})

    def look() -> dict[tuple[str, str], Area]:
        return {(area.kind, area.code): area for area in Area.objects.defer("boundary").filter(code__in=codes)}

    areas = once(("areas", codes), look)
    for kind, code in ((Area.Kind.LSOA21, lsoa21), (Area.Kind.LSOA11, lsoa11)):
        area = areas.get((kind, code))
        if area is not None and area.imd_decile is not None:
            return code, area.imd_decile
    return lsoa21 or lsoa11, None


def _homes_near(lat: float, lon: float) -> tuple[list[tuple[float, float, int]], list[tuple[str, float, float, int]]]:
    """Homes by street, or by postcode where no street has been counted, and the names large enough to say."""
    box = around((lat, lon), ROUGH_TO_KM)
    within = {"lat__range": (box.south, box.north), "lon__range": (box.west, box.east)}
    near = list(Place.objects.filter(kind__in=[Place.Kind.STREET, Place.Kind.COMMUNITY], **within))
    streets = [place for place in near if place.kind == Place.Kind.STREET and place.homes]
    homes = [(place.lat or 0.0, place.lon or 0.0, place.homes) for place in streets]
    if not homes:
        live = Postcode.objects.filter(terminated_on=None, **within)
        homes = [(row.lat, row.lon, HOMES_PER_POSTCODE) for row in live]
    named = []
    for place in near:
        counted = place.homes or sum(street.homes for street in streets if place.id in street.path)
        if place.kind == Place.Kind.COMMUNITY:
            named.append((place.name, place.lat or 0.0, place.lon or 0.0, counted or UNCOUNTED_COMMUNITY))
        elif place.typed_settings.village:
            named.append((place.name, place.lat or 0.0, place.lon or 0.0, counted))
    return homes, named


def _overlap(one: Place, other: Place) -> bool:
    return one.id in other.path or other.id in one.path


def _in_any(place: Place, wider: list[Place]) -> bool:
    """Whether a street lies in one of the places named; a village named stands for the community it is in."""
    reach = {each.parent_id if each.kind == Place.Kind.STREET else each.id for each in wider}
    return bool(reach & set(place.path))


def _shared(places: list[Place]) -> Place:
    """The smallest place that holds them all, or the fallback when they share none."""
    common = set(places[0].path).intersection(*[place.path for place in places[1:]])
    shared = [each for each in [places[0], *places[0].ancestors] if each.id in common]
    return shared[0] if shared else fallback()
