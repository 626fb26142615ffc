"""Writing when a service is on: its lines are changed together. Called by ``keeping``, which keeps the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kith.directory.models import Schedule, Service
from kith.directory.queries.hours import Line, hours_of, values_of
from kith.kit.whole import insert


def _put_hours(service: Service, lines: Sequence[Line], now: datetime) -> None:
    """Replace the lines of a service, in the caller's act, which records it. Lines that stay as they were stay rows.

    What a source said besides of a line that stays (who may come then, a page about it) stays with it.
    """
    rows = list(Schedule.objects.filter(service=service, gone_at__isnull=True).order_by("position", "id"))
    there = list(zip(hours_of(service), rows, strict=True))
    for position, line in enumerate(lines):
        match = next((pair for pair in there if pair[0] == line), None)
        if match is not None:
            there.remove(match)
        else:
            insert(_row(service, line, position, now))
    Schedule.objects.filter(pk__in=[row.pk for _line, row in there]).delete()


def _row(service: Service, line: Line, position: int, now: datetime) -> Schedule:
    return Schedule(service=service, position=position, made_at=now, modified_at=now, **values_of(line))
