"""What the demo's colleagues still have to look at, and who waits: invented, every name, address and number."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kith.directory import actions as directory
from kith.directory.models import Leader, Service
from kith.directory.reading import documents
from kith.kit.actor import Actor
from kith.outreach import actions as outreach
from kith.outreach.actions import Wish

_COUNTY, _CITY = "https://directory.county.example.org/oruk/v3", "https://services.city.example.org/oruk/v3"
# Who runs it, what it is called, what happens there. The first two may be one; the last two are held back.
_SENT = (
    ("Moorland Befrienders CIO", "Tea and company by phone", "A call once a week from somebody who has time."),
    ("The Moorland Befrienders", "A visit once a week", "Somebody comes for an hour, the same person each time."),
    ("Taw Valley Gardeners", "Allotment mornings", "Digging, weeding and a flask of tea. Tools are there."),
    ("Taw Valley Gardeners Ltd.", "Seeds to share", "Bring what you have too much of, take what you have not."),
    ("Harbour Light", "A quiet house", "Refuge for women and children fleeing violence at home."),
    ("Coast Family Trust", "Somewhere safe for a while", "For those fleeing abuse. Ring first, day or night."),
)
_FAILS = "The other side answered “503 Service Unavailable”. What we have of it stays; it is tried again in a day."


def take_in_others(now: datetime) -> None:
    """A directory that is read well, one that cannot be read, and with it what waits to be looked at."""
    by = Actor.system("the demo's own colleagues")
    words: dict[str, Any] = {"kind": "oruk-3", "place": None, "review": False, "every": 24, "by": by}
    county = directory.add_source(name="County directory", address=_COUNTY, now=now - timedelta(days=9), **words)
    city = directory.add_source(name="City services", address=_CITY, now=now - timedelta(days=9), **words)
    taken = documents.read_whole({"contents": [_service(*one) for one in _SENT]}, "the demo")
    directory.begin_reading(source=county, by=by, now=now - timedelta(hours=5))
    directory.take_in(source=county, taken=taken, by=by, now=now - timedelta(hours=5))
    directory.note_failure(source=city, problem=_FAILS, by=by, now=now - timedelta(hours=3))


def wait_for_some(now: datetime) -> None:
    """Somebody asked to be rung, and some wait until what is full takes people again."""
    voices = (
        Leader.objects.filter(service__name="Combe Voices", ended_at=None).select_related("service", "place").first()
    )
    if voices is not None:
        outreach.ring_me(leader=voices, in_on=(0, 2), by=Actor.leader(voices), now=now)
    full = Service.objects.filter(state="full", gone_at=None, held=False, source=None).order_by("name").first()
    for number in range(4 if full is not None else 0):
        wish = Wish(f"+44770090048{number}", by_name=number == 0, lane="phone" if number else "web")
        assert full is not None
        outreach.tell_me_when(service=full, wish=wish, by=Actor.public(), now=now - timedelta(days=2 + 3 * number))


def _service(who: str, name: str, said: str) -> dict[str, object]:
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{_COUNTY}/{name}")),
        "name": name,
        "description": said,
        "status": "active",
        "phones": [{"id": str(uuid5(NAMESPACE_URL, f"{_COUNTY}/{name}/phone")), "number": "01632 960480"}],
        "organization": {"id": str(uuid5(NAMESPACE_URL, f"{_COUNTY}/{who}")), "name": who, "description": said},
    }
