"""Who may open a record in an emergency, who may review that, and who decides on a major incident."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied

from kith.access import policy
from kith.access.policy import WIDE, standing
from kith.access.rules import SORTERS
from kith.accounts.models import Membership, User
from kith.accounts.queries import NobodyAnswers, duty_holder
from kith.accounts.roles import ROLES, Permission
from kith.governance.models import Decider, EmergencyUse
from kith.kit.actor import Actor
from kith.people.models import Person
from kith.people.queries import colleagues_apart, kept_from

SAFEGUARDING = "safeguarding_lead"


class MayNot(PermissionDenied):
    """This is not theirs to do. On a page it looks like what is not there."""


def part_in_emergency(actor: Actor, now: datetime) -> Membership | None:
    """The part through which a colleague may open a record: by their role, or because the duty phone is theirs now."""
    if actor.kind != "user" or actor.id is None:
        return None
    by_role = [part.membership for part in standing(actor) if _holds(part.role, Permission.USE_IN_EMERGENCY)]
    parts = Membership.objects.live(now).select_related("user", "team__place", "team__organisation")
    if by_role:
        return parts.filter(pk__in=by_role).order_by("started_at", "id").first()
    mine = parts.filter(user_id=actor.id, role__in=SORTERS, duty_turns__isnull=False).order_by("started_at", "id")
    return next((part for part in mine if _is_rung_now(part, now)), None)


def _holds(role: str, permission: Permission) -> bool:
    return permission in ROLES[role].permissions


def _is_rung_now(part: Membership, now: datetime) -> bool:
    try:
        return duty_holder(part.team, now).user_id == part.user_id
    except NobodyAnswers:
        return False


def may_use_in_emergency(actor: Actor, now: datetime) -> bool:
    """Whether the page of emergency use is there for them."""
    return part_in_emergency(actor, now) is not None


def check_may_open(actor: Actor, person: Person, now: datetime) -> Membership:
    """The part through which ``actor`` may open this person's record. Raises ``MayNot`` where there is none.

    Who must not know stays out, and so does whoever is nearer than the person wishes: an emergency changes neither.
    """
    part = part_in_emergency(actor, now)
    if part is None or wants_others(person, actor) or must_not_know(person, part.user):
        raise MayNot
    return part


def classes_for(part: Membership) -> str:
    """The classes of field an emergency opens: what was worried about only to those who hear of concerns."""
    return "ABCD" if part.role == SAFEGUARDING else "ABC"


def wants_others(person: Person, actor: Actor) -> bool:
    """Whether they asked for somebody from further away than this colleague works."""
    return person.further_away and not any(part.place_kind in WIDE for part in standing(actor))


def must_not_know(person: Person, user: User) -> bool:
    """Whether a colleague is one of those this person named as somebody who must not know."""
    return user.id in kept_from(person) or user.id in colleagues_apart(person)


def may_review(actor: Actor) -> bool:
    """Whether they review emergency uses at all."""
    return actor.kind == "user" and policy.holds(actor, Permission.REVIEW_EMERGENCY_USE)


def check_may_review(use: EmergencyUse, actor: Actor) -> User:
    """The reviewer, who is neither the one who opened it nor the one who said yes to more hours."""
    parts = [part for part in standing(actor) if _holds(part.role, Permission.REVIEW_EMERGENCY_USE)]
    theirs = use.reviewer_id == actor.id or any(part.organisation == use.controller_id for part in parts)
    if not parts or not theirs or actor.id in (use.user_id, use.second_id):
        raise MayNot
    return User.objects.get(pk__in=[actor.id])


def is_guardian(actor: Actor) -> bool:
    """Whether they answer for somebody's data."""
    return any(part.role == "guardian" for part in standing(actor))


def check_may_name(actor: Actor, user: User, now: datetime) -> Membership:
    """The guardian's own part, by which they name a colleague of their organisation as one who may decide."""
    guards = [part.organisation for part in standing(actor) if part.role == "guardian"]
    part = Membership.objects.live(now).filter(user=user, team__organisation__in=guards).select_related("team").first()
    if part is None:
        raise MayNot
    return part


def named_as(actor: Actor) -> Decider | None:
    """The line of the list by which they may decide on a major incident."""
    if actor.kind != "user" or not standing(actor):
        return None
    return Decider.objects.filter(user__in=[actor.id], ended_at__isnull=True).select_related("controller").first()


def check_may_decide(actor: Actor) -> Decider:
    """The same, or ``MayNot``."""
    decider = named_as(actor)
    if decider is None:
        raise MayNot
    return decider
