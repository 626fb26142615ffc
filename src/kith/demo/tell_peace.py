"""One invented neighbour of the demo who is in hospital, so that the pages of somebody left in peace have somebody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from kith.asks import actions as asks
from kith.asks.models import Ask, Lane
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.people.actions import About, Reach
from kith.people.models import Absence, Safe
from kith.places.models import Place

if TYPE_CHECKING:
    from kith.demo.tell import Story

NAME, PHONE = "Walter Ridd", "+447700900985"
STREET, COMMUNITY = "High Street", "Combe Martin"
# Long enough for him to hear that we have it, and too short for anybody to have brought it.
ASKS_BEFORE_THE_END, THE_WARD_RINGS_AFTER = timedelta(minutes=26), timedelta(minutes=10)
LOOK_AGAIN_IN = timedelta(days=6)


def tell_of_walter(story: Story, end: datetime) -> None:
    """He rings for his shopping near the end of the morning; ten minutes later the ward rings."""
    if Place.objects.filter(name=COMMUNITY).exists():
        story.at(end - ASKS_BEFORE_THE_END, lambda now: _rings(story, now))


def _rings(story: Story, now: datetime) -> None:
    wanted = Wanted(
        words="Shopping for the weekend, and something for the cat. On account at the Co-op",
        kind="shopping",
        where=Where(street=STREET, community=COMMUNITY, address=f"18 {STREET}, {COMMUNITY}"),
        about=About(name=NAME, reaches=(Reach(PHONE, safe=Safe.YES),)),
        details={"paid": "shop-account"},
        need_by=now + timedelta(hours=30),
        lane=Lane.PHONE,
    )
    ask = asks.open_ask(wanted=wanted, by=Actor.system("the demo"), now=now)
    story.at(now + THE_WARD_RINGS_AFTER, lambda moment: _the_ward_rings(ask.id, moment))


def _the_ward_rings(ask_id: UUID, now: datetime) -> None:
    ask = Ask.objects.select_related("person", "promise__holder__user").get(id=ask_id)
    if ask.promise.holder is None:
        return
    dispatch.leave_in_peace(
        person=ask.person,
        what=Absence.What.HOSPITAL,
        said_by="The ward, by phone",
        note="His sister Joan has the key. Ask her about the cat.",
        look_again_on=(local(now) + LOOK_AGAIN_IN).date(),
        by=Actor.user(ask.promise.holder.user),
        now=now,
    )
