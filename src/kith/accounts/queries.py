"""Who answers now, and for which place. Changes nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.accounts.models import Membership, MembershipQuerySet, Organisation, Team, User
from kith.accounts.roles import Permission, roles_with
from kith.kit.whole import fact, once, remember
from kith.places.models import Place


class NobodyAnswers(LookupError):
    """No team, or nobody on its duty list, answers for this. The message says what to set up."""


def live_members(team: Team) -> MembershipQuerySet:
    """The memberships of this team that may hold something, longest-standing first."""
    return Membership.objects.live().filter(team=team).select_related("user", "team").order_by("started_at", "id")


def on_duty_list(team: Team) -> MembershipQuerySet:
    """Everybody on the duty list of this team, in the order in which they are rung, away or not."""
    turns = Membership.objects.filter(duty_turns__team=team, team=team).select_related("user", "team")
    return turns.order_by("duty_turns__position")


def duty_holder(team: Team, now: datetime, *, but: frozenset[UUID] = frozenset()) -> Membership:
    """Who answers for this team at this moment: the first on the duty list who is not away.

    ``but`` are colleagues who must not know whom it is about: they answer for nothing of theirs.

    When everybody is away, the first on the list still answers. When the days of all of them are over and nobody was
    put on the list since, whoever answers for the place above does: somebody always does.
    """
    return fact(("duty holder", team.id, now, *sorted(but)), lambda: _first_in_turn(team, now, but))


def _first_in_turn(team: Team, now: datetime, but: frozenset[UUID]) -> Membership:
    in_turn = on_duty_list(team).exclude(user_id__in=but) if but else on_duty_list(team)
    holder = in_turn.here(now).first() or in_turn.live(now).first()
    if holder is not None:
        return holder
    above = team_above(team)
    if above is None:
        return _anybody_else(team, now, but)
    return duty_holder(above, now, but=but)


def _anybody_else(team: Team, now: datetime, but: frozenset[UUID]) -> Membership:
    """The duty lists are at an end. Where some must not know, another colleague of the highest place has it."""
    if but:
        live = Membership.objects.live(now).filter(team__partner_kind="", role__in=roles_with(Permission.TELL))
        rows = live.exclude(user_id__in=but).select_related("user", "team__place")
        found = min(rows, key=lambda one: (len(one.team.place.path), one.started_at, one.id), default=None)
        if found is not None:
            return found
        # Nobody at all may know: it stays with whoever answers in name, who is shown nothing, rather than with nobody.
        return duty_holder(team, now)
    raise NobodyAnswers(f"Nobody is on the duty list of {team.name}. Add somebody to it first.")


def team_above(team: Team) -> Team | None:
    """The duty team of the next place up that has one; None at the top."""
    parent = team.place.parent
    if parent is None:
        return None
    try:
        return duty_team(parent)
    except NobodyAnswers:
        return None


def duty_team(place: Place) -> Team:
    """The team that answers for this place: its own duty team, else that of the nearest place above it."""
    return fact(("duty team", place.id), lambda: _nearest_team(place))


def _nearest_team(place: Place) -> Team:
    every = once("duty teams", _none_looked_up)
    teams = _duty_teams().filter(place_id__in=place.path) if every is None else every.values()
    nearest = max(
        (team for team in teams if team.place_id in place.path), key=lambda team: len(team.place.path), default=None
    )
    if nearest is not None:
        return nearest
    raise NobodyAnswers(f"No team answers for {place.name} or any place above it. Add a team with a duty list first.")


def know_duty_teams() -> None:
    """The same for an act that may know what another knew a moment ago."""
    once("duty teams", _every_duty_team)


def _every_duty_team() -> dict[UUID, Team] | None:
    return {team.id: team for team in _duty_teams()}


def look_up_duty_teams() -> None:
    """Look up every duty team at once. It counts only within the act in which it is asked. One query."""
    remember("duty teams", _every_duty_team())


def _duty_teams() -> QuerySet[Team]:
    return Team.objects.filter(is_duty=True).select_related("place", "organisation")


def _none_looked_up() -> dict[UUID, Team] | None:
    return None


def user_to_sign_in(*, email: str = "", phone: str = "") -> User | None:
    """The live account with this e-mail, or else this phone (as kept: +44…)."""
    if email:
        return User.objects.filter(is_active=True, email=email.strip().lower()).first()
    return User.objects.filter(is_active=True, phone=phone).first() if phone else None


def live_user(user_id: UUID | None) -> User | None:
    """The account with this id, unless it has ended."""
    return User.objects.filter(pk=user_id, is_active=True).first() if user_id else None


def is_empty() -> bool:
    """Whether nobody has begun here yet: no organisation, so nobody to answer for anything."""
    return not Organisation.objects.exists()
