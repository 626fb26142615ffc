"""Who looks whether an emergency use was right, and who sees to it where nobody may. It writes nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kith.accounts.models import Membership, Organisation, User
from kith.accounts.roles import Permission, roles_with
from kith.asks.in_emergency import somebody_else
from kith.governance import urgent
from kith.governance.models import EmergencyUse, Stewardship
from kith.people.models import Person
from kith.people.queries import colleagues_apart, kept_from
from kith.promises import lifecycle
from kith.promises.models import Kind, Promise

_REVIEWS = roles_with(Permission.REVIEW_EMERGENCY_USE)
# Whoever may give somebody a part, and sees what is promised.
_NAMES = roles_with(Permission.MANAGE_TEAM) & roles_with(Permission.SEE_TODAY)


def not_theirs(person: Person, *involved: UUID | None) -> set[UUID]:
    """Who does not look at it: those who opened it or said yes to it, and whoever must not know of the person."""
    return {one for one in involved if one is not None} | kept_from(person) | {*colleagues_apart(person)}


def reviewer_for(person: Person, not_these: Collection[UUID], now: datetime) -> Membership | None:
    """Who looks whether an emergency use was right: the guardian of whoever answers for this record, if one is here.

    That is whom the organisation named, be it somebody else's whom it borrows; else a guardian or safeguarding lead
    of its own; else one of a place around. Somebody who is away comes last.
    """
    parts = Membership.objects.live(now).filter(role__in=_REVIEWS)
    parts = parts.exclude(user__in=not_these).select_related("user", "team__place", "team__organisation")
    named = Stewardship.objects.filter(controller=person.controller_id).first() or Stewardship()
    own = {person.controller_id, named.guardian_of_id}

    def further(one: Membership) -> tuple[bool, bool, bool, bool, int, datetime]:
        is_named, theirs = one.user_id == named.guardian_user_id, one.team.organisation_id in own
        near = -len(one.team.place.path)
        return (one.is_away(now), not is_named, not theirs, one.role != "guardian", near, one.started_at)

    known = [one for one in parts if one.team.organisation_id in own or one.team.place_id in person.place.path]
    return min(known, key=further, default=None)


def is_here_in_time(part: Membership, due: datetime, now: datetime) -> bool:
    """Whether they could look before it is due: what falls due while its holder is away goes to whoever is on duty."""
    return not part.is_away(now) or (part.away_until is not None and part.away_until <= due and due > now)


def who_names_one(person: Person, not_these: Collection[UUID], now: datetime) -> Membership:
    """Who gives somebody the part of a guardian where nobody may look: near the person first, then further up."""
    parts = Membership.objects.live(now).filter(role__in=_NAMES, team__place_id__in=person.place.path)
    rows = parts.exclude(user__in=not_these).select_related("user", "team__place", "team__organisation")

    def further(one: Membership) -> tuple[bool, bool, int, datetime]:
        theirs = one.team.organisation_id == person.controller_id
        return (one.is_away(now), not theirs, -len(one.team.place.path), one.started_at)

    return min(rows, key=further, default=None) or somebody_else(person.place, not_these, now)


def who_keep_the_house(organisation_id: UUID, not_these: Collection[UUID], now: datetime) -> list[User]:
    """The administrators of an organisation, who may name a guardian and see nothing of any person."""
    parts = Membership.objects.live(now).filter(role="administrator", team__organisation=organisation_id)
    rows = parts.exclude(user__in=not_these).select_related("user")
    return sorted({one.user for one in rows}, key=lambda user: user.name)


def held_by_nobody_who_may(now: datetime) -> QuerySet[EmergencyUse]:
    """Emergency uses that wait for a review, whose promise is with somebody who may not look at them."""
    holds = Promise.objects.filter(pk=OuterRef("review_id"), state=lifecycle.OPEN)
    parts = Membership.objects.live(now).filter(role__in=_REVIEWS, user__memberships__promises=OuterRef("review_id"))
    may = parts.filter(Q(team__organisation=OuterRef("controller")) | Q(user=OuterRef("reviewer")))
    by_themselves = holds.filter(Q(holder__user=OuterRef("user")) | Q(holder__user=OuterRef("second")))
    waiting = EmergencyUse.objects.filter(Exists(holds), review=urgent.WAITING)
    found = waiting.filter(~Exists(may) | Exists(by_themselves))
    return found.select_related("person__place", "controller", "user").order_by("at", "id")


def to_name_a_reviewer() -> QuerySet[Promise]:
    """The open promises to name somebody who may look, one for an organisation."""
    return Promise.objects.filter(
        kind=Kind.REVIEW, state=lifecycle.OPEN, about_id__in=Organisation.objects.values("id")
    )
