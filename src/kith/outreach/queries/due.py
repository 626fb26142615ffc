"""Who is asked, and when: at most once a quarter at one address from all places together, on a day they are in."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from kith.directory.models import Leader, Service
from kith.directory.queries.freshness import ASK_AFTER, is_past_until
from kith.directory.queries.shown import public_services
from kith.kit import phones
from kith.kit.clock import local
from kith.outreach import lifecycle
from kith.outreach.models import Question

WORKDAYS = (0, 1, 2, 3, 4)
_FROM, _UNTIL = time(9), time(17)
_READ = 2_000


def leaders_to_ask(now: datetime, most: int) -> list[Leader]:
    """Whoever runs a group nobody has heard of for a quarter, or whose day has passed, and who may be asked today.

    They are in, may be written to, and were not asked in the quarter.

    Whatever else was said of an entry in the quarter, by a visitor, a call or the group itself, is an answer already.
    """
    here = local(now)
    if not _FROM <= here.time() < _UNTIL:
        return []
    found, asked = [], _asked_lately(now)
    for leader in _could_be_asked(now, here.weekday())[:_READ]:
        address = address_of(leader)
        if address and address not in asked and here.weekday() in (leader.in_on or WORKDAYS):
            asked.add(address)
            found.append(leader)
            if len(found) == most:
                break
    return found


def _could_be_asked(now: datetime, weekday: int) -> QuerySet[Any]:
    """The most urgent first: whose day has passed, whom nobody ever asked, who was heard of the longest ago.

    Who is not in today, or was asked this quarter, is left out where it is read: they take nobody's turn.
    """
    before = local(now).date() - ASK_AFTER
    in_today = Q(in_on__contains=[weekday])
    live = Leader.objects.filter(ended_at=None, stopped_at=None, ring_instead=False).exclude(phone="", email="")
    live = live.filter(in_today | Q(in_on=[]) if weekday in WORKDAYS else in_today)
    lately = Question.objects.filter(asked_at__gt=now - ASK_AFTER).exclude(address="")
    live = live.filter(
        ~Exists(lately.filter(address=OuterRef("phone"))) & ~Exists(lately.filter(address=OuterRef("email"))),
        service__in=public_services(),
    )
    past = is_past_until(now, "service__")
    due = live.filter(Q(service__assured_date=None) | Q(service__assured_date__lt=before) | past)
    due = due.annotate(past=Case(When(past, then=Value(0)), default=Value(1), output_field=IntegerField()))
    first = F("service__assured_date").asc(nulls_first=True)
    return due.select_related("service", "place").order_by("past", first, "pk")


def _asked_lately(now: datetime) -> set[str]:
    lately = Question.objects.filter(asked_at__gt=now - ASK_AFTER).exclude(address="")
    return set(lately.values_list("address", flat=True))


def address_of(leader: Leader) -> str:
    """Where they may be written to: a mobile, else an e-mail address."""
    return leader.phone if leader.phone and phones.can_text(leader.phone) else leader.email


def questions_without_a_word(before: datetime) -> list[Question]:
    """Questions nobody has answered, asked before then."""
    late = Question.objects.select_for_update(of=("self",)).filter(state=lifecycle.ASKED, asked_at__lt=before)
    return list(late.select_related("service"))


def open_questions(service: Service) -> list[Question]:
    """What is still asked of a group."""
    return list(Question.objects.select_for_update().filter(service=service).exclude(state=lifecycle.ANSWERED))


def live_at_address(address: str) -> list[Leader]:
    """Whoever runs a group now and gave this number or address."""
    live = Leader.objects.filter(ended_at=None).filter(Q(phone=address) | Q(email__iexact=address))
    return list(live.exclude(phone="", email="").select_related("service", "place")) if address else []


def asked_at_address(address: str, now: datetime) -> Question | None:
    """What was last asked at this address, while it may still be answered, of somebody who still runs the group."""
    lately = Question.objects.filter(address=address, asked_at__gt=now - ASK_AFTER, leader__ended_at=None)
    return lately.select_related("service", "leader__place", "leader__service").order_by("-asked_at").first()
