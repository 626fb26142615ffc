"""Somebody has died, has moved or is in hospital: one act stops all that would go to them, and one promise remains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.asks import actions as asks
from kith.asks import hearing
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.actions.answering import hand_back, lock_ask, nobody_needed
from kith.dispatch.models import Offer
from kith.kit.actor import Actor
from kith.kit.whole import put, whole, written
from kith.people import actions as people
from kith.people.models import Absence, Person
from kith.places.queries import next_look
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import Kind, Move, Promise

LONDON = ZoneInfo("Europe/London")
WITHIN = timedelta(hours=24)
_IN_THE_MORNING = time(10)


def leave_in_peace(
    *,
    person: Person,
    what: str,
    said_by: str,
    by: Actor,
    now: datetime,
    also: Sequence[Person] = (),
    note: str = "",
    look_again_on: date | None = None,
    home: people.NewHome | None = None,
) -> Promise:
    """Stop, in this one act, everything that would go to somebody who has died, has moved or is in hospital.

    Their asks end without a reason given to anybody; volunteers hear "not needed now, thank you"; messages are taken
    back and the send gate shuts; what they themselves had taken is looked for again; every promise about them becomes
    one, that somebody speaks with those close to them. ``also`` are further records of the same human being. Records
    each. ``look_again_on`` is needed for a hospital; ``home`` is where somebody lives who has moved, if we were told.
    """
    with whole():
        everyone = [person, *also]
        stopped = asks.stop_for(people=everyone, by=by, now=now)
        for ask in stopped:
            nobody_needed(ask=ask, by=by, now=now)
        _give_back_what_they_had(everyone, by, now)
        # Last but one, so that "thank you" to a volunteer is written before the gate shuts; it lets that through too.
        told = people.leave_in_peace(
            people=everyone,
            what=what,
            said_by=said_by,
            note=note,
            look_again_on=look_again_on,
            by=by,
            now=now,
        )
        _moved_to(everyone, home, by, now)
        return asks.speak_with_those_close(
            person=person,
            asks=stopped,
            explanation=_explanation(told, person),
            label=_label(told, person),
            hear_by=_hear_by(told, person, now),
            by=by,
            now=now,
        )


def _moved_to(everyone: Sequence[Person], home: people.NewHome | None, by: Actor, now: datetime) -> None:
    if home is not None:
        for one in everyone:
            people.has_moved_to(person=one, home=home, by=by, now=now)


def _explanation(told: Absence, person: Person) -> str:
    sentences = {
        Absence.What.DIED: _("We were told that %(name)s has died (%(who)s)."),
        Absence.What.MOVED: _("We were told that %(name)s has moved (%(who)s)."),
        Absence.What.HOSPITAL: _("We were told that %(name)s is in hospital (%(who)s)."),
    }
    said = str(sentences[Absence.What(told.what)]) % {"who": told.said_by, "name": person.first_name}
    return f"{said} {_('Nothing more goes out by itself.')}"


def _label(told: Absence, person: Person) -> str:
    labels = {
        Absence.What.DIED: _("Speak with those close to %(name)s"),
        Absence.What.MOVED: _("Speak with %(name)s or those close to them: is help still wanted there?"),
        Absence.What.HOSPITAL: _("Speak with those close to %(name)s, and look again"),
    }
    return str(labels[Absence.What(told.what)]) % {"name": person.first_name}


def _hear_by(told: Absence, person: Person, now: datetime) -> datetime:
    """Within a day and while somebody looks; for a hospital, in the morning of the day we look again."""
    at = now + WITHIN
    if told.look_again_on is not None:
        at = max(at, datetime.combine(told.look_again_on, _IN_THE_MORNING, tzinfo=LONDON).astimezone(now.tzinfo))
    return hearing.while_somebody_looks(at, next_look=next_look(person.place, at), need_by=None)


def _give_back_what_they_had(everyone: Sequence[Person], by: Actor, now: datetime) -> None:
    """Where they helped others: what they were asked is quietly over, and what they had taken is looked for again."""
    theirs = Offer.objects.filter(volunteer__person__in=everyone, state__in=lifecycle.LIVE)
    for offer in theirs.select_related("ask").order_by("ask_id"):
        if offer.state == lifecycle.ACCEPTED and offer.ask.state not in ask_states.ENDED:
            hand_back(offer=offer, by=by, now=now)
        else:
            lock_ask(offer.ask_id)
            lifecycle.OFFER.check(offer.state, lifecycle.NOT_NEEDED)
            offer.state, offer.answered_at = lifecycle.NOT_NEEDED, offer.answered_at or now
            put(offer, "state", "answered_at")


def can_be_reached_again(
    *,
    absence: Absence,
    said_by: str,
    by: Actor,
    now: datetime,
    note: str = "",
    reopen: bool = True,
    home: people.NewHome | None = None,
) -> list[Ask]:
    """What we were told was wrong, or they are home again: the gate opens, and what was stopped may go on.

    Records each. With ``reopen`` the asks that this had ended are looked for again, each under its own promise; the
    promise to speak with those close to them ends. Said twice it is said once. ``home`` is where they live now; it is
    forgotten with ``reopen``, as they never moved. Answers with the asks opened again.
    """
    with whole():
        ended = people.can_be_reached_again(absence=absence, said_by=said_by, note=note, by=by, now=now)
        moved = [line.person for line in ended if line.what == Absence.What.MOVED]
        _moved_to(moved, people.NewHome() if reopen else home, by, now)
        everyone = _away_no_more([line.person for line in ended])
        why = str(_("They can be reached again."))
        for promise in _close_promises(everyone):
            promises.end(promise=promise, state=promise_states.LET_GO, why=why, by=by, now=now)
        if not reopen or not everyone:
            return []
        # What was said meanwhile, and ended before this did, stopped asks of theirs as well.
        meanwhile = Absence.objects.filter(person__in=everyone, ended_by__at__gte=ended[0].at).values("at")
        stopped = Ask.objects.filter(person__in=everyone, state=ask_states.NO_LONGER, ended_at__in=meanwhile)
        return [asks.open_again(ask=ask, by=by, now=now) for ask in stopped.order_by("id")]


def _away_no_more(everyone: Sequence[Person]) -> list[Person]:
    """Those of whom nothing else that was said still holds: one may be told to have moved, and then to have died."""
    written(Absence)
    others = Absence.objects.filter(person__in=everyone, ended_by=None).exclude(what=Absence.What.BACK)
    still = set(others.values_list("person_id", flat=True))
    return [one for one in everyone if one.id not in still]


def _close_promises(everyone: Sequence[Person]) -> list[Promise]:
    about = Promise.objects.filter(kind=Kind.CLOSE, about_id__in=[one.id for one in everyone])
    return list(about.filter(state=promise_states.OPEN).select_for_update(of=("self",)))


def spoke_with_those_close(
    *,
    promise: Promise,
    words: str,
    by: Actor,
    now: datetime,
    again: datetime | None,
    home: people.NewHome | None = None,
) -> None:
    """Somebody spoke with those close to them. Keeps the promise, or moves it to when we look ``again``. Records it.

    ``home`` is where somebody lives who has moved, now that they said so; it is written on each record of them.
    Refuses an empty sentence (``NeedsReason``): whoever reads it next must know what was said.
    """
    if not words.strip():
        raise promises.NeedsReason(_("Write one line about it, so that nobody has to ask them again."))
    with whole():
        if home is not None:
            _moved_to(_each_record(promise), home, by, now)
        if again is not None:
            promises.set_next(promise=promise, to=again, what=Move.What.NEWS, reason=words[:300], by=by, now=now)
        else:
            promises.keep(promise=promise, why=words[:300], by=by, now=now)


def _each_record(promise: Promise) -> list[Person]:
    """The records of the human being whom a promise is about: theirs, and those that were said to be the same."""
    lines = Absence.objects.filter(person=promise.about_id, what=Absence.What.MOVED, ended_by=None)
    firsts = {line.along_with_id or line.pk for line in lines}
    same = Absence.objects.filter(Q(pk__in=firsts) | Q(along_with__in=firsts), ended_by=None).select_related("person")
    return [line.person for line in same.order_by("id")]
