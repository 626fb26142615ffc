"""How it is safe to reach somebody, in words: all of it for a colleague, and what must be done by whoever goes."""

from __future__ import annotations

from datetime import datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.accounts.models import User
from kith.kit import said
from kith.people.models import Block, ContactRoute, OnPaper, SafeContact, Way
from kith.people.queries import is_named
from kith.people.safe import Hours, first_moment

DAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


def hours_of(line: SafeContact) -> Hours:
    """The hours and days they gave."""
    return Hours(line.from_hour, line.to_hour, tuple(line.days))


def when(line: SafeContact) -> str:
    """ "between 9 and 12, on Monday and Thursday"; empty where any time is safe."""
    words = []
    if line.from_hour is not None or line.to_hour is not None:
        hours = {"start": said.clock(line.from_hour or time(0)), "end": said.clock(line.to_hour or time(0))}
        words.append(_("between %(start)s and %(end)s") % hours)
    if line.days:
        words.append(_("on %(days)s") % {"days": ", ".join(str(DAYS[day - 1]) for day in line.days)})
    return ", ".join(words)


def must_do(line: SafeContact | None) -> list[str]:
    """What whoever rings or knocks must do, and nothing of why."""
    if line is None:
        return []
    words = [_("Only %(when)s.") % {"when": when(line)}] if when(line) else []
    if Way.DOOR not in line.ways:
        words.append(_("Do not go to the door."))
    if line.call_ourselves:
        words.append(_("Say: it is %(name)s.") % {"name": line.call_ourselves})
    if line.ask_for:
        words.append(_("Ask for %(name)s.") % {"name": line.ask_for})
    if line.no_voicemail and Way.CALL in line.ways:
        words.append(_("Leave no message on a machine."))
    if line.if_somebody_else:
        words.append(_("If somebody else answers: %(words)s") % {"words": line.if_somebody_else})
    return words


def in_full(line: SafeContact) -> list[tuple[str, str]]:
    """Every part of it with its label, for a colleague before they ring. What was not said is left out."""
    ways = ", ".join(str(Way(way).label) for way in line.ways)
    parts = (
        (_("We call ourselves"), line.call_ourselves),
        (_("Ask for"), line.ask_for),
        (_("If somebody else answers"), line.if_somebody_else),
        (_("Safe ways"), ways or _("none: find a safe way first")),
        (_("When"), when(line) or _("any time")),
        (_("A voice message"), _("never") if line.no_voicemail else _("is all right")),
        (_("In writing"), _("only the words that ask them to ring") if line.says_nothing else ""),
        (_("On paper"), str(OnPaper(line.on_paper).label)),
    )
    return [(label, words) for label, words in parts if words]


def good_time(line: SafeContact, now: datetime) -> str:
    """Whether this is a moment to ring, in a sentence."""
    if hours_of(line).holds(now):
        return _("Now is a safe time.")
    at = hours_of(line).next(now)
    if at is None:
        return _("Not now.")
    return _("Not now: it is safe again %(when)s.") % {"when": said.at(at, now)}


def windows_of(route: ContactRoute, line: SafeContact | None) -> list[Hours]:
    """Every span of time in which this number or address is safe: its own hours, and those of the person."""
    windows = [Hours(route.from_hour, route.to_hour), *([hours_of(line)] if line is not None else [])]
    return [window for window in windows if window.said]


def not_now(route: ContactRoute, line: SafeContact | None, now: datetime) -> str:
    """Why this number or address may not be used at this moment, and from when on; empty where it may.

    ``line`` is how the person said it is safe; None where they said nothing.
    """
    windows = windows_of(route, line)
    if all(window.holds(now) for window in windows):
        return ""
    at = first_moment(windows, now)
    if at is None:
        return _("Not now, and at no time that they gave.")
    return _("Not now: it is safe again %(when)s.") % {"when": said.at(at, now)}


def is_one_of(block: Block, user: User) -> bool:
    """Whether this note may mean this colleague, by name or number."""
    return is_named(user.name, [user.phone or ""], [block.other_name], [block.other_phone] if block.other_phone else [])
