"""How often a line of hours comes round, as one choice of a form. What the choice cannot say stays as it was said."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from kith.directory.keeping_words import DAYS
from kith.directory.queries.hours import Line, run_of_line
from kith.directory.queries.when_words import days_words
from kith.directory.when import Run

EACH_WEEK, SECOND, THIS, NEXT, AS_IT_IS = "", "second", "second-this", "second-next", "as-it-is"
_OF_THE_MONTH = {"first": 1, "two": 2, "three": 3, "four": 4, "last": -1}
CHOICES = [
    (THIS, gettext_lazy("Every second week, and it is on this week")),
    (NEXT, gettext_lazy("Every second week, and it is on next week")),
    (SECOND, gettext_lazy("Every second week, I do not know which")),
    ("first", gettext_lazy("Once a month: the first one")),
    ("two", gettext_lazy("Once a month: the second one")),
    ("three", gettext_lazy("Once a month: the third one")),
    ("four", gettext_lazy("Once a month: the fourth one")),
    ("last", gettext_lazy("Once a month: the last one")),
]


def begin(line: Line, today: date) -> str:
    """The choice that says how this line comes round; ``AS_IT_IS`` where none of them does."""
    run = run_of_line(line)
    freq = line.get("round", {}).get("freq", "")
    if not freq and not line.get("round", {}).get("interval"):
        return EACH_WEEK
    if run.monthly:
        return _of_the_month(run)
    if run.every != 2 or freq.upper() not in ("", "WEEKLY"):
        return AS_IT_IS
    if run.starts is None:
        return SECOND
    return NEXT if (_monday(today) - _monday(run.starts)).days // 7 % 2 else THIS


def as_it_is(line: Line) -> str:
    """What a line says that no choice says, in words."""
    return days_words(run_of_line(line)) or str(line.get("round", {}).get("freq", "")).lower()


def comes(chosen: str, was: Line, weekdays: Collection[int], today: date) -> dict[str, Any]:
    """How it comes round now. From when until when it is valid is not asked, and stays."""
    before: dict[str, Any] = was.get("round", {})
    unmoved = sorted(weekdays) == was.get("weekdays", [])
    if chosen == AS_IT_IS or (chosen == begin(was, today) and (unmoved or chosen not in _OF_THE_MONTH)):
        return before
    stays: dict[str, Any] = {name: before[name] for name in ("valid_from", "valid_to") if name in before}
    if chosen in _OF_THE_MONTH:
        which = _OF_THE_MONTH[chosen]
        return {"freq": "MONTHLY", "byday": ",".join(f"{which}{DAYS[day]}" for day in sorted(weekdays)), **stays}
    if chosen not in (SECOND, THIS, NEXT):
        return stays
    found: dict[str, Any] = {"freq": "WEEKLY", "interval": 2}
    if chosen != SECOND:
        week = _monday(today) + timedelta(weeks=1 if chosen == NEXT else 0)
        found["dtstart"] = (week + timedelta(days=min(weekdays, default=0))).isoformat()
    return {**found, **stays}


def too_much(chosen: str, was: Line, weekdays: Collection[int]) -> bool:
    """Whether other days were chosen for what comes round in a way that names its days."""
    named = bool(was.get("round", {}).get("byday"))
    return chosen == AS_IT_IS and named and sorted(weekdays) != was.get("weekdays", [])


def _of_the_month(run: Run) -> str:
    which = {one for one, _day in run.nth}
    days = tuple(sorted(day for _which, day in run.nth))
    if run.every != 1 or run.dates or len(which) != 1 or days != run.weekdays:
        return AS_IT_IS
    return next((name for name, one in _OF_THE_MONTH.items() if one in which), AS_IT_IS)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
