"""When is a service on, in the few words an editor changes? The standard's own fields stay with the rows."""

from __future__ import annotations

from typing import Any

from kith.directory.models import Schedule, Service

Line = dict[str, Any]


def hours_of(service: Service) -> list[Line]:
    """Each of its own lines: on which days, from when to when, and in whose words where that could not be read."""
    rows = Schedule.objects.filter(service=service, gone_at__isnull=True).order_by("position", "id")
    return [line_of(row) for row in rows]


def line_of(row: Schedule) -> Line:
    """One line of its hours."""
    return {
        "weekdays": sorted(row.weekdays),
        "opens": f"{row.opens:%H:%M}" if row.opens else "",
        "closes": f"{row.closes:%H:%M}" if row.closes else "",
        "description": row.description,
    }
