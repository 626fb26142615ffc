"""Emergency use and a major incident about people who said how it is safe: does a page show a number that is not?

Neither makes another hour, way or door safe. Each page is judged by ``flagged``, at the moment at which it was opened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.test import Client

from kith.accounts.models import Membership, User
from kith.asks import actions as asks
from kith.governance import actions as governance
from kith.governance import urgent
from kith.governance.actions import Proposal
from kith.governance.models import Incident, IncidentPerson
from kith.kit.actor import Actor
from kith.promises.models import Promise
from kith.proof.drill.flagged import Verdicts, may_be_read
from kith.proof.drill.safe_case import HESPER, Case, Ground
from kith.proof.drill.stopped import Stands

# Counted from a Sunday morning: hours in which some are safe and others are not, until a Tuesday night.
MOMENTS = tuple(timedelta(hours=hours) for hours in (3, 8, 16, 27, 30, 32, 51, 56, 64))
AT_ONCE, A_PAGE = 3, 50
LASTS = timedelta(days=4)
# Everybody is on the list of the incident or reached because of it; the record of one in so many is opened as well.
OPENED = 2
WHY = "The river is over the wall, and everybody below the church has to leave"
_SPACES = re.compile(r"[\s\u00a0]")


def emergencies(cases: Sequence[Case], ground: Ground, found: Verdicts, begins: datetime, clock: Stands) -> None:
    """A major incident about all of them, and an emergency use of the records of some."""
    _everybody_is_rung(cases, ground, found, begins, clock)
    for number, moment in enumerate(MOMENTS):
        at = clock.at(begins + moment)
        client = _signed_in(ground.lead.user)
        for case in cases[::OPENED][number :: len(MOMENTS)]:
            use = asks.use_in_emergency(
                person=case.person, reason="life", words=WHY, by=Actor.user(ground.lead.user), now=at
            )
            person = f"/person/{case.person.id}/"
            for address in (f"/emergency/{use.id}/", person, f"{person}before-you-ring/?read=1"):
                _judge(_opened(client, address, found), "emergency use", case, found, at)


def _everybody_is_rung(cases: Sequence[Case], ground: Ground, found: Verdicts, begins: datetime, clock: Stands) -> None:
    """From the yes of the second until everybody on its list was spoken with, a page of them after the other."""
    incident = _begun(ground, begins, clock)
    address = f"/emergency/incidents/{incident.id}/"
    for turn in range(1 + len(cases) // A_PAGE):
        for each in range(AT_ONCE):
            at = clock.at(begins + MOMENTS[(turn * AT_ONCE + each) % len(MOMENTS)])
            for member in (ground.lead, ground.hesper):
                page = _opened(_signed_in(member.user), address, found)
                for case in cases:
                    _judge(page, "the list of an incident", case, found, at, listed=True)
                    if member is ground.hesper and case.said.apart == "colleague" and _named(case, page):
                        found.unsafe.append(f"the list of an incident names {case.said.name} to who must not know")
        for line in _to_ring(incident)[:A_PAGE]:
            asks.rang(line=line, state=urgent.SPOKEN, note="", by=Actor.user(ground.lead.user), now=at)
    if _to_ring(incident):
        found.unsafe.append("somebody is still to be rung when the drill is over, so their line was not looked at")
    _in_person(incident, cases, found, begins, clock)


def _begun(ground: Ground, now: datetime, clock: Stands) -> Incident:
    clock.at(now)
    guardian = Membership.objects.live(now).select_related("user", "team").filter(role="guardian")[0]
    leads = Membership.objects.live(now).select_related("user").filter(role="district_lead")
    lead = leads.filter(team__organisation=guardian.team.organisation_id)[0]
    for user in (guardian.user, lead.user):
        governance.name_decider(user=user, by=Actor.user(guardian.user), now=now)
    proposal = Proposal(
        place=ground.place,
        name="the flood",
        reason="responding",
        words=WHY,
        which="everybody",
        criteria=WHY,
        until=now + LASTS,
        asked=guardian.user,
        ringers=(ground.lead.user, ground.hesper.user),
    )
    incident = asks.propose_incident(proposal=proposal, by=Actor.user(lead.user), now=now)
    asks.start_incident(incident=incident, signed_in_at=now, by=Actor.user(guardian.user), now=now)
    return incident


def _to_ring(incident: Incident) -> list[IncidentPerson]:
    """As the page has them: the first of them first."""
    rows = IncidentPerson.objects.filter(incident=incident, state=urgent.TO_RING).select_related("incident", "person")
    return list(rows.order_by("state", "at", "id"))


def _in_person(incident: Incident, cases: Sequence[Case], found: Verdicts, begins: datetime, clock: Stands) -> None:
    """Whoever may not be rung, as the colleague reads it who promised to reach them."""
    by_person = {case.person.id: case for case in cases}
    rows = IncidentPerson.objects.filter(incident=incident, state=urgent.IN_PERSON, person__in=by_person)
    lines = {line.id: line for line in rows.order_by("id")}
    held = Promise.objects.filter(about_id__in=lines, state="open", holder__isnull=False).select_related("holder__user")
    clients: dict[tuple[UUID, datetime], Client] = {}
    for number, promise in enumerate(held.order_by("id")):
        assert promise.about_id is not None
        assert promise.holder is not None
        case, user = by_person[lines[promise.about_id].person_id], promise.holder.user
        at = clock.at(begins + MOMENTS[number % len(MOMENTS)])
        client = clients.setdefault((user.id, at), _signed_in(user))
        page = _opened(client, f"/emergency/reach/{promise.about_id}/", found)
        _judge(page, "reaching somebody of an incident", case, found, at)
        if case.said.apart == "colleague" and user.name == HESPER:
            found.unsafe.append(f"{case.said.name} is to be reached by a colleague who must not know")


def _judge(page: str, where: str, case: Case, found: Verdicts, at: datetime, *, listed: bool = False) -> None:
    """No number or address of theirs but those that are safe at this moment."""
    for route in case.said.routes:
        shown = route.value in page or ("@" not in route.value and f"0{route.value[3:]}" in page)
        if shown and not may_be_read(case.said, route, at, listed=listed):
            found.unsafe.append(f"{where} shows {case.said.name} at {at:%a %H:%M} UTC with {route}")


def _named(case: Case, page: str) -> bool:
    return case.said.name.split()[0] in page


def _signed_in(user: User) -> Client:
    """Somebody who signed in just now."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(user)
    return client


def _opened(client: Client, address: str, found: Verdicts) -> str:
    """A page without its spaces, so that a number is found however it is written."""
    found.emergency_pages += 1
    answer = client.get(address, secure=settings.HTTPS)
    if answer.status_code != 200:
        raise AssertionError(f"{address} answered {answer.status_code}, so nothing of it was looked at.")
    return _SPACES.sub("", answer.content.decode())
