"""What people of the demo looked for in some weeks, as numbers alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.directory import actions as directory
from kith.directory.models import Service
from kith.directory.tallied import NOTHING_FOUND, OPENED, SEARCH, SIGNPOST
from kith.kit.actor import Actor

# Of which group, so many weeks ago: searches, nothing found, opened, told of.
WEEKS = {"Combe Martin Shed": ((1, 9, 6, 7, 2), (2, 6, 2, 5, 0)), "Harbour shed": ((1, 5, 8, 3, 1),)}
_WHAT = (SEARCH, NOTHING_FOUND, OPENED, SIGNPOST)


def count(now: datetime) -> None:
    """Count what was looked for and opened where these groups are, some weeks ago."""
    by = Actor.public()
    for service in Service.objects.filter(name__in=WEEKS, source=None).select_related("place"):
        for weeks, *numbers in WEEKS[service.name]:
            for what, number in zip(_WHAT, numbers, strict=True):
                of = service.pk if what in (OPENED, SIGNPOST) else None
                for _time in range(number):
                    at = now - timedelta(weeks=weeks)
                    directory.tally(what=what, place_id=service.place_id, service_id=of, by=by, now=at)
