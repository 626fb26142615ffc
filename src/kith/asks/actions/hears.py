"""Who hears of an emergency use: the promises that follow from one, and the words that leave about it at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kith.accounts.models import User
from kith.asks.in_emergency import office_of
from kith.governance.models import EmergencyUse
from kith.kit.actor import Actor
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.words import Said
from kith.promises import actions as promises
from kith.promises.actions import Four
from kith.promises.models import Promise
from kith.promises.saying import address_of

Heard = list[dict[str, str]]


def promise_about(
    use: EmergencyUse, kind: str, four: Four, label: str, promise_id: UUID, by: Actor, now: datetime
) -> Promise:
    """One promise that follows from this use. Records it."""
    return promises.make(
        kind=kind,
        four=four,
        place=four.holder.team.place,
        label=label[:300],
        by=by,
        now=now,
        about_id=use.id,
        promise_id=promise_id,
        about_person=use.person,
    )


def page_of(use: EmergencyUse) -> str:
    """Where it is read."""
    return address_of(f"/emergency/{use.id}/")


def _letter(use: EmergencyUse, said: Said, to: str, by_mail: bool) -> Letter:
    return Letter(
        kind="emergency-use",
        subject=said.subject,
        body=said.body if by_mail else said.sms,
        key=f"emergency:{use.id}:{to}",
        urgent=True,
        about_id=use.id,
    )


def write_to_colleague(use: EmergencyUse, user: User, said: Said, to: str, by: Actor, now: datetime) -> bool:
    """By every way this colleague has, so that one of them may fail. Records it. Whether there was any."""
    ways = [by_mail for by_mail, there in ((False, user.phone), (True, user.email)) if there]
    for by_mail in ways:
        letter = _letter(use, said, f"{to}:mail" if by_mail else to, by_mail)
        outbox.write_to_staff(
            letter=letter, user=user, place=use.place, controller=use.controller, by=by, now=now, by_mail=by_mail
        )
    return bool(ways)


def write_to_organisation(use: EmergencyUse, said: Said, to: str, by: Actor, now: datetime) -> bool:
    """At the mailbox or number the organisation named. Records it. Whether it named one."""
    address, organisation = office_of(use.controller), use.controller
    if address:
        letter = _letter(use, said, to, "@" in address)
        outbox.write_to_office(letter=letter, address=address, place=use.place, controller=organisation, by=by, now=now)
    return bool(address)
