"""Where one ask stands on its ladder: the steps behind it and why, the one it is on, and those to come by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.asks import lifecycle as states
from kith.asks.models import Ask
from kith.dispatch.ladder import Plan, RungTime
from kith.dispatch.models import Search
from kith.dispatch.plans import plan_of, quiet_of
from kith.dispatch.queries.story import Story
from kith.dispatch.rungs import HEIGHT, from_data
from kith.dispatch.strips import WIDE, Strip, of_plan, where
from kith.matching import Level

PAST, NOW, NEXT = "past", "now", "next"


@dataclass(frozen=True)
class Rung:
    """One step of this ask: where, whether it is past, now or to come, what there is to say, and when."""

    level: str
    where: str
    state: str
    words: str
    why: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Countdown:
    """The ladder of one ask. ``marker`` is where now is in the picture; ``left_out`` says what there is no time for."""

    strip: Strip
    rungs: tuple[Rung, ...]
    marker: int | None
    left_out: str
    climbing: bool


@dataclass(frozen=True)
class _Seen:
    """What happened on one rung: how many were asked, since when, and why then."""

    asked: int = 0
    since: datetime | None = None
    why: str = ""


def countdown(ask: Ask, told: Story, cards: Iterable[datetime], now: datetime) -> Countdown | None:
    """The ladder its search keeps to, from what was read of the ask already. None before there is a search.

    ``cards`` is when partners were asked.
    """
    search = getattr(ask, "search", None)
    if search is None:
        return None
    made = plan_of(search)
    climbing = ask.state in states.WANTED
    here = HEIGHT[Level(search.level)] if search.level else -1
    seen = _seen(search, told, cards)
    rungs = [_rung(rung, here, climbing, seen.get(rung.level, _Seen()), search, now) for rung in made]
    whole = max(search.need_by, made.last_call.ends) - search.started_at
    gone = (now - search.started_at) / whole
    return Countdown(
        strip=of_plan("", made, search.need_by, search.started_at, quiet_of(search, search.started_at)),
        rungs=tuple(one for one in rungs if one is not None),
        marker=min(WIDE - 4, round(WIDE * gone)) if climbing else None,
        left_out=_left_out(search, made),
        climbing=climbing,
    )


def _seen(search: Search, told: Story, cards: Iterable[datetime]) -> dict[Level, _Seen]:
    """Who was asked on each rung since the search began, and what was written down when the first were."""
    asked = [(Level(offer.level), offer.offered_at) for offer in told.offers]
    asked += [(Level.PARTNER, at) for at in cards]
    since = [(level, at) for level, at in asked if at >= search.started_at]
    return {level: _one(level, since, told) for level in {level for level, _at in since}}


def _one(level: Level, asked: Iterable[tuple[Level, datetime]], told: Story) -> _Seen:
    times = sorted(at for its, at in asked if its is level)
    return _Seen(len(times), times[0], told.why_at(times[0]))


def _rung(rung: RungTime, here: int, climbing: bool, seen: _Seen, search: Search, now: datetime) -> Rung | None:
    height = HEIGHT[rung.level]
    if height < here or (not climbing and height <= here):
        return Rung(rung.level.value, where(rung.level), PAST, _asked(rung, seen), seen.why, seen.since)
    if not climbing:
        return None
    if height == here:
        words = _asked(rung, seen) if rung.level is not Level.PERSON else _in_hand(search)
        return Rung(rung.level.value, where(rung.level), NOW, words, search.why, search.look_again_at)
    words = _("A person's phone rings.") if rung.level is Level.PERSON else _most(rung)
    return Rung(rung.level.value, where(rung.level), NEXT, words, "", max(rung.starts, now))


def _asked(rung: RungTime, seen: _Seen) -> str:
    if not seen.asked:
        return _("There was nobody here to ask.")
    if rung.level is Level.PARTNER:
        return ngettext("%(n)s partner was asked.", "%(n)s partners were asked.", seen.asked) % {"n": seen.asked}
    return ngettext("%(n)s neighbour was asked.", "%(n)s neighbours were asked.", seen.asked) % {"n": seen.asked}


def _most(rung: RungTime) -> str:
    if rung.level is Level.PARTNER:
        return ngettext("At most %(n)s partner.", "At most %(n)s partners.", rung.most_offers) % {"n": rung.most_offers}
    words = ngettext("At most %(n)s neighbour.", "At most %(n)s neighbours.", rung.most_offers)
    return words % {"n": rung.most_offers}


def _in_hand(search: Search) -> str:
    if search.in_hand_by_label:
        return _("%(who)s is ringing round.") % {"who": search.in_hand_by_label}
    return _("The duty phone has rung. Nobody has said yet that they have this.")


def _left_out(search: Search, made: Plan) -> str:
    """The rungs its ladder has and this ask has no time for, or may not use."""
    kept = {rung.level for rung in from_data(search.ladder)}
    lowest = HEIGHT[Level(search.from_level)]
    gone = [level for level in kept - {rung.level for rung in made} if HEIGHT[level] >= lowest]
    if not gone:
        return ""
    names = ", ".join(where(level).lower() for level in sorted(gone, key=HEIGHT.__getitem__))
    return _("Left out, for want of time or of a yes from the person: %(where)s.") % {"where": names}
