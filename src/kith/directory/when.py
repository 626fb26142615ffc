"""When something is on, as far as its source's hours can be read: which days, how often, from when until when. Pure.

A wrong hour is worse than none: what comes round in a way that is not understood here is left to the source's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Protocol

from kith.directory.reading.columns import day_of
from kith.directory.reading.hours import DAYS

# A day of the week, with which of the month it is where that is said: "2TU".
BY_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
# How often, in the words of the standard. Nothing said is taken as every week, as old feeds have it.
# What comes so rarely that its next time may be further ahead than this is said without it.
_SAID_AHEAD_DAYS = 800
_WEEKLY, _MONTHLY, _DAILY = ("", "WEEKLY"), "MONTHLY", "DAILY"


class Written(Protocol):
    """Hours as they are kept: the standard's fields, and the days and times that could be read of them."""

    freq: str
    interval: int | None
    byday: str
    bymonthday: str
    valid_from: str
    valid_to: str
    dtstart: str
    description: str
    weekdays: list[int]
    opens: time | None
    closes: time | None


@dataclass(frozen=True)
class Run:
    """One run of hours. ``weekdays`` count from 0, Monday; ``nth`` is (which of the month, weekday), -1 the last.

    ``every`` 2 is every second week, or month where it is ``monthly``. ``starts`` says from which week one counts.
    ``read`` is False where only ``words``, the source's own, say when it is.
    """

    weekdays: tuple[int, ...] = ()
    opens: time | None = None
    closes: time | None = None
    every: int = 1
    monthly: bool = False
    nth: tuple[tuple[int, int], ...] = ()
    dates: tuple[int, ...] = ()
    first: date | None = None
    last: date | None = None
    starts: date | None = None
    words: str = ""

    @property
    def read(self) -> bool:
        """Whether the days and the times could be read."""
        return self.opens is not None and self.closes is not None and bool(self.weekdays or self.dates)

    @property
    def every_week(self) -> bool:
        """Whether it is on in each week."""
        return self.read and self.every == 1 and not self.monthly

    def next_on(self, today: date) -> date | None:
        """The next day of something that skips weeks, where it is said from which week one counts."""
        if not self.read or self.monthly or self.every == 1 or self.starts is None:
            return None
        begins = self.starts - timedelta(days=self.starts.weekday())
        day = max(today, self.first or today)
        monday = day - timedelta(days=day.weekday())
        weeks = -((monday - begins).days // 7) % self.every
        if (day - today).days + 7 * (weeks + self.every) > _SAID_AHEAD_DAYS:
            return None
        weeks_on = (monday + timedelta(weeks=weeks), monday + timedelta(weeks=weeks + self.every))
        days = (week + timedelta(days=weekday) for week in weeks_on for weekday in self.weekdays)
        return next((one for one in days if one >= day and not self.is_over(one)), None)

    def is_over(self, today: date) -> bool:
        """Whether its last day has gone by."""
        return self.last is not None and self.last < today


def run_of(row: Written) -> Run:
    """What could be read of one line of hours."""
    freq, plain = row.freq.strip().upper(), Run(words=row.description.strip(), last=day_of(row.valid_to))
    weekdays = tuple(sorted(set(row.weekdays)))
    if freq == _DAILY and not weekdays and (row.interval or 1) == 1:
        weekdays = tuple(range(7))
    monthly = freq == _MONTHLY
    if not monthly and freq not in _WEEKLY and freq != _DAILY:
        return plain
    said = BY_DAY.findall(row.byday.upper().replace(" ", "")) if monthly else []
    nth = tuple((int(which), DAYS.index(day)) for which, day in said if which)
    dates = dates_of(row.bymonthday) if monthly else ()
    every = row.interval or 1
    return Run(
        weekdays=weekdays,
        opens=row.opens,
        closes=row.closes,
        every=every,
        # Every Tuesday of every month is every Tuesday.
        monthly=monthly and (bool(nth or dates) or every > 1),
        nth=nth,
        dates=dates,
        first=day_of(row.valid_from),
        last=plain.last,
        starts=day_of(row.dtstart) or day_of(row.valid_from),
        words=plain.words,
    )


def dates_of(bymonthday: str) -> tuple[int, ...]:
    """The days of the month that are written here; counted from its end where they are negative."""
    return tuple(int(one) for one in re.findall(r"-?\d+", bymonthday) if 1 <= abs(int(one)) <= 31)


def runs_of(rows: Iterable[Written]) -> tuple[Run, ...]:
    """The runs of these lines, each once, in their order; what says nothing at all is left out."""
    found = dict.fromkeys(run_of(row) for row in rows)
    return tuple(run for run in found if run.read or run.words)


def windows(runs: Iterable[Run]) -> list[tuple[int, time, time]]:
    """Weekday, opens, closes of what could be read, whether each week or not; on a date of the month, of any day."""
    return sorted(
        {
            (weekday, run.opens, run.closes)
            for run in runs
            if run.read and run.opens is not None and run.closes is not None
            for weekday in (run.weekdays or tuple(range(7)))
        }
    )


def written(run: Run) -> dict[str, Any]:
    """A run as it is kept beside what is searched: only what is said of it."""
    values = {
        "days": list(run.weekdays),
        "opens": f"{run.opens:%H:%M}" if run.opens else "",
        "closes": f"{run.closes:%H:%M}" if run.closes else "",
        "every": run.every if run.every != 1 else None,
        "monthly": run.monthly,
        "nth": [list(one) for one in run.nth],
        "dates": list(run.dates),
        "first": run.first.isoformat() if run.first else "",
        "last": run.last.isoformat() if run.last else "",
        # From which week one counts matters only to what skips weeks.
        "starts": run.starts.isoformat() if run.starts and run.every != 1 else "",
        "words": run.words,
    }
    return {name: value for name, value in values.items() if value}


def read_again(kept: dict[str, Any]) -> Run:
    """The run that was kept so."""
    return Run(
        weekdays=tuple(kept.get("days", ())),
        opens=time.fromisoformat(kept["opens"]) if kept.get("opens") else None,
        closes=time.fromisoformat(kept["closes"]) if kept.get("closes") else None,
        every=kept.get("every", 1),
        monthly=kept.get("monthly", False),
        nth=tuple((which, day) for which, day in kept.get("nth", ())),
        dates=tuple(kept.get("dates", ())),
        first=date.fromisoformat(kept["first"]) if kept.get("first") else None,
        last=date.fromisoformat(kept["last"]) if kept.get("last") else None,
        starts=date.fromisoformat(kept["starts"]) if kept.get("starts") else None,
        words=kept.get("words", ""),
    )
