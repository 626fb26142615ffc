"""When a holder cannot keep what they hold, it finds somebody else in the same transaction. Nothing is left behind.

Leaving, an account switched off, a part in a team that ends by its day, sickness and a planned absence all come here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kith.accounts import actions as accounts
from kith.accounts.models import Membership, User
from kith.accounts.queries import on_duty_list
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.promises import lifecycle
from kith.promises.actions.duty import About, call_duty
from kith.promises.actions.promising import Four, _may_know, _noted, _rehome, make
from kith.promises.models import Kind, Move, Promise
from kith.promises.queries import due_before, heir_of, may_hold, who_answers
from kith.trail.verbs import Verb

PUT_RIGHT_WITHIN = timedelta(days=1)


def leave_team(*, membership: Membership, by: Actor, now: datetime) -> int:
    """End a membership, after its open promises have found new holders. Records both. Answers how many moved.

    Refuses (``NobodyAnswers``) when nobody else on any team above could hold them; then nothing has changed.
    """
    with whole():
        moved = rehome_all(membership=membership, by=by, now=now)
        accounts.end_membership(membership=membership, by=by, now=now)
    return moved


def disable_account(*, user: User, by: Actor, now: datetime) -> int:
    """Switch an account off, after every promise of its memberships has found a new holder. Records both."""
    with whole():
        memberships = list(Membership.objects.live().filter(user=user).select_related("team__place", "user"))
        moved = sum(rehome_all(membership=one, by=by, now=now) for one in memberships)
        for one in memberships:
            accounts.end_membership(membership=one, by=by, now=now)
        accounts.disable_user(user=user, by=by, now=now)
    return moved


def end_by_its_day(*, membership: Membership, by: Actor, now: datetime) -> int:
    """The day a part in a team was given for is over: as if they had left. Records it. Answers how many moved.

    The last one on a duty list stays on it in name, because the list may not be empty; what they held goes to whoever
    answers above, who also promises to put somebody else on the list.
    """
    with whole():
        moved = rehome_all(membership=membership, by=by, now=now)
        others = on_duty_list(membership.team).live().exclude(pk=membership.pk).exists()
        if others or not membership.team.is_duty:
            accounts.end_membership(membership=membership, by=by, now=now)
        else:
            _put_somebody_on_the_list(membership, by, now)
    return moved


def _put_somebody_on_the_list(membership: Membership, by: Actor, now: datetime) -> None:
    team = membership.team
    if Promise.objects.filter(kind=Kind.DECISION, about_id=membership.id, state=lifecycle.OPEN).exists():
        return
    names = {"name": membership.user.name, "team": team.name}
    four = Four(
        explanation=str(_("The day %(name)s was a member for is over, and nobody else is on the duty list.")) % names,
        holder=who_answers(team.place, now),
        hear_by=now + PUT_RIGHT_WITHIN,
        meanwhile=str(_("You answer for them until somebody is on it.")),
    )
    label = str(_("Put somebody on the duty list of %(team)s")) % names
    make(kind=Kind.DECISION, four=four, place=team.place, label=label, by=by, now=now, about_id=membership.id)


def rehome_all(*, membership: Membership, by: Actor, now: datetime) -> int:
    """Give every open promise of a membership to whoever answers next. Records each. Answers how many."""
    with whole():
        held = Promise.objects.filter(holder=membership, state=lifecycle.OPEN)
        why = str(_("%(name)s left")) % {"name": membership.user.name}
        return len(give_to_heir(membership=membership, held=held, what=Move.What.LEFT, why=why, by=by, now=now))


def cover(*, membership: Membership, by: Actor, now: datetime) -> list[Promise]:
    """Give what falls due before an absent member is back to whoever is on duty. Records each. Answers which.

    Being on duty is having said yes beforehand, so this asks nobody; the duty phone rings until somebody has seen
    the list. Where nobody else is there at all, the promise stays, and the clock takes it up as it does any other.
    """
    with whole():
        held = due_before(membership.away_until).filter(holder=membership)
        why = str(_("%(name)s is away")) % {"name": membership.user.name}
        return give_to_heir(membership=membership, held=held, what=Move.What.AWAY, why=why, by=by, now=now)


def keep_from_holder(*, promise: Promise, by: Actor, now: datetime) -> Membership | None:
    """Give a promise to somebody who may know whom it is about, where its holder must not. Records it, never why.

    None where nobody else is there, or it is with somebody else already.
    """
    with whole():
        promise = Promise.objects.select_for_update(of=("self",)).select_related("holder__user").get(pk=promise.pk)
        holder = promise.holder
        if promise.state != lifecycle.OPEN or holder is None or may_hold(promise, holder.user_id):
            return None
        to = _may_know(holder, promise.about_person_id, promise.place, now, promise.controller_id)
        if to.id == holder.id:
            return None
        reason = str(_("%(heir)s has this now.")) % {"heir": to.user.name}
        _rehome(promise, to, Move.What.HOLDER, reason, by, now)
        _noted(promise, Verb.PROMISE_REHOMED, by, now, {"to": to.user.name})
        call_duty(promise=promise, team=to.team, place=promise.place, about=About(), by=by, now=now)
    return to


def _falls_due(promise: Promise) -> tuple[datetime, UUID]:
    assert promise.next_contact_by is not None
    return promise.next_contact_by, promise.id


def give_to_heir(
    *, membership: Membership, held: QuerySet[Promise], what: str, why: str, by: Actor, now: datetime
) -> list[Promise]:
    """Move these promises of a member to whoever answers next, and have that duty phone rung. Records each.

    What another organisation answers for goes only where it may be passed on. Refuses (``NobodyAnswers``) for
    somebody who leaves when there is nobody else; for somebody away, moves nothing.
    """
    with whole():
        rows = held.select_for_update(of=("self",)).select_related("team__place", "place", "holder__user")
        # Locked in the one order in which promises are, and moved in the order in which they fall due.
        promises = sorted(rows.order_by("id"), key=_falls_due)
        heirs: dict[tuple[UUID, UUID], Membership | None] = {}
        moved = []
        for promise in promises:
            key = (promise.controller_id, promise.place_id)
            if key not in heirs:
                must, of = what == Move.What.LEFT, promise.controller_id
                heirs[key] = heir_of(membership, now, must=must, of=of, place=promise.place)
            heir = heirs[key]
            if heir is not None:
                _give(promise, heir, what, why, by, now)
                moved.append(promise)
    return moved


def _give(promise: Promise, next_one: Membership, what: str, why: str, by: Actor, now: datetime) -> None:
    heir = _may_know(next_one, promise.about_person_id, promise.place, now, promise.controller_id)
    reason = str(_("%(why)s, so %(heir)s has this now.")) % {"why": why, "heir": heir.user.name}
    _rehome(promise, heir, what, reason, by, now)
    _noted(promise, Verb.PROMISE_REHOMED, by, now, {"to": heir.user.name})
    call_duty(promise=promise, team=heir.team, place=promise.place, about=About(why=why), by=by, now=now)
