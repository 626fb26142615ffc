"""Times, lengths and distances as people say them: "by 5 today", "Thursday between 2 and 4", "about a mile".

It never prints a date with slashes, and never one that could be read two ways. ``when`` reads these words back.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.kit.clock import local

_KM_PER_MILE = 1.609344


def by(moment: datetime, now: datetime) -> str:
    """The time after which it is late: "by 5 today", "by 10:30 tomorrow", "by 12 on Thursday"."""
    return _("by %(moment)s") % {"moment": point(moment, now)}


def at(moment: datetime, now: datetime) -> str:
    """A time: "at 5 today", "at 9 last night", "at 4 on Tuesday"."""
    return _("at %(moment)s") % {"moment": point(moment, now)}


def point(moment: datetime, now: datetime) -> str:
    """A time without "by" or "at" before it, for sentences which bring their own: "5 today"."""
    there, here = _wall(moment), _wall(now)
    if there.hour == 0 and there.minute == 0:
        return _midnight(there.date() - timedelta(days=1), here.date())
    if _is_end_of_day(there):
        return _("the end of %(day)s") % {"day": day(there.date(), now)}
    part = _part(there.time())
    words = {"time": _digits(there.time()), "day": _days(part, there.date(), here.date())}
    return _("%(time)s %(day)s") % words + _which_of_two(moment)


def span(start: datetime, end: datetime, now: datetime) -> str:
    """A window: "today between 2 and 4", "Thursday between 10 and 12"; past midnight "from 10 tonight to 2 …"."""
    if _wall(start).date() != _wall(end).date() or _which_of_two(start) or _which_of_two(end):
        return _("from %(start)s to %(end)s") % {"start": point(start, now), "end": point(end, now)}
    words = {"day": day(start, now), "start": clock(start), "end": clock(end)}
    return _("%(day)s between %(start)s and %(end)s") % words


def day(moment: datetime | date, now: datetime) -> str:
    """A day: "today", "tomorrow", "Thursday", "Thursday 3 December"; the year only where it is not plain."""
    there = _wall(moment).date() if isinstance(moment, datetime) else moment
    here = _wall(now).date()
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get((there - here).days)
    return near or _dated(there, here)


def on(moment: datetime | date, now: datetime) -> str:
    """A day inside a sentence: "today", "tomorrow", "on Thursday", "on Thursday 3 December"."""
    there = _wall(moment).date() if isinstance(moment, datetime) else moment
    shown = day(moment, now)
    return shown if abs((there - _wall(now).date()).days) <= 1 else _("on %(day)s") % {"day": shown}


def dated(moment: datetime | date) -> str:
    """A day on paper, which is read at any time: "Sunday 22 November 2026", never "today"."""
    there = _wall(moment).date() if isinstance(moment, datetime) else moment
    weekday, month = str(WEEKDAYS[there.weekday()]), str(MONTHS[there.month])
    words = {"weekday": weekday, "number": there.day, "month": month, "year": there.year}
    return _("%(weekday)s %(number)s %(month)s %(year)s") % words


def clock(moment: datetime | time) -> str:
    """The time alone: "5", "10:30", "7 in the morning", "9 at night", "midnight". Bare from 8 to 7:59."""
    shown = moment if isinstance(moment, time) else _wall(moment).time()
    if shown.hour == 0 and shown.minute == 0:
        return _("midnight")
    words = {"time": _digits(shown)}
    part = _part(shown)
    if part == "morning":
        return _("%(time)s in the morning") % words
    return _("%(time)s at night") % words if part == "night" else words["time"]


def left(moment: datetime, now: datetime) -> str:
    """How long until then: "in 40 minutes", "in 2 hours"; once it is past, how long ago."""
    if moment < now:
        return ago(moment, now)
    seconds = (moment - now).total_seconds()
    return _("in less than a minute") if seconds < 60 else _("in %(length)s") % {"length": _length(seconds)}


def ago(moment: datetime, now: datetime) -> str:
    """How long since then: "just now", "5 minutes ago", "3 days ago"."""
    seconds = (now - moment).total_seconds()
    return _("just now") if seconds < 60 else _("%(length)s ago") % {"length": _length(seconds)}


def minutes(count: float) -> str:
    """A rough length of time: "about 40 minutes", "about an hour", "about 2 hours"."""
    rough = max(5, round(count / 5) * 5)
    if 55 <= rough <= 70:
        return _("about an hour")
    if 75 <= rough <= 100:
        return _("about an hour and a half")
    if rough < 60:
        return _("about %(number)s minutes") % {"number": rough}
    return _("about %(number)s hours") % {"number": max(2, round(rough / 60))}


def distance(km: float) -> str:
    """A rough distance, no finer than a quarter of a mile so that it gives nobody's door away."""
    miles = max(km, 0) / _KM_PER_MILE
    if miles < 0.35:
        return _("a few minutes' walk")
    if miles < 0.75:
        return _("about half a mile")
    if miles < 1.5:
        return _("about a mile")
    rough = round(miles) if miles < 10 else round(miles / 5) * 5
    return _("about %(number)s miles") % {"number": rough}


class _Days(NamedTuple):
    """How a part of the day is said yesterday, today, tomorrow and on another day."""

    yesterday: str
    today: str
    tomorrow: str
    other: str


def _days(part: str, there: date, here: date) -> str:
    if part == "night":
        said = _Days(_("last night"), _("tonight"), _("tomorrow night"), _("on %(day)s night"))
    elif part == "morning":
        said = _Days(_("yesterday morning"), _("this morning"), _("tomorrow morning"), _("on %(day)s morning"))
    else:
        said = _Days(_("yesterday"), _("today"), _("tomorrow"), _("on %(day)s"))
    near = {-1: said.yesterday, 0: said.today, 1: said.tomorrow}.get((there - here).days)
    return near or said.other % {"day": _dated(there, here)}


def _midnight(ending: date, here: date) -> str:
    """Midnight belongs to the day it ends: "by midnight tonight" is what people mean and hear."""
    return _("midnight %(day)s") % {"day": _days("night", ending, here)}


def _dated(there: date, here: date) -> str:
    """A weekday while there is only one it can be, then with its date, then with its year."""
    weekday, month = str(WEEKDAYS[there.weekday()]), str(MONTHS[there.month])
    if 0 < (there - here).days < 7:
        return weekday
    words = {"weekday": weekday, "number": there.day, "month": month, "year": there.year}
    if abs((there - here).days) < 180:
        return _("%(weekday)s %(number)s %(month)s") % words
    return _("%(weekday)s %(number)s %(month)s %(year)s") % words


def _part(shown: time) -> str:
    """Which words a time needs so that "8" is never both ends of the day."""
    if shown.hour < 8:
        return "morning"
    return "night" if shown.hour >= 20 else "day"


def _digits(shown: time) -> str:
    hour = shown.hour - 12 if shown.hour > 12 else shown.hour
    return f"{hour}:{shown.minute:02}" if shown.minute else str(hour)


def _is_end_of_day(there: datetime) -> bool:
    return there.hour == 23 and there.minute == 59


def _which_of_two(moment: datetime) -> str:
    """On the October night the hour from 1 to 2 comes twice; say which."""
    there = _wall(moment)
    if there.replace(fold=0).utcoffset() == there.replace(fold=1).utcoffset():
        return ""
    return _(", after the clocks go back") if there.fold else _(", before the clocks go back")


def _length(seconds: float) -> str:
    count = int(seconds // 60)
    if count < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", count) % {"n": count}
    hours, over = divmod(count, 60)
    if hours < 3 and over >= 5:
        words = {"hours": ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}, "minutes": over // 5 * 5}
        return _("%(hours)s %(minutes)s minutes") % words
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = round(hours / 24)
    if days < 14:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    weeks = round(days / 7)
    return ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks}


def _wall(moment: datetime) -> datetime:
    """London's wall clock; a moment without a zone is a mistake in the code, not something to guess."""
    if moment.tzinfo is None:
        raise ValueError("This time has no zone: pass an aware datetime, as kit.clock makes them.")
    return local(moment.astimezone(UTC))
