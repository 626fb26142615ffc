"""Hours as people say them."""

from __future__ import annotations

from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.directory.queries.hours import Line, run_of_line
from kith.directory.queries.when_words import days_words
from kith.kit import said

DAYS = [
    ("0", gettext_lazy("Monday")),
    ("1", gettext_lazy("Tuesday")),
    ("2", gettext_lazy("Wednesday")),
    ("3", gettext_lazy("Thursday")),
    ("4", gettext_lazy("Friday")),
    ("5", gettext_lazy("Saturday")),
    ("6", gettext_lazy("Sunday")),
]


def hours_words(lines: list[Line]) -> str:
    """Hours as a sentence: "Tuesday and Thursday, 10am to 12. Not in August"."""
    return "; ".join(filter(None, map(_line_words, lines)))


def _line_words(line: Line) -> str:
    run = run_of_line(line)
    days, hours = days_words(run), ""
    if line.get("opens"):
        times = {"start": said.clock(_time(line["opens"])), "end": ""}
        if line.get("closes"):
            hours = _("%(start)s to %(end)s") % {**times, "end": said.clock(_time(line["closes"]))}
        else:
            hours = _("from %(start)s") % times
    first, last = (_date(day) for day in (run.first, run.last))
    between = _("from %(day)s") % {"day": first} if first else "", _("until %(day)s") % {"day": last} if last else ""
    return ", ".join(part for part in (days, hours, *between, str(line.get("description") or "")) if part)


def _date(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _time(words: str) -> time:
    return time.fromisoformat(words)
