"""Tell me when: one message to somebody who waits until a group takes people again, and then they are forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from kith.access.actions import end_links, issue_link
from kith.asks.saying import address_of as web_address
from kith.directory import actions as directory
from kith.directory.models import Service
from kith.directory.queries.named import may_be_named
from kith.directory.tallied import WAITED
from kith.kit.actor import Actor
from kith.kit.languages import for_our_records
from kith.kit.whole import insert, put, whole
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.models import LOOKED_UP, Message
from kith.outbox.words import Said
from kith.outbox.words import raiser as words
from kith.outreach import telling
from kith.outreach.actions.asking import _sender_of
from kith.outreach.actions.owed import _end_of, _holder, _keep, _make
from kith.outreach.models import TellWhen
from kith.outreach.queries import owed, waiting
from kith.outreach.queries.due import WORKDAYS
from kith.promises import actions as promises
from kith.promises import lifecycle as promised
from kith.promises.actions import Four
from kith.promises.models import Move, Promise
from kith.trail import actions as trail
from kith.trail.verbs import Verb

LINK = "tell-when"


class NothingToWaitFor(ValueError):
    """It takes people now, so there is nothing to wait for. Its text may be shown."""


@dataclass(frozen=True)
class Wish:
    """Where somebody is to be told, that this is safe, and whether the message may say what it is about."""

    address: str
    by_name: bool = False
    language: str = "en-gb"
    lane: str = "web"


def tell_me_when(*, service: Service, wish: Wish, by: Actor, now: datetime) -> str:
    """Keep where to tell somebody once when a group takes people again, and make the link that takes it back.

    Recorded, without the number. Answers the link. Said twice at one address it is one, as said last. Refuses
    (``NothingToWaitFor``) a group that takes people now.
    """
    if telling.takes_new(service.state, service.status, service.places_left):
        raise NothingToWaitFor(_("It takes people now: you can ring or go."))
    with whole():
        row = waiting.waits(service, wish.address)
        if row is None:
            place = waiting.place_of(service)
            row = TellWhen(service=service, place=place, controller=waiting.controller_of(place), address=wish.address)
        row.by_name, row.language, row.lane = wish.by_name, wish.language[:8], wish.lane[:10]
        row.said_at, row.ends_at = now, now + telling.KEPT
        if row._state.adding:
            insert(row)
            directory.tally(what=WAITED, place_id=row.place_id, service_id=service.pk, by=by, now=now)
        else:
            put(row, "by_name", "language", "lane", "said_at", "ends_at")
        _noted(row, Verb.TELL_WHEN_ASKED, by, now, {"lane": row.lane})
        token = issue_link(
            purpose=LINK,
            subject_label="outreach.TellWhen",
            subject_id=row.pk,
            actor=Actor.public(),
            expires_at=row.ends_at,
            by=by,
            now=now,
        )
    return web_address(f"/w/{token}")


def tell_me_no_more(*, row: TellWhen, by: Actor, now: datetime) -> None:
    """They do not wait any more: the row is deleted, and what was promised about it is let go. Records it."""
    with whole():
        _let_go(row, str(_("They do not wait any more.")), by, now)
        _noted(row, Verb.TELL_WHEN_TAKEN_BACK, by, now)
        _forget(row, by, now)


def tell_no_more_at(*, address: str, by: Actor, now: datetime) -> int:
    """STOP from a number or an address: whatever is waited for there is deleted. Records each. How many there were."""
    with whole():
        rows = waiting.at_address(address)
        for row in rows:
            tell_me_no_more(row=row, by=by, now=now)
    return len(rows)


def tell(*, row: TellWhen, why: str, by: Actor, now: datetime) -> None:
    """Write the one message to somebody who waits; where none may go there, a colleague is to ring. Records it."""
    with whole():
        row.why = why
        if waiting.may_be_written_to(row.address):
            with translation.override(row.language):
                row.message = _write(row, by, now)
        put(row, "why", "message")


def forget_told(*, row: TellWhen, by: Actor, now: datetime) -> None:
    """Their message has left: their row is deleted, and where the message went is forgotten. Records it."""
    with whole():
        _noted(row, Verb.TELL_WHEN_TOLD, by, now, {"why": row.why})
        _forget(row, by, now)


def owe_a_ring(*, row: TellWhen, by: Actor, now: datetime) -> Promise:
    """Promise to ring somebody whom no message reaches, or to write to them by hand. Records it."""
    with whole():
        mail = "@" in row.address
        with for_our_records():
            four = Four(
                explanation=str(_("They waited until it takes people again, and a message does not reach them.")),
                holder=_holder(row.place, now),
                hear_by=_end_of(WORKDAYS, now),
                meanwhile=str(_("They may ring the group themselves.")),
            )
            what = (
                _("Write to somebody who waits for %(group)s") if mail else _("Ring somebody who waits for %(group)s")
            )
            label = str(what) % {"group": row.service.name}
        return _make(four, row.place, label, row.pk, by, now)


def rang_them(*, row: TellWhen, reached: bool, by: Actor, now: datetime) -> None:
    """A colleague rang whoever waited: told, and forgotten; or nobody answered, and it is tried again. Records it."""
    with whole():
        if reached:
            _keep([row.pk], by, now)
            forget_told(row=row, by=by, now=now)
            return
        to, why = _end_of(WORKDAYS, now + timedelta(days=1)), str(_("We rang and nobody answered."))
        for promise in owed.open_about([row.pk]):
            promises.set_next(promise=promise, to=to, what=Move.What.DATE, reason=why, by=by, now=now)


def _write(row: TellWhen, by: Actor, now: datetime) -> Message:
    said = _words(row, now)
    letter = Letter(
        kind=LOOKED_UP,
        body=said.body if "@" in row.address else said.sms,
        subject=said.subject,
        key=f"{LOOKED_UP}:{row.pk}",
        about_id=row.service_id,
    )
    return outbox.write_to_raiser(
        letter=letter, address=row.address, place=row.place, controller=row.controller, by=by, now=now
    )


def _words(row: TellWhen, now: datetime) -> Said:
    """What it says: the name of the group only where they said so, and never that of one that must not be found."""
    service, us = row.service, _sender_of(row.place, now)
    name = service.name if row.by_name and may_be_named(service) else ""
    link = web_address(f"/find/group/{service.pk}/")
    return words.tell_when(us, why=row.why, name=name, link="" if row.why == telling.GONE else link)


def _let_go(row: TellWhen, why: str, by: Actor, now: datetime) -> None:
    for promise in owed.open_about([row.pk]):
        promises.end(promise=promise, state=promised.LET_GO, why=why, by=by, now=now)


def _forget(row: TellWhen, by: Actor, now: datetime) -> None:
    """The row goes, its links end, and a message that left keeps no address."""
    message = row.message
    if message is not None and message.state in waiting.ON_ITS_WAY:
        outbox.take_back_one(message=message, why=str(_("They do not wait any more.")), by=by, now=now)
    if message is not None:
        outbox.forget_address(message=message, by=by, now=now)
    end_links(subject_id=row.pk, purpose=LINK, by=by, now=now)
    row.delete()


def _noted(row: TellWhen, verb: Verb, by: Actor, now: datetime, detail: dict[str, object] | None = None) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("directory.Service", row.service_id, row.service.name),
        place=(row.place_id, ""),
        controller=row.controller_id,
        detail=detail,
    )
