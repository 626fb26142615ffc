"""What a group answers: one word by text, one tap on its page, or what it says to a colleague on the phone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kith.directory import actions as directory
from kith.directory.models import Found, How, Leader, Service
from kith.directory.queries.named import shown_name
from kith.directory.until import read_until
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.outbox import words
from kith.outbox.words import Said
from kith.outreach import hearing, lifecycle
from kith.outreach.actions.asking import _send, _sender_of, link_for
from kith.outreach.actions.owed import ring_me, rung
from kith.outreach.actions.telling import tell_no_more_at
from kith.outreach.hearing import Heard
from kith.outreach.models import Question
from kith.outreach.queries.due import asked_at_address, live_at_address, open_questions
from kith.outreach.queries.owed import by_when, who_has
from kith.people.models import ContactRoute
from kith.trail import actions as trail
from kith.trail.verbs import Verb

_FOUND = {hearing.RIGHT: Found.RIGHT, hearing.REST: Found.PAUSED, hearing.FULL: Found.FULL}


def answered(
    *,
    service: Service,
    what: str,
    how: str,
    lane: str,
    by: Actor,
    now: datetime,
    until: date | None = None,
    places: int | None = None,
    note: str = "",
) -> None:
    """A group said how its entry stands: still right, having a rest, full, or how many places are left. Records it.

    What was asked of it is answered by that, whoever asked and in whichever place, and so is what we owed it by a
    call. Twice is said twice and harms nothing.
    """
    with whole():
        if what == hearing.PLACES:
            _places_left(service, places, lane, by, now)
        else:
            directory.assure(
                service=service, how=how, found=_FOUND[what], words=note, until=until, lane=lane, by=by, now=now
            )
        for question in open_questions(service):
            lifecycle.QUESTION.check(question.state, lifecycle.ANSWERED)
            question.state, question.answer, question.answered_at = lifecycle.ANSWERED, what, now
            put(question, "state", "answer", "answered_at")
        rung(service=service, by=by, now=now, by_phone=how == How.PHONE)
        _noted(service, by, now, {"what": what, "lane": lane})


def said_on_the_phone(
    *,
    service: Service,
    leader: Leader | None,
    what: str,
    lane: str,
    by: Actor,
    now: datetime,
    until: date | None = None,
    note: str = "",
) -> None:
    """A colleague rang, or was rung or written to, and keys what the group said. Records it, and that we spoke."""
    with whole():
        how = How.GROUP if lane == "paper" else How.PHONE
        answered(service=service, what=what, how=how, lane=lane, until=until, note=note, by=by, now=now)
        if leader is not None and lane == "phone":
            directory.spoke_with_leader(leader=leader, by=by, now=now)


def hear_by_text(*, address: str, body: str, key: str, by: Actor, now: datetime) -> str:
    """Read a text that a group was asked for, and answer it. In words what was done; empty where it is no such text.

    Records what it led to. A number that was asked nothing lately is never guessed to be a group.
    """
    address = phones.normalise(address) or address.strip().lower()
    heard, leaders = hearing.read(body), live_at_address(address)
    if heard is not None and heard.what == hearing.STOP:
        waited = tell_no_more_at(address=address, by=by, now=now)
        return _stopped(address, leaders, bool(waited), now)
    if heard is None or not leaders:
        return ""
    question = asked_at_address(address, now)
    if question is None or question.leader is None:
        return ""
    with whole(), translation.override(question.leader.language):
        reply = _does(question, question.leader, heard, now)
        _send(
            question.leader,
            reply,
            kind="group-answer",
            key=f"group-answer:{key}",
            urgent=True,
            to=address,
            by=by,
            now=now,
        )
    return _("Group %(name)s: %(what)s.") % {"name": question.service.name, "what": heard.what}


def _does(question: Question, leader: Leader, heard: Heard, now: datetime) -> Said:
    """Do what one word says, and the answer to it."""
    by, group = Actor.leader(leader), shown_name(question.service)
    sender = _sender_of(leader.place, now)
    if heard.what == hearing.RING:
        promise = ring_me(leader=leader, in_on=tuple(leader.in_on), by=by, now=now)
        return words.group_ring(group=group, who=who_has(promise), by=by_when(promise, now))
    if heard.what == hearing.CHANGE:
        return words.group_change(sender, group=group, link=link_for(leader=leader, by=by, now=now))
    what = question.answer if heard.what == hearing.UNTIL and question.answer in _FOUND else heard.what
    if what == hearing.UNTIL:
        return words.group_not_read(sender, group=group)
    until = read_until(heard.until, now) if heard.until else None
    told: dict[str, Any] = {
        "service": question.service,
        "how": How.GROUP,
        "lane": "text",
        "until": until,
        "places": heard.places,
    }
    answered(what=what, **told, by=by, now=now)
    if what in (hearing.FULL, hearing.REST) and until is None:
        return words.group_until_when(group=group, what=what)
    return words.group_thanks(name=leader.name.split(" ")[0], group=group)


def _stopped(address: str, leaders: list[Leader], waited: bool, now: datetime) -> str:
    """No more messages to them as leaders, or as somebody who waited.

    Where the number is also somebody's own, that is read as any other STOP.
    """
    for leader in leaders:
        directory.write_to_them_no_more(leader=leader, stopped=True, by=Actor.leader(leader), now=now)
    if not (leaders or waited) or ContactRoute.objects.filter(value=address).exists():
        return ""
    if leaders:
        return _("Stop: we write to them no more. A colleague may still ring.")
    return _("Stop: they wait no longer, and their number is deleted.")


def _places_left(service: Service, places: int | None, lane: str, by: Actor, now: datetime) -> None:
    service = Service.objects.get(pk=service.pk)
    to: dict[str, object] = {"places_left": places}
    if places and service.state in ("full", "paused"):
        to |= {"state": "open", "until": None}
    if {name: getattr(service, name) for name in to} == to:
        directory.assure(service=service, how=How.GROUP, found=Found.RIGHT, lane=lane, by=by, now=now)
    else:
        directory.change(service=service, to=to, lane=lane, by=by, now=now)


def _noted(service: Service, by: Actor, now: datetime, detail: dict[str, object]) -> None:
    trail.record(
        verb=Verb.GROUP_ANSWERED,
        by=by,
        now=now,
        subject=("directory.Service", service.pk, service.name),
        place=(service.place_id, "") if service.place_id else None,
        detail=detail,
    )
