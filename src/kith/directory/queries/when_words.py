"""When it is on, as people say it: "Tuesday and Thursday 10 to 12", "the first Saturday of the month 10 to 1"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.directory.reading import hours
from kith.directory.when import Run
from kith.kit import said

# A note this long is read with the hours; a longer one has a line of its own on the page of the entry.
SHORT = 60
# An end nearer than this is said.
SOON = timedelta(days=120)
_WHICH = {
    1: gettext_lazy("first"),
    2: gettext_lazy("second"),
    3: gettext_lazy("third"),
    4: gettext_lazy("fourth"),
    5: gettext_lazy("fifth"),
    -1: gettext_lazy("last"),
}


def when_words(runs: Iterable[Run], today: date) -> str:
    """Every run that is not over, in few words, the source's own where it could not be read; a short note with it."""
    parts = [_one(run, today) for run in _together([run for run in runs if not run.is_over(today)])]
    each = list(dict.fromkeys(part for part in parts if part))
    return ("; " if any("," in part for part in each) else ", ").join(each)


def notes_of(runs: Iterable[Run], today: date) -> str:
    """What is too long to be read with the hours."""
    there = [run for run in runs if run.read and not run.is_over(today)]
    notes = [run.words for run in there if len(run.words) > SHORT and _adds(run.words)]
    return " ".join(dict.fromkeys(notes))


def _together(runs: Sequence[Run]) -> list[Run]:
    """Runs that differ by their days alone are said in one: "Monday to Friday 9 to 5"."""
    found: dict[Run, set[int]] = {}
    for run in runs:
        found.setdefault(replace(run, weekdays=(), starts=run.starts if run.every > 1 else None), set()).update(
            run.weekdays
        )
    return [replace(run, weekdays=tuple(sorted(days))) for run, days in found.items()]


def _one(run: Run, today: date) -> str:
    if not run.read or run.opens is None or run.closes is None:
        return run.words
    at = {"days": days_words(run), "opens": said.clock(run.opens), "closes": said.clock(run.closes)}
    words = _("%(days)s %(opens)s to %(closes)s") % at
    following = run.next_on(today)
    if following is not None:
        words = _("%(when)s, next on %(day)s") % {"when": words, "day": date_format(following, "j F")}
    elif run.first is not None and run.first > today:
        words = _("%(when)s, from %(day)s") % {"when": words, "day": date_format(run.first, "j F")}
    if run.last is not None and run.last - today < SOON:
        words = _("%(when)s, until %(day)s") % {"when": words, "day": date_format(run.last, "j F")}
    return f"{words} ({run.words})" if _adds(run.words) and len(run.words) <= SHORT else words


def _adds(words: str) -> bool:
    """Whether a note says more than the hours, which are read already."""
    return bool(words) and not hours.read(words) and hours.monthly(words) is None


def days_words(run: Run) -> str:
    """On which days, and how often: "every second week, Tuesday"; empty where no days are said."""
    if run.nth:
        days = _listed([_which(which, day) for which, day in run.nth])
        words = _("the %(days)s of the month") % {"days": days}
    elif run.dates:
        words = _("on day %(days)s of the month") % {"days": _listed([_date(one) for one in run.dates])}
    else:
        words = _weekdays(list(run.weekdays))
    if run.every == 1 or not words:
        return words
    often = {"days": words, "n": run.every}
    if run.monthly:
        return (_("every second month, %(days)s") if run.every == 2 else _("every %(n)s months, %(days)s")) % often
    return (_("every second week, %(days)s") if run.every == 2 else _("every %(n)s weeks, %(days)s")) % often


def _which(which: int, day: int) -> str:
    return _("%(which)s %(day)s") % {"which": _WHICH.get(which, which), "day": WEEKDAYS[day]}


def _date(number: int) -> str:
    """A day of the month by its number; counted from its end where it is negative."""
    return str(number) if number > 0 else _("%(n)s from the end") % {"n": -number}


def _weekdays(found: list[int]) -> str:
    names = [str(WEEKDAYS[day]) for day in found]
    if not found:
        return ""
    if len(found) == 7:
        return _("every day")
    if len(found) > 2 and found == list(range(found[0], found[0] + len(found))):
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return _listed(names)


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(days)s and %(last)s") % {"days": ", ".join(names[:-1]), "last": names[-1]}
