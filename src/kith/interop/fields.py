"""Every object and field of Open Referral UK 3.0, and what may stand in it. The feed, its description and the check
of it are all made from these lines. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

UUID, TEXT, URI, EMAIL, NUMBER, MOMENT, ENUM, MANY, ONE = (
    "uuid", "text", "uri", "email", "number", "date-time", "enum", "many", "one",
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field: what it holds, whether it must be there, one of which words, and which object it nests."""

    holds: str
    must: bool = False
    among: tuple[str, ...] = ()
    of: str = ""


Fields = Mapping[str, Field]
_ID = {"id": Field(UUID, must=True)}
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
PLACES = ("physical", "postal", "virtual")
FREQUENCIES = ("WEEKLY", "MONTHLY")


def _texts(*names: str) -> dict[str, Field]:
    return {name: Field(TEXT) for name in names}


def _links(*names: str) -> dict[str, Field]:
    return {name: Field(UUID) for name in names}


def _many(**names: str) -> dict[str, Field]:
    return {name: Field(MANY, of=of) for name, of in names.items()}


_NAMED = {"name": Field(TEXT, must=True), "description": Field(TEXT, must=True)}
_ATTRIBUTES = _many(attributes="attribute")

OBJECTS: Mapping[str, Fields] = {
    "taxonomy": _ID | _NAMED | {"uri": Field(URI), "version": Field(TEXT)},
    "taxonomy_term": _ID
    | _NAMED
    | _links("parent_id")
    | _texts("taxonomy")
    | _links("taxonomy_id")
    | {"term_uri": Field(URI), "term": Field(TEXT)},
    "attribute": _ID
    | _links("link_id", "taxonomy_term_id")
    | _texts("link_type")
    | {"taxonomy_term": Field(ONE, of="taxonomy_term")},
    "organization_identifier": _ID
    | _links("organization_id")
    | _texts("identifier_scheme")
    | {"identifier_type": Field(TEXT, must=True), "identifier": Field(TEXT, must=True)}
    | _ATTRIBUTES,
    "organization": _ID
    | _NAMED
    | {"email": Field(EMAIL), "website": Field(URI), "logo": Field(TEXT), "uri": Field(URI)}
    | _links("parent_organization_id")
    | _many(organization_identifiers="organization_identifier")
    | _ATTRIBUTES,
    "address": _ID
    | _links("location_id")
    | _texts("attention")
    | {"address_1": Field(TEXT, must=True), "city": Field(TEXT, must=True)}
    | _texts("region")
    | {name: Field(TEXT, must=True) for name in ("state_province", "postal_code", "country")}
    | {"address_type": Field(ENUM, must=True, among=PLACES)}
    | _ATTRIBUTES,
    "accessibility": _ID
    | _links("location_id")
    | _texts("description", "details")
    | {"url": Field(URI)}
    | _ATTRIBUTES
    | _texts("accessibility"),
    "location": _ID
    | {"location_type": Field(ENUM, must=True, among=PLACES)}
    | _texts("name", "description")
    | {"latitude": Field(NUMBER), "longitude": Field(NUMBER)}
    | _texts("external_identifier", "external_identifier_type")
    | _many(addresses="address", accessibility="accessibility")
    | _ATTRIBUTES,
    "schedule": _ID
    | _links("service_id", "service_at_location_id")
    | _texts("valid_from", "valid_to", "dtstart")
    | {"freq": Field(ENUM, among=FREQUENCIES), "interval": Field(NUMBER)}
    | _texts("byday", "bymonthday", "description", "opens_at", "closes_at")
    | {"schedule_link": Field(URI)}
    | _texts("attending_type", "notes"),
    "service_area": _ID | _links("service_id") | _texts("name", "extent", "extent_type", "uri", "service_area"),
    "language": _ID | _links("service_id", "phone_id"),
    "funding": _ID | _links("service_id") | _texts("source"),
    "cost_option": _ID
    | _links("service_id")
    | _texts("valid_from", "valid_to", "option")
    | {"amount": Field(NUMBER)}
    | _texts("amount_description"),
    "contact": _ID | _links("service_id") | _texts("name", "title") | _ATTRIBUTES,
    # Not of the profile of the United Kingdom, but of what it is made from; sending them is allowed.
    "phone": _ID | _texts("number"),
    "service_at_location": _ID
    | _links("service_id", "location_id")
    | {"location": Field(ONE, of="location"), "service": Field(ONE, of="service")},
    "service": _ID
    | _links("organization_id")
    | {"name": Field(TEXT, must=True), "description": Field(TEXT), "url": Field(URI), "email": Field(EMAIL)}
    | {"status": Field(ENUM, must=True, among=STATUSES)}
    | _texts("fees", "accreditations")
    | {"minimum_age": Field(NUMBER), "maximum_age": Field(NUMBER)}
    | {"assured_date": Field(TEXT), "assurer_email": Field(EMAIL), "alert": Field(TEXT)}
    | {"last_modified": Field(MOMENT), "organization": Field(ONE, of="organization")}
    | _many(
        schedules="schedule",
        service_areas="service_area",
        service_at_locations="service_at_location",
        languages="language",
        funding="funding",
        cost_options="cost_option",
        contacts="contact",
        phones="phone",
    )
    | _ATTRIBUTES,
}
# What each list of a path has in it.
LISTS: Mapping[str, str] = {
    "services": "service",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "service_at_locations": "service_at_location",
    "organizations": "organization",
}
