"""Which partners may be asked about an ask, and what holds the others back? It reads; it changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from kith.accounts import open_hours
from kith.accounts.models import Team
from kith.asks import kinds
from kith.asks.models import Ask, PartnersMay
from kith.dispatch import lifecycle
from kith.dispatch.models import PartnerCard
from kith.governance.queries import named_no
from kith.kit.clock import local
from kith.kit.whole import once
from kith.outbox.permissions import keeps_from

# What counts towards the most a partner takes in a day: what it has, had, or is thinking about.
COUNTED = (lifecycle.OFFERED, lifecycle.ACCEPTED, lifecycle.REACHED, lifecycle.FINISHED)


def likely_partners(ask: Ask, already: Collection[UUID], now: datetime) -> list[Team]:
    """The partners to ask about this ask, the nearest first and then whoever was asked longest ago.

    None without the person's permission. ``already`` are the ids of those who were asked. Somebody who wants help
    from further away is not brought to a shop round the corner: their ask is the district's, and so are its partners.
    """
    if ask.partners_may != PartnersMay.YES:
        return []
    return _could(ask, already, now)


def partners_wait_for_a_word(ask: Ask, already: Collection[UUID], now: datetime) -> bool:
    """Whether partners could be asked now, if only the person were asked first."""
    return ask.partners_may == PartnersMay.ASK_FIRST and bool(_could(ask, already, now))


def live_partners() -> list[Team]:
    """Every partner that has not ended."""
    rows = Team.objects.exclude(partner_kind="").filter(ended_at__isnull=True)
    return once("live partners", lambda: list(rows.select_related("place").order_by("name", "id")))


def takes(team: Team, kind: str, details: dict[str, object]) -> bool:
    """Whether this partner does this kind. What needs a check is asked only of those who are down for it by name."""
    if kind in team.takes_kinds:
        return True
    return not team.takes_kinds and kinds.checks_needed(kind, details) == "none"


def _could(ask: Ask, already: Collection[UUID], now: datetime) -> list[Team]:
    path = list(ask.place.path)
    here = [
        team
        for team in live_partners()
        if team.place_id in path and team.id not in already and takes(team, ask.kind, ask.details)
    ]
    open_now = [team for team in here if open_hours.is_open(team.open_days, team.opens, team.closes, now)]
    may = [team for team in open_now if not keeps_from(ask.person, team)]
    not_these = named_no(ask.person_id, now) if may else frozenset()
    may = [team for team in may if team.id not in not_these]
    if not may:
        return []
    today, last = _asked(may, now)
    free = [team for team in may if team.most_a_day is None or today.get(team.id, 0) < team.most_a_day]
    long_ago = datetime.min.replace(tzinfo=now.tzinfo)
    return sorted(free, key=lambda team: (-path.index(team.place_id), last.get(team.id, long_ago), team.name))


def _asked(teams: Iterable[Team], now: datetime) -> tuple[dict[UUID, int], dict[UUID, datetime]]:
    """How many of today's cards each partner has, and when each was last asked."""
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    counted = Q(offered_at__gte=midnight, state__in=COUNTED)
    rows = PartnerCard.objects.filter(team__in=list(teams)).order_by("team", "-offered_at")
    today = rows.order_by().values("team").annotate(n=Count("id", filter=counted)).values_list("team", "n")
    return dict(today), dict(rows.distinct("team").values_list("team", "offered_at"))
