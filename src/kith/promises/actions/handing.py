"""Handing over: a colleague is asked, and has it when they say yes. Until then whoever holds it keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from kith.access.actions import issue_link
from kith.accounts.models import Membership
from kith.accounts.queries import on_duty_list
from kith.kit import said
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.promises import lifecycle, saying
from kith.promises.actions.duty import stop_ringing
from kith.promises.actions.promising import _noted, _rehome
from kith.promises.models import HandOver, HandOverPart, Kind, Move, Promise
from kith.promises.queries import may_have, may_hold, team_above
from kith.trail import actions as trail
from kith.trail.verbs import Verb

# Nobody can answer sooner than this; what falls due before it is the clock's, as ever.
SOONEST = timedelta(minutes=5)


class CannotAsk(ValueError):
    """This colleague cannot be asked to have it. Its text may be shown."""


class AnswerIsOver(ValueError):
    """It is too late for this answer: somebody else was asked, or has it. Its text may be shown."""


def ask_to_have(
    *,
    giver: Membership,
    asked: Membership,
    promises: Sequence[Promise],
    why: str,
    by: Actor,
    now: datetime,
    note: str = "",
    after: HandOver | None = None,
) -> HandOver:
    """Ask a colleague to have these promises from now on, by one message with a link. Records it.

    Nothing moves by asking. What is about somebody they must not know of is left out, without a word. Refuses
    (``CannotAsk``) somebody who has left or is away, the giver themselves, an empty list, promises that have ended,
    and a colleague of another organisation to whom they may not be passed on. What only its holder may read is not
    among them: it finds its own next reader.
    """
    promises = _that_may_be_asked(giver, asked, promises, now)
    with whole():
        hand_over = HandOver.objects.create(
            controller_id=giver.team.organisation_id,
            giver=giver,
            asked=asked,
            why=HandOver.Why(why).value,
            note=note.strip()[:300],
            offered_at=now,
            answer_by=_answer_by(promises, now),
            by_label=by.label[:200],
            after=after,
        )
        rows = [HandOverPart(controller_id=one.controller_id, hand_over=hand_over, promise=one) for one in promises]
        HandOverPart.objects.bulk_create(rows)
        _write_to_asked(hand_over, promises, by, now)
        _recorded(hand_over, Verb.HAND_OVER_ASKED, by, now, {"to": asked.user.name, "things": len(rows)})
    return hand_over


def _that_may_be_asked(
    giver: Membership, asked: Membership, promises: Sequence[Promise], now: datetime
) -> list[Promise]:
    promises = [one for one in promises if one.kind != Kind.PRIVATE]
    if not promises:
        raise CannotAsk(_("There is nothing to hand over: nothing is due."))
    if asked.user_id == giver.user_id:
        raise CannotAsk(_("Choose a colleague: this is theirs already."))
    if not asked.is_live_at(now) or asked.is_away(now):
        raise CannotAsk(_("%(name)s is away. Choose somebody who is here.") % {"name": asked.user.name})
    if any(one.state != lifecycle.OPEN for one in promises):
        raise CannotAsk(_("One of these has ended meanwhile. Look at the list again."))
    promises = [one for one in promises if may_hold(one, asked.user_id)]
    if not promises:
        raise CannotAsk(_("%(name)s cannot have these. Choose somebody else.") % {"name": asked.user.name})
    if not may_have(asked, promises, now):
        name = {"name": asked.user.name, "organisation": asked.team.organisation.name}
        raise CannotAsk(_("No agreement lets %(organisation)s have this. Choose another than %(name)s.") % name)
    return promises


def _answer_by(promises: Sequence[Promise], now: datetime) -> datetime:
    """Within the minutes that are set, and before half of what is left to the first date has gone."""
    dates = [one.next_contact_by for one in promises if one.next_contact_by is not None and one.next_contact_by > now]
    left = min(dates) - now if dates else settings.HAND_OVER_WITHIN * 2
    return now + max(SOONEST, min(settings.HAND_OVER_WITHIN, left / 2))


def say_yes(*, hand_over: HandOver, by: Actor, now: datetime, how: str) -> int:
    """The colleague says yes: what is still as it was is theirs from now on. Records it. Answers how many.

    Of two answers at the same moment one counts. What somebody else took or ended meanwhile stays theirs. Refuses
    (``AnswerIsOver``) when the answer comes too late, or from somebody who has left or is away themselves.
    """
    with whole():
        hand_over = _answered(hand_over, lifecycle.ACCEPTED, now, how)
        if not hand_over.asked.is_live_at(now):
            raise AnswerIsOver(_("Your part in this team is over. Ring whoever asked you."))
        if hand_over.asked.is_away(now):
            raise AnswerIsOver(_("You are away just now, so somebody else is asked. Ring whoever asked you."))
        moved = 0
        why = {"name": hand_over.giver.user.name, "asked": hand_over.asked.user.name}
        reason = str(_("%(name)s asked, and %(asked)s said yes.")) % why
        for part in _still_as_it_was(hand_over):
            _rehome(part.promise, hand_over.asked, Move.What.HOLDER, reason, by, now)
            _noted(part.promise, Verb.PROMISE_HANDED_ON, by, now, {"to": hand_over.asked.user.name})
            moved += 1
        HandOverPart.objects.filter(hand_over=hand_over, promise__holder=hand_over.asked).update(moved_at=now)
        _recorded(hand_over, Verb.HAND_OVER_ANSWERED, by, now, {"as": lifecycle.ACCEPTED, "moved": moved})
        _write_to_giver(hand_over, saying.they_have_it(asked=hand_over.asked.user.name, count=moved), by, now)
    return moved


def _still_as_it_was(hand_over: HandOver) -> list[HandOverPart]:
    """The promises that are open and have had the same holder since they were offered."""
    ids = list(hand_over.parts.values_list("promise_id", flat=True))
    # Locked in one order, so that two hand-overs of the same promises wait for each other.
    rows = Promise.objects.select_for_update(of=("self",)).select_related("holder__user", "team").order_by("id")
    same = Q(held_since__isnull=True) | Q(held_since__lte=hand_over.offered_at)
    promises = {one.id: one for one in rows.filter(same, id__in=ids, state=lifecycle.OPEN)}
    parts = [part for part in hand_over.parts.all() if part.promise_id in promises]
    for part in parts:
        part.promise = promises[part.promise_id]
    asked = hand_over.asked
    return [one for one in parts if one.promise.holder_id != asked.id and may_hold(one.promise, asked.user_id)]


def say_not_this_time(*, hand_over: HandOver, by: Actor, now: datetime, how: str) -> HandOver | None:
    """The colleague cannot, which is fine: the next on the duty list is asked. Records it. Answers who is asked now."""
    with whole():
        hand_over = _answered(hand_over, lifecycle.NOT_THIS_TIME, now, how)
        _recorded(hand_over, Verb.HAND_OVER_ANSWERED, by, now, {"as": lifecycle.NOT_THIS_TIME})
        return _ask_the_next(hand_over, by, now)


def pass_on(*, hand_over: HandOver, by: Actor, now: datetime) -> HandOver | None:
    """Nobody answered in time: the next on the duty list is asked. Records it. Answers who is asked now.

    What was handed over because of sickness is with whoever is on duty already, and stays there.
    """
    with whole():
        hand_over = _answered(hand_over, lifecycle.PASSED_ON, now, "")
        _recorded(hand_over, Verb.HAND_OVER_ANSWERED, by, now, {"as": lifecycle.PASSED_ON})
        return _ask_the_next(hand_over, by, now)


def have_this(*, promise: Promise, membership: Membership, by: Actor, now: datetime) -> None:
    """A colleague says "I have this": it is theirs, and no phone rings about it any more. Records it.

    What only its holder may read stays theirs.
    """
    if promise.kind == Kind.PRIVATE:
        return
    with whole():
        if promise.holder_id != membership.id:
            reason = str(_("%(who)s said: I have this.")) % {"who": by.label}
            _rehome(promise, membership, Move.What.HOLDER, reason, by, now)
            _noted(promise, Verb.PROMISE_HANDED_ON, by, now, {"to": membership.user.name})
        stop_ringing(promise=promise, by=by, now=now)


def take_back(*, hand_over: HandOver, by: Actor, now: datetime) -> None:
    """Whoever asked does not need it any more. Records it. Refuses (``AnswerIsOver``) when there is an answer."""
    with whole():
        hand_over = _answered(hand_over, lifecycle.OVER, now, "")
        _recorded(hand_over, Verb.HAND_OVER_ANSWERED, by, now, {"as": lifecycle.OVER})


def _answered(hand_over: HandOver, state: str, now: datetime, how: str) -> HandOver:
    """Claim the answer with one conditional update: whoever comes second finds that there is one."""
    waiting = HandOver.objects.filter(pk=hand_over.pk, state=lifecycle.OFFERED)
    if not waiting.update(state=state, answered_at=now, answered_how=how[:20]):
        there = HandOver.objects.get(pk=hand_over.pk)
        raise AnswerIsOver(_OVER.get(there.state, _OVER[lifecycle.OVER])())
    rows = HandOver.objects.select_related("giver__user", "giver__team__place", "asked__user", "asked__team__place")
    return rows.get(pk=hand_over.pk)


_OVER = {
    lifecycle.ACCEPTED: lambda: _("You have said yes to this already. Thank you."),
    lifecycle.NOT_THIS_TIME: lambda: _("You said not this time, and somebody else was asked. Nothing to do."),
    lifecycle.PASSED_ON: lambda: _("Somebody else was asked meanwhile. Nothing to do. Thank you."),
    lifecycle.OVER: lambda: _("This is no longer needed. Nothing to do. Thank you."),
}


def _ask_the_next(hand_over: HandOver, by: Actor, now: datetime) -> HandOver | None:
    parts = _still_as_it_was(hand_over)
    if hand_over.why == HandOver.Why.SICK or not parts:
        return None
    following = _following(hand_over, [part.promise for part in parts], now)
    asked = hand_over.asked.user.name
    if following is None:
        keeper = hand_over.giver.user.name
        _write_to_giver(hand_over, saying.nobody_said_yes(keeper=keeper), by, now)
        return None
    _write_to_giver(hand_over, saying.next_was_asked(asked=asked, following=following.user.name), by, now)
    promises = [part.promise for part in parts]
    return ask_to_have(
        giver=hand_over.giver,
        asked=following,
        promises=promises,
        why=hand_over.why,
        note=hand_over.note,
        after=hand_over,
        by=by,
        now=now,
    )


def _following(hand_over: HandOver, promises: Sequence[Promise], now: datetime) -> Membership | None:
    """The next who is there: down the duty list of the giver's team, then of the teams above, nobody twice."""
    had = {hand_over.giver.user_id}
    before: HandOver | None = hand_over
    while before is not None:
        had.add(before.asked.user_id)
        before = before.after
    team = hand_over.giver.team
    while True:
        line = on_duty_list(team).here(now).exclude(user_id__in=had).select_related("user", "team__organisation")
        here = [one for one in line if may_have(one, promises, now)]
        found = next((one for one in here if any(may_hold(promise, one.user_id) for promise in promises)), None)
        above = team_above(team)
        if found is not None or above.id == team.id:
            return found
        team = above


def _write_to_asked(hand_over: HandOver, promises: Sequence[Promise], by: Actor, now: datetime) -> None:
    token = issue_link(
        purpose="hand-over",
        subject_label="promises.HandOver",
        subject_id=hand_over.id,
        actor=Actor.user(hand_over.asked.user),
        expires_at=now + settings.DUTY_LINK_LASTS,
        by=by,
        now=now,
    )
    dates = sorted(one.next_contact_by for one in promises if one.next_contact_by is not None)
    body = saying.asked_to_have(
        giver=hand_over.giver.user.name,
        why=str(hand_over.get_why_display()),
        labels=[one.label for one in promises],
        first=said.by(dates[0], now) if dates else "",
        by=said.by(hand_over.answer_by, now),
        link=saying.address_of(f"/h/{token}"),
    )
    _write(hand_over, hand_over.asked, "hand-over", body, by, now)


def _write_to_giver(hand_over: HandOver, body: str, by: Actor, now: datetime) -> None:
    if hand_over.giver.is_live_at(now):
        _write(hand_over, hand_over.giver, "hand-over-answer", body, by, now)


def _write(hand_over: HandOver, to: Membership, kind: str, body: str, by: Actor, now: datetime) -> None:
    letter = Letter(
        kind=kind,
        body=body,
        subject=str(_("Handing over: %(name)s")) % {"name": hand_over.giver.user.name},
        key=f"{kind}:{hand_over.id}",
        urgent=True,
        about_id=hand_over.id,
    )
    organisation, place = to.team.organisation, to.team.place
    outbox.write_to_staff(letter=letter, user=to.user, place=place, controller=organisation, by=by, now=now)


def _recorded(hand_over: HandOver, verb: Verb, by: Actor, now: datetime, detail: dict[str, object]) -> None:
    team = hand_over.giver.team
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("promises.HandOver", hand_over.id, hand_over.giver.user.name),
        place=(team.place_id, team.place.name),
        controller=hand_over.controller_id,
        detail={"why": hand_over.why, **detail},
    )
