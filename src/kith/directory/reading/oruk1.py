"""Open Referral UK 1.0 said in the words of 3.0. What 3.0 has no word for is left as it is, and kept beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kith.directory.reading.entries import AT, LOCATION, ORGANIZATION, SERVICE

_MARKS = frozenset(
    {"service_taxonomys", "regular_schedules", "eligibilitys", "fundings", "service_taxonomies", "holiday_schedules",
     "physical_addresses", "accessibility_for_disabilities", "attending_access", "deliverable_type", "link_taxonomies"}
)  # fmt: skip


def is_one(kind: str, item: Mapping[str, Any]) -> bool:
    """Whether an item is in the words of 1.0."""
    nested = [item, item.get("location"), item.get("service")]
    nested += [one.get("location") for one in _list(item, "service_at_locations")]
    return any(isinstance(one, Mapping) and _MARKS & set(one) for one in nested)


def to_three(kind: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """The item in the words of 3.0."""
    if kind == SERVICE:
        return _service(item)
    if kind == LOCATION:
        return _location(item)
    if kind == AT:
        return _at(item)
    if kind == ORGANIZATION:
        return dict(item) | {"services": [_service(one) for one in _list(item, "services")]}
    return dict(item)


def _service(item: Mapping[str, Any]) -> dict[str, Any]:
    made = _without(
        item, "service_taxonomys", "service_taxonomies", "regular_schedules", "eligibilitys", "eligibilities",
        "fundings", "languages", "service_at_locations",
    )  # fmt: skip
    sorted_by = _list(item, "service_taxonomys", "service_taxonomies")
    made["attributes"] = _list(item, "attributes") + [_attribute(one) for one in sorted_by]
    made["schedules"] = _list(item, "schedules") + _list(item, "regular_schedules")
    made["eligibility"] = _list(item, "eligibility", "eligibilitys", "eligibilities")
    made["funding"] = _list(item, "funding", "fundings")
    made["languages"] = [_language(one) for one in _list(item, "languages")]
    made["service_at_locations"] = [_at(one) for one in _list(item, "service_at_locations")]
    for name, pick in (("minimum_age", min), ("maximum_age", max)):
        ages = [age for one in made["eligibility"] if (age := _number(one.get(name))) is not None]
        if ages and made.get(name) is None:
            made[name] = pick(ages)
    return {name: value for name, value in made.items() if value != []}


def _attribute(one: Mapping[str, Any]) -> dict[str, Any]:
    term = one.get("taxonomy")
    made: dict[str, Any] = {"id": one.get("id"), "link_type": "service"}
    if isinstance(term, Mapping):
        words = {"taxonomy": term.get("vocabulary"), "description": term.get("description") or term.get("name")}
        kept = {name: value for name, value in term.items() if name != "vocabulary" and value is not None}
        made["taxonomy_term"] = kept | {name: value for name, value in words.items() if value}
        made["taxonomy_term_id"] = term.get("id")
    elif one.get("taxonomy_id"):
        made["taxonomy_term_id"] = one["taxonomy_id"]
    return {name: value for name, value in made.items() if value is not None}


def _at(item: Mapping[str, Any]) -> dict[str, Any]:
    made = _without(item, "regular_schedule", "regular_schedules", "location", "service")
    made["schedules"] = _list(item, "schedules") + _list(item, "regular_schedule", "regular_schedules")
    if isinstance(item.get("location"), Mapping):
        made["location"] = _location(item["location"])
    if isinstance(item.get("service"), Mapping):
        made["service"] = _service(item["service"])
    return {name: value for name, value in made.items() if value != []}


def _location(item: Mapping[str, Any]) -> dict[str, Any]:
    made = _without(item, "physical_addresses", "postal_addresses", "accessibility_for_disabilities", "languages")
    made.setdefault("location_type", "physical")
    addresses = _list(item, "addresses")
    for name, kind in (("physical_addresses", "physical"), ("postal_addresses", "postal")):
        addresses += [{**one, "address_type": kind} for one in _list(item, name)]
    made["addresses"] = addresses
    access = _list(item, "accessibility_for_disabilities")
    made["accessibility"] = _list(item, "accessibility") + [
        {"id": one.get("id"), "description": one.get("accessibility"), "details": one.get("details")} for one in access
    ]
    made["languages"] = [_language(one) for one in _list(item, "languages")]
    return {name: value for name, value in made.items() if value != []}


def _language(one: Mapping[str, Any]) -> dict[str, Any]:
    named = one.get("name") or one.get("language")
    return _without(one, "language", "name") | ({"name": named} if named else {})


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _without(item: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in names}


def _list(item: Mapping[str, Any], *names: str) -> list[dict[str, Any]]:
    found: Any = next((item[name] for name in names if item.get(name)), [])
    found = [found] if isinstance(found, Mapping) else found
    return [dict(one) for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
