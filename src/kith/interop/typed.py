"""What a reader of Open Referral UK 3.0 expects, typed by hand from the published standard: our own check of our feed.

Written apart from ``fields``, of which the feed is made, so that a slip there is seen here. Nothing may be null.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, TypeAdapter, ValidationError
from rfc3986_validator import validate_rfc3986

NAMED = 3


def _uri(words: str) -> str:
    if not validate_rfc3986(words):
        raise ValueError("is no web address")
    return words


def _email(words: str) -> str:
    if words.count("@") != 1 or words.startswith("@") or words.endswith("@") or " " in words:
        raise ValueError("is no e-mail address")
    return words


Uri = Annotated[str, AfterValidator(_uri)]
Email = Annotated[str, AfterValidator(_email)]
Number = int | float


class Said(BaseModel):
    """Any object: further fields are allowed, another type is not."""

    model_config = ConfigDict(extra="allow", strict=True)


class About(Said):
    version: Literal["HSDS-UK-3.0"]
    profile: Uri
    openapi_url: Uri


class Term(Said):
    id: UUID
    name: str
    description: str
    parent_id: UUID = UUID(int=0)
    taxonomy: str = ""
    taxonomy_id: UUID = UUID(int=0)
    term_uri: Uri = ""
    term: str = ""


class Taxonomy(Said):
    id: UUID
    name: str
    description: str
    uri: Uri = ""
    version: str = ""
    taxonomy_terms: list[Term] = []


class Attribute(Said):
    id: UUID
    link_id: UUID = UUID(int=0)
    taxonomy_term_id: UUID = UUID(int=0)
    link_type: str = ""
    taxonomy_term: Term | dict[Any, Any] = {}


class Attributed(Said):
    id: UUID
    attributes: list[Attribute] = []


class Identifier(Attributed):
    identifier_scheme: str = ""
    identifier_type: str
    identifier: str


class Organization(Attributed):
    name: str
    description: str
    email: Email = ""
    website: Uri = ""
    logo: str = ""
    uri: Uri = ""
    parent_organization_id: UUID = UUID(int=0)
    organization_identifiers: list[Identifier] = []


class Address(Attributed):
    attention: str = ""
    address_1: str
    city: str
    region: str = ""
    state_province: str
    postal_code: str
    country: str
    address_type: Literal["physical", "postal", "virtual"]


class Accessibility(Attributed):
    description: str = ""
    details: str = ""
    url: Uri = ""


class Location(Attributed):
    location_type: Literal["physical", "postal", "virtual"]
    name: str = ""
    description: str = ""
    latitude: Number = 0
    longitude: Number = 0
    external_identifier: str = ""
    external_identifier_type: str = ""
    addresses: list[Address] = []
    accessibility: list[Accessibility] = []


class Schedule(Said):
    id: UUID
    valid_from: str = ""
    valid_to: str = ""
    dtstart: str = ""
    freq: Literal["WEEKLY", "MONTHLY"] = "WEEKLY"
    interval: Number = 1
    byday: str = ""
    bymonthday: str = ""
    opens_at: str = ""
    closes_at: str = ""
    description: str = ""
    schedule_link: Uri = ""
    attending_type: str = ""
    notes: str = ""


class Area(Said):
    id: UUID
    name: str = ""
    extent: str = ""
    extent_type: str = ""
    uri: str = ""
    service_area: str = ""


class Language(Said):
    id: UUID
    phone_id: UUID = UUID(int=0)


class Funding(Said):
    id: UUID
    source: str = ""


class Cost(Said):
    id: UUID
    valid_from: str = ""
    valid_to: str = ""
    option: str = ""
    amount: Number = 0
    amount_description: str = ""


class Contact(Attributed):
    name: str = ""
    title: str = ""


class At(Said):
    id: UUID
    service_id: UUID = UUID(int=0)
    location_id: UUID = UUID(int=0)
    location: Location


class Service(Attributed):
    name: str
    status: Literal["active", "inactive", "defunct", "temporarily closed"]
    organization_id: UUID = UUID(int=0)
    description: str = ""
    url: Uri = ""
    email: Email = ""
    fees: str = ""
    accreditations: str = ""
    minimum_age: Number = 0
    maximum_age: Number = 0
    assured_date: str = ""
    assurer_email: Email = ""
    alert: str = ""
    last_modified: AwareDatetime
    organization: Organization | None = None
    schedules: list[Schedule] = []
    service_areas: list[Area] = []
    service_at_locations: list[At] = []
    languages: list[Language] = []
    funding: list[Funding] = []
    cost_options: list[Cost] = []
    contacts: list[Contact] = []


class AtWithService(At):
    service: Service


class WholeOrganization(Organization):
    services: list[Service] = []


READERS: dict[str, TypeAdapter[Any]] = {
    "about": TypeAdapter(About),
    "service": TypeAdapter(Service),
    "taxonomy": TypeAdapter(Taxonomy),
    "taxonomy_term": TypeAdapter(Term),
    "service_at_location": TypeAdapter(AtWithService),
    "organization": TypeAdapter(WholeOrganization),
}


def faults_of(kind: str, words: bytes) -> list[str]:
    """What a strict reader cannot read of this, the first few in words."""
    try:
        READERS[kind].validate_json(words)
    except ValidationError as wrong:
        return [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in wrong.errors()[:NAMED]]
    return []
