"""A person wants help from further away after all: their ask belongs to the district from then on."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.accounts.queries import duty_holder, duty_team
from kith.asks.actions.history import happened
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.people.queries import kept_from
from kith.promises import actions as promises
from kith.promises.models import Promise
from kith.trail.verbs import Verb


def from_further_away(*, ask: Ask, by: Actor, now: datetime) -> None:
    """The ask goes to the few of the district, and nobody nearer sees it any more, nor a gap. Records it."""
    with whole():
        district = ask.home.ancestor("district") or ask.place
        ask.further_away, ask.place = True, district
        ask.version += 1
        put(ask, "further_away", "place", "version")
        holder = duty_holder(duty_team(district), now, but=kept_from(ask.person))
        reason = str(_("They want help from further away, so %(who)s has this now.")) % {"who": holder.user.name}
        _all_goes_with_it(ask, holder, reason, by, now)
        happened(ask=ask, verb=Verb.ASK_STEPPED_UP, staff=reason, by=by, now=now)


def _all_goes_with_it(ask: Ask, to: Membership, reason: str, by: Actor, now: datetime) -> None:
    """Whatever else is promised about it goes to the same hands, and belongs to the same place."""
    rows = Promise.objects.filter(reference=ask.reference, about_person=ask.person, state="open")
    for one in rows.select_related("holder__user"):
        one.place = ask.place
        put(one, "place")
        if one.holder_id != to.id:
            promises.hand_over(promise=one, to=to, reason=reason, by=by, now=now)
