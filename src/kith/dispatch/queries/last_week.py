"""The asks of the last seven days in a place, as far as a ladder needs to know them: no name and no words."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Prefetch

from kith.asks.models import PartnersMay
from kith.dispatch import lifecycle
from kith.dispatch.awake import Span, quiet_between
from kith.dispatch.ladder import AskFacts
from kith.dispatch.models import Offer, PartnerCard, Search
from kith.dispatch.queries.ladders import Ladders
from kith.dispatch.would import Was
from kith.kit.actor import Actor
from kith.matching import Level
from kith.places.models import Place

DAYS = 7
MOST = 2_000
_TOOK = (lifecycle.ACCEPTED, lifecycle.FINISHED)
_PARTNER_TOOK = (*lifecycle.PARTNER_HAS_IT, lifecycle.FINISHED)


def last_week(place: Place, kind: str, kept: Ladders, actor: Actor, now: datetime) -> list[Was]:
    """Those that began to be sought for in the last seven days and would go by this place's ladder for this kind."""
    rows = Search.objects.visible_to(actor).filter(ask__place__path__contains=[place.id])
    rows = rows.filter(started_at__gt=now - timedelta(days=DAYS), **({"ask__kind": kind} if kind else {}))
    took = Offer.objects.filter(state__in=_TOOK).order_by("answered_at")
    cards = PartnerCard.objects.filter(state__in=_PARTNER_TOOK).order_by("answered_at")
    rows = rows.select_related("ask__place").prefetch_related(
        Prefetch("ask__offers", took), Prefetch("ask__partner_cards", cards)
    )
    found = [one for one in rows.order_by("started_at")[:MOST] if _governed(place, kind, one, kept)]
    return [_was(search, kept, now) for search in found]


def _governed(place: Place, kind: str, search: Search, kept: Ladders) -> bool:
    return kept.would_govern(place, kind, search.ask.place, search.ask.kind)


def _was(search: Search, kept: Ladders, now: datetime) -> Was:
    ask = search.ask
    facts = AskFacts(
        kind=ask.kind,
        need_by=search.need_by,
        red_flag=ask.urgency >= 2,
        further_away=ask.further_away,
        from_level=Level(search.from_level),
        ladder=kept.of(ask.place, ask.kind).rungs,
        partners=ask.partners_may == PartnersMay.YES,
    )
    taken = [(one.answered_at, Level(one.level)) for one in ask.offers.all() if one.answered_at]
    taken += [(one.answered_at, Level.PARTNER) for one in ask.partner_cards.all() if one.answered_at]
    since = sorted((at, level.value) for at, level in taken if at >= search.started_at)
    over = since[0][0] if since else ask.ended_at or now
    level = Level(since[0][1]) if since else None
    return Was(facts, search.started_at, max(over, search.started_at), level, _quiet(ask.place, search))


def _quiet(place: Place, search: Search) -> tuple[Span, ...]:
    settings = place.typed_settings
    wakes, sleeps = (time.fromisoformat(text) for text in (settings.quiet_until, settings.quiet_from))
    end = max(search.need_by, search.started_at) + timedelta(days=1)
    return tuple(quiet_between(wakes, sleeps, search.started_at, end))
