"""Writing when a service is on: its lines are changed together. Called by ``keeping``, which keeps the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from kith.directory.keeping_words import DAYS
from kith.directory.models import Schedule, Service
from kith.directory.queries.hours import Line, hours_of
from kith.kit.whole import insert


def _put_hours(service: Service, lines: Sequence[Line], now: datetime) -> None:
    """Replace the lines of a service, in the caller's act, which records it. Lines that stay as they were stay rows.

    What a source said besides of a line that stays (until when it is valid, in which weeks) stays with it.
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
    days = sorted(set(line.get("weekdays", [])))
    opens, closes = str(line.get("opens") or ""), str(line.get("closes") or "")
    return Schedule(
        service=service,
        position=position,
        freq="WEEKLY" if days else "",
        byday=",".join(DAYS[day] for day in days),
        opens_at=opens,
        closes_at=closes,
        description=str(line.get("description") or ""),
        weekdays=days,
        opens=time.fromisoformat(opens) if opens else None,
        closes=time.fromisoformat(closes) if closes else None,
        made_at=now,
        modified_at=now,
    )
