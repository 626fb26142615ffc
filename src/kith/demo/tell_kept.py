"""Who runs the groups of the demo, what they changed, and what visitors found. Invented, every number and name."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.accounts.models import Organisation, Team
from kith.directory import actions as directory
from kith.directory.actions import Runs
from kith.directory.models import Leader, Service
from kith.kit.actor import Actor
from kith.outreach import actions as outreach

# Group, who runs it, phone, days in (0 is Monday), rather rung, who of us knows them.
LEADERS = (
    ("Combe Martin Shed", "Derek Hole", "07700 900471", (1, 3), False, "Jan"),
    ("Combe Voices", "Maureen Tapp", "01632 960471", (0, 2), True, "Jan"),
    ("Morning walkers", "Priya Nair", "07700 900472", (4,), False, ""),
    ("Berrynarbor lunch", "Ivy Squire", "01632 960472", (2,), True, "Bo"),
    ("Harbour shed", "Colin Beer", "07700 900473", (0, 2), False, ""),
    ("Dads and little ones", "Tom Delve", "07700 900474", (5,), False, ""),
)
SAID = timedelta(days=40)


def keep_true(now: datetime) -> None:
    """Write down who runs what, two changes to look at, one that is shown, and two words of visitors."""
    by = Actor.system("the demo's own colleagues")
    leaders = {name: _leader(name, *facts, by=by, now=now - SAID) for name, *facts in LEADERS}
    shed, voices = leaders["Combe Martin Shed"], leaders["Combe Voices"]
    if shed is not None:
        who = Actor.leader(shed)
        directory.publish_number(leader=shed, how="on the phone", said_at=now - SAID, by=by, now=now - SAID)
        to = {"pace": 2, "pace_per": "month", "for_whom": "Anybody over 18 who likes working with their hands"}
        directory.change(service=_fresh(shed), to=to, lane="link", by=who, now=now - timedelta(hours=20))
        outreach.link_for(leader=shed, by=by, now=now)
    if voices is not None:
        to = {"phones": [{"number": "01632 960479", "description": "The chapel office"}]}
        directory.change(
            service=_fresh(voices), to=to, lane="paper", by=Actor.leader(voices), now=now - timedelta(days=1)
        )
    _visitors(now)


def _leader(
    name: str, who: str, phone: str, days: tuple[int, ...], ring: bool, knows: str, *, by: Actor, now: datetime
) -> Leader | None:
    service = Service.objects.select_related("place").filter(name=name, source=None).first()
    if service is None or service.place is None:
        return None
    runs = Runs(name=who, phone=phone, in_on=days, ring_instead=ring, known_by=knows)
    team = (
        Team.objects.filter(place__in=service.place.path, partner_kind="", is_duty=True)
        .order_by("-place__path")
        .first()
    )
    controller = Organisation.objects.get(pk=team.organisation_id) if team else None
    if controller is None:
        return None
    leader = directory.set_leader(
        service=service, runs=runs, controller=controller, place=service.place, by=by, now=now
    )
    if knows:
        directory.spoke_with_leader(leader=leader, by=by, now=now)
    return leader


def _visitors(now: datetime) -> None:
    for name, found, words in (("Harbour shed", "moved", "The door was shut on Monday"), ("Swim gently", "right", "")):
        service = Service.objects.filter(name=name).first()
        if service is not None:
            at = now - timedelta(days=2)
            directory.assure(service=service, how="outcome", found=found, words=words, by=Actor.public(), now=at)


def _fresh(leader: Leader) -> Service:
    return Service.objects.get(pk=leader.service_id)
