"""What the pages about ladders show: each kind's ladder with its picture, and what one would have done last week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.asks import kinds
from kith.asks.in_time import MEDICINE
from kith.dispatch.awake import Span, quiet_between
from kith.dispatch.ladder import AskFacts
from kith.dispatch.queries.ladders import InForce, Ladders
from kith.dispatch.rungs import Rungs
from kith.dispatch.strips import Strip, before, strip, where
from kith.dispatch.would import Was, Would, would_have
from kith.kit import said
from kith.kit.clock import LONDON, local
from kith.matching import Level
from kith.places.models import Place

EVERY = "every-kind"


@dataclass(frozen=True)
class Shown:
    """One kind's ladder in a place: its name, whose it is, and its picture."""

    slug: str
    name: str
    whose: str
    own: bool
    strip: Strip


def kind_name(kind: str) -> str:
    """A kind as it stands alone, or that it is for every kind that has none of its own."""
    return str(kinds.KINDS[kind].title) if kind else _("Every kind")


def shown(place: Place, kept: Ladders, now: datetime) -> list[Shown]:
    """Every kind with its ladder, the way a working day would be divided by it."""
    morning = _next(now, 9)
    found = []
    for kind in ("", *kinds.KINDS):
        in_force = kept.of(place, kind)
        picture = _picture(_("Asked at 9, needed by 5"), kind, in_force.rungs, place, morning, timedelta(hours=8))
        slug = kind.replace("_", "-") or EVERY
        found.append(
            Shown(slug, kind_name(kind), whose(in_force, place, kind, now), in_force.is_of(place, kind), picture)
        )
    return found


def whose(in_force: InForce, place: Place, kind: str, now: datetime) -> str:
    """Where these rungs come from, in a sentence."""
    row = in_force.row
    if row is None:
        return _("The built-in ladder: nobody has changed it here.")
    words = {"place": row.place.name, "who": row.changed_by_label, "when": said.on(row.changed_at, now)}
    if in_force.is_of(place, kind):
        return _("%(place)s keeps this itself. Changed by %(who)s %(when)s.") % words
    if kind and not row.kind:
        return _("From %(place)s's ladder for every kind, changed by %(who)s %(when)s.") % words
    return _("From %(place)s, changed by %(who)s %(when)s.") % words


def pictures(place: Place, kind: str, rungs: Rungs, now: datetime) -> list[Strip]:
    """Three asks as these rungs would take them: a whole day, two hours, and over the night."""
    morning, evening = _next(now, 9), _next(now, 18)
    return [
        _picture(_("Asked at 9, needed by 5"), kind, rungs, place, morning, timedelta(hours=8)),
        _picture(_("Asked at 9, needed by 11"), kind, rungs, place, morning, timedelta(hours=2)),
        _picture(_("Asked at 6 in the evening, needed by noon"), kind, rungs, place, evening, timedelta(hours=18)),
    ]


def _picture(title: str, kind: str, rungs: Rungs, place: Place, asked: datetime, lasts: timedelta) -> Strip:
    facts = AskFacts(kind or "other", asked + lasts)
    return strip(title, facts, rungs, asked, _quiet(place, asked, asked + lasts))


def _quiet(place: Place, start: datetime, end: datetime) -> list[Span]:
    settings = place.typed_settings
    wakes, sleeps = (time.fromisoformat(text) for text in (settings.quiet_until, settings.quiet_from))
    return quiet_between(wakes, sleeps, start, end)


def _next(now: datetime, hour: int) -> datetime:
    """The next day at this hour on the wall clock: an example is never in the past."""
    return datetime.combine(local(now).date() + timedelta(days=1), time(hour), tzinfo=LONDON)


def compared(asks: Sequence[Was], rungs: Rungs = ()) -> list[tuple[str, ...]]:
    """Last week by the ladders in force and, where there are others to look at, by those: a line for each count."""
    ways = [would_have(asks), *([would_have(asks, rungs)] if rungs else [])]
    lines = [(_("Asks that were looked for"), *(str(one.asks) for one in ways))]
    for level in Level:
        if any(one.reached.get(level) for one in ways):
            lines.append((_furthest(level), *(str(one.reached.get(level, 0)) for one in ways)))
    lines.append(
        (_("Could not be in time: the phone at once, and the person told"), *(str(one.too_late) for one in ways))
    )
    medicine = [one for one in asks if one.facts.kind in MEDICINE]
    if medicine:
        least = [would_have(medicine), *([would_have(medicine, rungs)] if rungs else [])]
        lines.append((_("Medicine: the phone rang at least so long before"), *(_least(one) for one in least)))
    return lines


def _least(one: Would) -> str:
    return before(one.least_before) if one.least_before is not None else _("none was in time")


def _furthest(level: Level) -> str:
    if level is Level.PERSON:
        return _("Had reached a person's phone when it was taken, or over")
    return _("Got no further than: %(where)s") % {"where": where(level).lower()}


def sentences(asks: Sequence[Was], rungs: Rungs) -> list[str]:
    """What would have been different, in sentences; the most telling first."""
    here, there = would_have(asks), would_have(asks, rungs)
    if not there.asks:
        return []
    return [_phones(here, there), *_further(there, here)]


def _phones(here: Would, there: Would) -> str:
    words = {"asks": there.asks, "then": there.phone, "now": here.phone}
    if here.phone == there.phone:
        said_so = ngettext(
            "Of %(asks)s ask, %(then)s would have reached a person's phone, as with the ladder in force.",
            "Of %(asks)s asks, %(then)s would have reached a person's phone, as with the ladder in force.",
            there.asks,
        )
    else:
        said_so = ngettext(
            "Of %(asks)s ask, %(then)s would have reached a person's phone instead of %(now)s.",
            "Of %(asks)s asks, %(then)s would have reached a person's phone instead of %(now)s.",
            there.asks,
        )
    return said_so % words


def _further(there: Would, here: Would) -> Iterator[str]:
    before_it = {(one.taken_on, one.by_then): one.asks for one in here.further}
    for one in there.further:
        if one.asks == before_it.get((one.taken_on, one.by_then), 0):
            continue
        words = {
            "n": one.asks,
            "taken": where(one.taken_on).lower(),
            "after": said.minutes(one.after.total_seconds() / 60),
            "then": where(one.by_then).lower(),
        }
        told = ngettext(
            "%(n)s that was taken %(taken)s after %(after)s would have been asked %(then)s by then.",
            "%(n)s that were taken %(taken)s, half of them within %(after)s, would have been asked %(then)s by then.",
            one.asks,
        )
        yield told % words
