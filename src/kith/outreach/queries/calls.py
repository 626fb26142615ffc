"""The round of calls: which groups are rung today, in which order, on which number, and what we have of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.access.acting import serving
from kith.directory.models import Leader, Service
from kith.directory.queries.freshness import ASK_AFTER, entries_of, with_doubts
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
_SMALL_FIRST = {"tiny": 0, "small": 1, "unknown": 2, "large": 3}
_READ = 500


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
    """Every group here that is to be rung, those first who are in today; ten of them are half an hour."""
    today = local(now).date()
    rows = with_doubts(entries_of(place)).select_related("organization", "place")
    old = Q(assured_date=None) | Q(assured_date__lt=today - ASK_AFTER)
    owed = leaders_promised()
    rows = rows.filter(old | Q(doubted=True) | Q(pk__in=owed)).exclude(pk__in=_waiting(now, owed))
    rows = rows.order_by("assured_date", "name")[:_READ]
    leaders = _leaders([one.pk for one in rows], actor)
    silent, promised = _silent(now), calls_promised(leaders.values())
    found = [_call(one, leaders.get(one.pk), silent.get(one.pk), promised, now) for one in rows]
    return sorted((one for one in found if one.number), key=_order)


def call_to(service: Service, actor: Actor, now: datetime) -> Call:
    """The call to one group."""
    leader = _leaders([service.pk], actor).get(service.pk)
    found = with_doubts(Service.objects.filter(pk=service.pk)).select_related("organization", "place").first()
    promised = calls_promised([leader] if leader else [])
    return _call(found or service, leader, _silent(now).get(service.pk), promised, now)


def _order(one: Call) -> tuple[bool, bool, bool, int, str]:
    size = one.service.organization.size if one.service.organization else "unknown"
    asked = bool(one.leader and one.leader.ring_instead)
    return (not one.today, one.promised is None, not asked, _SMALL_FIRST[size], one.service.name)


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
    whose = service.organization.phones if service.organization else []
    numbers = (str(one.get("number") or "") for one in (*service.phones, *whose))
    return next((phones.normalise(one) or one for one in numbers if one), "")


def _why(service: Service, leader: Leader | None, asked: datetime | None, now: datetime) -> str:
    if getattr(service, "doubted", False):
        return str(_("Somebody who went there said that something is not so."))
    if leader is not None and leader.ring_instead:
        return str(_("They would rather be rung than written to."))
    if asked is not None:
        return str(_("We asked %(when)s and heard nothing.")) % {"when": said.on(asked, now)}
    if service.assured_date is None:
        return str(_("Nobody has checked it yet."))
    return str(_("It was last checked %(when)s.")) % {"when": said.on(service.assured_date, now)}
