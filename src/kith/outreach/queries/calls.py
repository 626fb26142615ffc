"""The round of calls: which groups are rung today, the urgent first, on which number, and what we have of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from kith.access.acting import serving
from kith.directory import numbers
from kith.directory.lifecycle import TAKES_NEW
from kith.directory.models import Leader, Service, Size
from kith.directory.queries.freshness import ASK_AFTER, entries_of, is_past_until, with_doubts
from kith.kit import phones, said
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.outreach import lifecycle
from kith.outreach.models import By, Question
from kith.outreach.queries.owed import by_when, calls_promised, leaders_promised, who_has
from kith.places.models import Place
from kith.promises.models import Promise

# Nobody answered: not rung again before this.
RUNG_AGAIN_AFTER = timedelta(days=2)
TEN = 10
_READ, _READ_WITHOUT = 500, 50
_SMALL_FIRST = (Size.TINY, Size.SMALL, Size.UNKNOWN, Size.LARGE)
_OF_THEIRS = Leader.objects.filter(service=OuterRef("pk"), ended_at=None).exclude(phone="")
# Somebody to ask for who has a number of their own.
_TO_ASK_FOR: list[dict[str, Any]] = [{"phones": [{}]}]
_OF_WHO_RUNS_IT = ~Q(organization__phones=[]) | Q(organization__contacts__contains=_TO_ASK_FOR)
_A_NUMBER = (
    ~Q(phones=[])
    | Q(contacts__contains=_TO_ASK_FOR)
    | Q(organization__isnull=False) & _OF_WHO_RUNS_IT
    | Q(Exists(_OF_THEIRS))
)
# Why a group is rung, the most urgent first.
PROMISED, ASKED, DOUBTED, PAST_UNTIL, NEVER, OLD = range(6)


@dataclass(frozen=True)
class Call:
    """One call to make: whom, on which number, why, and on which days they are in (none: any)."""

    service: Service
    leader: Leader | None
    number: str
    why: str
    days: tuple[int, ...]
    today: bool
    # That we said we would ring them, where we did.
    promised: Promise | None = None


def calls(place: Place, actor: Actor, now: datetime) -> list[Call]:
    """Every group here that is to be rung, those first who are in today; ten of them are half an hour.

    Then those we promised to ring, who asked for it, that were doubted, whose day has passed, that nobody ever checked,
    and what was heard of the longest ago. One without a number stays: somebody goes there or writes.
    """
    owed = leaders_promised()
    due = _ranked(place, owed, now).exclude(pk__in=_waiting(now, owed))
    rows = [*due.filter(_A_NUMBER)[:_READ], *due.exclude(_A_NUMBER)[:_READ_WITHOUT]]
    leaders = _leaders([one.pk for one in rows], actor)
    silent, promised = _silent(now), calls_promised(leaders.values())
    found = [_call(one, leaders.get(one.pk), silent.get(one.pk), promised, now) for one in rows]
    return sorted(found, key=lambda one: (not one.number, not one.today))


def _ranked(place: Place, owed: list[UUID], now: datetime) -> QuerySet[Any]:
    """What is to be rung here, ranked where it is read, so that what is urgent is never beyond what is read."""
    wish = Exists(Leader.objects.filter(service=OuterRef("pk"), ended_at=None, ring_instead=True))
    old = Q(assured_date__lt=local(now).date() - ASK_AFTER)
    reasons = [
        (PROMISED, Q(pk__in=owed)),
        (ASKED, Q(wish=True) & (Q(assured_date=None) | old)),
        (DOUBTED, Q(doubted=True)),
        (PAST_UNTIL, is_past_until(now)),
        (NEVER, Q(assured_date=None)),
        (OLD, old),
    ]
    rank = Case(*(When(why, then=Value(number)) for number, why in reasons), output_field=IntegerField())
    sizes = (When(organization__size=size, then=Value(number)) for number, size in enumerate(_SMALL_FIRST))
    size = Case(*sizes, default=Value(_SMALL_FIRST.index(Size.UNKNOWN)), output_field=IntegerField())
    rows = with_doubts(entries_of(place)).annotate(wish=wish).annotate(rank=rank, small=size)
    rows = rows.exclude(rank=None).select_related("organization", "place")
    return rows.order_by("rank", F("assured_date").asc(nulls_first=True), "small", "name")


def call_to(service: Service, actor: Actor, now: datetime) -> Call:
    """The call to one group."""
    leader = _leaders([service.pk], actor).get(service.pk)
    found = with_doubts(Service.objects.filter(pk=service.pk)).select_related("organization", "place").first()
    promised = calls_promised([leader] if leader else [])
    return _call(found or service, leader, _silent(now).get(service.pk), promised, now)


def _waiting(now: datetime, owed: list[UUID]) -> list[UUID]:
    """Those who were written to and may still answer, but for those we said we would ring; and those rung lately."""
    with serving("which groups wait for no call"):
        asked = Q(state=lifecycle.ASKED) & ~Q(service__in=owed)
        asked |= Q(how=By.PHONE, asked_at__gt=now - RUNG_AGAIN_AFTER)
        return list(Question.objects.filter(asked).values_list("service_id", flat=True))


def _silent(now: datetime) -> dict[UUID, datetime]:
    """Since when groups have said nothing to our question."""
    with serving("which groups said nothing"):
        rows = Question.objects.filter(state=lifecycle.SILENT, asked_at__gt=now - ASK_AFTER).order_by("asked_at")
        return dict(rows.values_list("service_id", "asked_at"))


def _leaders(services: list[UUID], actor: Actor) -> dict[UUID, Leader]:
    rows = Leader.objects.visible_to(actor).filter(service__in=services, ended_at=None).order_by("from_at")
    return {one.service_id: one for one in rows}


def _call(
    service: Service, leader: Leader | None, asked: datetime | None, owed: dict[UUID, Promise], now: datetime
) -> Call:
    days = tuple(leader.in_on) if leader else ()
    promised = owed.get(leader.pk) if leader else None
    return Call(
        service,
        leader,
        number=leader.phone if leader and leader.phone else _number_of(service),
        why=_owed(promised, now) if promised else _why(service, leader, asked, now),
        days=days,
        today=local(now).weekday() in (days or range(7)),
        promised=promised,
    )


def _owed(promise: Promise, now: datetime) -> str:
    """Who said that they ring, and by when."""
    words = _("They asked to be rung, and %(name)s rings them %(by)s.")
    return str(words) % {"name": who_has(promise), "by": by_when(promise, now)}


def _number_of(service: Service) -> str:
    """Their own, that of whoever runs it, or of whom one asks for there; what can be rung goes first."""
    written = numbers.of_all(part for part in (service, service.organization) if part is not None)
    rung = [number for one in written if (number := phones.normalise(one))]
    return next(iter([*rung, *written]), "")


def _why(service: Service, leader: Leader | None, asked: datetime | None, now: datetime) -> str:
    if getattr(service, "doubted", False):
        return str(_("Somebody who went there said that something is not so."))
    if service.state not in TAKES_NEW and service.until is not None and service.until <= local(now).date():
        until = said.day(service.until, now)
        return str(_("They were not taking anybody until %(day)s: are they back?")) % {"day": until}
    if leader is not None and leader.ring_instead:
        return str(_("They would rather be rung than written to."))
    if asked is not None:
        return str(_("We asked %(when)s and heard nothing.")) % {"when": said.on(asked, now)}
    if service.assured_date is None:
        return str(_("Nobody has checked it yet."))
    return str(_("It was last checked %(when)s.")) % {"when": said.on(service.assured_date, now)}
