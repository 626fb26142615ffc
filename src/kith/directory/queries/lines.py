"""What is said of an entry, in the reader's language: why it was found, when it is on, and how old what we know is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.directory import lifecycle, numbers, when
from kith.directory.models import Depth, Location
from kith.directory.queries.asked import Asked, words_of
from kith.directory.queries.find import Found
from kith.directory.queries.shown import Shown, ShownAt, eligible
from kith.directory.queries.when_words import notes_of, when_words
from kith.kit import phones, said
from kith.kit.clock import local

# After so long what we know is old: say so, and to ring first.
OLD_DAYS = 183
SNIPPET = 170
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Line:
    """One entry in a list. ``why`` is the short words under its name, ``state`` says that it takes nobody new."""

    id: UUID
    name: str
    who: str
    snippet: str
    where: str
    when: str
    phone: str
    why: tuple[str, ...]
    state: str = ""
    checked: str = ""
    old: bool = False
    further: bool = False
    confidential: bool = False
    lat: float | None = None
    lon: float | None = None
    # Where it is besides: latitude, longitude, the hall.
    also_at: tuple[tuple[float, float, str], ...] = ()


def lines_of(found: Iterable[Found], asked: Asked | None, now: datetime, *, further: bool = False) -> list[Line]:
    """The lines of a list of results."""
    return [replace(_line(one, asked, now), further=further) for one in found]


def _line(one: Found, asked: Asked | None, now: datetime) -> Line:
    card = one.card
    today = local(now).date()
    return Line(
        id=one.id,
        name=card["name"],
        who=card["who"] if card["who"] != card["name"] else "",
        snippet=snippet(card["blurb"], asked),
        where=card["area"] if one.confidential else _where_of(card),
        when=when_words(map(when.read_again, card["when"]), today),
        phone=card["phone"],
        why=tuple(_why(one, card)),
        state="" if one.takes_new else state_words(one.state, one.until, one.places_left, now),
        checked=checked_words(one.assured_on, today),
        old=is_old(one.assured_on, today),
        confidential=one.confidential,
        lat=one.lat,
        lon=one.lon,
        also_at=tuple((lat, lon, hall) for lat, lon, hall in card.get("also_at", ())),
    )


def _why(one: Found, card: dict[str, Any]) -> Iterable[str]:
    """Near you, takes new people, 3 places left, free, step-free."""
    if one.confidential:
        yield _("the address is not told to anybody")
    elif one.away_km is not None:
        yield said.distance(one.away_km) if one.away_km >= 1 else _("near you")
    if one.takes_new and (one.drop_in or one.places_left or one.assured_on is not None):
        yield _("just turn up") if one.drop_in else _("takes new people")
        if one.places_left:
            yield ngettext("%(n)s place left", "%(n)s places left", one.places_left) % {"n": one.places_left}
    if one.state in (lifecycle.ONLINE, lifecycle.OUTDOOR):
        yield _("online for now") if one.state == lifecycle.ONLINE else _("outdoors for now")
    if one.free:
        yield _("free")
    if one.step_free:
        yield _("step-free")


def state_words(state: str, until: date | None, left: int | None, now: datetime) -> str:
    """That it takes nobody new, and until when."""
    again = said.day(until, now) if until is not None and until > local(now).date() else ""
    past = said.day(until, now) if until is not None and not again else ""
    if past and state == lifecycle.PAUSED:
        return _("Having a rest until %(day)s: ring and ask whether they are back") % {"day": past}
    if past and state == lifecycle.FULL:
        return _("Full until %(day)s: ring and ask whether they take people again") % {"day": past}
    if state == lifecycle.PAUSED:
        return _("Having a rest until %(day)s") % {"day": again} if again else _("Having a rest for now")
    if state == lifecycle.WAITING:
        return _("Has a waiting list: ring and ask how long")
    if state == lifecycle.FULL or left == 0:
        return _("Full until %(day)s") % {"day": again} if again else _("Full at the moment")
    return _("Takes nobody new at the moment")


def checked_words(on: date | None, today: date) -> str:
    """How old what we know is: "checked 9 days ago"."""
    if on is None:
        return _("nobody has checked this yet")
    days = max((today - on).days, 0)
    if days == 0:
        return _("checked today")
    if days < 60:
        return ngettext("checked %(n)s day ago", "checked %(n)s days ago", days) % {"n": days}
    months = round(days / 30.4)
    if months < 24:
        return ngettext("checked %(n)s month ago", "checked %(n)s months ago", months) % {"n": months}
    return _("checked more than two years ago")


def is_old(on: date | None, today: date) -> bool:
    """Whether one should ring before going."""
    return on is None or (today - on).days > OLD_DAYS


def snippet(text: str, asked: Asked | None) -> str:
    """The sentence of what it says of itself that has most of the words, with the one after it where there is room."""
    sentences = _SENTENCE.split(text.strip())
    best = 0
    if asked is not None and asked.terms:
        wanted = {word[:5] for term in asked.terms for word in words_of(term.words)}
        scores = [sum(word[:5] in wanted for word in words_of(sentence)) for sentence in sentences]
        best = scores.index(max(scores))
    shown = " ".join(sentences[best : best + 2])
    return shown if len(shown) <= SNIPPET else shown[: SNIPPET - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _where_of(card: dict[str, Any]) -> str:
    """The hall it is at, and how many more there are."""
    first, more = card["where"] or card["area"], card["wheres"] - 1
    if more < 1 or not card["where"]:
        return first
    return ngettext("%(first)s and %(n)s more place", "%(first)s and %(n)s more places", more) % {
        "first": first,
        "n": more,
    }


@dataclass(frozen=True)
class Fact:
    """One thing a service page says: its heading and its words. ``note`` is smaller, under them."""

    heading: str
    words: str
    note: str = ""


def facts_of(entry: Shown, now: datetime) -> list[Fact]:
    """What a service page says, in the order in which somebody decides whether to go."""
    if entry.confidential:
        return [
            Fact(
                _("Where"),
                entry.area or _("Not told"),
                _("The address is not told to anybody here. Ring, and they tell you."),
            )
        ]
    today = local(now).date()
    facts = [
        Fact(_("When"), when_words(_at_all(entry), today), notes_of(_at_all(entry), today)),
        *_wheres(entry, today),
        Fact(_("What it costs"), _cost(entry)),
        Fact(_("Who it is for"), _for_whom(entry)),
        Fact(_("What it can really take on"), _depth(entry)),
        Fact(_("Room for new people"), room_words(entry, now), _pace(entry)),
        Fact(_("Languages"), ", ".join(str(one.get("name") or one.get("code") or "") for one in entry.languages)),
        Fact(_("Who runs it"), entry.organization.name if entry.organization else ""),
    ]
    return [fact for fact in facts if fact.words]


def _at_all(entry: Shown) -> tuple[when.Run, ...]:
    """When it is on, wherever that is; where there are several halls, each says its own."""
    return when.runs_of(entry.schedules) if len(entry.at) > 1 else entry.runs


def _wheres(entry: Shown, today: date) -> list[Fact]:
    """Every hall it is at; of several each with its own hours and its own number."""
    halls = list(entry.at)
    if not halls:
        there = (
            _("They come to you, or by phone, in %(place)s") % {"place": entry.area} if entry.area else _("Anywhere")
        )
        return [Fact(_("Where"), there, _access(entry))]
    if len(halls) == 1:
        return [Fact(_("Where"), _address(halls[0].location) or entry.area, _access(entry))]
    facts = [
        Fact(_("Where") if first else _("Also at"), _address(hall.location) or entry.area, _of_hall(hall, today))
        for first, hall in zip([True] + [False] * len(halls), halls, strict=False)
    ]
    return [*facts, Fact(_("Steps"), _access(entry))]


def _address(location: Location) -> str:
    address: dict[str, Any] = next(iter(location.addresses), {})
    parts = [location.name, *(str(address.get(key) or "") for key in ("address_1", "city", "postal_code"))]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _of_hall(hall: ShownAt, today: date) -> str:
    hours = when_words(when.runs_of(hall.schedules), today)
    ring = next(iter(numbers.of_all((hall, hall.location))), "")
    said_there = [hours, hall.description, _("Ring %(phone)s.") % {"phone": phones.said(ring)} if ring else ""]
    return " ".join(part if part.endswith(".") else f"{part}." for part in said_there if part)


def _access(entry: Shown) -> str:
    said_so = [str(one.get("description") or "") for location in entry.locations for one in location.accessibility]
    words = ". ".join(dict.fromkeys(part for part in said_so if part))
    if entry.step_free is None:
        return words or _("We do not know whether there are steps. Ring and ask.")
    known = _("You can get in without a step.") if entry.step_free else _("There are steps.")
    return f"{known} {words}".strip()


def _cost(entry: Shown) -> str:
    options = [
        " ".join(
            str(part)
            for part in (one.get("option") or one.get("cost_type"), one.get("amount"), one.get("currency"))
            if part
        )
        for one in entry.cost_options
    ]
    return (
        entry.fees or ", ".join(part for part in options if part) or (_("Nothing: it is free.") if entry.free else "")
    )


def _for_whom(entry: Shown) -> str:
    ages = ""
    if entry.minimum_age and entry.maximum_age:
        ages = _("From %(least)s to %(most)s years old") % {
            "least": f"{entry.minimum_age:g}",
            "most": f"{entry.maximum_age:g}",
        }
    elif entry.minimum_age:
        ages = _("From %(least)s years old") % {"least": f"{entry.minimum_age:g}"}
    return entry.for_whom or eligible(entry) or ages


def _depth(entry: Shown) -> str:
    words = str(dict(Depth.choices).get(entry.depth, "")) if entry.depth != Depth.UNKNOWN else ""
    return words[:1].upper() + words[1:]


def room_words(entry: Shown, now: datetime) -> str:
    """Whether somebody new may come, and how many; else until when not."""
    if not entry.takes_new:
        return state_words(entry.state, entry.until, entry.places_left, now)
    if entry.drop_in:
        return _("Just turn up. Nobody writes down who comes.")
    if entry.places_left:
        left = entry.places_left
        return ngettext("There is %(n)s place left.", "There are %(n)s places left.", left) % {"n": left}
    if entry.assured_date is None:
        return _("Nobody has told us whether they take new people. Ring first.")
    return _("Takes new people.")


def _pace(entry: Shown) -> str:
    parts = []
    if entry.pace:
        words = (
            ngettext("At most %(n)s new person a week.", "At most %(n)s new people a week.", entry.pace)
            if entry.pace_per == "week"
            else ngettext("At most %(n)s new person a month.", "At most %(n)s new people a month.", entry.pace)
        )
        parts.append(words % {"n": entry.pace})
    if entry.pod_most:
        parts.append(_("In small circles of at most %(n)s.") % {"n": entry.pod_most})
    return " ".join(parts)
