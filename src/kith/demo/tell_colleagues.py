"""What colleagues of the demo do about one another: answer the duty phone, hand over a day, put a line right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from kith.accounts.models import Membership
from kith.asks.lifecycle import TAKEN, WANTED
from kith.dispatch import actions as dispatch
from kith.kit.actor import Actor
from kith.people.models import ContactRoute, RouteKind, Safe
from kith.places.models import Place
from kith.promises import actions as promises
from kith.promises import lifecycle
from kith.promises.models import DutyRing, HandOver, Promise

if TYPE_CHECKING:
    from kith.demo.tell import Story

ANSWERS_AFTER = (1.0, 4.0)
# One ring in so many goes on to the next phone.
NOT_HEARD = 0.15
GIVES, HAS = "Jan", "Morwenna"
TEXT = "Could whoever comes ring twice please, the bell is weak. And is Thursday all right instead?"


def notice(story: Story, now: datetime) -> None:
    """Phones that ring now are answered in a minute or three; a few rings nobody hears."""
    for ring in DutyRing.objects.filter(at=now).select_related("membership__user"):
        chance = story.chance("duty-phone", str(ring.at), ring.address)
        if chance.random() >= NOT_HEARD:
            after = timedelta(minutes=chance.uniform(*ANSWERS_AFTER))
            story.at(now + after, lambda moment, one=ring.id: _answer(one, moment))  # type: ignore[misc]


def _answer(ring_id: UUID, now: datetime) -> None:
    ring = DutyRing.objects.select_related("membership__user", "team__place").get(id=ring_id)
    promises.seen(ring=ring, by=Actor.user(ring.membership.user), now=now, how="page")


def meeting(now: datetime) -> None:
    """Jan asks whether Morwenna could have what falls due today, and a line of the morning is put right."""
    held = Promise.objects.filter(state=lifecycle.OPEN, holder__user__name=GIVES, next_contact_by__gt=now)
    due = list(held.select_related("holder__user", "holder__team__place").order_by("next_contact_by", "id")[:3])
    asked = Membership.objects.here(now).filter(user__name=HAS).select_related("user", "team__place").first()
    if due and asked is not None and due[0].holder is not None:
        giver = due[0].holder
        by = Actor.user(giver.user)
        mine = [one for one in due if one.holder_id == giver.id]
        why = HandOver.Why.OTHER
        promises.ask_to_have(giver=giver, asked=asked, promises=mine, why=why, by=by, now=now)
    _put_right(now)
    _a_text_for_somebody_to_read(now)


def _a_text_for_somebody_to_read(now: datetime) -> None:
    """Somebody who asked in Combe Martin writes what no machine should answer, so that a colleague reads it."""
    wanted = ContactRoute.objects.filter(
        kind=RouteKind.TEXT, safe=Safe.YES, stopped_at=None, person__asks__state__in=(*WANTED, TAKEN)
    )
    route = wanted.filter(person__place__path__overlap=_combe_martin()).order_by("person__created_at", "id").first()
    if route is not None:
        by = Actor.system("the demo's phones")
        dispatch.receive(address=route.value, body=TEXT, provider_key="demo-to-read", by=by, now=now)


def _combe_martin() -> list[UUID]:
    return list(Place.objects.filter(name="Combe Martin").values_list("id", flat=True))


def _put_right(now: datetime) -> None:
    ended = Promise.objects.filter(state=lifecycle.KEPT, kind="tell").select_related("holder__user")
    promise = ended.order_by("ended_at", "id").first()
    if promise is not None and promise.holder is not None:
        reason = "They rang: the text came after the shopping did."
        by = Actor.user(promise.holder.user)
        promises.correct(promise=promise, says=lifecycle.LATE, reason=reason, by=by, now=now)
