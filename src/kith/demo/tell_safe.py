"""One invented person who may only be reached in safe ways, so that the page before you ring has somebody."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from kith.asks import actions as asks
from kith.asks.models import Lane
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.kit.actor import Actor
from kith.people.actions import About, Reach, SaidSafe
from kith.people.models import OnPaper, Safe
from kith.places.models import Place

if TYPE_CHECKING:
    from kith.demo.tell import Story

NAME, PHONE, HIS_MOTHER = "M", "+447700900982", "Jean Brimble"
STREET, COMMUNITY = "High Street", "Combe Martin"
BEFORE_THE_END = timedelta(minutes=24)


def tell_of_m(story: Story, end: datetime) -> None:
    """She rings from the library near the end of the morning."""
    if Place.objects.filter(name=COMMUNITY).exists():
        story.at(end - BEFORE_THE_END, _rings)


def _rings(now: datetime) -> None:
    by = Actor.system("the demo")
    wanted = Wanted(
        words="Somebody to come with me to the council on Friday",
        kind="other",
        where=Where(street=STREET, community=COMMUNITY),
        about=About(name=NAME, reaches=(Reach(PHONE, safe=Safe.YES),), further_away=True, must_not_know=(HIS_MOTHER,)),
        need_by=now + timedelta(hours=30),
        lane=Lane.PHONE,
    )
    ask = asks.open_ask(wanted=wanted, by=by, now=now)
    said = SaidSafe(
        ways=("text", "call"),
        on_paper=OnPaper.NEVER,
        from_hour=time(9),
        to_hour=time(12),
        call_ourselves="Pat from the library",
        ask_for="Maggie",
        if_somebody_else="Sorry, wrong number.",
    )
    dispatch.keep_safe(person=ask.person, said=said, said_by="herself, from the library's phone", by=by, now=now)
