"""Who runs the groups of the demo, what they changed, and what visitors found. Invented, every number and name."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.accounts.models import Organisation, Team
from kith.directory import actions as directory
from kith.directory.actions import Runs
from kith.directory.models import Leader, Service
from kith.kit.actor import Actor
from kith.outreach import actions as outreach

# Who runs which group; days in are counted from Monday, which is 0.
LEADERS = {
    "Combe Martin Shed": Runs("Derek Hole", "07700 900471", in_on=(1, 3), ring_instead=False, known_by="Jan"),
    "Combe Voices": Runs("Maureen Tapp", "01632 960471", in_on=(0, 2), ring_instead=True, known_by="Jan"),
    "Morning walkers": Runs("Priya Nair", "07700 900472", in_on=(4,), ring_instead=False, known_by=""),
    "Berrynarbor lunch": Runs("Ivy Squire", "01632 960472", in_on=(2,), ring_instead=True, known_by="Bo"),
    "Harbour shed": Runs("Colin Beer", "07700 900473", in_on=(0, 2), ring_instead=False, known_by=""),
    "Dads and little ones": Runs("Tom Delve", "07700 900474", in_on=(5,), ring_instead=False, known_by=""),
}
SAID = timedelta(days=40)


def keep_true(now: datetime) -> None:
    """Write down who runs what, two changes to look at, one that is shown, and two words of visitors."""
    by = Actor.system("the demo's own colleagues")
    leaders = {name: _leader(name, runs, by, now - SAID) for name, runs in LEADERS.items()}
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


def _leader(name: str, runs: Runs, by: Actor, now: datetime) -> Leader | None:
    service = Service.objects.select_related("place").filter(name=name, source=None).first()
    if service is None or service.place is None:
        return None
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
    if runs.known_by:
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
