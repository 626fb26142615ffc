"""What the clock asks of concerns: the next reader, a holder who may read it, readers who left, answers that failed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.accounts.queries import NobodyAnswers
from kith.accounts.roles import Permission, roles_with
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.safeguarding import queries
from kith.safeguarding.actions.deciding import _follow, _locked, answered, take_away
from kith.safeguarding.actions.giving import _give, _noted, _ring, _wrote
from kith.safeguarding.actions.raising import _promise_an_answer
from kith.safeguarding.models import Concern, Line, Reader
from kith.trail.verbs import Verb


def give_to_next(*, concern: Concern, by: Actor, now: datetime) -> Membership | None:
    """Nobody has said to have read it: give it to the next in turn as well, and ring. Records it.

    Answers who; None where everybody who may read it has it, and the duty phone rings on.
    """
    with whole():
        concern = _locked(concern)
        reading = queries.reader_ids(concern)
        following = next((one for one in queries.in_turn(concern, now) if one.user_id not in reading), None)
        if following is None:
            return None
        _give(concern, following, _why(following), by, now)
        words = str(_("Nobody had read it yet, so %(name)s was given it too.")) % {"name": following.user.name}
        _wrote(concern, Line.What.HOLDER, words, by, now)
        _ring(concern, following, by, now)
    return following


def mend_holder(*, concern: Concern, by: Actor, now: datetime) -> None:
    """Its promise has come to somebody who may not read it: give it to a reader who is there, else the next in turn.

    Records it. Refuses (``NobodyAnswers``) where nobody at all is left.
    """
    with whole():
        concern = _locked(concern)
        turn = queries.in_turn(concern, now)
        reading = queries.reader_ids(concern)
        heir = next((one for one in turn if one.user_id in reading), turn[0] if turn else None)
        if heir is None:
            raise NobodyAnswers("Nobody is left who may read this concern.")
        if heir.user_id not in reading:
            _give(concern, heir, _why(heir), by, now)
        reason = str(_("Whoever had it is not there any more."))
        for promise in queries.promises_of(concern):
            if promise.state == promise_states.OPEN and promise.holder_id != heir.id:
                promises.hand_over(promise=promise, to=heir, reason=reason, by=by, now=now)
        words = str(_("%(name)s has it now.")) % {"name": heir.user.name}
        _wrote(concern, Line.What.HOLDER, words, by, now)
        _follow(concern)


def mend_readers(*, reader: Reader, by: Actor, now: datetime) -> None:
    """A reader has left, or does not lead any more: they read it no longer. Records it."""
    with whole():
        take_away(reader=reader, why=str(_("their part here is over")), by=by, now=now)


def answer_by_hand(*, concern: Concern, by: Actor, now: datetime) -> None:
    """What was written to whoever raised it did not arrive: a person promises to answer. Records it."""
    with whole():
        concern = _locked(concern)
        if concern.answering is not None or concern.answered_at is not None:
            return
        words = str(_("Our answer to whoever raised it did not arrive. Answer them another way, if that is safe."))
        _wrote(concern, Line.What.ADDED, words, by, now)
        _promise_an_answer(concern, by, now)


def note_answered(*, concern: Concern, by: Actor, now: datetime) -> None:
    """What was written to whoever raised it has left. Records it."""
    with whole():
        answered(concern=concern, how=str(_("Our words that we have it have left.")), by=by, now=now)


def follow(*, concern: Concern, by: Actor, now: datetime) -> None:
    """Say on the concern what its promise says by now, such as after its holder changed. Records it."""
    with whole():
        _follow(concern)
        _noted(concern, Verb.CONCERN_GIVEN, by, now, {"to": concern.holder_label})


def _why(member: Membership) -> str:
    return Reader.Why.LEAD if member.role in roles_with(Permission.SEE_CONCERNS) else Reader.Why.NEXT
