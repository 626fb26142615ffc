"""What may leave of an entry, as the objects of Open Referral UK 3.0. It is given what ``shown`` lets out, and no rows
of which anything may not leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from kith.directory import lifecycle
from kith.directory.models import Location, Schedule, Taxonomy, TaxonomyTerm
from kith.directory.queries.shown import Shown, ShownAt, ShownOrganization
from kith.directory.reading.columns import COLUMNS, moment_of
from kith.directory.reading.entries import SCHEDULE
from kith.interop.fields import MANY, OBJECTS
from kith.interop.standard import Names, moment, shaped

Object = dict[str, Any]
_SCHEDULE_FIELDS = tuple(COLUMNS[SCHEDULE])
_LOCATION_FIELDS = (
    "id", "location_type", "name", "description", "latitude", "longitude", "external_identifier",
    "external_identifier_type", "addresses", "accessibility", "attributes", "contacts", "phones", "languages",
    "schedules",
)  # fmt: skip
_AT_FIELDS = ("id", "description", "contacts", "phones", "service_areas", "attributes")
_SERVICE_FIELDS = (
    "id", "name", "alternate_name", "description", "url", "email", "fees", "accreditations", "minimum_age",
    "maximum_age", "assured_date", "assurer_email", "alert", "languages", "cost_options", "contacts", "phones",
    "service_areas", "funding", "eligibility", "attributes",
)  # fmt: skip
# Lists that are no part of the standard's table, and are told apart from its one-to-one fields by their shape.
_EXTRA_LISTS = frozenset({"phones", "eligibility", "contacts", "languages", "schedules", "service_areas"})


def service(shown: Shown, *, full: bool = True, organization: bool = True) -> Object:
    """A service: with everything nested in it, or with what it has one of."""
    names = Names({"service_id": shown.id}, _word_names(shown))
    item = {name: getattr(shown, name) for name in _SERVICE_FIELDS}
    item = _whole(shown.more) | _over(item, shown.more) | _of_ours(shown)
    item |= {"status": _status(shown), "last_modified": shown.modified_at}
    if shown.organization is not None:
        item["organization_id"] = str(shown.organization.id)
        item |= {"organization": _organization(shown.organization)} if organization else {}
    if shown.confidential and shown.area:
        area = uuid5(NAMESPACE_URL, f"{shown.id}/area")
        item["service_areas"] = [{"id": str(area), "name": shown.area}]
    if full:
        item["schedules"] = [schedule(one, shown.id) for one in shown.schedules]
        item["service_at_locations"] = [at(one, shown.id) for one in shown.at]
    found = shaped("service", item, names, str(shown.id))
    return _as_its_source_says(found if full else one_to_one("service", found), shown)


def least(shown: Shown) -> Object:
    """As little of a service as the standard allows: for whoever only wants to know what has changed."""
    said = {"id": str(shown.id), "name": shown.name, "status": _status(shown)}
    return _as_its_source_says(said | {"last_modified": moment(shown.modified_at)}, shown)


def organization(shown: ShownOrganization, *, full: bool = True, services: Iterable[Object] = ()) -> Object:
    """Whoever runs services, and those services."""
    names = Names({"organization_id": shown.id})
    found = shaped("organization", _organization(shown), names, str(shown.id))
    if not full:
        return one_to_one("organization", found)
    listed = list(services)
    return found | ({"services": listed} if listed else {})


def service_at_location(shown: Shown, one: ShownAt, *, full: bool = True) -> Object:
    """A service at one of its locations, with both."""
    found = shaped("service_at_location", at(one, shown.id), Names({"service_id": shown.id}), str(one.id))
    whole = service(shown, full=full)
    whole.pop("service_at_locations", None)
    if not full:
        found = one_to_one("service_at_location", found)
        found["location"] = one_to_one("location", found["location"])
    return found | {"service": whole}


def taxonomy(row: Taxonomy, terms: Iterable[TaxonomyTerm] | None = None) -> Object:
    """A list of words, with its words where they are asked for."""
    item = {"id": row.id, "name": row.name, "description": row.description, "uri": row.uri, "version": row.version}
    found = shaped("taxonomy", _whole(row.more) | _over(item, row.more), Names(), str(row.id))
    listed = [] if terms is None else [taxonomy_term(one) for one in terms]
    return found | ({"taxonomy_terms": listed} if listed else {})


def taxonomy_term(row: TaxonomyTerm) -> Object:
    """One word."""
    listed = row.taxonomy
    item: Object = {"id": row.id, "name": row.name, "description": row.description, "term_uri": row.term_uri}
    item["parent_id"] = row.parent_id or row.more.get("parent_id")
    item["taxonomy"] = row.taxonomy_name or (listed.name if listed else "")
    item["taxonomy_id"] = row.taxonomy_id or row.more.get("taxonomy_id")
    return shaped("taxonomy_term", _whole(row.more) | _over(item, row.more), Names(), str(row.id))


def at(one: ShownAt, service_id: UUID) -> Object:
    """That a service is there, and when, where its hours differ from place to place."""
    item = _whole(one.more) | {name: getattr(one, name) for name in _AT_FIELDS}
    item |= {"service_id": str(service_id), "location_id": str(one.location.id), "location": location(one.location)}
    return item | {"schedules": [schedule(each, service_id, one.id) for each in one.schedules]}


def location(row: Location) -> Object:
    """Where something is. Only ever one that ``shown`` let out."""
    item = {name: getattr(row, name) for name in _LOCATION_FIELDS}
    names = Names({"location_id": row.id})
    return shaped("location", _whole(row.more) | _over(item, row.more), names, str(row.id))


def schedule(row: Schedule, service_id: UUID, at_id: UUID | None = None) -> Object:
    """When it is on. Every day of a week is written as the standard can."""
    item = _whole(row.more) | _over({name: getattr(row, name) for name in _SCHEDULE_FIELDS}, row.more)
    if row.freq.strip().upper() == "DAILY":
        item |= {"freq": "WEEKLY", "byday": row.byday or "MO,TU,WE,TH,FR,SA,SU"}
    item |= {"id": str(row.id)} | ({"service_at_location_id": str(at_id)} if at_id else {"service_id": str(service_id)})
    return shaped("schedule", item, Names(), str(row.id))


def one_to_one(kind: str, found: Object) -> Object:
    """Without the lists in it: what an object has one of."""
    table = OBJECTS[kind]
    many = {name for name, one in table.items() if one.holds == MANY} | _EXTRA_LISTS
    kept = {name: one for name, one in found.items() if name not in many}
    if isinstance(kept.get("organization"), dict):
        kept["organization"] = one_to_one("organization", kept["organization"])
    return kept


def _organization(shown: ShownOrganization) -> Object:
    item = {name: one for name, one in asdict(shown).items() if name not in ("more", "parent_id", "size")}
    item.pop("modified_at")
    item["parent_organization_id"] = shown.parent_id or shown.more.get("parent_organization_id")
    return _whole(shown.more) | _over(item, shown.more)


def _of_ours(shown: Shown) -> Object:
    """What a place knows besides, under one name of its own."""
    said = {
        "state": shown.state, "until": shown.until and shown.until.isoformat(), "takes_new": shown.takes_new,
        "places_left": shown.places_left, "pace": shown.pace, "pace_per": shown.pace_per, "for_whom": shown.for_whom,
        "free": shown.free, "step_free": shown.step_free, "drop_in": shown.drop_in or None, "pod_most": shown.pod_most,
        "area": shown.area,
    }  # fmt: skip
    return {"kith": {name: one for name, one in said.items() if one not in (None, "")}}


def _status(shown: Shown) -> str:
    resting = shown.state == lifecycle.PAUSED and shown.status == lifecycle.ACTIVE
    return lifecycle.CLOSED if resting else shown.status


def _word_names(shown: Shown) -> Mapping[str, UUID]:
    return {term.foreign_id: term.id for term in shown.terms if term.foreign_id}


def _as_its_source_says(found: Object, shown: Shown) -> Object:
    """The moment of the last change in its source's own spelling, where it is the same moment."""
    sent = shown.more.get("last_modified")
    return found | ({"last_modified": str(sent)} if sent and moment_of(sent) == shown.modified_at else {})


def _whole(more: Mapping[str, Any]) -> Object:
    return {name: one for name, one in more.items() if name not in ("as_sent", "last_modified")}


def _over(item: Object, more: Mapping[str, Any]) -> Object:
    """The columns; where one was too short for what was sent, the whole of it."""
    sent = more.get("as_sent") or {}
    for name, one in item.items():
        whole = sent.get(name)
        if isinstance(one, str) and one and isinstance(whole, str) and len(whole) > len(one) and whole.startswith(one):
            item[name] = whole
    return item
