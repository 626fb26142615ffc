"""The watchdog's two verbs: tell the next place that a date has passed, and make a promise of a dead letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kith.accounts.models import Team
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.outbox.models import ASKS_A_GROUP, ASKS_A_VOLUNTEER, Audience, Message
from kith.people.models import Person
from kith.places.models import Place
from kith.promises import lifecycle
from kith.promises.actions.duty import About, call_duty
from kith.promises.actions.promising import Four, _moved, _note_missed, _noted
from kith.promises.actions.to_read import to_read
from kith.promises.models import Kind, Move, Promise
from kith.promises.queries import next_above, somebody_finds_a_way, somebody_tells_safely, team_above, who_answers
from kith.trail.verbs import Verb

DEAD_LETTER_WITHIN = timedelta(minutes=15)


def step_up(*, promise: Promise, by: Actor, now: datetime, urgency: About | None = None) -> Team:
    """Tell the next place up that this date has passed. Adds a move, has its duty phone rung and records it.

    The holder stays until a colleague has said yes to having it. At the top, the top team is told again.
    """
    with whole():
        promise = Promise.objects.select_for_update().select_related("team__place", "place").get(pk=promise.pk)
        if promise.state != lifecycle.OPEN:
            return promise.team
        last = promise.stepped_up_to or promise.team
        above, wanted = next_above(last, promise.controller_id, promise.place, now), team_above(last)
        kept_from = str(_("No agreement lets %(name)s hear of it.")) % {"name": wanted.organisation.name}
        reason = str(_("The date passed without a word; %(team)s was told.")) % {"team": above.name}
        why = str(_("past the time we gave"))
        if above.id != wanted.id:
            reason, why = f"{reason} {kept_from}", f"{why}. {kept_from}"
        _moved(promise, Move.What.STEP_UP, reason, by, now, from_label=promise.team.name, to_label=above.name)
        promise.stepped_up_at, promise.stepped_up_to = now, above
        _note_missed(promise, now)
        put(promise, "stepped_up_at", "stepped_up_to", "first_missed_at")
        about = replace(urgency or About(), why=why)
        call_duty(promise=promise, team=above, place=promise.place, about=about, by=by, now=now)
        _noted(promise, Verb.PROMISE_STEPPED_UP, by, now, {"to": above.name})
    return above


def open_for_dead_letter(*, message: Message, by: Actor, now: datetime) -> Promise | None:
    """Make a promise of a message that could not be sent, so that a person tells them instead. Records it.

    Answers None when the message was to a colleague, only asked a volunteer, or already has its promise; and for one
    to somebody who was worried, which is for the readers of that concern alone.
    """
    with whole():
        rows = Message.objects.select_for_update(of=("self",))
        message = rows.select_related("person", "about_person", "team", "leader", "place").get(pk=message.pk)
        if message.audience in (Audience.STAFF, Audience.RAISER) or message.kind in (ASKS_A_VOLUNTEER, ASKS_A_GROUP):
            return None
        if Promise.objects.filter(kind=Kind.MESSAGE, about_id=message.id).exists():
            return None
        place, reference = _place_of(message), _reference_of(message)
        four = Four(
            explanation=str(_("A message could not be sent: %(why)s")) % {"why": message.why},
            holder=who_answers(place, now, of=message.controller_id, about=message.about_person or message.person),
            hear_by=now + DEAD_LETTER_WITHIN,
            meanwhile=str(_("Ring them, or ask somebody nearby to knock.")),
        )
        words = {"who": _whom(message), "ref": reference}
        label = str(_("Tell %(who)s another way: %(ref)s") if reference else _("Tell %(who)s another way")) % words
        return to_read(
            four=four,
            place=place,
            label=label,
            by=by,
            now=now,
            reference=reference,
            about_id=message.id,
            about_person=message.about_person or message.person,
            one_of_many=True,
        )


FIND_A_WAY_WITHIN = timedelta(hours=1)


def find_a_safe_way(*, message: Message, by: Actor, now: datetime) -> Promise | None:
    """Make a promise of a message that it would not have been safe to send, so that a person looks at it. Records it.

    Once for a person and a matter, while it is open; None where there is one. Where the reader must not know whom it
    is about, nobody is to reach the reader: somebody looks at what joins the two.
    """
    with whole():
        rows = Message.objects.select_for_update(of=("self",))
        message = rows.select_related("person", "about_person", "team", "place").get(pk=message.pk)
        if not message.find_a_way:
            return None
        # One promise for a person and a matter: what else was kept back of it is dealt with by it as well.
        alike = Message.objects.filter(find_a_way=True, person=message.person, about_person=message.about_person)
        alike.filter(about_id=message.about_id, audience=message.audience).update(find_a_way=False)
        whom = message.about_person or message.person
        if whom is None or message.audience == Audience.STAFF or message.kind == ASKS_A_VOLUNTEER:
            return None
        reference = _reference_of(message)
        if somebody_finds_a_way(whom, reference) or somebody_tells_safely(whom, reference):
            return None
        return _to_find_a_way(message, whom, reference, by, now)


def _to_find_a_way(message: Message, whom: Person, reference: str, by: Actor, now: datetime) -> Promise:
    place = _place_of(message)
    joined = message.person_id != whom.id
    words = {"who": whom.first_name, "ref": reference, "why": message.why}
    label = _("Look at who hears of %(who)s: %(ref)s") if joined else _("Find a safe way to reach %(who)s: %(ref)s")
    four = Four(
        explanation=str(_("A message was kept back, because it may not be safe: %(why)s")) % words,
        holder=who_answers(place, now, of=message.controller_id, about=whom),
        hear_by=now + FIND_A_WAY_WITHIN,
        meanwhile=str(_("Read how it is safe to reach them before you ring. Nothing leaves by itself.")),
    )
    return to_read(
        four=four,
        place=place,
        label=(str(label) % words).removesuffix(": "),
        by=by,
        now=now,
        reference=reference,
        about_id=message.id,
        about_person=whom,
    )


def _place_of(message: Message) -> Place:
    """Where somebody tells them. Who does not want neighbours to know is named to nobody near them."""
    about = (message.person, message.about_person)
    if any(one is not None and one.further_away for one in about):
        return message.place.ancestor("district") or message.place
    return message.place


def _whom(message: Message) -> str:
    if message.team is not None:
        return message.team.name
    if message.leader is not None:
        return message.leader.name
    return message.person.first_name if message.person is not None else str(_("them"))


def _reference_of(message: Message) -> str:
    """The reference of the ask it is about, also where the message itself must not name it."""
    if message.about_label or message.about_id is None:
        return message.about_label
    about = Promise.objects.filter(kind=Kind.ASK, about_id=message.about_id).order_by("-opened_at")
    return about.values_list("reference", flat=True).first() or ""
