"""Two emergency uses of the demo: one that was looked at and found right, one that waits. Everybody is invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kith.accounts.models import User
from kith.asks import actions as asks
from kith.asks.models import Ask, Lane
from kith.asks.wanted import Wanted, Where
from kith.governance import actions as governance
from kith.governance import urgent
from kith.governance.models import EmergencyUse, Reason
from kith.kit.actor import Actor
from kith.people.actions import About, Reach
from kith.people.models import Safe
from kith.places.models import Place

if TYPE_CHECKING:
    from kith.demo.tell import Story

BY = Actor.system("the demo")
COMMUNITY, STREET = "Combe Martin", "Quay Street"
# Link workers of another neighbourhood, who have nothing to do with either of these two.
FIRST, SECOND, GUARDIAN = "Marta", "Joel", "Ruth"


def tell_of_emergencies(story: Story, end: datetime) -> None:
    """Two neighbours of Combe Martin, whose records link workers from elsewhere opened."""
    wanted = {FIRST, SECOND, GUARDIAN}
    if Place.objects.filter(name=COMMUNITY).exists() and User.objects.filter(name__in=wanted).count() == len(wanted):
        story.at(end - timedelta(minutes=150), lambda now: _rings(story, "Ivy Lerwill", "+447700900986", FIRST, now))
        story.at(end - timedelta(minutes=40), lambda now: _rings(story, "Arthur Dyer", "+447700900987", SECOND, now))
        story.at(end - timedelta(minutes=60), _is_reviewed)
        story.at(end - timedelta(minutes=30), _are_named)


def _rings(story: Story, name: str, phone: str, who: str, now: datetime) -> None:
    wanted = Wanted(
        words="Could somebody ring me in the afternoon, for a chat",
        kind="call",
        where=Where(street=STREET, community=COMMUNITY, address=f"4 {STREET}, {COMMUNITY}"),
        about=About(name=name, reaches=(Reach(phone, safe=Safe.YES),)),
        need_by=now + timedelta(hours=30),
        lane=Lane.PHONE,
    )
    ask = asks.open_ask(wanted=wanted, by=BY, now=now)
    story.at(now + timedelta(minutes=12), lambda moment: _is_opened(ask, who, moment))


def _is_opened(ask: Ask, who: str, now: datetime) -> None:
    words = {
        FIRST: "Her sister rang the surgery: Ivy said on the phone that she has fallen and cannot get up",
        SECOND: "Found in the lane in his slippers and cannot say where he lives. Looking for whom to ring",
    }
    reason = Reason.LIFE if who == FIRST else Reason.HARM
    asks.use_in_emergency(
        person=ask.person, reason=reason, words=words[who], by=Actor.user(User.objects.get(name=who)), now=now
    )


def _is_reviewed(now: datetime) -> None:
    use = EmergencyUse.objects.filter(user__name=FIRST).select_related("user", "controller", "person").first()
    if use is None:
        return
    first, ruth = Actor.user(use.user), Actor.user(User.objects.get(name=GUARDIAN))
    asks.end_emergency_use(use=use, by=first, now=now)
    asks.told_of_use(use=use, how="Rang her at the hospital. She was glad somebody came", by=first, now=now)
    why = "The sister was at sea and nobody else had the address. The ambulance was there in twenty minutes"
    asks.review_use(use=use, outcome=urgent.JUSTIFIED, words=why, by=ruth, now=now)


def _are_named(now: datetime) -> None:
    """Who may decide, with another, that everybody in a place is rung."""
    ruth = User.objects.get(name=GUARDIAN)
    for user in User.objects.filter(name__in=[GUARDIAN, "Olwen"]):
        governance.name_decider(user=user, by=Actor.user(ruth), now=now)
