"""When is a service on, in the few words an editor changes? The standard's other fields stay with the rows."""

from __future__ import annotations

from datetime import time
from typing import Any

from kith.directory.keeping_words import DAYS
from kith.directory.models import Schedule, Service
from kith.directory.when import Run, run_of

Line = dict[str, Any]
# What a line says of how it comes round, where that is not simply each week: in the standard's own words.
_WEEKS = ("freq", "interval", "byday", "bymonthday", "dtstart")
_BETWEEN = ("valid_from", "valid_to")


def hours_of(service: Service) -> list[Line]:
    """Each of its own lines: on which days, from when to when, and in whose words where that could not be read."""
    rows = Schedule.objects.filter(service=service, gone_at__isnull=True).order_by("position", "id")
    return [line_of(row) for row in rows]


def line_of(row: Schedule) -> Line:
    """One line of its hours. ``round`` is there only where it does not simply come round each week."""
    line = {
        "weekdays": sorted(row.weekdays),
        "opens": f"{row.opens:%H:%M}" if row.opens else "",
        "closes": f"{row.closes:%H:%M}" if row.closes else "",
        "description": row.description,
    }
    weekly = row.freq.strip().upper() in ("", "WEEKLY")
    names = (() if weekly and (row.interval or 1) == 1 else _WEEKS) + _BETWEEN
    # Of what is on each so many weeks the days are said already.
    comes = {name: value for name in names if (value := getattr(row, name)) and not (weekly and name == "byday")}
    return {**line, "round": comes} if comes else line


def run_of_line(line: Line) -> Run:
    """What could be read of this line."""
    return run_of(Schedule(**values_of(line)))


def values_of(line: Line) -> dict[str, Any]:
    """The columns of a row that says this line."""
    days = sorted(set(line.get("weekdays", [])))
    opens, closes = str(line.get("opens") or ""), str(line.get("closes") or "")
    return {
        "freq": "WEEKLY" if days else "",
        "byday": ",".join(DAYS[day] for day in days),
        "opens_at": opens,
        "closes_at": closes,
        "description": str(line.get("description") or ""),
        "weekdays": days,
        "opens": time.fromisoformat(opens) if opens else None,
        "closes": time.fromisoformat(closes) if closes else None,
        **line.get("round", {}),
    }
