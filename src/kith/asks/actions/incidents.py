"""A major incident, and what follows from it: a frozen list, those nobody may ring, a daily count, an end, a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kith.access.policy import WIDE
from kith.accounts.models import Membership, User
from kith.asks.in_emergency import (
    door_is_safe,
    guardians_of,
    named_worker,
    no_door,
    people_for,
    somebody_else,
)
from kith.governance import actions as governance
from kith.governance import urgent
from kith.governance.actions import Proposal
from kith.governance.models import Complaint, Incident, IncidentPerson
from kith.governance.permissions import MayNot, check_may_decide
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.ids import uuid7
from kith.kit.whole import put, whole
from kith.outbox import actions as outbox
from kith.outbox import words as wording
from kith.outbox.actions import Letter
from kith.outbox.words import Said
from kith.people.models import Person
from kith.people.queries import colleagues_apart, kept_from
from kith.promises import actions as promises
from kith.promises import lifecycle
from kith.promises.actions import Four
from kith.promises.models import Kind, Promise
from kith.promises.saying import address_of

DECIDE_WITHIN = timedelta(minutes=30)
REACHED_WITHIN = timedelta(hours=4)


def propose_incident(*, proposal: Proposal, by: Actor, now: datetime) -> Incident:
    """The first of the two proposes; the second is asked, by a promise and by every way they have. Records it.

    Refuses what ``governance.propose_incident`` refuses.
    """
    with whole():
        incident = governance.propose_incident(proposal=proposal, by=by, now=now)
        part = _part_of(proposal.asked, now)
        four = Four(
            str(_("%(who)s proposes that everybody is rung about %(name)s."))
            % {"who": by.label, "name": incident.name},
            part,
            now + DECIDE_WITHIN,
            str(_("Nobody is rung until a second person says yes.")),
        )
        incident.asks_second_id = uuid7()
        put(incident, "asks_second_id")
        promises.make(
            kind=Kind.EMERGENCY,
            four=four,
            place=part.team.place,
            label=str(_("Decide whether everybody is rung about %(name)s")) % {"name": incident.name},
            by=by,
            now=now,
            about_id=incident.id,
            promise_id=incident.asks_second_id,
        )
        said = wording.incident_proposed(
            user=by.label,
            name=incident.name,
            place=incident.place.name,
            by=now + DECIDE_WITHIN,
            now=now,
            link=_page_of(incident),
        )
        _write(incident, proposal.asked, said, f"decide:{incident.id}", by, now)
    return incident


def _part_of(user: User, now: datetime) -> Membership:
    parts = Membership.objects.live(now).filter(user=user).select_related("user", "team__place", "team__organisation")
    part = parts.order_by("started_at", "id").first()
    if part is None:
        raise MayNot
    return part


def _page_of(incident: Incident) -> str:
    return address_of(f"/emergency/incidents/{incident.id}/")


def _write(incident: Incident, user: User, said: Said, key: str, by: Actor, now: datetime) -> None:
    """By every way this colleague has."""
    for by_mail, there in ((False, user.phone), (True, user.email)):
        if there:
            letter = Letter(
                kind="major-incident",
                subject=said.subject,
                body=said.body if by_mail else said.sms,
                key=f"{key}:{'mail' if by_mail else 'text'}",
                urgent=True,
                about_id=incident.id,
            )
            outbox.write_to_staff(
                letter=letter,
                user=user,
                place=incident.place,
                controller=incident.controller,
                by=by,
                now=now,
                by_mail=by_mail,
            )


def start_incident(*, incident: Incident, signed_in_at: datetime, by: Actor, now: datetime) -> list[IncidentPerson]:
    """The second of the two says yes: the list is worked out, once. Who may not be rung becomes a promise.

    Records it, and writes at once to every guardian whose people are on the list, and to whoever rings. Refuses what
    ``governance.start_incident`` refuses.
    """
    with whole():
        check_may_decide(by)
        ringers = [one.user for one in incident.ringers.select_related("user")]
        listed = people_for(incident, ringers, now)
        lines = governance.start_incident(incident=incident, listed=listed, signed_in_at=signed_in_at, by=by, now=now)
        _keep(incident, by, now)
        for line in lines:
            if line.state == urgent.IN_PERSON:
                _reach_in_person(incident, line, by, now)
        said = wording.incident_started(
            name=incident.name,
            place=incident.place.name,
            people=len(lines),
            until=incident.until,
            now=now,
            link=_page_of(incident),
        )
        hear = {one.id: one for one in [*ringers, *guardians_of({one.controller_id for one in lines}, now)]}
        for user in hear.values():
            _write(incident, user, said, f"incident:{incident.id}:{user.id.hex}", by, now)
    return lines


def _keep(incident: Incident, by: Actor, now: datetime) -> None:
    asked = Promise.objects.filter(pk__in=[incident.asks_second_id], state=lifecycle.OPEN).first()
    if asked is not None:
        promises.keep(promise=asked, by=by, now=now)


def _reach_in_person(incident: Incident, line: IncidentPerson, by: Actor, now: datetime) -> None:
    """Whoever may not be rung is reached by the colleague who is with them, else by whoever answers there."""
    holder = _who_reaches(line.person, now)
    four = Four(
        str(_("They must hear of %(name)s, and may not be rung.")) % {"name": incident.name},
        holder,
        now + REACHED_WITHIN,
        _how_to_reach(line.person),
    )
    label = str(_("Reach somebody in a safe way about %(name)s")) % {"name": incident.name}
    promises.make(
        kind=Kind.EMERGENCY,
        four=four,
        place=holder.team.place,
        label=label,
        by=by,
        now=now,
        about_id=line.id,
        about_person=line.person,
    )


def _how_to_reach(person: Person) -> str:
    """What their colleague does: nobody is sent to a door that is not known to be safe."""
    if not door_is_safe(person):
        return str(no_door())
    return str(_("Go there at an hour that is safe for them, or reach them in another safe way. The page says how."))


def _who_reaches(person: Person, now: datetime) -> Membership:
    """The colleague with them, else who answers; only from further away where they asked for that."""
    kept_out = kept_from(person) | {*colleagues_apart(person)}
    named, place = named_worker(person, kept_out), person.place
    if person.further_away:
        place = place.ancestor("district") or place
        named = named if named is not None and named.team.place.kind in WIDE else None
    return named or somebody_else(place, kept_out, now)


def turn_down_incident(*, incident: Incident, why: str, by: Actor, now: datetime) -> None:
    """The second of the two says no. Records it. Refuses what ``governance.turn_down_incident`` refuses."""
    with whole():
        governance.turn_down_incident(incident=incident, why=why, by=by, now=now)
        _keep(incident, by, now)


def rang(*, line: IncidentPerson, state: str, note: str, by: Actor, now: datetime) -> None:
    """Write down what came of it: spoken with, nobody answered, told us to stop, or it takes a colleague in person.

    Records it. "Stop" ends it for that person at once. Refuses (``MayNot``) whoever neither rings nor has the promise
    to reach them.
    """
    with whole():
        promise = Promise.objects.filter(about_id=line.id, kind=Kind.EMERGENCY, state=lifecycle.OPEN).first()
        rings = line.incident.ringers.filter(user__in=[by.id]).exists()
        has_it = promise is not None and promise.holder is not None and promise.holder.user_id == by.id
        if not (rings or has_it):
            raise MayNot
        governance.note_call(line=line, state=state, note=note, by=by, now=now)
        if state == urgent.IN_PERSON and promise is None:
            _reach_in_person(line.incident, line, by, now)
        if state in (urgent.SPOKEN, urgent.STOPPED) and promise is not None:
            promises.keep(promise=promise, why=note, by=by, now=now)


def minded(*, incident: Incident, words: str, by: Actor, now: datetime) -> Complaint:
    """Somebody minded being rung: one more. Records it. Refuses whoever does not ring, and an empty word."""
    with whole():
        return governance.mind(incident=incident, words=words, by=by, now=now)


def end_incident(*, incident: Incident, by: Actor, now: datetime) -> None:
    """The ringing ends. Records it, lets go of what was still to be reached for it, and promises a report.

    Refuses (``MayNot``) anybody but the two, unless its time is over.
    """
    with whole():
        incident = governance.end_incident(incident=incident, report_id=uuid7(), by=by, now=now)
        still = Promise.objects.filter(about_id__in=incident.people.values("id"), state=lifecycle.OPEN)
        for promise in still:
            promises.end(promise=promise, state=lifecycle.LET_GO, why=str(_("the incident is over")), by=by, now=now)
        part = _part_of(incident.proposed_by, now)
        assert incident.report_by is not None
        four = Four(
            str(_("A report says what was done, who minded, and what would be done otherwise.")),
            part,
            incident.report_by,
            str(_("The counts are on the page of the incident.")),
        )
        promises.make(
            kind=Kind.REVIEW,
            four=four,
            place=part.team.place,
            label=str(_("Write the report on %(name)s")) % {"name": incident.name},
            by=by,
            now=now,
            about_id=incident.id,
            promise_id=incident.report_id,
        )


def report_incident(*, incident: Incident, report: str, by: Actor, now: datetime) -> None:
    """One of the two writes the report, and that promise is kept. Records it."""
    with whole():
        governance.report_incident(incident=incident, report=report, by=by, now=now)
        promise = Promise.objects.filter(pk__in=[incident.report_id], state=lifecycle.OPEN).first()
        if promise is not None:
            promises.keep(promise=promise, by=by, now=now)


def count_the_day(*, incident: Incident, by: Actor, now: datetime) -> int:
    """Tell every guardian whose people are on the list how the day went, once a day. Records it. Answers how many."""
    with whole():
        lines = list(incident.people.all())
        since = now - timedelta(days=1)
        said = wording.incident_today(
            name=incident.name,
            rung=sum(1 for one in lines if one.at is not None and one.at > since),
            spoken=_how_many(lines, urgent.SPOKEN),
            stopped=_how_many(lines, urgent.STOPPED),
            left=_how_many(lines, urgent.TO_RING, urgent.NO_ANSWER, urgent.IN_PERSON),
            minded=incident.complaints.count(),
            link=_page_of(incident),
        )
        day = local(now).date()
        users = guardians_of({incident.controller_id, *(one.controller_id for one in lines)}, now)
        for user in users:
            _write(incident, user, said, f"count:{incident.id.hex}:{day}:{user.id.hex}", by, now)
        governance.note_counted(incident=incident, day=day, by=by, now=now)
    return len(users)


def _how_many(lines: Iterable[IncidentPerson], *states: str) -> int:
    return sum(1 for one in lines if one.state in states)
