"""Writing where a service is. Called by ``keeping``, which keeps the history, and by ``entering``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kith.directory import wheres
from kith.directory.models import Location, Schedule, Service, ServiceAtLocation
from kith.directory.queries.wheres import ats_of, line_of, located
from kith.kit.whole import insert, put
from kith.places.models import Place


def _put_where(service: Service, value: Mapping[str, Any], now: datetime) -> None:
    """Where it is from now on, in the caller's act, which records it and writes ``place``.

    A hall may be others' as well, so none is changed: the service leaves it and goes to another one. Where it was
    before it comes back to, with all that was known of that. Hours that stood with the hall come along.
    """
    line = wheres.typed(value)
    there = ats_of(service)
    if value.get("place") != (service.place.slug if service.place else ""):
        service.place = Place.objects.filter(slug=value.get("place") or "").first() or service.place
    if there and line_of(there[0]) == line:
        return
    for at in there:
        _leave(at, now)
    if line["kind"]:
        before = ServiceAtLocation.objects.filter(service=service, location__gone_at=None).exclude(gone_at=None)
        back = next((at for at in before.select_related("location") if line_of(at) == line), None)
        if back is not None:
            _come_back(back, now)
        else:
            _go(service, line, now)


def _leave(at: ServiceAtLocation, now: datetime) -> None:
    at.gone_at = at.modified_at = now
    put(at, "gone_at", "modified_at")
    for row in Schedule.objects.filter(at=at, service=None, gone_at=None):
        row.service_id, row.modified_at = at.service_id, now
        put(row, "service", "modified_at")


def _come_back(at: ServiceAtLocation, now: datetime) -> None:
    at.gone_at, at.modified_at = None, now
    put(at, "gone_at", "modified_at")
    for row in Schedule.objects.filter(at=at, service=at.service_id, gone_at=None):
        row.service, row.modified_at = None, now
        put(row, "service", "modified_at")


def _go(service: Service, line: Mapping[str, str], now: datetime) -> None:
    found = located(line, service.place)
    here = line["kind"] == wheres.HERE
    address = {
        "address_1": line["address"] or line["name"],
        "city": "",
        "postal_code": line["postcode"],
        "country": "GB",
        "address_type": "physical",
    }
    location = Location(
        name=line["name"] if here else wheres.NAMES[line["kind"]],
        location_type="physical" if here else "virtual",
        latitude=found.lat if found else None,
        longitude=found.lon if found else None,
        addresses=[address] if here else [],
        made_at=now,
        modified_at=now,
    )
    insert(location)
    insert(ServiceAtLocation(service=service, location=location, made_at=now, modified_at=now))
