"""What we have already of another directory, so that only what is new or different is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.directory import lifecycle
from kith.directory.keeping_words import PUT_BACK
from kith.directory.models import (
    Assurance,
    Edit,
    How,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
    Taxonomy,
    TaxonomyTerm,
)
from kith.directory.reading.entries import AT, LOCATION, ORGANIZATION, SCHEDULE, SERVICE, TAXONOMY, TERM
from kith.kit.clock import local
from kith.places.models import Postcode

MODELS: Mapping[str, Any] = {
    TAXONOMY: Taxonomy,
    TERM: TaxonomyTerm,
    ORGANIZATION: Organization,
    SERVICE: Service,
    LOCATION: Location,
    AT: ServiceAtLocation,
    SCHEDULE: Schedule,
}
# What a change of an entry is called that came from its own source.
FROM_SOURCE = "source"


@dataclass(frozen=True)
class Known:
    """What we have of one entry."""

    id: UUID
    digest: str
    gone_at: datetime | None


def known_of(source: Source) -> dict[str, dict[str, Known]]:
    """Every entry we have of a source, by kind and by its name there. One query for each kind."""
    return {
        kind: {
            key: Known(row_id, digest, gone_at)
            for key, row_id, digest, gone_at in model.objects.filter(source=source).values_list(
                "foreign_id", "id", "digest", "gone_at"
            )
        }
        for kind, model in MODELS.items()
    }


def taken_elsewhere(kind: str, ids: Iterable[UUID], source: Source) -> set[UUID]:
    """Which of these identifiers an entry from somewhere else has already."""
    found = MODELS[kind].objects.filter(id__in=list(ids))
    return set(found.exclude(source=source).values_list("id", flat=True))


def fields_of_ours(services: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Which fields of these services somebody here, or the group itself, has changed: its source does not undo it."""
    edits = Edit.objects.filter(service_id__in=list(services), state=lifecycle.LIVE)
    edits = edits.exclude(lane__in=(FROM_SOURCE, PUT_BACK))
    found: dict[UUID, set[str]] = {}
    for service, after in edits.values_list("service_id", "after"):
        found.setdefault(service, set()).update(after)
    return found


def proposed_of(services: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """What their source last said otherwise, by field: it waits for a look, or somebody did not take it over."""
    asked = (lifecycle.PROPOSED, lifecycle.REFUSED)
    edits = Edit.objects.filter(service_id__in=list(services), state__in=asked, lane=FROM_SOURCE).order_by("at", "id")
    found: dict[UUID, dict[str, Any]] = {}
    for service, after in edits.values_list("service_id", "after"):
        found.setdefault(service, {}).update(after)
    return found


def assured_by_us(services: Iterable[UUID]) -> dict[UUID, set[date]]:
    """On which days somebody told us of these services that they are right, or put them right."""
    said = Assurance.objects.filter(service_id__in=list(services)).exclude(how=How.SOURCE)
    found: dict[UUID, set[date]] = {}
    for service, at in said.values_list("service_id", "at"):
        found.setdefault(service, set()).update((local(at).date(), at.date()))
    return found


def postcodes_known(written: Iterable[str]) -> dict[str, tuple[UUID | None, float, float]]:
    """Of these postcodes, whose place each is in and where it lies."""
    rows = Postcode.objects.filter(postcode__in=list(written))
    return {one: (place, lat, lon) for one, place, lat, lon in rows.values_list("postcode", "place_id", "lat", "lon")}


def belonging_to(services: Iterable[UUID]) -> dict[str, set[UUID]]:
    """Everything that these services are made of, by kind."""
    ids = list(services)
    at = list(ServiceAtLocation.objects.filter(service_id__in=ids).values_list("id", "location_id"))
    runs = Service.objects.filter(id__in=ids).exclude(organization=None)
    of_service = Schedule.objects.filter(service_id__in=ids) | Schedule.objects.filter(
        at__in=[one for one, _place in at]
    )
    return {
        SERVICE: set(ids),
        AT: {one for one, _place in at},
        LOCATION: {place for _one, place in at},
        ORGANIZATION: set(runs.values_list("organization_id", flat=True)),
        SCHEDULE: set(of_service.values_list("id", flat=True)),
    }
