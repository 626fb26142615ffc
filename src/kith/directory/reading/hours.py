"""Opening hours as people write them: "Mon-Fri 9am to 5pm", "Tuesdays 2-4". What is not understood whole stays text.

It never guesses: a word left over, such as "first Monday" or "term time only", and nothing is read of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = {
    "mon": 0, "monday": 0, "mo": 0, "m": 0, "tue": 1, "tues": 1, "tuesday": 1, "tu": 1, "wed": 2, "weds": 2,
    "wednesday": 2, "we": 2, "thu": 3, "thur": 3, "thurs": 3, "thursday": 3, "th": 3, "fri": 4, "friday": 4, "fr": 4,
    "sat": 5, "saturday": 5, "sa": 5, "sun": 6, "sunday": 6, "su": 6,
}  # fmt: skip
_GROUPS = {
    "weekdays": (0, 1, 2, 3, 4), "weekday": (0, 1, 2, 3, 4), "weekends": (5, 6), "weekend": (5, 6),
    "daily": (0, 1, 2, 3, 4, 5, 6), "everyday": (0, 1, 2, 3, 4, 5, 6),
}  # fmt: skip
_IDLE = frozenset(
    {"open", "from", "every", "on", "at", "between", "the", "hours", "opening", "times", "each", "o'clock"}
)
_TO = frozenset({"-", "to", "til", "till", "until"})
_AND = frozenset({",", "and", "&", "/", "+"})
_TOKEN = re.compile(
    r"\s*(?:(?P<time>\d{1,2}(?:[:.]\d{2}){0,2}\s*(?:am|pm|a\.m\.?|p\.m\.?|noon)?|noon|midday|midnight)(?![a-z0-9])"
    r"|(?P<day>[a-z']+\.?)|(?P<mark>[-,&/+;:]))"
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2})?\s*(am|pm|noon)?")


@dataclass(frozen=True)
class Hours:
    """On these days (0 is Monday), from when until when."""

    weekdays: tuple[int, ...]
    opens: time
    closes: time


def read(words: str) -> tuple[Hours, ...]:
    """The hours written here; none where any of it is not understood."""
    flat = re.sub(r"[\u2010-\u2015\u2212~]", "-", words.casefold()).replace("every day", "everyday")
    flat = flat.replace("\u2019", "'").replace("a.m", "am").replace("p.m", "pm")
    if len(flat) > 400:
        return ()
    found: list[Hours] = []
    for part in re.split(r"[;\n]+", flat):
        if not part.strip(" .,"):
            continue
        one = _part(part)
        if not one:
            return ()
        found += one
    return tuple(found)


_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
_MONTHLY = re.compile(
    rf"(?:every |on )?(?:the )?(?P<nth>{'|'.join(_NTH)})(?:(?: and |, ?| & )(?:the )?(?P<also>{'|'.join(_NTH)}))?"
    r" (?P<day>[a-z]+)(?: (?:of|in) (?:the|each|every) month| monthly)?[,:]? (?P<times>.+)"
)


def monthly(words: str) -> tuple[str, Hours] | None:
    """ "First Tuesday of the month 2-4", as the standard writes the days ("1TU") and with its hours; else None."""
    found = _MONTHLY.fullmatch(" ".join(words.casefold().split()))
    if found is None or (day := _NAMES.get(found["day"].removesuffix("s"))) is None:
        return None
    said = read(f"{found['day']} {found['times']}")
    which = [_NTH[one] for one in (found["nth"], found["also"]) if one]
    return (",".join(f"{one}{DAYS[day]}" for one in which), said[0]) if len(said) == 1 else None


def _part(part: str) -> list[Hours]:
    """One run of days and times, or several: "Mon 9-5, Tue 10-4"."""
    tokens = _tokens(part)
    found: list[Hours] = []
    at = 0
    while tokens and at < len(tokens):
        days, at = _days(tokens, at)
        times, at = _times(tokens, at)
        if not days or not times:
            return []
        found += [Hours(days, *pair) for pair in times]
        while at < len(tokens) and tokens[at] in _AND:
            at += 1
    return found


def _tokens(part: str) -> list[str] | None:
    """The words, marks and times; None where something is no such thing."""
    found, at = [], 0
    part = part.strip().rstrip(".")
    while at < len(part):
        match = _TOKEN.match(part, at)
        if match is None:
            return None
        word = match.group().strip()
        at = match.end()
        bare = word.rstrip(".")
        if match["day"] is not None:
            bare = bare[:-1] if bare.endswith("s") and bare[:-1] in _NAMES else bare
            if bare in _IDLE or bare == "":
                continue
            if bare not in _NAMES and bare not in _GROUPS and bare not in _TO and bare not in _AND:
                return None
        if word == ":":
            continue
        found.append(bare)
    return found


def _days(tokens: list[str], at: int) -> tuple[tuple[int, ...], int]:
    days: list[int] = []
    while at < len(tokens):
        word = tokens[at]
        if word in _GROUPS:
            days += _GROUPS[word]
        elif word in _NAMES:
            first = last = _NAMES[word]
            if at + 2 < len(tokens) and tokens[at + 1] in _TO and tokens[at + 2] in _NAMES:
                last, at = _NAMES[tokens[at + 2]], at + 2
            days += [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]
        elif word not in _AND or not days:
            break
        at += 1
    return tuple(dict.fromkeys(days)), at


def _times(tokens: list[str], at: int) -> tuple[list[tuple[time, time]], int]:
    """Each "from - to"; more than one where there is a pause at noon."""
    found: list[tuple[time, time]] = []
    while at + 2 < len(tokens) and tokens[at + 1] in _TO:
        pair = _pair(tokens[at], tokens[at + 2])
        if pair is None:
            return [], at
        found.append(pair)
        at += 3
        if at + 3 < len(tokens) and tokens[at] in _AND and _CLOCK.match(tokens[at + 1]):
            at += 1
        else:
            break
    return found, at


def _pair(opens: str, closes: str) -> tuple[time, time] | None:
    first, last = _clock(opens), _clock(closes)
    if first is None or last is None:
        return None
    (from_hour, from_minute, from_half), (to_hour, to_minute, to_half) = first, last
    if not to_half and to_hour <= 12 and (to_hour, to_minute) <= (from_hour, from_minute) and not from_half:
        # "9-5" and "2-4": groups meet by day.
        to_half = "pm"
    if not from_half and to_half == "pm" and from_hour <= 12:
        later = from_hour % 12 + 12
        from_hour = later if (later, from_minute) < (to_hour % 12 + 12, to_minute) and from_hour != 12 else from_hour
        from_half = "said"
    if not to_half and not from_half and from_hour < 8 and to_hour <= 12 and len(opens) < 5:
        from_half = to_half = "pm"
    begin, end = _on_the_clock(from_hour, from_minute, from_half), _on_the_clock(to_hour, to_minute, to_half)
    return (begin, end) if begin is not None and end is not None and begin < end else None


def _clock(word: str) -> tuple[int, int, str] | None:
    if word in ("noon", "midday"):
        return 12, 0, "said"
    if word == "midnight":
        return 23, 59, "said"
    found = _CLOCK.fullmatch(word.replace(" ", ""))
    if found is None or int(found[1]) > 24 or int(found[2] or 0) > 59:
        return None
    return int(found[1]), int(found[2] or 0), "said" if found[3] == "noon" else found[3] or ""


def _on_the_clock(hour: int, minute: int, half: str) -> time | None:
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    if (hour, minute) == (24, 0):
        return time(23, 59)
    return time(hour, minute) if hour < 24 else None


def clock(written: Any) -> time | None:
    """One time of day as a feed writes it: "10:00:00", "10:00", "10:00Z", "10am"."""
    if not isinstance(written, str):
        return None
    bare = re.sub(r"(?i)(?:z|[+-]\d\d:?\d\d)$", "", written.strip()).strip().casefold().replace(".", ":")
    said = _clock(bare)
    return _on_the_clock(*said) if said else None


def weekdays(byday: str) -> tuple[int, ...]:
    """The days of "MO,WE" or "2TU"; an old feed's "Monday" or "1" (its Monday) too."""
    found = []
    for part in re.split(r"[,;\s]+", byday.strip()):
        named = re.fullmatch(r"[+-]?\d{0,2}([A-Za-z]+?)s?", part)
        day = _NAMES.get(named[1].casefold()) if named else None
        if day is not None:
            found.append(day)
    return tuple(dict.fromkeys(found))
