"""What becomes of an ask when its person takes something back: nobody is lost, and one of us decides with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.asks import hearing, lifecycle
from kith.asks.actions.history import happened
from kith.asks.actions.tellings import tell_person
from kith.asks.actions.words import choose_word
from kith.asks.models import Ask, AskerMay
from kith.asks.queries import look_by
from kith.governance.models import Permission
from kith.kit.actor import Actor
from kith.kit.whole import put, whole, written
from kith.people.models import Person
from kith.places.queries import next_look
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import Kind, Move, Promise, Telling
from kith.promises.queries import open_telling, who_answers
from kith.trail.verbs import Verb

SHARING, HELP = "sharing", "help"
# Help first: what they permit is asked when the help is there.
LATER = timedelta(days=3)


def withhold(*, ask: Ask, since: datetime, by: Actor, now: datetime) -> None:
    """Nobody else is told anything new about this ask ``since`` then, not even whoever asked. Records it.

    What is still sought waits for whoever holds it, sooner than they were to look; whoever has it stops until one of
    us decides. An ask that has ended is closed to whoever had it.
    """
    with whole():
        ask.withheld_from, ask.let_finish, ask.asker_may = since, False, AskerMay.NOTHING.value
        ask.version += 1
        put(ask, "withheld_from", "let_finish", "asker_may", "version")
        staff = str(_("They want nobody else told. Nobody new is asked; decide with them."))
        words = str(_("As you wished, nobody else is told. One of us looks at this with you."))
        if ask.state in lifecycle.ENDED:
            happened(ask=ask, verb=Verb.TRUSTED_CHANGED, staff=staff, by=by, now=now)
            return
        _waits(ask, SHARING, staff, words, by, now)


def wait_for_a_look(*, ask: Ask, by: Actor, now: datetime) -> None:
    """They want no more help, and stopping this could harm them: whoever holds it looks first. Records it."""
    with whole():
        staff = str(_("They want no more help. Stopping this could harm them: speak with them before it ends."))
        words = str(_("You do not want help any more. One of us looks at this first and asks you."))
        _waits(ask, HELP, staff, words, by, now)


def _waits(ask: Ask, what: str, staff: str, words: str, by: Actor, now: datetime) -> None:
    """Nobody new is asked; the holder looks by a date no later than the one there was."""
    ask.paused_for = what
    if ask.state in (lifecycle.NEW, lifecycle.ASKING):
        ask.state = lifecycle.STUCK
    ask.version += 1
    put(ask, "paused_for", "state", "version")
    happened(ask=ask, verb=Verb.ASK_STUCK, staff=staff, person=words, by=by, now=now)
    if ask.promise.state != promise_states.OPEN:
        return
    promises.explain(promise=ask.promise, explanation=words, by=by, now=now)
    to = look_by(ask, now)
    if ask.promise.next_contact_by is None or ask.promise.next_contact_by > to:
        promises.set_next(promise=ask.promise, to=to, what=Move.What.NEWS, reason=staff, by=by, now=now)


def go_on(*, ask: Ask, by: Actor, now: datetime, until: datetime | None = None) -> None:
    """They said yes again, or one of us decided so with them: what waited goes on where it was. Records it.

    ``until`` is when their yes to others being told ends. Who may look at it stays closed until they say so.
    """
    with whole():
        was, ask.paused_for, ask.withheld_from, ask.let_finish = ask.paused_for, "", until, False
        if was and ask.state == lifecycle.STUCK:
            ask.state = lifecycle.ASKING
        ask.version += 1
        put(ask, "paused_for", "withheld_from", "let_finish", "state", "version")
        if not was or ask.state in lifecycle.ENDED:
            return
        said = str(_("It goes on, as you wished."))
        happened(
            ask=ask,
            verb=Verb.ASK_CHANGED,
            staff=str(_("They said yes again: it goes on.")),
            person=said,
            by=by,
            now=now,
        )
        if ask.promise.state == promise_states.OPEN:
            promises.explain(promise=ask.promise, explanation=said, by=by, now=now)


def share_until(*, ask: Ask, until: datetime | None, by: Actor, now: datetime) -> None:
    """Others may be told about this ask until then, by comparison. Records it."""
    with whole():
        ask.withheld_from = until
        put(ask, "withheld_from")
        happened(
            ask=ask,
            verb=Verb.TRUSTED_CHANGED,
            staff=str(_("Until when others may be told was written down.")),
            by=by,
            now=now,
        )


def close_to_helper(*, ask: Ask, by: Actor, now: datetime) -> None:
    """Whoever had an ask that has ended reads nothing more of it, though a day is not over. Records it.

    Whoever asked hears of it as before. What is open already is left as it is.
    """
    with whole():
        closed = ask.withheld_from is not None and ask.withheld_from <= now and not ask.let_finish
        if ask.state not in lifecycle.ENDED or closed:
            return
        ask.withheld_from, ask.let_finish = now, False
        ask.version += 1
        put(ask, "withheld_from", "let_finish", "version")
        staff = str(_("Whoever helped reads no more of it."))
        happened(ask=ask, verb=Verb.TRUSTED_CHANGED, staff=staff, by=by, now=now)


def let_finish(*, ask: Ask, by: Actor, now: datetime, words: str) -> None:
    """One of us decided with the person that whoever has this may finish it. Records it with ``words``."""
    with whole():
        ask.let_finish, ask.paused_for = True, ""
        ask.version += 1
        put(ask, "let_finish", "paused_for", "version")
        staff = str(_("%(name)s may finish this one. %(why)s")) % {"name": ask.taker, "why": words}
        person = str(_("%(name)s may finish this one, as we agreed.")) % {"name": ask.taker}
        happened(ask=ask, verb=Verb.PERMISSION_DECIDED, staff=staff, person=person, by=by, now=now)
        promises.explain(promise=ask.promise, explanation=person, by=by, now=now)


def ours_to_do(*, ask: Ask, by: Actor, now: datetime, words: str) -> None:
    """One of us does it, or finds a way with the person: whoever had it has it no more. Records it with ``words``."""
    with whole():
        knew_the_word = ask.taken_by_id is not None or ask.taken_by_team_id is not None
        ask.taken_by, ask.taken_by_team, ask.taken_at = None, None, None
        ask.coming_from, ask.coming_to = None, None
        if ask.state == lifecycle.TAKEN:
            ask.state = lifecycle.STUCK
        ask.let_finish = False
        ask.version += 1
        ask.save()
        staff = str(_("One of us does it, and nobody else is asked. %(why)s")) % {"why": words}
        if knew_the_word:
            choose_word(ask=ask, word="", by=by, now=now)
        person = str(_("One of us does this for you, as we agreed. Nobody else is told."))
        happened(ask=ask, verb=Verb.PERMISSION_DECIDED, staff=staff, person=person, by=by, now=now)
        promises.explain(promise=ask.promise, explanation=person, by=by, now=now)


def no_more_writing(*, ask: Ask, by: Actor, now: datetime) -> bool:
    """News they have not heard is brought to the door, or waits for what is decided with them. Records it.

    True where there was any.
    """
    with whole():
        waiting = open_telling(ask.promise)
        if waiting is None:
            return False
        if waiting.how != Telling.How.VISIT:
            tell_person(ask=ask, news=waiting.news, hear_by=waiting.hear_by, how=Telling.How.VISIT, by=by, now=now)
    return True


def ask_later(*, ask: Ask, by: Actor, now: datetime) -> Promise | None:
    """Help first: nothing was asked at the door, so whoever has the ask asks later what they permit. Records it.

    None where they have said something already.
    """
    if not ask.person._state.adding and Permission.objects.filter(person=ask.person).exists():
        return None
    with whole():
        name, at = {"name": ask.person.first_name}, now + LATER
        words = _("Nothing was asked at the door. Once the help is there, ask %(name)s what they permit.")
        return decide_with(
            person=ask.person,
            asks=[ask],
            explanation=str(words) % name,
            label=str(_("Ask %(name)s what they permit")) % name,
            hear_by=hearing.while_somebody_looks(at, next_look=next_look(ask.place, at), need_by=None),
            by=by,
            now=now,
        )


def decide_with(
    *, person: Person, asks: Sequence[Ask], explanation: str, label: str, hear_by: datetime, by: Actor, now: datetime
) -> Promise:
    """Promise that one of us decides with a person how it goes on. Records it.

    Whoever has the newest of their open asks has it, because they know them; else whoever answers for their place.
    A promise that is still open about this takes the newer words and the earlier date.
    """
    with whole():
        written(Promise)
        rows = Promise.objects.select_for_update(of=("self",))
        before = rows.filter(kind=Kind.PERMISSION, about_id=person.id, state=promise_states.OPEN).first()
        if before is not None:
            promises.explain(promise=before, explanation=f"{explanation} {before.explanation}"[:600], by=by, now=now)
            if before.next_contact_by is not None and hear_by < before.next_contact_by:
                promises.set_next(promise=before, to=hear_by, what=Move.What.NEWS, reason=label, by=by, now=now)
            return before
        newest = max(asks, key=lambda ask: ask.created_at, default=None)
        place = newest.place if newest is not None else person.place
        if newest is None and person.further_away:
            place = person.place.ancestor("district") or place
        knows_them: Membership | None = newest.promise.holder if newest is not None else None
        four = promises.Four(
            explanation=explanation,
            holder=knows_them if knows_them is not None and knows_them.is_live else who_answers(place, now),
            hear_by=hear_by,
            meanwhile=str(_("Nothing they said no to happens meanwhile. What is open has somebody who looks.")),
        )
        return promises.make(
            kind=Kind.PERMISSION,
            four=four,
            place=place,
            label=label[:300],
            reference=newest.reference if newest is not None else "",
            about_id=person.id,
            about_person=person,
            by=by,
            now=now,
        )
