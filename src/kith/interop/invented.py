"""An invented directory in which every field of Open Referral UK 3.0 has a value: to be taken in, given out again and
compared, and looked at by the check of the feed. Among it is what other directories really send."""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Object = dict[str, Any]
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA,SU", "2TU")


def directory(count: int) -> Object:
    """A page with so many services; every tenth as a hurried source sends it, and one that must not be found."""
    contents = [_hurried(number) if number % 10 == 9 else service(number) for number in range(count)]
    contents += [_hidden()] if count > 1 else []
    size = len(contents)
    page = {"total_items": size, "total_pages": 1, "page_number": 1, "size": size, "first_page": True}
    return {**page, "last_page": True, "empty": False, "contents": contents}


def service(number: int) -> Object:
    """One service with every field."""
    return {
        "id": _id("service", number),
        "organization_id": _id("organization", number // 3),
        "name": f"Talking bench {number}",
        "description": f"Sit down for a while.\nSomebody will listen. Bench {number} stands by the water.",
        "url": f"https://example.org/bench/{number}?from=feed&n=1",
        "email": f"bench{number}@example.org",
        "status": "active",
        "fees": "£2 for tea",
        "accreditations": "None are needed",
        "minimum_age": 16,
        "maximum_age": 99.5,
        "assured_date": "2026-10-01",
        "assurer_email": "checks@example.org",
        "alert": "Under the roof of the market hall when it rains",
        "last_modified": "2026-10-02T10:30:45.123Z",
        "organization": organization(number // 3),
        "schedules": [_schedule(number)],
        "service_areas": [_area(number)],
        "service_at_locations": [
            {
                "id": _id("at", number),
                "service_id": _id("service", number),
                "location_id": _id("location", number // 2),
                "location": _location(number // 2),
            }
        ],
        "languages": [_of(number, "language", phone_id=_id("phone", number))],
        "funding": [_of(number, "funding", source="The lottery")],
        "cost_options": [_cost(number)],
        "contacts": [
            _of(number, "contact", name="Jo Bloggs", title="Keeper", attributes=[_attribute("contact", number)])
        ],
        "attributes": [_attribute("service", number)],
    }


def organization(number: int) -> Object:
    """Whoever runs it, with every field."""
    own = _id("organization", number)
    identifier = {
        "id": _id("identifier", number), "organization_id": own, "identifier_scheme": "GB-CHC",
        "identifier_type": "Charity number", "identifier": f"99{number:05}",
        "attributes": [_attribute("identifier", number)],
    }  # fmt: skip
    return {
        "id": own,
        "name": f"The bench keepers {number}",
        "description": "Neighbours who look after a bench.",
        "email": "keepers@example.org",
        "website": "https://example.org/keepers",
        "logo": "https://example.org/logo.png",
        "uri": "https://example.org/id/keepers",
        "parent_organization_id": _id("parent", number),
        "organization_identifiers": [identifier],
        "attributes": [_attribute("organization", number)],
    }


def _schedule(number: int) -> Object:
    monthly = number % len(_DAYS) == len(_DAYS) - 1
    return {
        "id": _id("schedule", number),
        "service_id": _id("service", number),
        "valid_from": "2026-01-01",
        "valid_to": "2027-12-31",
        "dtstart": "2026-01-05",
        "freq": "MONTHLY" if monthly else "WEEKLY",
        "interval": 1,
        "byday": _DAYS[number % len(_DAYS)],
        "bymonthday": "8,9,10,11,12,13,14" if monthly else "1",
        "description": "In daylight",
        "opens_at": "10:00:00",
        "closes_at": "16:30:00",
        "schedule_link": "https://example.org/when",
        "attending_type": "In person",
        "notes": "Not on Christmas Day",
    }


def _area(number: int) -> Object:
    words = {"name": "Moorshire", "extent": "Moorshire", "extent_type": "text", "service_area": "All of Moorshire"}
    return _of(number, "area", **words, uri="http://statistics.data.gov.uk/id/statistical-geography/E99999999")


def _cost(number: int) -> Object:
    words = {"valid_from": "2026-01-01", "valid_to": "2026-12-31", "option": "Tea", "amount_description": "a cup"}
    return _of(number, "cost", **words, amount=1.5)


def _location(number: int) -> Object:
    own = _id("location", number)
    address = {
        "id": _id("address", number), "location_id": own, "attention": "The keeper", "address_1": f"{number} Quay",
        "city": "Saltcombe", "region": "South", "state_province": "Moorshire", "postal_code": "ZZ31 4AB",
        "country": "GB", "address_type": "physical", "attributes": [_attribute("address", number)],
    }  # fmt: skip
    access = {
        "id": _id("access", number), "location_id": own, "description": "Step-free", "details": "A firm path",
        "url": "https://example.org/access", "accessibility": "Step-free throughout",
        "attributes": [_attribute("access", number)],
    }  # fmt: skip
    return {
        "id": own,
        "location_type": "physical",
        "name": f"The quay {number}",
        "description": "By the water",
        "latitude": 51.05,
        "longitude": -4.05,
        "external_identifier": f"1009{number:08}",
        "external_identifier_type": "UPRN",
        "addresses": [address],
        "accessibility": [access],
        "attributes": [_attribute("location", number)],
    }


def _attribute(of: str, number: int) -> Object:
    word = _id("term", number % 4)
    return {
        "id": _id(f"attribute of {of}", number),
        "link_id": _id(of, number),
        "taxonomy_term_id": word,
        "link_type": of,
        "taxonomy_term": {
            "id": word,
            "name": f"Company {number % 4}",
            "description": "Somebody to be with",
            "parent_id": _id("term above", 0),
            "taxonomy": "What people come for",
            "taxonomy_id": _id("taxonomy", 0),
            "term_uri": "https://example.org/terms/company",
            "term": f"company-{number % 4}",
            "taxonomy_detail": {
                "id": _id("taxonomy", 0),
                "name": "What people come for",
                "description": "",
                "version": "1",
                "uri": "https://example.org/terms",
            },
        },
    }


def _of(number: int, kind: str, **fields: Any) -> Object:
    return {"id": _id(kind, number), "service_id": _id("service", number), **fields}


def _hurried(number: int) -> Object:
    """Ids that are none, markup, addresses without a beginning, nothing where something is due."""
    return {
        "id": f"svc-{number}",
        "name": f"Lunch &amp; company {number}",
        "description": "<p>Soup.</p><ul><li>Bread</li></ul>",
        "url": f"www.example.org/lunch/{number}",
        "status": "active",
        "fees": None,
        "organization": {"id": f"org-{number}", "name": "The lunch people", "description": None, "website": "none yet"},
        "schedules": [{"freq": "DAILY", "opens_at": "12:00", "closes_at": "13:30"}, {"description": "Ring for times"}],
        "service_at_locations": [
            {"location": {"id": f"hall-{number}", "name": "The hall", "addresses": [{"postal_code": "ZZ31 4AB"}]}}
        ],
        "cost_options": [{"amount": "2.50"}],
        "contacts": [{"name": "Sam", "phones": [{"number": "01632 960999"}]}],
        "attributes": [
            {"taxonomy_term_id": "food", "taxonomy_term": {"id": "food", "name": "Food", "description": None}}
        ],
    }


def _hidden() -> Object:
    """A refuge whose source says so only in words."""
    found: Object = json.loads(json.dumps(service(9_999)))
    found |= {"name": "Women's refuge", "description": "A refuge for women who are fleeing violence."}
    return found


def _id(kind: str, number: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"invented/{kind}/{number}"))
