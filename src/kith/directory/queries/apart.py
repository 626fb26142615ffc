"""Which entries would give away a house that must not be found: by its address, by its words, whoever sent them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kith.directory import lifecycle
from kith.directory.hidden import looks_confidential
from kith.directory.keeping_words import PUT_BACK
from kith.directory.models import Edit, Location, SearchRow, Service, ServiceAtLocation
from kith.directory.queries.known import FROM_SOURCE
from kith.directory.queries.shown import Shown
from kith.directory.spots import Spot, said, same, spots_of, tells
from kith.places.models import Place

_BY_US = Q(state=lifecycle.LIVE) & ~Q(lane__in=(FROM_SOURCE, PUT_BACK))
_AT_ONCE = 200


@dataclass(frozen=True)
class Secret:
    """A house that must not be found, who runs what is there, and which entries say so.

    ``sure``: not only on a doubt about which nobody has decided yet. A doubt is kept among those who run it.
    """

    spot: Spot
    whose: frozenset[UUID]
    services: frozenset[UUID]
    sure: bool


def secrets() -> list[Secret]:
    """Every house that must not be found. A few short queries, and no more where there is none."""
    boxes = set(Service.objects.filter(confidential=True).values_list("pk", flat=True))
    hidden = set(SearchRow.objects.filter(confidential=True).values_list("pk", flat=True)) - boxes
    services = boxes | _by_their_words(hidden)
    marked = set(Location.objects.filter(confidential=True).values_list("pk", flat=True))
    if not services and not marked:
        return []
    rows = ServiceAtLocation.objects.filter(Q(service__in=services) | Q(location__in=marked))
    at: dict[UUID, list[ServiceAtLocation]] = {}
    for row in rows.select_related("service__organization"):
        at.setdefault(row.location_id, []).append(row)
    waiting = _undecided({row.service_id for those in at.values() for row in those if row.service.held})
    houses = Location.objects.filter(pk__in={*at, *marked})
    return [one for house in houses for one in _of_house(house, at.get(house.pk, []), services, waiting)]


def _by_their_words(ids: Collection[UUID]) -> set[UUID]:
    """Of these, those whose own words say it, though no box does."""
    rows = Service.objects.filter(pk__in=ids).select_related("organization").prefetch_related("terms__term")
    return {row.pk for row in rows if _says_it(row)} if ids else set()


def _says_it(row: Service) -> bool:
    whose = row.organization.name if row.organization else ""
    terms = (one.term.name for one in row.terms.all())
    return looks_confidential(row.name, row.alternate_name, row.description, whose, *terms)


def _undecided(ids: Collection[UUID]) -> set[UUID]:
    decided = Edit.objects.filter(_BY_US, service=OuterRef("pk"), after__has_key="held")
    return (
        set(Service.objects.filter(pk__in=ids).filter(~Exists(decided)).values_list("pk", flat=True)) if ids else set()
    )


def _of_house(
    house: Location, at: list[ServiceAtLocation], services: set[UUID], waiting: set[UUID]
) -> Iterator[Secret]:
    there = [row.service for row in at if row.service_id in services] or [row.service for row in at]
    whose = {key for one in there for key in _people(one) if key is not None}
    sure = any(one.pk not in waiting for one in there) or not there
    ids = frozenset(one.pk for one in there)
    for spot in spots_of(house.name, house.addresses, house.latitude, house.longitude):
        yield Secret(spot, frozenset(whose), ids, sure)


def _people(service: Service) -> tuple[UUID | None, UUID | None]:
    return service.organization_id, service.organization.same_as_id if service.organization else None


def giving_away(entries: Iterable[Shown], among: list[Secret]) -> dict[UUID, str]:
    """Which of these entries, as they would be shown, give away one of these houses, and why in a sentence.

    What somebody decided to show stays shown, but for words that were changed since.
    """
    listed = [one for one in entries if not one.confidential]
    if not among or not listed:
        return {}
    since = _since_decided([one.id for one in listed])
    found = {one.id: _why(one, among, since.get(one.id)) for one in listed}
    return {key: why for key, why in found.items() if why}


def _why(entry: Shown, among: list[Secret], since: str | None) -> str:
    whose = entry.organization.id if entry.organization else None
    known_as = entry.organization.name if entry.organization else ""
    words = said(" | ".join(strings(entry)) if since is None else since)
    here = [
        spot
        for one in entry.locations
        for spot in spots_of(one.name, one.addresses, one.latitude, one.longitude)
        if since is None
    ]
    for secret in among:
        kin = whose is not None and whose in secret.whose
        if not (kin or secret.sure):
            continue
        if any(same(spot, secret.spot) for spot in here):
            return _("It has the same address as something that must not be found. May it be shown?")
        if tells(words, secret.spot, kin=kin, known_as=known_as):
            return _("Its words give the address of something that must not be found. May they be shown?")
    return ""


def strings(value: Any) -> Iterator[str]:
    """Every word that leaves with an entry, wherever it stands in it; the place it lies in is no address."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)
    elif isinstance(value, Place):
        return
    elif isinstance(value, models.Model) or is_dataclass(value):
        for name, one in vars(value).items():
            if not name.startswith("_"):
                yield from strings(one)


def _since_decided(ids: list[UUID]) -> dict[UUID, str]:
    """Of those somebody here decided to show: the words that were changed since."""
    looked = Edit.objects.filter(_BY_US, service__in=ids, after__held=False).order_by("version")
    version = dict(looked.values_list("service_id", "version"))
    found = dict.fromkeys(version, "")
    later = Edit.objects.filter(service__in=list(version), state=lifecycle.LIVE).order_by("version")
    for service, number, after in later.values_list("service_id", "version", "after"):
        if number > version[service]:
            found[service] += " | " + " | ".join(strings(after))
    return found


def around(among: list[Secret]) -> set[UUID]:
    """Entries to be looked at closely: of the same people, or with the words of a house in them, or beside it."""
    whose = {key for one in among for key in one.whose}
    open_ones = Service.objects.filter(gone_at=None, held=False)
    kin = open_ones.filter(Q(organization__in=whose) | Q(organization__same_as__in=whose)) if whose else []
    found = {one.pk for one in kin}
    spots = [one.spot for one in among if one.sure]
    for start in range(0, len(spots), _AT_ONCE):
        found |= _with_words(_pattern(spots[start : start + _AT_ONCE]))
    for spot in spots:
        found |= _nearby(spot)
    return found


def _pattern(spots: list[Spot]) -> str:
    codes = {rf"{spot.postcode[:-3]}\s*{spot.postcode[-3:]}" for spot in spots if len(spot.postcode) > 4}
    lines = {r"\W+".join(re.escape(word) for word in spot.line.split()) for spot in spots if spot.line and spot.words}
    return "|".join(sorted(codes | lines))


def _with_words(pattern: str) -> set[UUID]:
    """Every row of the directory that is shown and says one of these, in any field of it."""
    if not pattern:
        return set()
    # Nothing that anybody typed is in these words but as a parameter.
    asked = (
        "SELECT s.id FROM directory_service s WHERE s.gone_at IS NULL AND NOT s.held AND to_jsonb(s)::text ~* %s"
        " UNION SELECT s.id FROM directory_service s JOIN directory_organization o ON o.id = s.organization_id"
        " WHERE s.gone_at IS NULL AND NOT s.held AND to_jsonb(o)::text ~* %s"
        " UNION SELECT a.service_id FROM directory_serviceatlocation a"
        " JOIN directory_location l ON l.id = a.location_id"
        " WHERE a.gone_at IS NULL AND (to_jsonb(l)::text ~* %s OR to_jsonb(a)::text ~* %s)"
        " UNION SELECT coalesce(h.service_id, a.service_id) FROM directory_schedule h"
        " LEFT JOIN directory_serviceatlocation a ON a.id = h.at_id WHERE to_jsonb(h)::text ~* %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [pattern] * 5)
        return {row[0] for row in cursor.fetchall() if row[0] is not None}


def _nearby(spot: Spot) -> set[UUID]:
    if spot.point is None:
        return set()
    (lat, lon), edge = spot.point, 0.0006
    box = {
        "location__latitude__range": (lat - edge, lat + edge),
        "location__longitude__range": (lon - edge, lon + edge),
    }
    return set(ServiceAtLocation.objects.filter(gone_at=None, **box).values_list("service_id", flat=True))
