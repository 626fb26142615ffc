"""Making a promise, moving it, telling somebody, handing it over and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.kit.actor import Actor
from kith.kit.whole import change, insert, put, whole, written
from kith.outbox.models import Message
from kith.people.models import Person
from kith.people.queries import kept_from
from kith.places.models import Place
from kith.promises import lifecycle
from kith.promises.models import Correction, Kind, Move, Promise, Telling
from kith.promises.queries import heir_of, open_telling
from kith.trail import actions as trail
from kith.trail.verbs import Verb


class NeedsReason(ValueError):
    """A date or a holder was changed without saying why. Its text may be shown."""


class NothingToCorrect(ValueError):
    """There is no ended promise here to put right, or it says so already. Its text may be shown."""


class NotMovable(ValueError):
    """A telling cannot be put off: tell them, or ask a colleague to."""


@dataclass(frozen=True)
class Four:
    """The four answers: what is happening, who has this (a live membership), hear by when, and meanwhile."""

    explanation: str
    holder: Membership
    hear_by: datetime
    meanwhile: str


def make(
    *,
    kind: str,
    four: Four,
    place: Place,
    label: str,
    by: Actor,
    now: datetime,
    reference: str = "",
    about_id: UUID | None = None,
    promise_id: UUID | None = None,
    about_person: Person | None = None,
) -> Promise:
    """Make a promise. Records it. The database refuses one without all four answers or with a holder who has left.

    ``about_person`` is whose affairs it is about: a colleague who must not know of them does not become its holder.
    """
    with whole():
        holder = _may_know(_still_here(four.holder, place, now), about_person, place, now)
        promise = Promise(
            controller_id=holder.team.organisation_id,
            kind=Kind(kind).value,
            place=place,
            team=holder.team,
            holder=holder,
            next_contact_by=four.hear_by,
            explanation=four.explanation,
            meanwhile=four.meanwhile,
            reference=reference,
            label=label,
            about_id=about_id,
            about_person=about_person,
            opened_at=now,
            held_since=now,
        )
        if promise_id is not None:
            promise.id = promise_id
        insert(promise)
        _noted(promise, Verb.PROMISE_MADE, by, now, {"by": four.hear_by.isoformat()})
    return promise


def _still_here(holder: Membership, place: Place, now: datetime) -> Membership:
    """The holder; where the day they were a member for is over and no clock has come by since, whoever answers next.

    Without it nothing new could be promised about what they hold until the clock comes, and a yes would be refused.
    """
    over = holder.ends_at is not None and holder.ends_at <= now
    return (heir_of(holder, now, of=holder.team.organisation_id, place=place) if over else None) or holder


def _may_know(
    holder: Membership, person: Person | UUID | None, place: Place, now: datetime, of: UUID | None = None
) -> Membership:
    """The holder; where they must not know of the person, the next who may."""
    apart = kept_from(person) if person is not None else frozenset()
    if holder.user_id not in apart:
        return holder
    return heir_of(holder, now, but=apart, of=of or holder.team.organisation_id, place=place) or holder


def explain(*, promise: Promise, explanation: str, by: Actor, now: datetime, meanwhile: str = "") -> None:
    """Say anew what is happening. Records it. The date stays."""
    with whole():
        promise.explanation = explanation
        promise.meanwhile = meanwhile or promise.meanwhile
        change(promise, "explanation", "meanwhile")
        _noted(promise, Verb.PROMISE_EXPLAINED, by, now)


def set_next(*, promise: Promise, to: datetime, what: str, reason: str, by: Actor, now: datetime) -> Move:
    """Give an open promise another date. Adds a move with its reason, and records it.

    Refuses a change without a reason (``NeedsReason``) and refuses to put off a telling (``NotMovable``).
    Whoever calls this also arranges that the person is told: ``tell`` with the move.
    """
    if not reason.strip():
        raise NeedsReason(_("Say why the date moves."))
    if promise.kind == Kind.TELL:
        raise NotMovable(_("This is news somebody is waiting for. Tell them, or ask a colleague to tell them."))
    with whole():
        move = _moved(promise, what, reason, by, now, from_due=promise.next_contact_by, to_due=to)
        _note_missed(promise, now)
        promise.next_contact_by = to
        promise.stepped_up_at = promise.stepped_up_to = None
        put(promise, "next_contact_by", "stepped_up_at", "stepped_up_to", "first_missed_at")
        _noted(promise, Verb.PROMISE_DATE_MOVED, by, now, {"to": to.isoformat(), "why": reason})
    return move


def tell(
    *,
    of: Promise,
    person: Person,
    news: str,
    words: str,
    how: str,
    hear_by: datetime,
    by: Actor,
    now: datetime,
    message: Message | None = None,
    move: Move | None = None,
) -> Telling:
    """Promise to tell somebody some news, in ``words``, by ``hear_by``. Records it.

    Older news they have not heard yet is replaced: they are told once, with what is true now. The moment by
    which they were to hear stays the earlier one, so telling cannot be put off by having more to tell.
    """
    with whole():
        older = _not_heard_yet(of)
        if older is not None:
            hear_by = min(hear_by, older.hear_by)
            # What was promised goes on in the newer telling, with the same date: nothing is broken by it.
            why = str(_("newer news took its place"))
            no_need_to_tell(telling=older, why=why, by=by, now=now, goes_on=True)
        own = _to_tell(of, person, words, hear_by, by, now)
        telling = Telling(
            controller_id=of.controller_id,
            promise=own,
            of=of,
            person=person,
            news=news,
            words=words,
            how=how,
            message=message,
            move=move,
            hear_by=hear_by,
        )
        insert(telling)
        _noted(own, Verb.TELLING_PROMISED, by, now, {"how": how, "news": news})
    return telling


def _not_heard_yet(of: Promise) -> Telling | None:
    if of._state.adding:
        # Made in this very act: nobody has been promised any news of it.
        return None
    written(Telling)
    return open_telling(of)


def _to_tell(of: Promise, person: Person, words: str, hear_by: datetime, by: Actor, now: datetime) -> Promise:
    """The promise that a telling is."""
    assert of.holder is not None
    meanwhile = of.meanwhile or str(_("You can ring us at any time we are open."))
    label = str(_("Tell %(who)s: %(what)s")) % {"who": person.first_name, "what": of.label}
    return make(
        kind=Kind.TELL,
        four=Four(words[:600], of.holder, hear_by, meanwhile),
        place=of.place,
        label=label[:300],
        by=by,
        now=now,
        reference=of.reference,
        about_id=of.about_id,
        about_person=person,
    )


def no_need_to_tell(*, telling: Telling, why: str, by: Actor, now: datetime, goes_on: bool = False) -> None:
    """Let go of news that is no news any more, such as of an ask its person has taken back. Records it.

    Nobody is counted as told by it. ``goes_on``: newer news carries the promise and its date on.
    """
    with whole():
        telling.replaced_at = now
        put(telling, "replaced_at")
        if telling.promise.state == lifecycle.OPEN and goes_on:
            _end(telling.promise, lifecycle.LET_GO, why, by, now)
        elif telling.promise.state == lifecycle.OPEN:
            end(promise=telling.promise, state=lifecycle.LET_GO, why=why, by=by, now=now)


def told(*, telling: Telling, how: str, by: Actor, now: datetime, note: str = "") -> None:
    """Write down that somebody has been told, how, and by whom. Ends that promise, kept or late. Records it.

    Doing it twice changes nothing more.
    """
    with whole():
        telling = Telling.objects.select_for_update().select_related("promise").get(pk=telling.pk)
        if telling.told_at is not None:
            return
        telling.told_at, telling.told_how, telling.told_note, telling.told_by_label = now, how, note[:300], by.label
        put(telling, "told_at", "told_how", "told_note", "told_by_label")
        if telling.promise.state == lifecycle.OPEN:
            keep(promise=telling.promise, by=by, now=now)
        _noted(telling.promise, Verb.TELLING_DONE, by, now, {"how": how, "news": telling.news})


def keep(*, promise: Promise, by: Actor, now: datetime, why: str = "") -> None:
    """End a promise as kept, or as kept late when a date we gave had passed, also one before the last. Records it."""
    end(promise=promise, state=lifecycle.LATE if was_missed(promise, now) else lifecycle.KEPT, why=why, by=by, now=now)


def end(*, promise: Promise, state: str, why: str, by: Actor, now: datetime) -> None:
    """End a promise in ``state``. Records it. Refuses a state that cannot follow (``WrongMove``).

    One that nobody wants any more is let go; after a date we missed it was broken by then, and is written down so.
    """
    with whole():
        if state == lifecycle.LET_GO and was_missed(promise, now):
            state, why = lifecycle.BROKEN, _("The time we gave had passed. %(why)s") % {"why": why}
        _end(promise, state, why, by, now)


def was_missed(promise: Promise, now: datetime) -> bool:
    """Whether a date we gave has passed without a word, now or before the date was moved."""
    due = promise.next_contact_by
    return promise.first_missed_at is not None or (due is not None and due < now)


def _end(promise: Promise, state: str, why: str, by: Actor, now: datetime) -> None:
    lifecycle.PROMISE.check(promise.state, state)
    _note_missed(promise, now)
    promise.state, promise.why_ended, promise.ended_at = state, why.strip()[:300], now
    put(promise, "state", "why_ended", "ended_at", "first_missed_at")
    _noted(promise, _ENDED.get(state, Verb.PROMISE_ENDED), by, now, {"as": state})


_ENDED = {lifecycle.KEPT: Verb.PROMISE_KEPT, lifecycle.BROKEN: Verb.PROMISE_BROKEN}


def _note_missed(promise: Promise, now: datetime) -> None:
    due = promise.next_contact_by
    if promise.first_missed_at is None and due is not None and due < now:
        promise.first_missed_at = due


def correct(*, promise: Promise, says: str, reason: str, by: Actor, now: datetime) -> Correction:
    """Add a second line under how a promise ended: kept, late or broken after all, and why we say so. Records it.

    The first line stays as it is, and so does this one. Refuses a missing reason (``NeedsReason``), a promise that
    is still open and a second line that says what stands there already (``NothingToCorrect``).
    """
    if not reason.strip():
        raise NeedsReason(_("Say why it is put right."))
    if says not in lifecycle.AFTERWARDS or promise.state not in lifecycle.PROMISE.ends:
        raise NothingToCorrect(_("Only how a promise ended can be put right."))
    with whole():
        # One after the other, so that two second lines cannot both say the same.
        Promise.objects.select_for_update(of=("self",), no_key=True).get(pk=promise.pk)
        newest = Correction.objects.filter(promise=promise).order_by("-at", "-id").first()
        if says == (newest.says if newest is not None else promise.state):
            raise NothingToCorrect(_("That is what stands there already."))
        line = Correction.objects.create(
            controller_id=promise.controller_id,
            promise=promise,
            says=says,
            reason=reason.strip()[:300],
            by_label=by.label[:200],
            at=now,
        )
        _noted(promise, Verb.PROMISE_CORRECTED, by, now, {"says": says, "why": reason[:300]})
    return line


def hand_over(*, promise: Promise, to: Membership, reason: str, by: Actor, now: datetime) -> None:
    """Give a promise to a colleague who has said yes to it. Adds a move and records it. Refuses a missing reason."""
    if not reason.strip():
        raise NeedsReason(_("Say why somebody else has this now."))
    with whole():
        _rehome(promise, to, Move.What.HOLDER, reason, by, now)
        _noted(promise, Verb.PROMISE_HANDED_ON, by, now, {"to": to.user.name})


def _rehome(promise: Promise, to: Membership, what: str, reason: str, by: Actor, now: datetime) -> None:
    to = _may_know(to, promise.about_person_id, promise.place, now, promise.controller_id)
    old = promise.holder.user.name if promise.holder is not None else ""
    _moved(promise, what, reason, by, now, from_label=old, to_label=to.user.name)
    promise.holder, promise.team, promise.held_since = to, to.team, now
    put(promise, "holder", "team", "held_since")


def _moved(
    promise: Promise,
    what: str,
    reason: str,
    by: Actor,
    now: datetime,
    *,
    from_due: datetime | None = None,
    to_due: datetime | None = None,
    from_label: str = "",
    to_label: str = "",
) -> Move:
    return Move.objects.create(
        controller_id=promise.controller_id,
        promise=promise,
        what=what,
        reason=reason[:300],
        from_due=from_due,
        to_due=to_due,
        from_label=from_label,
        to_label=to_label,
        by_label=by.label,
        at=now,
    )


def _noted(promise: Promise, verb: Verb, by: Actor, now: datetime, detail: dict[str, object] | None = None) -> None:
    """Write a line of the trail about a promise."""
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("promise", promise.id, promise.label),
        place=(promise.place_id, ""),
        controller=promise.controller_id,
        detail={"reference": promise.reference, **(detail or {})},
    )
