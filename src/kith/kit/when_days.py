"""Which day somebody means: "Friday week", "03/04", "the 3rd", "before the weekend". Hours are read next door."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from kith.kit import when_words as words_of
from kith.kit.when_hours import DAY_ENDS, DAY_OPENS, PARTS, Reading, hours_in


def read_date(reading: Reading) -> None:
    """Find the day, cut it out of ``rest`` so that its figures are not read as a time."""
    for pattern, reader in (
        (words_of.YMD, _from_figures),
        (words_of.DMY, _from_figures),
        (words_of.DAY_MONTH, _from_month),
        (words_of.MONTH_DAY, _from_month),
        (words_of.NAMED, _from_name),
        (words_of.WEEKDAY, _from_weekday),
        (words_of.NTH, _from_month),
    ):
        match = pattern.search(reading.rest)
        if match:
            weekday = words_of.WEEKDAY.search(reading.rest)
            reading.rest = f"{reading.rest[: match.start()]} {reading.rest[match.end() :]}"
            reader(reading, match)
            if weekday and reader in (_from_figures, _from_month):
                _compare(reading, weekday["weekday"])
            return


def _compare(reading: Reading, weekday: str) -> None:
    """A weekday that does not fit its date is worth a question."""
    if reading.day is not None and reading.day.weekday() != words_of.WEEKDAYS[weekday]:
        words = {"date": reading.shown, "weekday": weekday.capitalize()}
        reading.doubt = _("“%(date)s” is not a %(weekday)s. Ask which day is meant.") % words


def _from_figures(reading: Reading, match: re.Match[str]) -> None:
    reading.clock_24h = True
    found = words_of.picked(match)
    day, month, year = int(found["d"]), int(found["m"]), found.get("y")
    if month > 12:
        reading.problem = _(
            "“%(date)s” has no month %(month)s: we read the day first, then the month. Ask which day is meant."
        ) % {"date": reading.shown, "month": month}
        return
    _set_day(reading, day, month, year)


def _from_month(reading: Reading, match: re.Match[str]) -> None:
    found = words_of.picked(match)
    month = words_of.MONTHS[found["month"][:3]] if "month" in found else 0
    _set_day(reading, int(found["d"]), month, found.get("y"))


def _set_day(reading: Reading, day: int, month: int, year: str | None) -> None:
    base = reading.base.date()
    candidates = []
    if year:
        candidates = [(int(year) + (2000 if len(year) == 2 else 0), month)]
    elif month:
        candidates = [(base.year + step, month) for step in (0, 1, -1, 2)]
    else:
        candidates = [((base.year + (base.month - 1 + s) // 12), (base.month - 1 + s) % 12 + 1) for s in range(3)]
    for each_year, each_month in candidates:
        try:
            found = date(each_year, each_month, day)
        except ValueError:
            continue
        if year or (-120 if month else 0) <= (found - base).days <= 366:
            reading.day = found
            return
    reading.problem = _("There is no day “%(date)s”. Ask which day is meant.") % {"date": reading.shown}


def _from_name(reading: Reading, match: re.Match[str]) -> None:
    name, today = match["name"], reading.base.date()
    weekday = today.weekday()
    to_friday = 4 - weekday if weekday < 4 or (weekday == 4 and reading.base.time() < DAY_ENDS) else 6 - weekday
    steps = {
        "yesterday": -1,
        "last night": -1,
        "today": 0,
        "tonight": 0,
        "this": 0,
        "day after tomorrow": 2,
        "tomorrow": 1,
        "by the weekend": (4 - weekday) % 7,
        "this week": to_friday,
        "end of the week": to_friday,
        "next week": 11 - weekday,
        "weekend": 5 - weekday if weekday < 6 else -1,
        "next weekend": 12 - weekday,
    }
    if name == "end of the month":
        first_of_next = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
        reading.day = first_of_next - timedelta(days=1)
    else:
        reading.day = today + timedelta(days=steps[name])
    if name in ("tonight", "last night"):
        reading.rest += " night"
    reading.named_day = words_of.DAY_SORTS.get(name, name)


def _from_weekday(reading: Reading, match: re.Match[str]) -> None:
    base = reading.base
    ahead = (words_of.WEEKDAYS[match["weekday"]] - base.weekday()) % 7
    which = match["which"] or ""
    reading.day = base.date() + timedelta(days=ahead)
    if which == "last":
        reading.day -= timedelta(days=7)
    elif which == "next":
        reading.day = base.date() + timedelta(days=7 - base.weekday() + words_of.WEEKDAYS[match["weekday"]])
    elif ahead == 0 and _gone_today(reading):
        reading.day += timedelta(days=7)
    if match["later"] or match["before"]:
        reading.day += timedelta(days=7)


def _gone_today(reading: Reading) -> bool:
    """Whether, on a Friday, "Friday 3pm" must mean the next one."""
    copy = Reading(reading.rest, reading.base, day=reading.day, part=words_of.part_of(reading.rest))
    times = hours_in(copy)
    ends = times[1] if times else PARTS.get(copy.part, (DAY_OPENS, DAY_ENDS))[1]
    return ends <= reading.base.time() and ends != time(0)
