"""What volunteers of the demo do in somebody's home, and who comes regularly; and a check of each level. Invented."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.asks import kinds
from kith.asks.models import Ask
from kith.dispatch import actions as dispatch
from kith.dispatch.models import Offer
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.volunteers import actions as volunteers
from kith.volunteers.models import Volunteer

WENT_IN, STAYS = timedelta(minutes=12), 120
BUDDY, BUDDYS_PHONE = "Ann", "+447700900998"
A_WHILE = timedelta(weeks=12)
# Whoever is known by name, so that the page of checks has one of each.
SEEN = (("Layla Aziz", "standard"), ("Margaret Cole", "barred"), ("Jean Brimble", "enhanced"), ("Sam Tidy", "basic"))


def meeting(now: datetime) -> None:
    """As the morning ends somebody is in a home, somebody has agreed to come every week, and checks were looked at."""
    _checks(now)
    taken = Ask.objects.filter(state="taken", taken_by__isnull=False, offers__state="accepted", further_away=False)
    taken = taken.select_related("taken_by__person", "promise__holder__user").order_by("created_at", "id")
    inside = [ask for ask in taken if kinds.KINDS[ask.kind].indoors]
    near = [ask for ask in inside if ask.place.ancestor("community") and "combe-martin" in ask.place.slug]
    for ask in (near or inside)[:1]:
        _goes_in(ask, now)
    for ask in [ask for ask in taken if ask.kind in ("dog_walk", "call")][:1]:
        _comes_every_week(ask, now)


def _goes_in(ask: Ask, now: datetime) -> None:
    assert ask.taken_by is not None
    by = Actor.volunteer(ask.taken_by)
    volunteers.name_buddy(volunteer=ask.taken_by, name=BUDDY, phone=BUDDYS_PHONE, by=by, now=now)
    offer = Offer.objects.get(ask=ask, state="accepted")
    dispatch.go_in(offer=offer, minutes=STAYS, by=by, now=now - WENT_IN)


def _comes_every_week(ask: Ask, now: datetime) -> None:
    holder = ask.promise.holder
    if holder is not None:
        agreed = dispatch.Agreed(every_days=7, until=now + A_WHILE, said_how=f"on the phone to {holder.user.name}")
        dispatch.begin_regular(ask=ask, agreed=agreed, by=Actor.user(holder.user), now=now)


def _checks(now: datetime) -> None:
    by, on = Actor.system("the demo's own colleagues"), local(now).date() - timedelta(days=200)
    for name, level in SEEN:
        one = Volunteer.objects.select_related("person", "home").filter(person__name=name).first()
        if one is not None:
            dispatch.record_check(volunteer=one, level=level, on=on, in_care=True, checker="Morwenna", by=by, now=now)
