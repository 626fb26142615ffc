"""What may leave of an entry. Every output asks here: pages, feeds, calendars, prints, texts and the search itself.

Where something must not be found, its phone and its area leave, and nothing else. On doubt nothing leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from kith.directory import lifecycle, numbers, when
from kith.directory.hidden import looks_confidential, says_where
from kith.directory.models import (
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    TaxonomyTerm,
)
from kith.places.models import Place

JSON = Sequence[Mapping[str, Any]]
_STATUSES = (lifecycle.ACTIVE, lifecycle.CLOSED)
_CHAIN = 5


class NotShown(LookupError):
    """This entry is in no output: gone, held back, ended, or its source does not say enough to be sure."""


@dataclass(frozen=True)
class ShownOrganization:
    """What may leave of whoever runs it."""

    id: UUID
    name: str
    description: str = ""
    email: str = ""
    website: str = ""
    logo: str = ""
    uri: str = ""
    parent_id: UUID | None = None
    size: str = "unknown"
    organization_identifiers: JSON = ()
    attributes: JSON = ()
    contacts: JSON = ()
    phones: JSON = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    modified_at: datetime | None = None


@dataclass(frozen=True)
class ShownAt:
    """A service at one of its locations. Not there at all where the location must not be found."""

    id: UUID
    location: Location
    description: str = ""
    contacts: JSON = ()
    phones: JSON = ()
    service_areas: JSON = ()
    attributes: JSON = ()
    schedules: tuple[Schedule, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """Everything that may leave of one service. ``area`` is the name of the place it is said to be in."""

    id: UUID
    name: str
    confidential: bool
    area: str
    place: Place | None
    modified_at: datetime
    status: str
    state: str
    until: date | None
    phones: JSON
    organization: ShownOrganization | None = None
    alternate_name: str = ""
    description: str = ""
    url: str = ""
    email: str = ""
    fees: str = ""
    accreditations: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    alert: str = ""
    assured_date: date | None = None
    assurer_email: str = ""
    languages: JSON = ()
    cost_options: JSON = ()
    contacts: JSON = ()
    service_areas: JSON = ()
    funding: JSON = ()
    eligibility: JSON = ()
    attributes: JSON = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    places_left: int | None = None
    pace: int | None = None
    pace_per: str = ""
    for_whom: str = ""
    depth: str = "unknown"
    free: bool | None = None
    step_free: bool | None = None
    pod_most: int | None = None
    drop_in: bool = False
    at: tuple[ShownAt, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    terms: tuple[TaxonomyTerm, ...] = ()
    version: int = 1

    @property
    def takes_new(self) -> bool:
        """Whether somebody new may come today, as far as it told us."""
        left = self.places_left is None or self.places_left > 0
        return self.state in lifecycle.TAKES_NEW and self.status == lifecycle.ACTIVE and left

    @property
    def phone(self) -> str:
        """The first number one may ring, if any: its own, that of whom one asks for, of the hall, of who runs it."""
        halls = [part for one in self.at for part in (one, one.location)]
        parts = (self, *halls, *([self.organization] if self.organization else []))
        return next(iter(numbers.of_all(parts)), "")

    @property
    def locations(self) -> tuple[Location, ...]:
        """Where it is."""
        return tuple(one.location for one in self.at)

    @property
    def every_schedule(self) -> tuple[Schedule, ...]:
        """Its hours, wherever the source wrote them."""
        return (*self.schedules, *(schedule for one in self.at for schedule in one.schedules))

    @property
    def runs(self) -> tuple[when.Run, ...]:
        """When it is on, each run once, what is over among them."""
        return when.runs_of(self.every_schedule)


def public_services() -> QuerySet[Service]:
    """The services that may be in an output at all: not gone, not held back, not ended, and run by somebody who is."""
    there = Service.objects.filter(gone_at=None, held=False, status__in=_STATUSES)
    return there.filter(Q(organization=None) | Q(organization__gone_at=None))


def secret_locations() -> QuerySet[Location]:
    """Locations that must not be found: said so themselves, or by any service that is there."""
    return Location.objects.filter(
        Q(confidential=True) | Q(service_at_locations__service__confidential=True)
    ).distinct()


def public_locations() -> QuerySet[Location]:
    """The locations that may be in an output: those at which a service is shown whole. Ask ``shown_many`` as well."""
    at = ServiceAtLocation.objects.filter(gone_at=None, service__in=public_services())
    return Location.objects.filter(gone_at=None, id__in=at.values("location")).exclude(
        id__in=secret_locations().values("pk")
    )


def public_organizations() -> QuerySet[Organization]:
    """Who runs a service that may be in an output, where somebody decided that two are one only the one that stays."""
    return Organization.objects.filter(
        Q(services__in=public_services()) | Q(also__services__in=public_services()), gone_at=None, same_as=None
    ).distinct()


def also_by(entry: Shown, most: int = 12) -> list[tuple[UUID, str]]:
    """What else is run by whoever runs this, where two are one by both; nothing that must not be found. One query."""
    if entry.organization is None or entry.confidential:
        return []
    whose = entry.organization.id
    rows = public_services().filter(Q(organization=whose) | Q(organization__same_as=whose)).exclude(pk=entry.id)
    plain = rows.filter(search_row__confidential=False).order_by("name", "id")
    return list(plain.values_list("id", "name")[:most])


def shown(service: Service) -> Shown:
    """What may leave of this service. Raises NotShown where nothing may."""
    found = shown_many([service])
    if not found:
        raise NotShown(_("This entry is not shown."))
    return found[0]


def shown_many(services: Iterable[Service]) -> list[Shown]:
    """What may leave of these services, in their order; those of which nothing may leave are left out.

    The same few queries however many there are.
    """
    rows = list(services)
    prefetch_related_objects(rows, *_needed())
    secret = _secret_among(rows)
    return [_one(row, secret) for row in rows if _may_leave(row)]


def shown_organization(row: Organization) -> ShownOrganization:
    """What may leave of whoever runs services; nothing of somebody who runs only what must not be found."""
    return shown_organizations([row])[0]


def shown_organizations(rows: Iterable[Organization]) -> list[ShownOrganization]:
    """The same of many, in their order, with the same few queries however many there are."""
    listed = list(rows)
    run = public_services().filter(Q(organization__in=listed) | Q(organization__same_as__in=listed))
    # One of each that is shown whole is enough, so a council with a thousand services is asked about once.
    by_whom = run.order_by("organization_id", "search_row__confidential", "id").distinct("organization_id")
    of_whom = list(by_whom.select_related("organization__same_as"))
    seen = {one.id: one.confidential for one in shown_many(of_whom)}
    runs = [(_resolved(one.organization), seen.get(one.id, True)) for one in of_whom]
    whole = {one.id for one, confidential in runs if one and not confidential}
    hidden = {one.id for one, confidential in runs if one and confidential} - whole
    return [_organization(row, hidden=row.id in hidden) for row in listed]


def eligible(entry: Shown) -> str:
    """Who may come, in the words of a source that writes it as the standard does."""
    return " ".join(str(one["eligibility"]) for one in entry.eligibility if one.get("eligibility"))[:600]


def _needed() -> tuple[Any, ...]:
    return (
        "organization__same_as",
        "place",
        Prefetch("service_at_locations", ServiceAtLocation.objects.filter(gone_at=None).select_related("location")),
        Prefetch("service_at_locations__schedules", Schedule.objects.filter(gone_at=None)),
        Prefetch("schedules", Schedule.objects.filter(gone_at=None)),
        Prefetch("terms", ServiceTerm.objects.select_related("term__taxonomy")),
    )


def _secret_among(rows: list[Service]) -> set[UUID]:
    """Which of the locations of these services must not be found."""
    ids = {one.location_id for row in rows for one in row.service_at_locations.all()}
    found = set(secret_locations().filter(id__in=ids).values_list("id", flat=True))
    words = {one.location_id for row in rows if _by_words(row) for one in row.service_at_locations.all()}
    return found | words


def _may_leave(row: Service) -> bool:
    ended = row.gone_at is not None or row.held or row.status not in _STATUSES
    return not ended and bool(row.name) and (row.organization is None or row.organization.gone_at is None)


def _by_words(row: Service) -> bool:
    terms = [one.term.name for one in row.terms.all()]
    whose = row.organization.name if row.organization else ""
    return row.confidential or looks_confidential(row.name, row.alternate_name, row.description, whose, *terms)


def must_not_be_found(service: Service) -> bool:
    """Whether only its phone and its area may leave: by its box, by its words, or by a house it has with others."""
    rows = [service]
    prefetch_related_objects(rows, *_needed())
    return _by_words(service) or bool(_secret_among(rows))


def _one(row: Service, secret: set[UUID]) -> Shown:
    at = list(row.service_at_locations.all())
    if _by_words(row) or any(one.location_id in secret for one in at):
        return _phone_and_area(row, [one.location for one in at])
    whose = _resolved(row.organization)
    return Shown(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        confidential=False,
        area=row.place.name if row.place else "",
        organization=_organization(whose) if whose else None,
        at=tuple(_at(one) for one in at if one.location.gone_at is None),
        schedules=tuple(row.schedules.all()),
        terms=tuple(one.term for one in row.terms.all()),
    )


_AS_THEY_ARE = (
    "id", "name", "place", "modified_at", "status", "state", "until", "phones", "alternate_name", "description", "url",
    "email", "fees", "accreditations", "minimum_age", "maximum_age", "alert", "assured_date", "assurer_email",
    "languages", "cost_options", "contacts", "service_areas", "funding", "eligibility", "attributes", "more",
    "places_left", "pace", "pace_per", "for_whom", "depth", "free", "step_free", "pod_most", "drop_in", "version",
)  # fmt: skip


def _phone_and_area(row: Service, locations: list[Location]) -> Shown:
    """The phone and the area. The area is never smaller than a community, and the name goes where it says where."""
    addresses = [address for location in locations for address in location.addresses]
    buildings = [location.name for location in locations]
    tells = says_where(row.name, addresses, *buildings)
    place = row.place
    if place is not None and place.kind == Place.Kind.STREET:
        place = place.ancestors[0] if place.ancestors else None
    return Shown(
        id=row.id,
        name=_("A safe place to stay") if tells else row.name,
        confidential=True,
        area=place.name if place else "",
        place=place,
        modified_at=row.modified_at,
        status=row.status,
        state=row.state,
        until=row.until,
        phones=[{"number": one} for one in _any_number(row)],
        assured_date=row.assured_date,
        version=row.version,
    )


def _any_number(row: Service) -> list[str]:
    """A number to ring, wherever the source wrote it; that of whoever runs it where there is no other."""
    at = list(row.service_at_locations.all())
    whose = _resolved(row.organization)
    nearer = numbers.of_all([row, *at, *(one.location for one in at)])
    return nearer or numbers.of_all([whose] if whose else [])


def _at(row: ServiceAtLocation) -> ShownAt:
    return ShownAt(
        id=row.id,
        location=row.location,
        description=row.description,
        contacts=row.contacts,
        phones=row.phones,
        service_areas=row.service_areas,
        attributes=row.attributes,
        schedules=tuple(row.schedules.all()),
        more=row.more,
    )


def _resolved(row: Organization | None) -> Organization | None:
    """The one that stays, where somebody decided that two are one."""
    for _step in range(_CHAIN):
        if row is None or row.same_as is None:
            break
        row = row.same_as
    return row


def _organization(row: Organization, hidden: bool = False) -> ShownOrganization:
    if hidden:
        return ShownOrganization(id=row.id, name=_("Not told"), modified_at=row.modified_at)
    names = (
        "id", "name", "description", "email", "website", "logo", "uri", "parent_id", "size", "attributes",
        "organization_identifiers", "contacts", "phones", "more", "modified_at",
    )  # fmt: skip
    return ShownOrganization(**{name: getattr(row, name) for name in names})
