"""What somebody says about an ask, or what the clock says: yes to it, a new date, late, something to add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kith.asks import hearing, kinds, lifecycle
from kith.asks.actions.endings import no_longer_wanted
from kith.asks.actions.history import happened
from kith.asks.actions.tell_programs import tell_program
from kith.asks.actions.tellings import about_ring, tell_asker, tell_person
from kith.asks.models import Ask, AskerMay
from kith.asks.wanted import Where
from kith.governance import actions as governance
from kith.governance.models import Purpose
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.kit.whole import put, whole
from kith.outbox.models import HookEvent
from kith.people import actions as people
from kith.people.models import Safe
from kith.places.queries import locate, next_look
from kith.promises import actions as promises
from kith.promises.models import Move
from kith.trail.verbs import Verb


def they_said_yes(*, ask: Ask, asker_may: str, by: Actor, now: datetime, safe: str = Safe.NOT_ASKED) -> None:
    """The person has been spoken with and would like it. The search may begin. Records their yes and what they allow.

    Somebody promises that they hear that we have it, as with any other ask.
    ``asker_may`` is what whoever asked may be told: everything, when-done or nothing. ``safe`` answers "is it safe
    to text or ring this number?" for the routes somebody else gave us.
    """
    with whole():
        # What has ended begins again in its own way, never by a yes keyed on a stale page.
        if ask.state in lifecycle.ENDED:
            raise WrongMove(_("This one is over. Nothing to do."))
        lifecycle.ASK.check(ask.state, lifecycle.NEW)
        people.spoken_with(person=ask.person, by=by, now=now)
        for route in ask.person.routes.all():
            people.say_safe(route=route, safe=safe, by=by, now=now)
        governance.permit(person=ask.person, purpose=Purpose.HELP, how=str(_("said yes to us")), by=by, now=now)
        ask.state, ask.asker_may = lifecycle.NEW, AskerMay(asker_may).value
        ask.version += 1
        put(ask, "state", "asker_may", "version")
        said = str(_("They said yes."))
        happened(ask=ask, verb=Verb.ASK_PERSON_SAID_YES, staff=said, person=str(_("You said yes.")), by=by, now=now)
        words = str(_("They have been asked and would like this. We are finding somebody nearby."))
        promises.explain(promise=ask.promise, explanation=words, by=by, now=now)
        heard_by = hearing.tell_by(ask.promise.next_contact_by, now)
        tell_person(ask=ask, news="we-have-it", hear_by=heard_by, by=by, now=now)
        tell_asker(ask=ask, news="they-said-yes", by=by, now=now)


def they_said_no(*, ask: Ask, by: Actor, now: datetime) -> None:
    """The person has been spoken with and would rather not. Ends the ask kindly. The asker reads no more than that."""
    with whole():
        people.spoken_with(person=ask.person, by=by, now=now)
        ask.asker_may = AskerMay.NOTHING
        put(ask, "asker_may")
        happened(ask=ask, verb=Verb.ASK_PERSON_SAID_NO, staff=str(_("They would rather not.")), by=by, now=now)
        no_longer_wanted(ask=ask, by=by, now=now)
        tell_asker(ask=ask, news="they-were-asked", by=by, now=now)


def move_date(*, ask: Ask, to: datetime, reason: str, how: str, by: Actor, now: datetime) -> None:
    """Give the person another date: only with a reason, and with who tells them and how. Records both.

    ``how`` is text, email, call, card, letter or visit. Whoever moves it promises that the person hears of it
    by the moment they had been given. Refuses a date that has passed (``NeedsReason``).
    """
    if to <= now:
        raise promises.NeedsReason(_("Give a time that is still to come."))
    with whole():
        heard_by = hearing.tell_by(ask.promise.next_contact_by, now)
        move = promises.set_next(promise=ask.promise, to=to, what=Move.What.DATE, reason=reason, by=by, now=now)
        happened(
            ask=ask,
            verb=Verb.PROMISE_DATE_MOVED,
            staff=str(_("The date was moved: %(why)s")) % {"why": reason},
            person=str(_("We gave you another time.")),
            by=by,
            now=now,
        )
        tell_person(ask=ask, news="moved", hear_by=heard_by, by=by, now=now, move=move, how=how)


def we_are_late(*, ask: Ask, by: Actor, now: datetime) -> None:
    """A date we gave has passed. The next place is told, the person gets another date and hears that we are late.

    Records each. An ask to speak with somebody first moves no date, because they have been given none.
    """
    with whole():
        team = promises.step_up(promise=ask.promise, by=by, now=now, urgency=about_ring(ask))
        ask.promise.refresh_from_db()
        said = str(_("The time we gave has passed; %(team)s was told.")) % {"team": team.name}
        happened(ask=ask, verb=Verb.ASK_STEPPED_UP, staff=said, person=str(_("We are late.")), by=by, now=now)
        if ask.state == lifecycle.SPEAK_FIRST:
            return
        # The step stays on the promise: moving the date must not hide that we were late.
        stepped, to_team = ask.promise.stepped_up_at, ask.promise.stepped_up_to
        pressing = ask.urgency > 0 or ask.kind == "prescription"
        next_word = hearing.after_late(now, ask.need_by, missed_since=ask.promise.first_missed_at, pressing=pressing)
        to = _while_somebody_looks(ask, next_word)
        move = promises.set_next(promise=ask.promise, to=to, what=Move.What.DATE, reason=said, by=by, now=now)
        ask.promise.stepped_up_at, ask.promise.stepped_up_to = stepped, to_team
        put(ask.promise, "stepped_up_at", "stepped_up_to")
        hear_by = _while_somebody_looks(ask, now + hearing.SAY_WE_ARE_LATE)
        tell_program(ask=ask, event=HookEvent.MOVED, by=by, now=now)
        tell_person(ask=ask, news="late", hear_by=hear_by, by=by, now=now, move=move)


def _while_somebody_looks(ask: Ask, moment: datetime) -> datetime:
    if ask.urgency:
        return moment
    return hearing.while_somebody_looks(moment, next_look=next_look(ask.place, moment), need_by=ask.need_by)


def add_words(*, ask: Ask, words: str, by: Actor, now: datetime) -> None:
    """Somebody adds something to an ask. What was said first is never edited. Records it."""
    with whole():
        said = str(_("Added: %(words)s")) % {"words": words}
        happened(ask=ask, verb=Verb.ASK_ADDED_TO, staff=said[:600], person=said[:600], by=by, now=now)


def learnt(
    *, ask: Ask, by: Actor, now: datetime, hear: str = "", talk: str = "", must_not_know: Sequence[str] = ()
) -> None:
    """What was learnt of the person since: how they hear us, how to talk with them, who must not know. Records it.

    What is empty stays as it was. The history of the ask says that it changed, and never who must not know.
    """
    with whole():
        person = ask.person
        if hear or talk:
            said = {"hear": hear or person.hear_at_door, "talk": talk or person.talk_with_me}
            people.note_at_door(person=person, by=by, now=now, **said)
        for name in must_not_know:
            people.must_not_meet(person=person, other_name=name, by=by, now=now)
        staff = str(_("How to be with them was written down."))
        happened(ask=ask, verb=Verb.ASK_ADDED_TO, staff=staff, by=by, now=now)


def settle_checks(
    *,
    ask: Ask,
    note: str,
    by: Actor,
    now: datetime,
    details: Mapping[str, str] | None = None,
    where: Where | None = None,
) -> None:
    """A colleague has looked at what was to be checked, and may add what they found out. Records it.

    ``details`` answers questions of the kind (how shopping is paid); ``where`` is a better address. What was said
    first is never edited. Refuses while something this kind needs is still wanting (``NeedsReason``).
    """
    with whole():
        ask.details = {**ask.details, **(details or {})}
        wanting = kinds.wanting(ask.kind, ask.details)
        if wanting:
            raise promises.NeedsReason(wanting)
        if where is not None:
            _found_where(ask, where)
        ask.to_check = []
        ask.version += 1
        ask.save()
        if ask.state == lifecycle.NEW and not ask.urgency:
            what = {"what": kinds.KINDS[ask.kind].name}
            looking = str(_("We have your ask for %(what)s. We are finding somebody nearby.")) % what
            promises.explain(promise=ask.promise, explanation=looking, by=by, now=now)
        said = str(_("Checked: %(note)s")) % {"note": note}
        happened(ask=ask, verb=Verb.ASK_CHECK_SETTLED, staff=said[:600], by=by, now=now)


def _found_where(ask: Ask, where: Where) -> None:
    found = locate(postcode=where.postcode, street=where.street, community=where.community, near=ask.place)
    ask.lat, ask.lon, ask.lsoa = found.lat, found.lon, found.lsoa
    ask.address, ask.postcode = where.address or ask.address, found.postcode or ask.postcode
    ask.home = found.place
    if not ask.further_away:
        ask.place = found.place
        ask.promise.place = found.place
        put(ask.promise, "place")
