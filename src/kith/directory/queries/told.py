"""What an entry says that does not stand in its own row: its hours, its halls, and whoever runs it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.directory.keeping_words import HOURS, WHERE, WHO_RUNS
from kith.directory.models import Edit, Schedule, Service, ServiceAtLocation
from kith.directory.queries.hour_words import hours_words
from kith.directory.queries.hours import Line, line_of

Told = dict[str, Any]


def told_of(ids: Iterable[UUID]) -> dict[UUID, Told]:
    """Of many services, in four queries. Where something is that must not be found is not among it."""
    services = {one.pk: one for one in Service.objects.filter(pk__in=list(ids)).select_related("organization")}
    found: dict[UUID, Told] = {
        key: {HOURS: [], WHERE: [], WHO_RUNS: _who(one.organization)} for key, one in services.items()
    }
    at_halls: dict[UUID, list[Line]] = {}
    rows = Schedule.objects.filter(Q(service__in=services) | Q(at__service__in=services), gone_at=None)
    for row in rows.order_by("position", "id"):
        if row.service_id in found:
            found[row.service_id][HOURS].append(line_of(row))
        elif row.at_id is not None:
            at_halls.setdefault(row.at_id, []).append(line_of(row))
    halls = ServiceAtLocation.objects.filter(service__in=services, gone_at=None, location__gone_at=None)
    for at in halls.select_related("location").order_by("id"):
        if not services[at.service_id].confidential and not at.location.confidential:
            found[at.service_id][WHERE].append(_where(at, at_halls.get(at.pk, [])))
    return found


def _where(at: ServiceAtLocation, lines: list[Line]) -> str:
    first: Mapping[str, Any] = next(iter(at.location.addresses), {})
    parts = [at.location.name, *(str(first.get(part) or "") for part in ("address_1", "city", "postal_code"))]
    return ", ".join(part for part in (*parts, hours_words(lines)) if part)


def _who(run: Any) -> list[str]:
    if run is None:
        return []
    numbers = [str(one.get("number") or "") for one in run.phones if isinstance(one, Mapping)]
    return [part for part in (run.name, run.website, run.email, *numbers) if part]


def hours_said(ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    """The hours that have stood in these entries or were proposed for them, as far as anybody wrote them down."""
    found: dict[UUID, list[Any]] = {}
    edits = Edit.objects.filter(service__in=ids, after__has_key=HOURS)
    for service, before, after in edits.values_list("service_id", "before", "after"):
        found.setdefault(service, []).extend((before.get(HOURS), after[HOURS]))
    return found
