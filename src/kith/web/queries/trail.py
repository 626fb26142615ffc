"""The trail as its guardian reads it: their own organisations' lines, what of a concern would endanger left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kith.access import policy
from kith.kit.actor import Actor
from kith.kit.clock import LONDON
from kith.trail import queries as trail
from kith.trail.models import Anchoring, Entry
from kith.trail.verbs import Verb
from kith.web import as_read

A_PAGE = 50
# Without a day, so far back.
LATELY = timedelta(days=7)
# Who raised a concern, about whom, and who reads it, is for those who look after it alone.
_NOT_HERE = ("concern.",)


@dataclass(frozen=True)
class Asked:
    """What the guardian wants to see."""

    day: str = ""
    who: str = ""
    whom: str = ""
    about: UUID | None = None
    page: int = 1
    wrong_day: bool = False


@dataclass(frozen=True)
class Line:
    """One line, as it is read."""

    entry: Entry
    who: str
    keyed_by: str
    whom: str
    about: UUID | None


@dataclass(frozen=True)
class Left:
    """One place outside: when the last seals were left there, and why not since."""

    way: str
    at: datetime | None
    problem: str


def asked_for(given: Mapping[str, str]) -> Asked:
    """Read the filters of the address; what cannot be read is left out."""
    day, number = given.get("day", "").strip(), given.get("page", "")
    try:
        about = UUID(given["about"]) if given.get("about") else None
    except ValueError:
        about = None
    return Asked(
        day=day if _day(day) else "",
        who=given.get("who", "").strip()[:80],
        whom=given.get("whom", "").strip()[:80],
        about=about,
        page=max(1, int(number)) if number.isdecimal() and len(number) < 5 else 1,
        wrong_day=bool(day) and _day(day) is None,
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def rows(actor: Actor, asked: Asked, now: datetime) -> QuerySet[Entry]:
    """The lines of the guardian's own organisations, newest first."""
    found = Entry.objects.filter(policy.scope(actor, "view", Entry))
    day = _day(asked.day)
    if day is not None:
        begins = datetime.combine(day, time(0), LONDON)
        found = found.filter(at__gte=begins, at__lt=datetime.combine(day + timedelta(days=1), time(0), LONDON))
    elif asked.about is None:
        found = found.filter(at__gte=now - LATELY)
    if asked.about is not None:
        found = found.filter(subject_id=asked.about)
    if asked.who:
        found = found.filter(actor_label__icontains=asked.who)
    if asked.whom:
        found = found.filter(subject_label__icontains=asked.whom)
    if asked.who or asked.whom or asked.about:
        for beginning in _NOT_HERE:
            found = found.exclude(verb__startswith=beginning)
    return found.order_by("-id")


def lines(found: QuerySet[Entry], asked: Asked) -> tuple[list[Line], bool]:
    """One page of them, and whether there are more."""
    start = (asked.page - 1) * A_PAGE
    page = list(found[start : start + A_PAGE + 1])
    return [_line(entry) for entry in page[:A_PAGE]], len(page) > A_PAGE


def _line(entry: Entry) -> Line:
    if entry.verb.startswith(_NOT_HERE):
        whom = _("somebody") if entry.verb == Verb.CONCERN_RAISED else _("a concern")
        return Line(entry, _("Somebody"), "", whom, None)
    whom = as_read.subject(entry.subject_kind, entry.subject_label)
    return Line(entry, as_read.who(entry.actor_kind, entry.actor_label), entry.keyed_by, whom, entry.subject_id)


def left_outside() -> list[Left]:
    """Each place that is set, when the last seals were left there last, and what is wrong now."""
    return [_left(way) for way in Anchoring.Way.values if getattr(settings, f"ANCHOR_{way.upper()}")]


def _left(way: str) -> Left:
    went, last = trail.last_left_outside(way), trail.last_anchoring(way)
    return Left(str(Anchoring.Way(way).label), went.at if went else None, last.problem if last else "")


def what_was_asked(asked: Asked, shown: Iterable[Line]) -> tuple[str, UUID | None, str]:
    """What is written of this very reading: about whom, where it was about one, and never what was typed."""
    if asked.about is not None:
        label = next((line.entry.subject_label for line in shown if line.about == asked.about), "")
        return ("person", asked.about, label)
    return ("trail", None, asked.day or _("the last days"))
