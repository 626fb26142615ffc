"""Asking a group whether its entry is still right: once a quarter at most, on a day it is in, or by a call."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import translation

from kith.access.actions import issue_link
from kith.asks.saying import address_of as web_address
from kith.directory.models import Leader, Service
from kith.directory.queries.named import shown_name
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.whole import insert, put, whole
from kith.outbox import actions as outbox
from kith.outbox import lifecycle as messages
from kith.outbox import words
from kith.outbox.actions import Letter
from kith.outbox.models import ASKS_A_GROUP, Message
from kith.outbox.words import From, Said
from kith.outreach import lifecycle
from kith.outreach.actions.owed import ring_again
from kith.outreach.models import By, Question
from kith.outreach.queries.due import address_of, leaders_to_ask, questions_without_a_word
from kith.places.models import Place
from kith.promises.queries import who_answers
from kith.trail import actions as trail
from kith.trail.verbs import Verb

# The link of a question is good until the next one comes.
LINK_LASTS = timedelta(days=120)
LINK = "group"
SENDS_A_LINK = "group-link"


def ask_due(*, most: int, by: Actor, now: datetime) -> int:
    """Ask groups whose quarter is over and that are in today, ``most`` at a time. Records each. Answers how many."""
    due = leaders_to_ask(now, most)
    for leader in due:
        ask(leader=leader, by=by, now=now)
    return len(due)


def ask(*, leader: Leader, by: Actor, now: datetime) -> Question:
    """Ask whoever runs a group whether its entry is still right, by text or else by e-mail. Records it.

    What the send gate will never let go is no question: the group is on the round of calls at once.
    """
    with whole():
        question = Question(
            controller_id=leader.controller_id,
            place_id=leader.place_id,
            service_id=leader.service_id,
            leader=leader,
            how=By.TEXT,
            asked_at=now,
        )
        message = _write(question, leader, by, now)
        question.address = message.address if message is not None else ""
        question.how = By.EMAIL if "@" in question.address else By.TEXT
        if message is None or message.state == messages.REFUSED:
            question.state = lifecycle.SILENT
        insert(question)
        _noted(question, Verb.GROUP_ASKED, by, now)
    return question


def _write(question: Question, leader: Leader, by: Actor, now: datetime) -> Message | None:
    link = link_for(leader=leader, by=by, now=now)
    with translation.override(leader.language):
        said = words.group_question(_sender_of(leader.place, now), group=shown_name(leader.service), link=link)
    return _send(leader, said, kind=ASKS_A_GROUP, key=f"{ASKS_A_GROUP}:{question.id}", by=by, now=now)


def _send(
    leader: Leader, said: Said, *, kind: str, key: str, by: Actor, now: datetime, urgent: bool = False, to: str = ""
) -> Message | None:
    """Write to whoever runs a group, as a text or an e-mail. A part of the acts here and in ``answering``."""
    is_mail = "@" in to if to else not phones.can_text(leader.phone or "+440")
    letter = Letter(
        kind=kind,
        body=said.body if is_mail else said.sms,
        subject=said.subject,
        key=key[:120],
        urgent=urgent,
        about_id=leader.service_id,
    )
    return outbox.write_to_group(letter=letter, leader=leader, by=by, now=now, to=to)


def link_for(*, leader: Leader, by: Actor, now: datetime) -> str:
    """The address of a group's own page, for whoever runs it and nobody else. Records that a link was made."""
    token = issue_link(
        purpose=LINK,
        subject_label="directory.Leader",
        subject_id=leader.pk,
        actor=Actor.leader(leader),
        expires_at=now + LINK_LASTS,
        by=by,
        now=now,
    )
    return web_address(f"/g/{token}")


def send_link(*, leader: Leader, by: Actor, now: datetime, asked: bool = False) -> bool:
    """Send whoever runs a group the link of its page, where they gave us to be written to. Whether it goes.

    Recorded, also where nothing may go there. ``asked``: they pressed for it themselves, so it goes at any hour.
    """
    with whole():
        message = None
        if address_of(leader):
            link = link_for(leader=leader, by=by, now=now)
            with translation.override(leader.language):
                said = words.group_change(_sender_of(leader.place, now), group=shown_name(leader.service), link=link)
            key = f"{SENDS_A_LINK}:{uuid7()}"
            message = _send(leader, said, kind=SENDS_A_LINK, key=key, urgent=asked, by=by, now=now)
        sent = message is not None and message.state != messages.REFUSED
        trail.record(
            verb=Verb.GROUP_LINK_SENT,
            by=by,
            now=now,
            subject=("directory.Service", leader.service_id, leader.service.name),
            place=(leader.place_id, ""),
            controller=leader.controller_id,
            detail={"sent": sent, "asked": asked},
        )
    return sent


def silent_after(*, days: int, by: Actor, now: datetime) -> int:
    """Questions without a word for so many days: their groups are on the round of calls. Records it. How many."""
    with whole():
        late = questions_without_a_word(now - timedelta(days=days))
        for question in late:
            question.state = lifecycle.SILENT
            put(question, "state")
            _noted(question, Verb.GROUP_SILENT, by, now)
    return len(late)


def nobody_answered(*, service: Service, leader: Leader | None, by: Actor, now: datetime) -> Question | None:
    """A colleague rang and nobody answered: it comes back to the round in two days, and to whoever owes them the call.

    Records it.

    None where the entry is of no place.
    """
    if service.place is None:
        return None
    team = who_answers(service.place, now).team
    with whole():
        question = Question(
            controller_id=leader.controller_id if leader else team.organisation_id,
            place=service.place,
            service=service,
            leader=leader,
            how=By.PHONE,
            asked_at=now,
            state=lifecycle.SILENT,
        )
        insert(question)
        _noted(question, Verb.GROUP_SILENT, by, now)
        if leader is not None:
            ring_again(leader=leader, by=by, now=now)
    return question


def _sender_of(place: Place, now: datetime) -> From:
    """Whom a group hears from: the team that answers for its place, with the number to ring."""
    team = who_answers(place, now).team
    number = team.phone or place.phone
    return From(place=team.name, phone=phones.said(number) if number else "")


def _noted(question: Question, verb: Verb, by: Actor, now: datetime) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("directory.Service", question.service_id, question.service.name),
        place=(question.place_id, ""),
        controller=question.controller_id,
        detail={"how": question.how},
    )
