"""When somebody has died, has moved or is in hospital: what was open for them stops, and becomes one promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.asks import lifecycle
from kith.asks.actions.endings import _promised_again
from kith.asks.actions.history import happened
from kith.asks.actions.tellings import tell_person
from kith.asks.models import Ask, Knows
from kith.asks.said_again import NOT_NEEDED_NOW
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.outbox import actions as outbox
from kith.outbox.models import Message
from kith.people.models import Person
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import Kind, Promise, Telling
from kith.promises.queries import who_answers
from kith.trail.verbs import Verb


def stop_for(*, people: Sequence[Person], by: Actor, now: datetime) -> list[Ask]:
    """End every open ask of these people, let go of every promise about them, and take back what has not left.

    Nobody is told by it: neither they nor whoever asked for them, and the history gives no reason. Records each.
    Answers with the asks that ended.
    """
    with whole():
        ids = [person.id for person in people]
        stopped = _locked(ids)
        theirs = set(Ask.objects.filter(person__in=ids).values_list("id", flat=True))
        open_ones = _locked_promises(ids, theirs)
        said = NOT_NEEDED_NOW
        for ask in stopped:
            lifecycle.ASK.check(ask.state, lifecycle.NO_LONGER)
            ask.state, ask.ended_at, ask.ended_why = lifecycle.NO_LONGER, now, said
            ask.version += 1
            put(ask, "state", "ended_at", "ended_why", "version")
            promises.explain(promise=ask.promise, explanation=said, by=by, now=now)
            happened(ask=ask, verb=Verb.ASK_NO_LONGER_WANTED, staff=said, person=said, by=by, now=now)
        _let_go(ids, open_ones, by, now)
        why = str(_("Nothing more goes to them or about them."))
        outbox.take_back_about(people=ids, about=theirs, why=why, by=by, now=now)
    return stopped


def _locked(people: Sequence[UUID]) -> list[Ask]:
    rows = Ask.objects.select_for_update(of=("self",), no_key=True).filter(person__in=people)
    rows = rows.exclude(state__in=lifecycle.ENDED).select_related("promise__holder__team", "person", "place")
    return list(rows.order_by("id"))


def _locked_promises(people: Sequence[UUID], asks: set[UUID]) -> list[UUID]:
    """Every open promise about them: their asks, news they were to hear, messages to read or to tell them.

    To ring a volunteer, or somebody who would help too, is about those, and goes on. Locked in the one order in which
    promises are.
    """
    untold = Telling.objects.filter(person__in=people, told_at=None, replaced_at=None).values("promise")
    messages = Message.objects.filter(Q(person__in=people) | Q(about_person__in=people)).values("id")
    about = Q(ask__in=asks) | Q(about_id__in=asks) | Q(about_id__in=list(people)) | Q(about_id__in=messages)
    references = list(Ask.objects.filter(id__in=asks).values_list("reference", flat=True))
    # Words to be read, and words that could not be sent: not what is about an offer.
    written = Q(about_id=None) | Exists(Message.objects.filter(pk=OuterRef("about_id")))
    about |= Q(reference__in=references, kind=Kind.TELL) | Q(written, reference__in=references, kind=Kind.MESSAGE)
    rows = Promise.objects.select_for_update(of=("self",)).filter(about | Q(id__in=untold), state=promise_states.OPEN)
    return [one.id for one in rows.order_by("id")]


def _let_go(people: Sequence[UUID], open_ones: Sequence[UUID], by: Actor, now: datetime) -> None:
    why = str(_("One promise took its place: somebody speaks with those close to them."))
    untold = Telling.objects.filter(person__in=people, told_at=None, replaced_at=None).select_related("promise")
    for telling in untold:
        promises.no_need_to_tell(telling=telling, why=why, by=by, now=now)
    for promise in Promise.objects.filter(id__in=open_ones, state=promise_states.OPEN).order_by("id"):
        promises.end(promise=promise, state=promise_states.LET_GO, why=why, by=by, now=now)


def speak_with_those_close(
    *, person: Person, asks: Sequence[Ask], explanation: str, label: str, hear_by: datetime, by: Actor, now: datetime
) -> Promise:
    """Promise that somebody speaks with those close to a person. Records it.

    Whoever had the newest of their open asks has it, because they know them; else whoever answers for their place.
    """
    newest = max(asks, key=lambda ask: ask.created_at, default=None)
    place = newest.place if newest is not None else person.place
    if newest is None and person.further_away:
        place = person.place.ancestor("district") or place
    knows_them: Membership | None = newest.promise.holder if newest is not None else None
    four = promises.Four(
        explanation=explanation,
        holder=knows_them if knows_them is not None and knows_them.is_live else who_answers(place, now, about=person),
        hear_by=hear_by,
        meanwhile=str(_("Nothing leaves by itself. If somebody rings, listen first.")),
    )
    return promises.make(
        kind=Kind.CLOSE,
        four=four,
        place=place,
        label=label[:300],
        reference=newest.reference if newest is not None else "",
        about_id=person.id,
        about_person=person,
        by=by,
        now=now,
    )


def open_again(*, ask: Ask, by: Actor, now: datetime) -> Ask:
    """What was stopped goes on where it was, under a new promise; the person hears of it. Records it.

    Refuses (``WrongMove``) an ask that is not ended so. Somebody who has not been spoken with yet is told nothing.
    """
    with whole():
        rows = Ask.objects.select_for_update(of=("self",), no_key=True)
        ask = rows.select_related("promise__holder__team", "person", "place").get(pk=ask.pk)
        state = _where_it_was(ask)
        lifecycle.ASK.check(ask.state, state)
        said = str(_("We had stopped looking, and look again now."))
        ask.promise = _promised_again(ask, said, by, now)
        ask.state, ask.ended_at, ask.ended_why = state, None, ""
        ask.taken_by, ask.taken_by_team, ask.taken_at, ask.coming_from, ask.coming_to = None, None, None, None, None
        ask.version += 1
        ask.save()
        happened(ask=ask, verb=Verb.ASK_REOPENED, staff=said, person=said, by=by, now=now)
        if state != lifecycle.SPEAK_FIRST:
            hear_by = ask.promise.next_contact_by
            assert hear_by is not None
            tell_person(ask=ask, news="still-looking", hear_by=hear_by, by=by, now=now)
    return ask


def _where_it_was(ask: Ask) -> str:
    if ask.knows == Knows.NOT_YET and ask.person.spoken_to_at is None:
        return lifecycle.SPEAK_FIRST
    # What is to be checked comes before anybody is asked.
    return lifecycle.NEW if ask.to_check else lifecycle.ASKING


def look_first(*, ask: Ask, by: Actor, now: datetime) -> None:
    """An ask came in for somebody we were told to leave in peace: a person looks before anybody is sent. Records it."""
    with whole():
        why = str(_("We were told that they have died, have moved or are in hospital. Speak with whoever asked."))
        if why in ask.to_check:
            return
        ask.to_check = [*ask.to_check, why]
        ask.version += 1
        put(ask, "to_check", "version")
        happened(ask=ask, verb=Verb.ASK_CHANGED, staff=why, by=by, now=now)
