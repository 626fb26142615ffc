"""What is on, as calendars read it. Where hours could not be read there is no event: a wrong one is worse than none."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kith.directory import lifecycle
from kith.directory.models import Location, Schedule
from kith.directory.queries.shown import Shown
from kith.directory.reading.columns import day_of
from kith.directory.reading.hours import DAYS
from kith.directory.when import BY_DAY, dates_of
from kith.kit.clock import LONDON, local

_LOOK_AHEAD_DAYS = 800
_UNDERSTOOD = ("", "DAILY", "WEEKLY", "MONTHLY")


def calendar(name: str, shown: Iterable[Shown]) -> bytes:
    """One calendar with an event for each run of hours of these entries."""
    made = Calendar()
    made.add("prodid", "-//Kith//What is on//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for one in shown:
        for event in events(one):
            made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def events(shown: Shown) -> Iterator[Event]:
    """The events of an entry. None of one that rests, and none of one that must not be found."""
    if shown.confidential or shown.state == lifecycle.PAUSED or shown.status != lifecycle.ACTIVE:
        return
    rows: list[tuple[Schedule, Location | None]] = [(row, _only(shown)) for row in shown.schedules]
    rows += [(row, at.location) for at in shown.at for row in at.schedules]
    for row, where in rows:
        event = _event(shown, row, where)
        if event is not None:
            yield event


def _event(shown: Shown, row: Schedule, where: Location | None) -> Event | None:
    rule = _rule(row)
    if row.opens is None or row.closes is None or rule is None:
        return None
    first = _first(row, rule)
    if first is None:
        return None
    event = Event()
    event.add("uid", f"{row.id}@kith")
    event.add("sequence", shown.version)
    event.add("dtstamp", shown.modified_at.astimezone(UTC))
    event.add("last-modified", shown.modified_at.astimezone(UTC))
    event.add("dtstart", datetime.combine(first, row.opens, LONDON))
    event.add("dtend", datetime.combine(first, row.closes, LONDON))
    event.add("rrule", rule)
    event.add("summary", shown.name)
    for name, words in (("description", _words(shown, row)), ("location", _address(where)), ("url", shown.url)):
        if words:
            event.add(name, words)
    if where is not None and where.latitude is not None and where.longitude is not None:
        event.add("geo", (where.latitude, where.longitude))
    return event


def _rule(row: Schedule) -> dict[str, Any] | None:
    """How it comes again, as calendars have it; None where that was not said."""
    freq = row.freq.strip().upper()
    monthly = freq == "MONTHLY"
    if freq not in _UNDERSTOOD or (freq == "DAILY" and (row.interval or 1) > 1):
        return None
    weekdays = row.weekdays or (range(7) if freq == "DAILY" else ())
    said = [ordinal + day for ordinal, day in BY_DAY.findall(row.byday.upper().replace(" ", ""))]
    days = said if monthly and said else [DAYS[day] for day in weekdays]
    dates = list(dates_of(row.bymonthday)) if monthly else []
    if not days and not dates:
        return None
    rule: dict[str, Any] = {"freq": "MONTHLY" if monthly else "WEEKLY", "interval": row.interval or 1}
    rule |= {"byday": days} if days else {}
    rule |= {"bymonthday": dates} if dates else {}
    last = day_of(row.valid_to)
    if last is not None:
        rule["until"] = datetime.combine(last, time(23, 59), LONDON).astimezone(UTC)
    return rule


def _first(row: Schedule, rule: dict[str, Any]) -> date | None:
    """The first day on which it is on: from when the standard says, else from when it was written down."""
    said = day_of(row.dtstart) or day_of(row.valid_from)
    if said is None and rule["interval"] > 1:
        # Every second week, and nobody said which: half of the time it would be the wrong one.
        return None
    start = said or local(row.made_at).date()
    # A feed may write 9999 for "no end": there are no days after that year.
    ahead = min(_LOOK_AHEAD_DAYS, (date.max - start).days + 1)
    days = (start + timedelta(days=day) for day in range(ahead))
    found = next((day for day in days if _is_on(day, rule)), None)
    last = day_of(row.valid_to)
    return None if found is None or (last is not None and found > last) else found


def _is_on(day: date, rule: dict[str, Any]) -> bool:
    in_month = monthrange(day.year, day.month)[1]
    named = {DAYS[day.weekday()]}
    if rule["freq"] == "MONTHLY":
        nth, last = (day.day - 1) // 7 + 1, (in_month - day.day) // 7 + 1
        named |= {f"{sign}{nth}{DAYS[day.weekday()]}" for sign in ("", "+")} | {f"-{last}{DAYS[day.weekday()]}"}
    by_day = not rule.get("byday") or bool(named & set(rule["byday"]))
    dates = rule.get("bymonthday")
    return by_day and (not dates or day.day in dates or day.day - in_month - 1 in dates)


def _words(shown: Shown, row: Schedule) -> str:
    said = [shown.for_whom, row.description, row.notes, shown.alert]
    if shown.phone:
        said.append(_("Ring %(phone)s before you go for the first time.") % {"phone": shown.phone})
    return "\n".join(part for part in said if part)


def _only(shown: Shown) -> Location | None:
    return shown.at[0].location if len(shown.at) == 1 else None


def _address(where: Location | None) -> str:
    if where is None:
        return ""
    lines = [
        str(one.get(part) or "")
        for one in where.addresses[:1]
        for part in ("address_1", "address_2", "city", "postal_code")
    ]
    # Many write the name of the hall as the first line of its address as well.
    return ", ".join(part for part in dict.fromkeys([where.name, *lines]) if part)
