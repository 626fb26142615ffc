"""When somebody leaves, their promises find a new holder in the same transaction. A promise is never left behind."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.accounts import actions as accounts
from kith.accounts.models import Membership, Team, User
from kith.accounts.queries import NobodyAnswers
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.promises import lifecycle
from kith.promises.actions.promising import _noted, _rehome
from kith.promises.models import Move, Promise
from kith.promises.queries import team_above
from kith.trail.verbs import Verb


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


def rehome_all(*, membership: Membership, by: Actor, now: datetime) -> int:
    """Give every open promise of a membership to whoever answers next. Records each. Answers how many."""
    with whole():
        held = Promise.objects.select_for_update().filter(holder=membership, state=lifecycle.OPEN)
        promises = list(held.select_related("team__place"))
        if not promises:
            return 0
        heir = _heir(membership, now)
        reason = str(_("%(name)s left, so %(heir)s has this now.")) % {
            "name": membership.user.name,
            "heir": heir.user.name,
        }
        for promise in promises:
            _rehome(promise, heir, Move.What.LEFT, reason, by, now)
            _noted(promise, Verb.PROMISE_REHOMED, by, now, {"to": heir.user.name})
    return len(promises)


def _heir(leaver: Membership, now: datetime) -> Membership:
    """The next on the duty list of the same team, else of the teams above it, never the same human being."""
    team: Team = leaver.team
    while True:
        heir = _next_on_list(team, leaver, now)
        if heir is not None:
            return heir
        above = team_above(team)
        if above.id == team.id:
            raise NobodyAnswers(
                str(_("Nobody else can hold what %(name)s holds. Add somebody to a duty list first."))
                % {"name": leaver.user.name}
            )
        team = above


def _next_on_list(team: Team, leaver: Membership, now: datetime) -> Membership | None:
    others = (
        Membership.objects.live()
        .filter(duty_turns__team=team, team=team)
        .exclude(user_id=leaver.user_id)
        .select_related("user", "team")
        .order_by("duty_turns__position")
    )
    here = [one for one in others if one.away_until is None or one.away_until <= now]
    return here[0] if here else others.first()
