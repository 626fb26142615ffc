"""A major incident: proposed, decided by a second person, rung about, minded, ended, reported on. Rows only.

Who is on the list, and what we then owe to whom, is for ``asks``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.accounts.models import Organisation, User
from kith.governance import urgent
from kith.governance.actions.emergency import SayWhy
from kith.governance.models import FEWEST_WORDS, Complaint, Decider, Incident, IncidentPerson, Reason, Ringer, Which
from kith.governance.permissions import MayNot, check_may_decide, check_may_name
from kith.kit.actor import Actor
from kith.kit.text import one_line
from kith.kit.whole import insert, put, whole
from kith.people.models import Person
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb

LONGEST = timedelta(days=14)
# Whoever decides has given their code no longer ago than this.
FRESHLY = timedelta(minutes=15)
REPORTED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Proposal:
    """What the first of the two proposes."""

    place: Place
    name: str
    reason: str
    words: str
    which: str
    criteria: str
    until: datetime
    asked: User
    ringers: tuple[User, ...] = ()


@dataclass(frozen=True)
class Listed:
    """One person who goes on the list: whether they had said no, and whether a colleague reaches them in person."""

    person: Person
    had_said_no: bool
    in_person: bool


class SignInAgain(ValueError):
    """Whoever decides has to give their code again first. Its text may be shown."""


def name_decider(*, user: User, by: Actor, now: datetime) -> Decider:
    """A guardian names a colleague of their organisation as one who may decide. Records it. Twice is once.

    Refuses (``MayNot``) anybody but a guardian, and colleagues of another organisation.
    """
    with whole():
        organisation = check_may_name(by, user, now).team.organisation
        already = Decider.objects.filter(controller=organisation, user=user, ended_at__isnull=True).first()
        if already is not None:
            return already
        decider = Decider(controller=organisation, user=user, named_by_label=by.label[:200], named_at=now)
        insert(decider)
        _named(decider, organisation, by, now)
    return decider


def end_decider(*, decider: Decider, by: Actor, now: datetime) -> None:
    """Take a colleague off that list. Records it. Refuses (``MayNot``) anybody but a guardian of that organisation."""
    with whole():
        if check_may_name(by, decider.user, now).team.organisation_id != decider.controller_id:
            raise MayNot
        if Decider.objects.filter(pk=decider.pk, ended_at__isnull=True).update(ended_at=now):
            _named(decider, decider.controller, by, now)


def _named(decider: Decider, organisation: Organisation, by: Actor, now: datetime) -> None:
    trail.record(
        verb=Verb.EMERGENCY_NAMED,
        by=by,
        now=now,
        subject=("accounts.User", decider.user_id, decider.user.name),
        controller=organisation.id,
    )


def propose_incident(*, proposal: Proposal, by: Actor, now: datetime) -> Incident:
    """Write down what the first of the two proposes, and whom they ask to decide. Records it. Nobody is rung yet.

    Refuses (``MayNot``) whoever is not named, or asks somebody who is not; and (``SayWhy``) what lacks a reason,
    criteria or an end within fourteen days, or has no guardian among the two.
    """
    _check(proposal, now)
    with whole():
        mine = check_may_decide(by)
        asked = check_may_decide(Actor.user(proposal.asked))
        if asked.user_id == by.id:
            raise MayNot
        if not (_is_a_guardian(mine.user, now) or _is_a_guardian(asked.user, now)):
            raise SayWhy(_("One of the two is a guardian of the data. Ask one."))
        incident = _incident(proposal, mine, by, now)
        insert(incident)
        for user in {one.id: one for one in (*proposal.ringers, mine.user, asked.user)}.values():
            insert(Ringer(controller_id=incident.controller_id, incident=incident, user=user))
        _noted(incident, Verb.EMERGENCY_PROPOSED, by, now, {"which": incident.which})
    return incident


def _check_the_two(incident: Incident, decider: Decider, now: datetime) -> None:
    """What was so when it was proposed may not be so any more when it is agreed to."""
    first = incident.proposed_by
    still = Decider.objects.filter(user=first, ended_at__isnull=True).exists()
    if not (still and first.memberships.live(now).exists()):
        words = _("%(name)s, who proposed this, may not decide any more. Somebody who may proposes it again.")
        raise SayWhy(words % {"name": first.name})
    if not (_is_a_guardian(first, now) or _is_a_guardian(decider.user, now)):
        raise SayWhy(_("Neither of you two is a guardian of the data now. Say no, and propose it again with one."))
    if incident.until <= now:
        raise SayWhy(_("The time it was proposed for is over. Say no, and propose it again."))


def _is_a_guardian(user: User, now: datetime) -> bool:
    """Whether they answer for somebody's data at this moment."""
    return user.memberships.live(now).filter(role="guardian").exists()


def _check(proposal: Proposal, now: datetime) -> None:
    if proposal.reason not in Reason.values or proposal.which not in Which.values:
        raise SayWhy(_("Choose the reason that comes nearest, and who is rung."))
    if min(len(one_line(words)) for words in (proposal.words, proposal.criteria)) < FEWEST_WORDS:
        raise SayWhy(_("Say in at least 20 letters what has happened, and who has to be rung and why."))
    if not one_line(proposal.name):
        raise SayWhy(_("Give it a name, as you would say it on the phone: the flood."))
    if not now < proposal.until <= now + LONGEST:
        raise SayWhy(_("Name an end within fourteen days."))


def _incident(proposal: Proposal, mine: Decider, by: Actor, now: datetime) -> Incident:
    name = one_line(proposal.name)[:80]
    return Incident(
        controller_id=mine.controller_id,
        place=proposal.place,
        name=name,
        reason=proposal.reason,
        words=one_line(proposal.words)[:600],
        which=proposal.which,
        criteria=one_line(proposal.criteria)[:600],
        script=str(_("You had asked us not to ring. We are ringing because of %(name)s. You can tell us to stop."))
        % {"name": name},
        proposed_by=mine.user,
        proposed_at=now,
        asked=proposal.asked,
        until=proposal.until,
    )


def start_incident(
    *, incident: Incident, listed: Iterable[Listed], signed_in_at: datetime, by: Actor, now: datetime
) -> list[IncidentPerson]:
    """The second of the two says yes: the list is kept as it is now, and ringing begins. Records it.

    Refuses (``MayNot``) everybody but the named colleague who was asked, (``SignInAgain``) one who gave their code more
    than a quarter of an hour ago, and (``SayWhy``) where at this moment the two are no longer two who are named, one
    of them a guardian, or its time is over.
    """
    with whole():
        incident = _locked(incident)
        decider = _decides(incident, by)
        _check_the_two(incident, decider, now)
        if signed_in_at < now - FRESHLY:
            raise SignInAgain(_("Sign in again first: whoever decides this has just given their code."))
        urgent.INCIDENT.check(incident.state, urgent.RUNNING)
        incident.state, incident.decided_by, incident.decided_at = urgent.RUNNING, decider.user, now
        put(incident, "state", "decided_by", "decided_at")
        people = [_line(incident, one) for one in listed]
        for line in people:
            insert(line)
        _noted(incident, Verb.EMERGENCY_STARTED, by, now, {"people": len(people), "until": incident.until.isoformat()})
    return people


def _line(incident: Incident, one: Listed) -> IncidentPerson:
    return IncidentPerson(
        controller_id=one.person.controller_id,
        incident=incident,
        person=one.person,
        had_said_no=one.had_said_no,
        state=urgent.IN_PERSON if one.in_person else urgent.TO_RING,
    )


def turn_down_incident(*, incident: Incident, why: str, by: Actor, now: datetime) -> None:
    """The second of the two says no, and why. Records it. Nobody is rung."""
    if not one_line(why):
        raise SayWhy(_("Say in a sentence why."))
    with whole():
        incident = _locked(incident)
        decider = _decides(incident, by)
        urgent.INCIDENT.check(incident.state, urgent.NOT_CONFIRMED)
        incident.state, incident.why_not = urgent.NOT_CONFIRMED, one_line(why)[:300]
        incident.decided_by, incident.decided_at = decider.user, now
        put(incident, "state", "why_not", "decided_by", "decided_at")
        _noted(incident, Verb.EMERGENCY_ENDED, by, now, {"why": incident.why_not})


def _decides(incident: Incident, by: Actor) -> Decider:
    decider = check_may_decide(by)
    if by.id != incident.asked_id or by.id == incident.proposed_by_id:
        raise MayNot
    return decider


def _locked(incident: Incident) -> Incident:
    return Incident.objects.select_for_update(of=("self",), no_key=True).get(pk=incident.pk)


def note_call(*, line: IncidentPerson, state: str, note: str, by: Actor, now: datetime) -> None:
    """Write down what came of ringing somebody, or that they told us to stop, which ends it for them. Records it.

    Whether this colleague may is asked by ``asks``. Refuses (``MayNot``) once the incident is over.
    """
    with whole():
        line = IncidentPerson.objects.select_for_update(of=("self",), no_key=True).get(pk=line.pk)
        if not line.incident.runs(now):
            raise MayNot
        urgent.CALL.check(line.state, state)
        line.state, line.note, line.at, line.by_label = state, one_line(note)[:300], now, by.label[:200]
        put(line, "state", "note", "at", "by_label")
        trail.record(
            verb=Verb.EMERGENCY_STOPPED if state == urgent.STOPPED else Verb.EMERGENCY_RUNG,
            by=by,
            now=now,
            subject=("person", line.person_id, ""),
            controller=line.controller_id,
            detail={"incident": str(line.incident_id), "as": state},
        )


def mind(*, incident: Incident, words: str, by: Actor, now: datetime) -> Complaint:
    """Somebody minded being rung: one more, in their words. Records it. Refuses it without a word (``SayWhy``)."""
    if not one_line(words):
        raise SayWhy(_("Write down what they said."))
    with whole():
        if not incident.ringers.filter(user__in=[by.id]).exists():
            raise MayNot
        complaint = Complaint(
            controller_id=incident.controller_id,
            incident=incident,
            words=one_line(words)[:600],
            by_label=by.label[:200],
            at=now,
        )
        insert(complaint)
        _noted(incident, Verb.EMERGENCY_MINDED, by, now)
    return complaint


def end_incident(*, incident: Incident, report_id: UUID, by: Actor, now: datetime) -> Incident:
    """The ringing ends: by one of the two, or because its time is over. Records it. A report is due in thirty days."""
    with whole():
        incident = _locked(incident)
        if by.kind != "system" and by.id not in (incident.proposed_by_id, incident.decided_by_id):
            raise MayNot
        urgent.INCIDENT.check(incident.state, urgent.ENDED)
        incident.state, incident.ended_at = urgent.ENDED, now
        incident.report_by, incident.report_id = now + REPORTED_WITHIN, report_id
        put(incident, "state", "ended_at", "report_by", "report_id")
        _noted(incident, Verb.EMERGENCY_ENDED, by, now)
    return incident


def report_incident(*, incident: Incident, report: str, by: Actor, now: datetime) -> None:
    """One of the two writes what happened and what was learnt. Records it. Refuses an empty one (``SayWhy``)."""
    if len(one_line(report)) < FEWEST_WORDS:
        raise SayWhy(_("Write what was done, who minded, and what would be done otherwise next time."))
    with whole():
        incident = _locked(incident)
        if by.id not in (incident.proposed_by_id, incident.decided_by_id):
            raise MayNot
        urgent.INCIDENT.check(incident.state, urgent.REPORTED)
        incident.state, incident.report = urgent.REPORTED, report.strip()
        incident.reported_at, incident.reported_by_label = now, by.label[:200]
        put(incident, "state", "report", "reported_at", "reported_by_label")
        _noted(incident, Verb.EMERGENCY_REPORTED, by, now)


def note_counted(*, incident: Incident, day: date, by: Actor, now: datetime) -> None:
    """Keep for which day the guardians have had their count. Records it."""
    with whole():
        incident.counted_on = day
        put(incident, "counted_on")
        _noted(incident, Verb.EMERGENCY_COUNTED, by, now)


def _noted(incident: Incident, verb: Verb, by: Actor, now: datetime, detail: dict[str, object] | None = None) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("incident", incident.id, incident.name),
        place=(incident.place_id, ""),
        controller=incident.controller_id,
        detail=detail or {},
    )
