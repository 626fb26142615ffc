"""Who may be keyed as having said yes: those who were asked, then the nearest who could, then whoever is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.asks import kinds
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer
from kith.dispatch.pool import Pool
from kith.kit import phones, said
from kith.kit.actor import Actor
from kith.matching import Level
from kith.matching.eligible import eligible
from kith.people.queries import usable_routes
from kith.volunteers.models import Volunteer

MOST_NAMED, MOST_NEAR = 10, 6


@dataclass(frozen=True)
class Pick:
    """One volunteer to choose, and why they are on the list."""

    id: UUID
    name: str
    why: str


def pickable(ask: Ask, actor: Actor, now: datetime, called: str = "") -> list[Pick]:
    """Those to choose from. ``called`` looks for a name instead of for whoever is near."""
    asked = _asked(ask, actor, now)
    pool = Pool(now)
    mine = Volunteer.objects.visible_to(actor)
    if called.strip():
        return _named(ask, mine.filter(person__name__icontains=called.strip()), pool, asked, now)
    seen = {one.id for one in asked}
    wanted = pool.wanted(ask, _need_by(ask, now))
    visible = set(mine.values_list("id", flat=True))
    near: list[Pick] = []
    for level in (Level.STREET, Level.COMMUNITY, Level.DISTRICT):
        for row in pool.next_few(ask, wanted, level, seen):
            key = row.candidate.volunteer_id
            seen.add(key)
            if key in visible:
                one = pool.volunteers[key]
                near.append(Pick(key, one.name, _and_number(one, str(row.reason))))
    return [*asked, *near[:MOST_NEAR]]


def one_of(ask: Ask, chosen: str, actor: Actor) -> Volunteer | None:
    """The volunteer who was chosen: one the actor may see, or one who was asked about this very ask."""
    try:
        volunteer_id = UUID(chosen)
    except ValueError:
        return None
    asked = Offer.objects.visible_to(actor).filter(ask=ask).values("volunteer_id")
    may = Q(pk__in=Volunteer.objects.visible_to(actor).values("pk")) | Q(pk__in=asked)
    return Volunteer.objects.filter(may, pk=volunteer_id).select_related("person", "home").first()


def called(name: str, actor: Actor) -> list[Volunteer]:
    """The volunteers meant by a name on a sheet of paper: the whole name, else its beginning."""
    mine = Volunteer.objects.visible_to(actor).filter(stopped_at__isnull=True).select_related("person", "home")
    exact = list(mine.filter(person__name__iexact=name.strip())[:3])
    return exact or list(mine.filter(person__name__istartswith=name.strip())[:3])


def _asked(ask: Ask, actor: Actor, now: datetime) -> list[Pick]:
    live = Offer.objects.visible_to(actor).filter(ask=ask, state__in=(lifecycle.OFFERED, lifecycle.SILENT))
    words = _("Was asked %(at)s, and has not answered.")
    rows = live.select_related("volunteer__person").prefetch_related("volunteer__person__routes")
    return [
        Pick(
            one.volunteer_id,
            one.volunteer.name,
            _and_number(one.volunteer, words % {"at": said.at(one.offered_at, now)}),
        )
        for one in rows
    ]


def _and_number(volunteer: Volunteer, why: str) -> str:
    """Why they are on the list, after the number to ring them on where they gave one."""
    numbers = [phones.said(route.value) for route in usable_routes(volunteer.person) if "@" not in route.value]
    return ". ".join(part for part in (numbers[0] if numbers else "", why) if part)


def _named(ask: Ask, mine: object, pool: Pool, asked: list[Pick], now: datetime) -> list[Pick]:
    wanted = pool.wanted(ask, _need_by(ask, now))
    known = {one.id: one.why for one in asked}
    picks = []
    for one in mine.select_related("person").prefetch_related("person__routes").order_by("person__name")[:MOST_NAMED]:  # type: ignore[attr-defined]
        candidate = pool.candidates.get(one.id)
        why = str(eligible(wanted, candidate, now) or "") if candidate else _("Is resting now.")
        picks.append(Pick(one.id, one.name, known.get(one.id) or _and_number(one, why)))
    return picks


def _need_by(ask: Ask, now: datetime) -> datetime:
    return ask.need_by or kinds.need_by_default(ask.kind, now)
