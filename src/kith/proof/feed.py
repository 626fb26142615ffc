"""An invented directory of any size in the words of Open Referral UK 3.0, always the same for the same seed.

It has what real ones have: ids that are none, HTML, hours in words, coordinates the wrong way round, halls shared by
many, the same group under two spellings, and a few refuges.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID

_WHAT = ("Knitting circle", "Walking football", "Memory café", "Debt advice", "Lunch club", "English conversation",
         "Bereavement group", "Repair café", "Choir", "Baby and toddler group", "Gardening morning", "Chair yoga",
         "Talking bench", "Men's shed", "Drop-in for carers", "Food larder", "Art table",
         "Swimming for all")  # fmt: skip
_WHERE = ("Ashcombe", "Brackwell", "Coldharbour", "Dunsley", "Eastmoor", "Fernhill", "Greyfold", "Hartsbridge")
_HALLS = ("Village Hall", "Community Centre", "Library", "Methodist Hall", "Scout Hut", "Leisure Centre", "Old School")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SAID = ("Mondays 10am to 12 noon", "Every day from 9 to 5", "First Tuesday of the month, 2pm", "Ring for times")
_WORDS = (
    "Company and something to do",
    "Advice about money",
    "Moving about",
    "Food",
    "Caring for somebody",
    "Learning",
)


def directory(services: int, seed: int = 1) -> dict[str, Any]:
    """One page with everything on it."""
    found = list(_services(services, seed))
    size = len(found)
    page = {"total_items": size, "total_pages": 1, "page_number": 1, "size": size, "first_page": True}
    return {**page, "last_page": True, "empty": size == 0, "contents": found}


def pages(services: int, per_page: int, seed: int = 1) -> list[dict[str, Any]]:
    """The same, page by page."""
    found = list(_services(services, seed))
    cut = [found[at : at + per_page] for at in range(0, len(found), per_page)] or [[]]
    whole = {"total_items": len(found), "total_pages": len(cut)}
    return [
        {**whole, "page_number": number, "size": len(one), "first_page": number == 1, "last_page": number == len(cut),
         "empty": not one, "contents": one}
        for number, one in enumerate(cut, start=1)
    ]  # fmt: skip


def _services(count: int, seed: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(f"feed:{seed}")
    terms = [_term(chance, word) for word in _WORDS]
    halls = [_hall(chance, number) for number in range(max(1, count // 6))]
    runs = [_organization(chance, number) for number in range(max(1, count // 3))]
    for number in range(count):
        yield _service(chance, number, chance.choice(runs), chance.choice(halls), chance.sample(terms, 2))


def _service(
    chance: random.Random, number: int, run: dict[str, Any], hall: dict[str, Any], terms: list[dict[str, Any]]
) -> dict[str, Any]:
    what, where = chance.choice(_WHAT), chance.choice(_WHERE)
    name = f"{where} Refuge" if number % 500 == 499 else f"{what} in {where} {number}"
    return {
        "id": f"svc/{number}" if number % 10 == 3 else _uuid(chance),
        "name": name,
        "description": f"<p>{what} for anybody in {where}. You are welcome &amp; can bring a friend.</p>"
        + ("<ul><li>Tea</li><li>A chat</li></ul>" if number % 4 == 0 else ""),
        "url": f"www.example.org/{number}" if number % 7 == 0 else f"https://example.org/{number}",
        "email": f"group{number}@example.org",
        "status": "active",
        "fees": chance.choice(("Free", "£2 for tea", "No charge", "")),
        "minimum_age": 18,
        "assured_date": f"2026-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        "last_modified": f"2026-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}T10:30:00Z",
        "organization": run,
        "schedules": [_schedule(chance, number)],
        "contacts": [{"id": _uuid(chance), "name": "The organiser", "phones": [{"number": "01632 960999"}]}],
        "cost_options": [{"id": _uuid(chance), "amount": 0, "amount_description": "Free"}],
        "service_at_locations": [{"id": _uuid(chance), "location": hall}],
        "attributes": [
            {"id": _uuid(chance), "link_type": "service", "taxonomy_term_id": one["id"], "taxonomy_term": one}
            for one in terms
        ],
    }


def _schedule(chance: random.Random, number: int) -> dict[str, Any]:
    if number % 5 == 0:
        return {"id": _uuid(chance), "description": chance.choice(_SAID)}
    opens = chance.randint(8, 16)
    hours = {"opens_at": f"{opens:02}:00", "closes_at": f"{opens + 2:02}:00"}
    return {"id": _uuid(chance), "freq": "WEEKLY", "interval": 1, "byday": chance.choice(_DAYS), **hours}


def _organization(chance: random.Random, number: int) -> dict[str, Any]:
    where = chance.choice(_WHERE)
    said = ("The {} Group {} Ltd", "{} group {}", "{} & District Friends {}", "Friends of {} {} CIO")[number % 4]
    name = said.format(where, number // 2)
    return {
        "id": _uuid(chance),
        "name": name,
        "description": f"{name} is run by neighbours.",
        "website": "https://example.org",
    }


def _hall(chance: random.Random, number: int) -> dict[str, Any]:
    lat, lon = 51.0 + chance.random() / 10, -4.0 + chance.random() / 10
    if number % 20 == 7:
        lat, lon = lon, lat
    where = chance.choice(_WHERE)
    address = {"address_1": f"{number} High Street", "city": where, "state_province": "Moorshire", "country": "GB"}
    return {
        "id": f"hall-{number}" if number % 3 == 0 else _uuid(chance),
        "location_type": "physical",
        "name": f"{where} {chance.choice(_HALLS)} {number}",
        "latitude": lat,
        "longitude": lon,
        "addresses": [{"id": _uuid(chance), **address, "postal_code": "ZZ34 0AB", "address_type": "physical"}],
        "accessibility": [
            {"id": _uuid(chance), "description": chance.choice(("Step-free throughout", "Three steps up"))}
        ],
    }


def _term(chance: random.Random, word: str) -> dict[str, Any]:
    return {"id": _uuid(chance), "name": word, "description": word, "taxonomy": "What people come for"}


def _uuid(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))
