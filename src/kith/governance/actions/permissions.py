"""Writing down what a person permits, and what they take back. One row for each say; nothing is overwritten."""

from __future__ import annotations

from datetime import datetime

from kith.governance.models import Permission, Purpose
from kith.kit.actor import Actor
from kith.kit.whole import forget, insert, whole
from kith.people.models import Person
from kith.trail import actions as trail
from kith.trail.verbs import Verb


def permit(
    *,
    person: Person,
    purpose: Purpose,
    how: str,
    by: Actor,
    now: datetime,
    to_label: str = "",
    until: datetime | None = None,
) -> Permission:
    """Write down that a person said yes: to whom, for what, how. Records it."""
    return _say(person, purpose, True, how, to_label, until, by, now)


def take_back(*, person: Person, purpose: Purpose, how: str, by: Actor, now: datetime) -> Permission:
    """Write down that a person took a yes back. Records it. In force at once; other purposes are untouched."""
    return _say(person, purpose, False, how, "", None, by, now)


def _say(
    person: Person,
    purpose: Purpose,
    given: bool,
    how: str,
    to_label: str,
    until: datetime | None,
    by: Actor,
    now: datetime,
) -> Permission:
    with whole():
        permission = Permission(
            controller_id=person.controller_id,
            person=person,
            purpose=purpose,
            given=given,
            to_label=to_label,
            how=how,
            by_label=by.label,
            until=until,
            at=now,
        )
        insert(permission)
        forget("taken back")
        trail.record(
            verb=Verb.PERMISSION_GIVEN if given else Verb.PERMISSION_ENDED,
            by=by,
            now=now,
            subject=("person", person.id, str(person)),
            controller=person.controller_id,
            detail={"purpose": str(purpose)},
        )
    return permission
