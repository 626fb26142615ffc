"""Writing down who may speak for somebody, and how old somebody said they are. Lines are only added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kith.governance.actions.permissions import CannotSay
from kith.governance.models import AgeSaid, MayBeTold, Purpose, SpeaksBy, SpeaksFor
from kith.governance.models.speaking import ONLY_TOLD
from kith.governance.queries.speaking import is_grown
from kith.governance.whose_say import Band
from kith.kit.actor import Actor
from kith.kit.whole import insert, whole
from kith.people.models import Person
from kith.trail import actions as trail
from kith.trail.verbs import Verb


@dataclass(frozen=True)
class Speaker:
    """Somebody who may speak for a person, as it was told to us, and what somebody has seen of it."""

    name: str
    basis: str
    relation: str = ""
    phone: str = ""
    may_be_told: str = MayBeTold.NOTHING
    may_decide: Sequence[str] = ()
    until: datetime | None = None
    seen: str = ""
    seen_by: str = ""


def may_speak_for(*, person: Person, speaker: Speaker, by: Actor, now: datetime) -> SpeaksFor:
    """Write down somebody who may speak for a person. Records it.

    Refuses (``CannotSay``) a paper nobody has seen, a parent for somebody who is 18 or without an end, and a decision
    for somebody who may only be told.
    """
    _check_speaker(person, speaker, now)
    with whole():
        row = SpeaksFor(
            controller_id=person.controller_id,
            person=person,
            name=speaker.name.strip()[:200],
            relation=speaker.relation.strip()[:100],
            phone=speaker.phone.strip()[:20],
            basis=SpeaksBy(speaker.basis).value,
            may_be_told=MayBeTold(speaker.may_be_told).value,
            may_decide=[Purpose(one).value for one in speaker.may_decide],
            until=speaker.until,
            seen=speaker.seen.strip()[:300],
            seen_by_label=speaker.seen_by.strip()[:200],
            by_label=by.label[:200],
            at=now,
        )
        insert(row)
        _noted(person, Verb.TRUSTED_MADE, by, now, {"basis": row.basis, "may_be_told": row.may_be_told})
    return row


def _check_speaker(person: Person, speaker: Speaker, now: datetime) -> None:
    if not speaker.name.strip():
        raise CannotSay(_("Write the name of whoever may speak for them."))
    if speaker.basis != SpeaksBy.NAMED and not (speaker.seen.strip() and speaker.seen_by.strip()):
        raise CannotSay(_("Write what was seen, and who saw it: somebody has to have looked at the paper."))
    if speaker.basis in ONLY_TOLD and speaker.may_decide:
        raise CannotSay(_("They may be told, and may carry word. Deciding stays with the person."))
    if speaker.basis != SpeaksBy.PARENT:
        return
    if is_grown(person.id, now):
        raise CannotSay(_("They are 18 or over: nobody has parental responsibility for them."))
    if speaker.until is None:
        raise CannotSay(_("Say until when: the day they are 18, or a year from now at the latest."))


def speaks_no_more(*, speaker: SpeaksFor, why: str, by: Actor, now: datetime) -> SpeaksFor:
    """Write down that somebody speaks for a person no more. Records it. Said twice it is said once."""
    with whole():
        Person.objects.select_for_update(of=("self",), no_key=True).get(pk=speaker.person_id)
        before = SpeaksFor.objects.filter(ends=speaker).first()
        if before is not None:
            return before
        row = SpeaksFor(
            controller_id=speaker.controller_id,
            person_id=speaker.person_id,
            name=speaker.name,
            basis=speaker.basis,
            until=speaker.until,
            ends=speaker,
            why_ended=why.strip()[:300],
            by_label=by.label[:200],
            at=now,
        )
        insert(row)
        _noted(speaker.person, Verb.TRUSTED_CHANGED, by, now, {"basis": row.basis, "ended": True})
    return row


def say_age(
    *,
    person: Person,
    band: str,
    by: Actor,
    now: datetime,
    grown_on: date | None = None,
    own_say_by: str = "",
    own_say_note: str = "",
    said_at: datetime | None = None,
) -> AgeSaid:
    """Write down roughly how old somebody says they are, or that a professional noted that their own say counts.

    Records it, never the age itself. It counts from when it was said. Refuses (``CannotSay``) half a note, and a
    moment that is still to come. Whoever spoke for them as a parent does so no more from the day they are 18, by
    comparison, without anybody doing anything.
    """
    if said_at is not None and said_at > now:
        raise CannotSay(_("That moment is still to come. Write down when it was said."))
    if bool(own_say_by.strip()) != bool(own_say_note.strip()):
        raise CannotSay(_("Write both: the name of the professional, and what they noted."))
    with whole():
        row = AgeSaid(
            controller_id=person.controller_id,
            person=person,
            band=Band(band).value,
            grown_on=grown_on,
            own_say_by=own_say_by.strip()[:200],
            own_say_note=own_say_note.strip()[:300],
            by_label=by.label[:200],
            at=said_at or now,
        )
        insert(row)
        _noted(person, Verb.PERSON_CHANGED, by, now, {"age": True, "own_say": bool(row.own_say_by)})
    return row


def _noted(person: Person, verb: Verb, by: Actor, now: datetime, detail: dict[str, object]) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("person", person.id, str(person)),
        place=(person.place_id, ""),
        controller=person.controller_id,
        detail=detail,
    )
