"""What a reader does with a concern: has read it, writes, decides, tells outside, shows it, answers and ends it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.accounts.models import Membership, User
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import Move
from kith.safeguarding import lifecycle, queries
from kith.safeguarding.actions.giving import _give, _noted, _wrote
from kith.safeguarding.models import Concern, KeptFrom, Line, Outcome, Reader
from kith.trail.verbs import Verb


class NeedsWords(ValueError):
    """Something was decided or ended without a word of what or why. Its text may be shown."""


class CannotShow(ValueError):
    """This colleague cannot be shown it. Its text may be shown."""


def have_read(*, concern: Concern, look_by: datetime, by: Actor, now: datetime) -> None:
    """A reader has read it and has it from now on; no phone rings about it any more. Records it.

    ``look_by`` is when they look at it next. Pressed twice it is theirs once, with the newer date.
    """
    part = queries.part_of(by.id, now)
    with whole():
        concern = _locked(concern)
        if part is not None and concern.promise.holder_id != part.id:
            reason = str(_("They said: I have this."))
            promises.hand_over(promise=concern.promise, to=part, reason=reason, by=by, now=now)
            if concern.answering is not None and concern.answering.state == promise_states.OPEN:
                promises.hand_over(promise=concern.answering, to=part, reason=reason, by=by, now=now)
            _wrote(concern, Line.What.HOLDER, str(_("%(name)s has it now.")) % {"name": part.user.name}, by, now)
        if concern.state == lifecycle.NEW:
            lifecycle.CONCERN.check(concern.state, lifecycle.READ)
            concern.state, concern.read_at = lifecycle.READ, now
            _wrote(concern, Line.What.READ, str(_("Read it.")), by, now)
        _noted(concern, Verb.CONCERN_READ, by, now)
        promises.stop_ringing(promise=concern.promise, by=by, now=now)
        _looks_next(concern, look_by, by, now)
        _follow(concern, "state", "read_at")


def add(*, concern: Concern, words: str, by: Actor, now: datetime) -> Line:
    """Add what was seen, heard or said since. Records it. Also after it has ended."""
    if not words.strip():
        raise NeedsWords(_("Write what you would like to add."))
    with whole():
        line = _wrote(concern, Line.What.ADDED, words, by, now)
        _noted(concern, Verb.CONCERN_ADDED_TO, by, now)
    return line


def decide(*, concern: Concern, words: str, reason: str, look_by: datetime, by: Actor, now: datetime) -> Line:
    """Write down a decision, why, and when it is looked at next. Records it. Refuses a missing reason."""
    if not words.strip():
        raise NeedsWords(_("Write what was decided."))
    if not reason.strip():
        raise NeedsWords(_("Write why: somebody will ask later."))
    with whole():
        concern = _locked(concern)
        line = _wrote(concern, Line.What.DECIDED, words, by, now, reason=reason)
        _looks_next(concern, look_by, by, now)
        _follow(concern)
        _noted(concern, Verb.CONCERN_DECIDED, by, now)
    return line


def told_outside(*, concern: Concern, whom: str, words: str, by: Actor, now: datetime) -> Line:
    """Write down who outside was told, such as the council's safeguarding team or the police, and what. Records it."""
    if not whom.strip():
        raise NeedsWords(_("Write who was told."))
    if not words.strip():
        raise NeedsWords(_("Write what they were told, and what they said."))
    with whole():
        line = _wrote(concern, Line.What.OUTSIDE, words, by, now, to_label=whom)
        _noted(concern, Verb.CONCERN_TOLD_OUTSIDE, by, now, {"to": whom[:80]})
    return line


def show(*, concern: Concern, to: Membership, reason: str, by: Actor, now: datetime) -> Reader:
    """Let a named colleague read it too, for a stated reason. Records it.

    Refuses (``CannotShow``) somebody it may be about, and somebody who reads it already.
    """
    if not reason.strip():
        raise NeedsWords(_("Write why they need to read it."))
    with whole():
        if to.user_id in queries.reader_ids(concern):
            raise CannotShow(_("%(name)s reads it already.") % {"name": to.user.name})
        if to.user_id in queries.kept_from_ids(concern) or queries.names_them(concern, to.user):
            raise CannotShow(_("It may be about %(name)s, so they cannot be shown it.") % {"name": to.user.name})
        reader = _give(concern, to, Reader.Why.SHARED, by, now, reason)
        _wrote(concern, Line.What.SHOWN, str(_("May read it now.")), by, now, reason=reason, to_label=to.user.name)
    return reader


def take_away(*, reader: Reader, why: str, by: Actor, now: datetime) -> None:
    """A colleague reads it no more. That they did stays written. Records it. Done twice it is done once."""
    with whole():
        reader = Reader.objects.select_for_update().select_related("concern").get(pk=reader.pk)
        if reader.user_id is None:
            return
        reader.user, reader.ended_at, reader.ended_why = None, now, why.strip()[:300]
        put(reader, "user", "ended_at", "ended_why")
        _noted(reader.concern, Verb.CONCERN_TAKEN_AWAY, by, now, {"from": reader.name})


def keep_from(*, concern: Concern, user: User, why: str, by: Actor, now: datetime) -> None:
    """Write down that it must not reach a colleague; where they could read it, they no longer can. Records it."""
    with whole():
        kept = {"controller_id": concern.controller_id, "why": why.strip()[:300] or str(_("It may be about them."))}
        KeptFrom.objects.get_or_create(concern=concern, user=user, defaults={**kept, "at": now})
        reader = concern.readers.filter(user=user).first()
        if reader is not None:
            take_away(reader=reader, why=str(_("it may be about them")), by=by, now=now)
        _noted(concern, Verb.CONCERN_TAKEN_AWAY, by, now, {"from": user.name})


def may_reach(*, concern: Concern, user: User, why: str, by: Actor, now: datetime) -> None:
    """Write down that it may reach a colleague after all; it shows them nothing by itself. Records it.

    Refuses (``CannotShow``) whoever the person it is about named themselves. Done twice it is done once.
    """
    if not why.strip():
        raise NeedsWords(_("Write why it may reach them."))
    with whole():
        if user.id in queries.must_not_know_of_them(concern):
            raise CannotShow(
                _("The person it is about named %(name)s. Only they can say otherwise.") % {"name": user.name}
            )
        gone, _each = KeptFrom.objects.filter(concern=concern, user=user).delete()
        if gone:
            words = str(_("It may reach %(name)s again.")) % {"name": user.name}
            _wrote(concern, Line.What.ADDED, words, by, now, reason=why.strip()[:600])
            _noted(concern, Verb.CONCERN_MAY_REACH, by, now, {"to": user.name})


def answered(*, concern: Concern, how: str, by: Actor, now: datetime) -> None:
    """Whoever raised it was told by a person that we have it. Keeps that promise. Records it. Done twice, done once."""
    with whole():
        concern = _locked(concern)
        if concern.answered_at is not None:
            return
        concern.answered_at = now
        put(concern, "answered_at")
        if concern.answering is not None and concern.answering.state == promise_states.OPEN:
            promises.keep(promise=concern.answering, by=by, now=now)
        _wrote(concern, Line.What.ANSWERED, how.strip() or str(_("They know that we have it.")), by, now)
        _noted(concern, Verb.CONCERN_ANSWERED, by, now)


def end(*, concern: Concern, outcome: str, words: str, by: Actor, now: datetime) -> None:
    """End a concern with an outcome and a word of why. Keeps its promise. Records it. Nothing is taken away."""
    if not words.strip():
        raise NeedsWords(_("Write in a sentence how it ended."))
    with whole():
        concern = _locked(concern)
        if concern.state == lifecycle.ENDED:
            return
        if concern.state == lifecycle.NEW:
            concern.state, concern.read_at = lifecycle.READ, now
        lifecycle.CONCERN.check(concern.state, lifecycle.ENDED)
        concern.state, concern.ended_at = lifecycle.ENDED, now
        concern.outcome, concern.outcome_words = Outcome(outcome).value, words.strip()[:600]
        put(concern, "state", "read_at", "ended_at", "outcome", "outcome_words")
        said = f"{concern.get_outcome_display()}. {words.strip()}"
        _wrote(concern, Line.What.ENDED, said, by, now)
        promises.stop_ringing(promise=concern.promise, by=by, now=now)
        if concern.promise.state == promise_states.OPEN:
            promises.keep(promise=concern.promise, by=by, now=now)
        _noted(concern, Verb.CONCERN_ENDED, by, now, {"as": concern.outcome})


def _locked(concern: Concern) -> Concern:
    rows = Concern.objects.select_for_update(of=("self",))
    return rows.select_related("promise__holder__user", "promise__team", "answering").get(pk=concern.pk)


def _looks_next(concern: Concern, to: datetime, by: Actor, now: datetime) -> None:
    if concern.promise.state != promise_states.OPEN:
        return
    reason = str(_("It was looked at, and is looked at again then."))
    promises.set_next(promise=concern.promise, to=to, what=Move.What.NEWS, reason=reason, by=by, now=now)


def _follow(concern: Concern, *fields: str) -> None:
    """Say on the concern what its promise says."""
    holder = concern.promise.holder
    concern.holder_label = holder.user.name if holder is not None else ""
    concern.look_by = concern.promise.next_contact_by
    put(concern, "holder_label", "look_by", *fields)
