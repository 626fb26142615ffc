"""An invented neighbour of the demo who wants nobody else told, and her niece, who may speak for her."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from kith.asks import actions as asks
from kith.asks.models import Ask, Lane
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.governance import actions as governance
from kith.governance.actions import Said, Speaker
from kith.governance.models import MayBeTold, Purpose, SpeaksBy, Way
from kith.kit.actor import Actor
from kith.people.actions import About, Reach
from kith.people.models import Safe
from kith.places.models import Place

if TYPE_CHECKING:
    from kith.demo.tell import Story

NAME, PHONE = "Ivy Chugg", "+447700900988"
STREET, COMMUNITY = "High Street", "Combe Martin"
ASKS_BEFORE_THE_END, RINGS_AGAIN_AFTER = timedelta(minutes=24), timedelta(minutes=12)


def tell_of_ivy(story: Story, end: datetime) -> None:
    """She asks for her tablets near the end of the morning, and rings again: the neighbours need not know."""
    if Place.objects.filter(name=COMMUNITY).exists():
        story.at(end - ASKS_BEFORE_THE_END, lambda now: _asks(story, now))


def _asks(story: Story, now: datetime) -> None:
    wanted = Wanted(
        words="My tablets from the chemist, they close at six",
        kind="prescription",
        where=Where(street=STREET, community=COMMUNITY, address=f"31 {STREET}, {COMMUNITY}"),
        about=About(name=NAME, reaches=(Reach(PHONE, safe=Safe.YES),)),
        details={"ready": "yes"},
        need_by=now + timedelta(hours=6),
        lane=Lane.PHONE,
    )
    ask = asks.open_ask(wanted=wanted, by=Actor.system("the demo"), now=now)
    story.at(now + RINGS_AGAIN_AFTER, lambda moment: _rings_again(ask.id, moment))


def _rings_again(ask_id: UUID, now: datetime) -> None:
    ask = Ask.objects.select_related("person", "promise__holder__user").get(id=ask_id)
    if ask.promise.holder is None:
        return
    by = Actor.user(ask.promise.holder.user)
    said = Said(way=Way.CALL, words="It is nobody's business round here what I take", at=now)
    dispatch.withdraw(person=ask.person, purpose=Purpose.SHARING, said=said, by=by, now=now)
    niece = Speaker(
        name="Rose Chugg",
        relation="her niece",
        basis=SpeaksBy.HEALTH_LPA,
        may_be_told=MayBeTold.WHEN_DONE,
        may_decide=("help",),
        seen="The registered paper, at the kitchen table",
        seen_by=by.label,
    )
    governance.may_speak_for(person=ask.person, speaker=niece, by=by, now=now)
