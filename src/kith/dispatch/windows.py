"""When may somebody say they are coming? Two-hour windows and later ones, as choices in words; no row is read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kith.kit import said
from kith.kit.clock import local
from kith.kit.words import gettext as _

TWO_HOURS, HALF_AN_HOUR = timedelta(hours=2), timedelta(minutes=30)
FIRST_HOUR, LAST_HOUR = 8, 20
MOST = 8
FURTHEST, LONGEST = timedelta(days=14), timedelta(hours=6)

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Window:
    """One choice: ``value`` is what the form sends, ``words`` what people read."""

    value: str
    words: str


def ahead(now: datetime, need_by: datetime | None = None) -> list[Window]:
    """The next two-hour windows in daylight hours, from this hour on; none that begins after the need."""
    hour = local(now).replace(minute=0, second=0, microsecond=0)
    found: list[Window] = []
    for step in range(48):
        start = hour + step * timedelta(hours=1)
        wanted = FIRST_HOUR <= start.hour <= LAST_HOUR - 2 and (step == 0 or start.hour % 2 == 0)
        if need_by is not None and need_by > now and start >= need_by:
            break
        if wanted:
            found.append(_window((start, start + TWO_HOURS), now))
    return found[:MOST]


def later(coming: Span | None, now: datetime) -> list[Window]:
    """Half an hour, an hour and two hours after what was said; from now where nothing was said, or it has gone by."""
    start, end = coming or (now, now + HALF_AN_HOUR)
    behind = max(timedelta(0), now - end)
    words = (_("half an hour later"), _("an hour later"), _("two hours later"))
    waits = [behind + count * HALF_AN_HOUR for count in (1, 2, 4)]
    spans = [(_quarter(start + wait), _quarter(end + wait)) for wait in waits]
    return [Window(_value(span), f"{said.span(*span, now)} ({how})") for span, how in zip(spans, words, strict=True)]


def read(value: str, now: datetime) -> Span | None:
    """The window a form sent back; None when it is none of ours, or has gone by."""
    first, _dash, last = value.partition("-")
    if not (first.isdecimal() and last.isdecimal() and len(value) < 30):
        return None
    start, end = (datetime.fromtimestamp(int(part), UTC) for part in (first, last))
    good = start < end and end - start <= LONGEST and now < end <= now + FURTHEST
    return (start, end) if good else None


def _window(span: Span, now: datetime) -> Window:
    return Window(_value(span), said.span(*span, now))


def _value(span: Span) -> str:
    return "-".join(str(int(moment.timestamp())) for moment in span)


def _quarter(moment: datetime) -> datetime:
    """Rounded up to the quarter of an hour: nobody is late to the minute."""
    quarter = 15 * 60
    return datetime.fromtimestamp(-(-int(moment.timestamp()) // quarter) * quarter, UTC)
