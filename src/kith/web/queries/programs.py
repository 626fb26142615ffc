"""Which programs may send asks here, and where they hear of them: what somebody who looks after that may see."""

from __future__ import annotations

from dataclasses import dataclass

from kith.access.models import TeamToken
from kith.access.policy import standing
from kith.accounts.models import Team
from kith.accounts.roles import ROLES, Permission
from kith.kit.actor import Actor
from kith.outbox.models import Hook


@dataclass(frozen=True)
class Programs:
    """One team with its tokens and where it hears, the live ones."""

    team: Team
    tokens: list[TeamToken]
    hooks: list[Hook]


def teams_for(actor: Actor) -> list[Team]:
    """The teams whose programs this actor may let in, by name."""
    mine = [one.place for one in standing(actor) if Permission.MANAGE_PROGRAMS in ROLES[one.role].permissions]
    teams = Team.objects.filter(place__path__overlap=mine, ended_at__isnull=True)
    return list(teams.select_related("place").order_by("name", "id"))


def programs_for(actor: Actor) -> list[Programs]:
    """Every team that has let a program in, with what it may. Three queries."""
    tokens = TeamToken.objects.visible_to(actor).filter(ended_at__isnull=True).select_related("team__place")
    hooks = Hook.objects.visible_to(actor).filter(ended_at__isnull=True).select_related("team__place")
    found: dict[Team, Programs] = {}
    for token in tokens:
        found.setdefault(token.team, Programs(token.team, [], [])).tokens.append(token)
    for hook in hooks:
        found.setdefault(hook.team, Programs(hook.team, [], [])).hooks.append(hook)
    return sorted(found.values(), key=lambda one: (one.team.name, one.team.id))
