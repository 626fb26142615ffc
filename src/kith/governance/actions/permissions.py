"""Writing down what a person permits, and what they take back. One row for each say; nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kith.governance import wording
from kith.governance.models import Permission, Purpose, SpeaksFor, ToWhom, Way
from kith.governance.queries.speaking import may_decide
from kith.kit.actor import Actor
from kith.kit.whole import forget, insert, whole
from kith.people.models import Person
from kith.trail import actions as trail
from kith.trail.verbs import Verb


class CannotSay(ValueError):
    """This cannot be written down so. Its text says why, and how to mend it."""


@dataclass(frozen=True)
class To:
    """Who may be told: whoever is needed to help, or one organisation, team, colleague, helper or other person."""

    kind: str = ToWhom.ANYBODY
    id: UUID | None = None
    label: str = ""


ANYBODY = To()


@dataclass(frozen=True)
class Said:
    """How something was said: in which way, in which words, when, and by whom if not by the person.

    ``at`` is when it was said, which may be before it is written down; None says just now. ``capacity_note`` is a
    best-interest decision that ``capacity_by``, a named professional, wrote themselves.
    """

    way: str = Way.OTHER
    how: str = ""
    words: str = ""
    at: datetime | None = None
    said_by: SpeaksFor | None = None
    capacity_note: str = ""
    capacity_by: str = ""


def permit(
    *,
    person: Person,
    purpose: Purpose,
    how: str = "",
    by: Actor,
    now: datetime,
    to_label: str = "",
    until: datetime | None = None,
    to: To = ANYBODY,
    classes: str = "",
    what_for: str = "",
    said: Said | None = None,
) -> Permission:
    """Write down that a person said yes: to whom, for what, how, until when. Records it; counts from when it was said.

    Refuses (``CannotSay``) a moment that is still to come, an end before it begins, a best-interest decision without
    the name of whoever made it, and somebody who may not decide this for them.
    """
    said = said or Said(how=how)
    _check(said, purpose, until, now)
    to = to if to.kind != ToWhom.ANYBODY or not to_label else To(label=to_label)
    row = _row(person, purpose, True, said, by, now)
    row.to_kind, row.to_id, row.to_label = ToWhom(to.kind).value, to.id, to.label[:200]
    row.classes, row.what_for, row.until = classes, what_for.strip()[:200], until
    return _say(row, by, now)


def take_back(
    *,
    person: Person,
    purpose: Purpose,
    how: str = "",
    by: Actor,
    now: datetime,
    to: To = ANYBODY,
    said: Said | None = None,
) -> Permission:
    """Write down that a person took a yes back. Records it. In force at once; other purposes are untouched.

    ``to`` names the only one who is to be told nothing more. Refuses (``CannotSay``) what ``permit`` refuses.
    """
    said = said or Said(how=how)
    _check(said, purpose, None, now)
    row = _row(person, purpose, False, said, by, now)
    row.to_kind, row.to_id, row.to_label = ToWhom(to.kind).value, to.id, to.label[:200]
    return _say(row, by, now)


def _check(said: Said, purpose: Purpose, until: datetime | None, now: datetime) -> None:
    at = said.at or now
    if at > now:
        raise CannotSay(_("That moment is still to come. Write down when it was said."))
    if until is not None and until <= at:
        raise CannotSay(_("It would end before it begins. Choose a later day, or leave it empty."))
    if bool(said.capacity_note.strip()) != bool(said.capacity_by.strip()):
        raise CannotSay(_("A best-interest decision needs both: what was decided, and the name of who decided it."))
    if said.said_by is not None and not may_decide(said.said_by, purpose, at):
        name = {"name": said.said_by.name}
        raise CannotSay(_("%(name)s may not decide this for them. Ask the person, or look at what was seen.") % name)


def _row(person: Person, purpose: Purpose, given: bool, said: Said, by: Actor, now: datetime) -> Permission:
    way = Way(said.way)
    return Permission(
        controller_id=person.controller_id,
        person=person,
        purpose=Purpose(purpose).value,
        given=given,
        way=way.value,
        how=(said.how or str(way.label))[:200],
        words=said.words.strip()[:300],
        said_by=said.said_by,
        capacity_note=said.capacity_note.strip()[:600],
        capacity_by=said.capacity_by.strip()[:200],
        wording=wording.LATEST.version,
        by_label=by.label[:200],
        at=said.at or now,
        keyed_at=now,
    )


def _say(row: Permission, by: Actor, now: datetime) -> Permission:
    with whole():
        insert(row)
        forget("taken back", "not told", "named no")
        trail.record(
            verb=Verb.PERMISSION_GIVEN if row.given else Verb.PERMISSION_ENDED,
            by=by,
            now=now,
            subject=("person", row.person_id, str(row.person)),
            controller=row.controller_id,
            detail={"purpose": row.purpose, "way": row.way, "said_at": row.at.isoformat(), "to": row.to_kind},
        )
    return row
