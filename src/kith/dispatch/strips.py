"""A ladder as a picture: how the time from one ask to its need-by is divided, and the same in words beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.dispatch.awake import Span
from kith.dispatch.ladder import AskFacts, Plan, RungTime, plan
from kith.dispatch.rungs import WORDS, Rungs
from kith.kit import said
from kith.kit.clock import local
from kith.matching import Level

WIDE = 1000
_LONG = timedelta(hours=2)


@dataclass(frozen=True)
class Bar:
    """One stretch of the picture, in thousandths of its width. ``look`` is the rung's level, or "quiet"."""

    look: str
    x: int
    width: int


@dataclass(frozen=True)
class Step:
    """One rung in words."""

    level: str
    where: str
    begins: str
    lasts: str
    most: str


@dataclass(frozen=True)
class Strip:
    """One example: when it was asked and is needed, the bars, the steps and when a person's phone rings."""

    title: str
    bars: tuple[Bar, ...]
    steps: tuple[Step, ...]
    rings: str
    advice: str = ""


def strip(title: str, facts: AskFacts, rungs: Rungs, asked: datetime, quiet: Iterable[Span] = ()) -> Strip:
    """The picture of one ask on these rungs."""
    nights = list(quiet)
    return of_plan(title, plan(replace(facts, ladder=rungs), asked, nights), facts.need_by, asked, nights)


def of_plan(title: str, made: Plan, need_by: datetime, asked: datetime, quiet: Iterable[Span] = ()) -> Strip:
    """The picture of rungs whose times are known."""
    whole = max(need_by, made.last_call.ends) - asked
    bars = [_bar(rung.level.value, rung.starts, rung.ends, asked, whole) for rung in made]
    bars += [_bar("quiet", begins, ends, asked, whole) for begins, ends in quiet]
    steps = tuple(_step(rung, asked) for rung in made)
    return Strip(
        title,
        tuple(bar for bar in bars if bar.width > 0),
        steps,
        _rings(made, need_by, asked),
        str(made.advice.why.in_words_of(_)) if made.advice else "",
    )


def _bar(look: str, begins: datetime, ends: datetime, asked: datetime, whole: timedelta) -> Bar:
    start = min(WIDE, max(0, round(WIDE * ((begins - asked) / whole))))
    end = min(WIDE, max(0, round(WIDE * ((ends - asked) / whole))))
    return Bar(look, start, end - start)


def _step(rung: RungTime, asked: datetime) -> Step:
    most = ""
    if rung.level is Level.PARTNER:
        most = ngettext("%(n)s partner", "%(n)s partners", rung.most_offers) % {"n": rung.most_offers}
    elif rung.level is not Level.PERSON:
        most = ngettext("%(n)s neighbour", "%(n)s neighbours", rung.most_offers) % {"n": rung.most_offers}
    return Step(
        rung.level.value,
        where(rung.level),
        _clock(rung.starts, asked),
        said.minutes((rung.ends - rung.starts).total_seconds() / 60),
        most or _("until somebody has it"),
    )


def _rings(made: Plan, need_by: datetime, asked: datetime) -> str:
    starts = made.last_call.starts
    if starts <= asked:
        return _("A person's phone rings at once.")
    words = {"at": _clock(starts, asked), "before": before(need_by - starts)}
    return _("A person's phone rings at %(at)s, %(before)s before it is needed.") % words


def _clock(moment: datetime, asked: datetime) -> str:
    """The time alone: an example is about no day in particular, only about the same or the next."""
    days = (local(moment).date() - local(asked).date()).days
    return _("%(time)s the next day") % {"time": said.clock(moment)} if days else said.clock(moment)


def before(length: timedelta) -> str:
    """How long before: exactly, while minutes matter."""
    count = round(length.total_seconds() / 60)
    if length > _LONG:
        return said.minutes(count)
    hours, over = divmod(count, 60)
    minutes = ngettext("%(n)s minute", "%(n)s minutes", over) % {"n": over}
    if not hours:
        return minutes
    words = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return _("%(hours)s %(minutes)s") % {"hours": words, "minutes": minutes} if over else words


def where(level: Level) -> str:
    """Where a rung asks, in the reader's language: "On the street"."""
    return WORDS[level].in_words_of(_)
