"""Raising a concern: kept as it was said, promised within four hours, given to its first readers, and answered."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.accounts.queries import NobodyAnswers
from kith.accounts.roles import Permission, roles_with
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.whole import insert, put, whole
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.models import TOLD_US
from kith.outbox.words.raiser import told_us
from kith.places.models import Place
from kith.promises import actions as promises
from kith.promises.models import Kind, Promise
from kith.safeguarding import queries
from kith.safeguarding.actions.giving import _give, _noted, _ring, _wrote
from kith.safeguarding.models import Answer, Concern, Danger, KeptFrom, Lane, Line, Reader
from kith.safeguarding.said import Said, look_by
from kith.trail.verbs import Verb

# Words for a machine to send: the three ways in which it may.
BY_ITSELF = (Answer.TEXT, Answer.EMAIL)


class NobodyToRead(LookupError):
    """There is nobody yet who could read it. Its text may be shown."""


def raise_concern(*, said: Said, place: Place, by: Actor, now: datetime) -> Concern:
    """Keep a concern as it was said, and promise that it is read within four hours. Records it.

    It goes to every safeguarding lead of the place it is not about, else to the district's duty list or a guardian;
    the duty phone rings at once. Whoever raised it is written to only where they said that is safe. The same
    ``client_key`` a second time answers with the first and changes nothing. Refuses (``NobodyToRead``) a place
    that has nobody at all.
    """
    if not said.words.strip():
        raise ValueError("A concern needs words.")
    with whole():
        known = Concern.objects.filter(client_key=said.client_key).first() if said.client_key else None
        if known is not None:
            return known
        concern = _row(said, place, by, now)
        found = queries.in_turn(concern, now)
        if not found:
            raise NobodyToRead(_("There is nobody here yet who could read it."))
        first, due = found[0], look_by(said, now)
        concern.controller = first.team.organisation
        concern.promise = _promise(concern, first, due, by, now)
        concern.holder_label, concern.look_by = first.user.name, due
        insert(concern)
        _wrote(concern, Line.What.RAISED, concern.words, by, now)
        _noted(concern, Verb.CONCERN_RAISED, by, now, {"lane": concern.lane})
        _keep_from(concern, now)
        _first_readers(concern, found, by, now)
        _ring(concern, first, by, now)
        _answer(concern, said, by, now)
    return concern


def _row(said: Said, place: Place, by: Actor, now: datetime) -> Concern:
    return Concern(
        id=uuid7(),
        place=place,
        words=said.words.strip(),
        about_words=said.about_words.strip()[:300],
        about_kind=said.about.kind,
        about_id=said.about.id,
        about_label=said.about.label[:300],
        about_reach=said.about.reach[:600],
        about_us=said.about_us,
        danger=Danger(said.danger).value,
        lane=Lane(said.lane).value,
        said_at=min(said.said_at or now, now),
        raised_at=now,
        raiser_kind=by.kind,
        raiser_id=by.id,
        raiser_label=by.label[:200],
        keyed_by=by.keyed_by[:200],
        answer=Answer(said.answer).value,
        answer_to=said.answer_to.strip()[:254],
        answer_note=said.answer_note.strip()[:300],
        language=said.language[:12],
        client_key=said.client_key or None,
    )


def _promise(concern: Concern, holder: Membership, due: datetime, by: Actor, now: datetime, what: str = "") -> Promise:
    """A promise that says to nobody what it is about, and only who has it and by when."""
    four = promises.Four(
        explanation=what or str(_("There is something that only its holder may read.")),
        holder=holder,
        hear_by=due,
        meanwhile=str(_("Nobody else has to do anything.")),
    )
    label = str(_("Something only its holder reads"))
    return promises.make(
        kind=Kind.PRIVATE, four=four, place=holder.team.place, label=label, by=by, now=now, about_id=concern.id
    )


def _keep_from(concern: Concern, now: datetime) -> None:
    """Write down which of those who could come to read or hear of it it may be about: it reaches none of them."""
    why = str(_("It may be about them."))
    for one in queries.everybody_who_could(concern.place, now):
        if queries.names_them(concern, one.user):
            kept = {"controller_id": concern.controller_id, "why": why, "at": now}
            KeptFrom.objects.get_or_create(concern=concern, user=one.user, defaults=kept)


def _first_readers(concern: Concern, found: list[Membership], by: Actor, now: datetime) -> None:
    """Every safeguarding lead it may go to; where there is none, the first who may read it."""
    leading = roles_with(Permission.SEE_CONCERNS)
    lead = [one for one in found if one.role in leading]
    for one in lead or found[:1]:
        why = Reader.Why.LEAD if one.role in leading else Reader.Why.NEXT
        _give(concern, one, why, by, now)


def _answer(concern: Concern, said: Said, by: Actor, now: datetime) -> None:
    """Say that we have it, where they said that is safe; where only a person can, promise it."""
    if concern.answer == Answer.NOT:
        return
    if concern.answer not in BY_ITSELF or said.by_a_person_only:
        _promise_an_answer(concern, by, now)
        return
    with translation.override(concern.language or translation.get_language()):
        told = told_us(read_by=concern.look_by or now, now=now)
    soon = concern.lane in (Lane.WEB, Lane.LINK, Lane.COLLEAGUE)
    letter = Letter(
        kind=TOLD_US, body=told.body, subject=told.subject, key=f"{TOLD_US}:{concern.id}", urgent=soon, first=True
    )
    concern.message = outbox.write_to_raiser(
        letter=letter,
        address=concern.answer_to,
        place=concern.place,
        controller=concern.controller,
        by=by,
        now=now,
    )
    put(concern, "message")


def _promise_an_answer(concern: Concern, by: Actor, now: datetime) -> None:
    """Promise that a person says to whoever raised it that we have it: a promise of its own, by the same time."""
    holder = concern.promise.holder
    if holder is None:
        raise NobodyAnswers("Nobody holds this concern.")
    due = max(concern.look_by or now, now)
    concern.answering = _promise(concern, holder, due, by, now)
    put(concern, "answering")
