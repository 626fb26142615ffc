"""How an ask ends, and how it opens again. Sent is no ending, and "nobody answered" is none either."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from kith.asks import hearing, kinds, lifecycle
from kith.asks.actions.history import happened
from kith.asks.actions.intake import open_ask
from kith.asks.actions.tellings import ring_duty, tell_asker, tell_person, write_to_person
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.kit.whole import put, whole
from kith.outbox import actions as outbox
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import Kind, Promise, Telling
from kith.promises.queries import open_telling, who_answers
from kith.trail.verbs import Verb
from kith.volunteers.models import Volunteer


class TooLate(ValueError):
    """The moment for this has gone by. Its text may be shown."""


def finish(*, ask: Ask, by: Actor, now: datetime, how: str = "") -> None:
    """It happened. Ends the ask and its promise; tells the person and, where allowed, the asker. Records how we know.

    Whoever was with the person has told them: news they had not acknowledged is told by that visit or call.
    Refuses when the ask has ended already (``WrongMove``).
    """
    with whole():
        ask = _locked(ask)
        who = ask.taker or by.label
        said = str(_("%(who)s says it is done.")) % {"who": who}
        telling = open_telling(ask.promise)
        if telling is not None:
            met = Telling.How.CALL if ask.kind == "call" else Telling.How.VISIT
            promises.told(telling=telling, how=met, note=said, by=by, now=now)
        _end(ask, lifecycle.DONE, Verb.ASK_DONE, f"{said} {how}".strip(), said, by, now)
        write_to_person(ask=ask, news="done", by=by, now=now)
        tell_asker(ask=ask, news="done", by=by, now=now)


def already_done(
    *, ask: Ask, by: Actor, now: datetime, how: str = "", did_it: Volunteer | None = None, who: str = ""
) -> None:
    """It has already been done, by ``did_it`` or by somebody else, whoever has it now. Ends the ask as ``finish`` does.

    ``who`` says so, else whoever acts. Records how we know. Refuses when the ask has ended already (``WrongMove``).
    """
    with whole():
        ask = _locked(ask)
        lifecycle.ASK.check(ask.state, lifecycle.DONE)
        ask.taken_by, ask.taken_by_team, ask.coming_from, ask.coming_to = did_it, None, None, None
        put(ask, "taken_by", "taken_by_team", "coming_from", "coming_to")
        said = str(_("%(who)s says that it had already been done.")) % {"who": who or by.label}
        finish(ask=ask, by=by, now=now, how=f"{said} {how}".strip())


def not_done(*, ask: Ask, why: str, by: Actor, now: datetime) -> None:
    """It did not happen, because. Ends the ask with its reason; somebody promises to tell the person. Records it.

    Refuses an empty reason (``NeedsReason``) and an ask that has ended already (``WrongMove``).
    """
    if not why.strip():
        raise promises.NeedsReason(_("Say why it was not done, so that the person can be told."))
    with whole():
        ask = _locked(ask)
        lifecycle.ASK.check(ask.state, lifecycle.NOT_DONE)
        ask.ended_why = why[:300]
        by_when = hearing.tell_by(ask.promise.next_contact_by, now)
        tell_person(ask=ask, news="not-done", hear_by=by_when, by=by, now=now)
        _end(ask, lifecycle.NOT_DONE, Verb.ASK_NOT_DONE, why, why, by, now)
        tell_asker(ask=ask, news="not-done", by=by, now=now)


def no_longer_wanted(*, ask: Ask, by: Actor, now: datetime, why: str = "") -> None:
    """The person changed their mind, which is fine. Ends the ask, and takes back what had not left. Records it."""
    with whole():
        ask = _locked(ask)
        said = str(_("It is no longer wanted."))
        telling = open_telling(ask.promise)
        if telling is not None:
            promises.no_need_to_tell(telling=telling, why=said, by=by, now=now)
        _end(ask, lifecycle.NO_LONGER, Verb.ASK_NO_LONGER_WANTED, f"{said} {why}".strip(), said, by, now)
        outbox.take_back(about_id=ask.id, why=said, by=by, now=now)


def _locked(ask: Ask) -> Ask:
    rows = Ask.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("promise__holder__team", "promise__team", "person", "place", "taken_by__person")
    return rows.get(pk=ask.pk)


def _end(ask: Ask, state: str, verb: Verb, staff: str, person: str, by: Actor, now: datetime) -> None:
    lifecycle.ASK.check(ask.state, state)
    ask.state, ask.ended_at, ask.ended_why = (
        state,
        now,
        (ask.ended_why or (staff if state != lifecycle.DONE else ""))[:300],
    )
    ask.version += 1
    put(ask, "state", "ended_at", "ended_why", "version")
    happened(ask=ask, verb=verb, staff=staff, person=person, by=by, now=now)
    if ask.promise.state != promise_states.OPEN:
        return
    if state == lifecycle.NO_LONGER:
        promises.end(promise=ask.promise, state=promise_states.LET_GO, why=staff, by=by, now=now)
    elif state == lifecycle.NOT_DONE:
        promises.end(promise=ask.promise, state=promise_states.BROKEN, why=staff, by=by, now=now)
    else:
        promises.keep(promise=ask.promise, why=staff, by=by, now=now)


def did_not_come(*, ask: Ask, by: Actor, now: datetime, words: str = "") -> Ask:
    """We said it was done and it had not come: the same ask opens again, with its holder, under a new promise.

    Records it and rings the duty phone. Refuses after seven days (``TooLate``), when a new ask is the better way.
    """
    with whole():
        ask = _locked(ask)
        if ask.state == lifecycle.NO_LONGER:
            raise WrongMove(_("This one is over. Nothing to do."))
        lifecycle.ASK.check(ask.state, lifecycle.ASKING)
        if ask.ended_at is not None and now - ask.ended_at > hearing.DID_NOT_COME_FOR:
            raise TooLate(_("That was more than a week ago. Please ask again, and we will look for somebody now."))
        _was_not_kept(ask, by, now)
        sorry = str(_("Sorry: we said it was done and it had not come. We are finding somebody now."))
        ask.promise = _promised_again(ask, sorry, by, now)
        ask.state, ask.ended_at, ask.ended_why = lifecycle.ASKING, None, ""
        ask.taken_by, ask.taken_by_team, ask.taken_at = None, None, None
        ask.coming_from, ask.coming_to = None, None
        ask.version += 1
        ask.save()
        said = str(_("It did not come. We are looking for somebody now."))
        happened(ask=ask, verb=Verb.ASK_DID_NOT_COME, staff=f"{said} {words}".strip(), person=said, by=by, now=now)
        hear_by = ask.promise.next_contact_by
        assert hear_by is not None
        tell_person(ask=ask, news="did-not-come", hear_by=hear_by, by=by, now=now)
        ring_duty(ask=ask, why=said, by=by, now=now)
    return ask


def _was_not_kept(ask: Ask, by: Actor, now: datetime) -> None:
    """What we wrote down as kept was not: a second line says so."""
    if ask.promise.state in (promise_states.KEPT, promise_states.LATE):
        reason = str(_("It did not come."))
        promises.correct(promise=ask.promise, says=promise_states.BROKEN, reason=reason, by=by, now=now)


def _promised_again(ask: Ask, explanation: str, by: Actor, now: datetime) -> Promise:
    """A new promise for an ask that had ended, with whoever had it, or whoever answers there now."""
    holder = ask.promise.holder
    if holder is None or not holder.is_live:
        holder = who_answers(ask.place, now, about=ask.person)
    four = promises.Four(
        explanation=explanation,
        holder=holder,
        hear_by=now + hearing.SAY_WE_ARE_LATE,
        meanwhile=str(kinds.KINDS[ask.kind].meanwhile),
    )
    return promises.make(
        kind=Kind.ASK,
        four=four,
        place=ask.place,
        label=ask.promise.label,
        by=by,
        now=now,
        reference=ask.reference,
        about_id=ask.id,
        about_person=ask.person,
    )


def nobody_answered(*, ask: Ask, by: Actor, now: datetime, words: str = "") -> Ask:
    """Somebody knocked and nobody answered: a check that they are all right opens, due in 15 minutes.

    Records it on both asks and rings the duty phone. The ask itself stays taken; this is no ending.
    Asked twice for the same ask, it answers with the check that is already open.
    """
    with whole():
        ask = _locked(ask)
        already = ask.led_to.filter(kind="welfare_check").exclude(state__in=lifecycle.ENDED).first()
        if already is not None:
            return already
        said = str(_("Knocked and nobody answered."))
        happened(ask=ask, verb=Verb.ASK_NOBODY_ANSWERED, staff=f"{said} {words}".strip(), by=by, now=now)
        wanted = Wanted(
            words=str(_("Nobody answered the door for %(ref)s. Is everything all right?")) % {"ref": ask.reference},
            kind="welfare_check",
            where=Where(postcode=ask.postcode, address=ask.address),
            near=ask.home,
            need_by=now + 2 * hearing.WELFARE,
            lane="door",
            help_at_door=ask.help_at_door,
            client_key=f"nobody-answered:{ask.id}:{ask.version}",
        )
        check = open_ask(wanted=wanted, by=by, now=now, person=ask.person, from_ask=ask)
        ring_duty(ask=check, why=said, by=by, now=now, concern=True)
    return check


def also_asked(*, ask: Ask, words: str, kind: str, by: Actor, now: datetime) -> Ask:
    """At the door the person also asked for something: a new ask, for the same person. Records it on both."""
    with whole():
        wanted = Wanted(
            words=words,
            kind=kind,
            where=Where(postcode=ask.postcode, address=ask.address),
            near=ask.home,
            lane="door",
            help_at_door=ask.help_at_door,
            client_key=f"also:{ask.id}:{sha256(words.strip().encode()).hexdigest()[:16]}",
        )
        new = open_ask(wanted=wanted, by=by, now=now, person=ask.person, from_ask=ask)
        said = str(_("Also asked for something: %(ref)s.")) % {"ref": new.reference}
        happened(ask=ask, verb=Verb.ASK_ADDED_TO, staff=said, by=by, now=now)
    return new
