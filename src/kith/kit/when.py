"""When people say they need something: "by Friday", "tomorrow morning", "asap", "03/04/2020", a spreadsheet's 43924.5.

British dates, London's wall clock, relative words counted from a given moment. It never raises and never guesses in
silence: what it cannot read, or what has gone by, comes back with a sentence in ``problem``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from kith.kit import when_words as words_of
from kith.kit.clock import local
from kith.kit.text import ascii_digits, one_line, shorten
from kith.kit.when_days import read_date
from kith.kit.when_hours import DAY_ENDS, DAY_OPENS, PARTS, Reading, hours_in, moment, rest_of_today, single_time

_READ_AT_MOST = 200
_FAR_AHEAD = timedelta(days=400)
_URGENT_WITHIN = timedelta(hours=2)
_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=UTC)  # the zone is only for the sum; the figures are London's


@dataclass(frozen=True)
class When:
    """A time somebody named. ``end`` is the time after which it is no use; both are aware, in UTC, or None.

    ``words`` are theirs, as typed. ``problem`` is empty, or a sentence that says what to check.
    """

    start: datetime | None
    end: datetime | None
    words: str
    problem: str = ""
    urgent: bool = False


def parse(text: str, now: datetime, base: datetime | None = None) -> When:
    """Read a need-by. Relative words count from ``base`` (the row's own time), else from ``now``; never raises.

    ``problem`` is set when the words are no time we know, when the date does not exist, and when it has gone by.
    """
    words = one_line(text[:2_000])
    try:
        found = _read(words, local((base or now).astimezone(UTC)))
    except (ValueError, OverflowError):
        found = When(None, None, words, _not_a_time(words))
    return _against(found, now)


def stamp(text: str, now: datetime) -> datetime | None:
    """A moment something was written down (a form's timestamp, a date column): aware UTC, or None when unreadable.

    Only an absolute date counts. A date alone means nine that morning, so that "tomorrow" counts from the right day.
    """
    words = one_line(text[:200])
    reading = Reading(_plain(words), local(now.astimezone(UTC)))
    try:
        exact = _exact(reading, bare_day=time(9))
        if exact is not None:
            return exact
        read_date(reading)
        if reading.day is None or reading.problem or reading.named_day in words_of.RELATIVE_DAYS:
            return None
        return moment(reading.day, single_time(reading) or time(9))
    except (ValueError, OverflowError):
        return None


def mentioned(text: str, now: datetime, base: datetime | None = None) -> When | None:
    """A need-by inside a longer sentence ("could you get bread by Friday"), or None when it names no time plainly."""
    line = one_line(text[:2_000])
    match = words_of.MENTION.search(_plain(line, limit=2_000))
    if match is None:
        return None
    as_typed = re.search(re.escape(match.group().strip()), line, re.IGNORECASE)
    found = parse(as_typed.group() if as_typed else match.group(), now, base)
    return None if found.end is None else found


def _read(words: str, base: datetime) -> When:
    plain = _plain(words)
    if not re.search(r"\w", plain) or plain in words_of.NOT_SAID:
        return When(None, None, "" if plain in words_of.NOT_SAID else words)
    reading = Reading(plain, base, shown=shorten(words, 80))
    exact = _exact(reading, bare_day=DAY_ENDS)
    if exact is not None:
        return When(None, exact, words)
    relaxed = words_of.NO_HURRY.search(plain)
    reading.rest = words_of.NO_HURRY.sub(" ", plain)
    urgent = bool(words_of.URGENT.search(reading.rest))
    reading.ends_by = bool(words_of.BY.search(reading.rest))
    again = words_of.AGAIN.search(reading.rest)
    reading.rest = reading.rest.replace("24/7", " ")
    start, end = _length_from_now(reading) or _window(reading)
    problem = reading.problem or reading.doubt
    if again and not problem:
        problem = _("“%(words)s” sounds like more than once. This is the first time; ask about the next.") % {
            "words": shorten(words, 80)
        }
    if end is None and not problem:
        if urgent:
            end = base.astimezone(UTC) + _URGENT_WITHIN
        elif not relaxed:
            problem = _not_a_time(words)
    return When(start, end, words, problem, urgent)


def _against(found: When, now: datetime) -> When:
    """Add what only the present can tell: gone by, or too far ahead to be meant."""
    if found.end is None or found.problem:
        return found
    said = {"words": shorten(found.words, 80)}
    if found.end < now:
        problem = _("“%(words)s” has gone by. Ask whether it is still wanted, and by when.") % said
    elif found.end > now + _FAR_AHEAD:
        problem = _("“%(words)s” is more than a year away. Check the date with them.") % said
    else:
        return found
    return When(found.start, found.end, found.words, problem, found.urgent)


def _not_a_time(words: str) -> str:
    return _("“%(words)s” is not a time we can read. Ask by when it is needed.") % {"words": shorten(words, 80)}


def _plain(words: str, limit: int = _READ_AT_MOST) -> str:
    text = unicodedata.normalize("NFKC", ascii_digits(words[:limit])).casefold()
    text = re.sub(r"[‐‑‒–—−]", "-", text)
    text = re.sub(r"[’‘'`\"“”()\[\],;!?*]", " ", re.sub(r"o[’']clock", " oclock", text))
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", text)
    return " ".join(words_of.spelt(text).split())


def _exact(reading: Reading, bare_day: time) -> datetime | None:
    """ISO with a time, or a spreadsheet's day number: nothing else needs to be read.

    Spreadsheets write midnight after a date that has no time; ``bare_day`` is then the hour meant.
    """
    if words_of.ISO_TIME.fullmatch(reading.rest):
        value = datetime.fromisoformat(reading.rest.upper().replace(" ", "T", 1).replace(" ", ""))
        if value.tzinfo:
            return value.astimezone(UTC)
    elif words_of.SERIAL.fullmatch(reading.rest):
        value = _SERIAL_ZERO + timedelta(seconds=round(float(reading.rest) * 86_400))
    else:
        return None
    return moment(value.date(), bare_day if value.time() == time(0) else value.time())


def _length_from_now(reading: Reading) -> tuple[datetime | None, datetime | None] | None:
    """ "In 2 hours", "within 48 hours", "in 3 days": a length counted from the base."""
    match = words_of.LENGTH.search(reading.rest)
    if match is None:
        return None
    count = words_of.COUNTS.get(match["count"]) or float(match["count"])
    unit = match["unit"][0]
    if unit in "mh":
        hours = count / 60 if unit == "m" else count
        return None, reading.base.astimezone(UTC) + timedelta(hours=hours)
    days = count * {"d": 1, "w": 7, "f": 14}[unit]
    return None, moment(reading.base.date() + timedelta(days=days), DAY_ENDS)


def _window(reading: Reading) -> tuple[datetime | None, datetime | None]:
    fold = words_of.FOLD.search(reading.rest)
    if fold:
        reading.second = fold[1] == "after"
        reading.rest = words_of.FOLD.sub(" ", reading.rest)
    read_date(reading)
    if reading.problem:
        return None, None
    reading.part = words_of.part_of(reading.rest)
    times = hours_in(reading)
    if reading.day is None and times is None and not reading.part:
        return None, None
    day = reading.day or _next_day_for(reading, times)
    if times is None:
        return _whole_part(reading, day)
    start, end = times
    at_end = moment(_ending_day(reading, day, end), end, reading.second)
    return (moment(day, start) if start is not None and start < end else None), at_end


def _ending_day(reading: Reading, day: date, end: time) -> date:
    """Midnight, and the small hours said as "tonight", end the day they are said of."""
    small_hours = (end == time(0) and "midnight" in reading.rest) or (reading.part == "night" and end < time(5))
    return day + timedelta(days=1) if small_hours else day


def _whole_part(reading: Reading, day: date) -> tuple[datetime | None, datetime | None]:
    """A day, or a part of one, without a time of its own."""
    opens, ends = PARTS.get(reading.part, (DAY_OPENS, DAY_ENDS))
    if day == reading.base.date() and reading.part in ("", "day", "evening", "night"):
        ends = max(ends, rest_of_today(reading.base.time()))
    if reading.named_day == "weekend":
        return moment(day, opens), moment(day + timedelta(days=1), ends)
    if reading.named_day == "next week":
        return moment(day - timedelta(days=4), opens), moment(day, ends)
    by_then = reading.ends_by or reading.named_day in ("today", "week", "by")
    no_start = (by_then and not reading.part) or reading.part in ("end of", "day")
    return (None if no_start else moment(day, opens)), moment(day, ends)


def _next_day_for(reading: Reading, times: tuple[time | None, time] | None) -> date:
    """The day of a time said without one: today while it is still to come, else tomorrow."""
    ends = times[1] if times else PARTS[reading.part][1]
    today = reading.base.date()
    # Midnight said alone is the one that ends today.
    gone = ends <= reading.base.time() and not (ends == time(0) and "midnight" in reading.rest)
    return today + timedelta(days=1) if gone else today
