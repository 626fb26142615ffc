"""The ladder of one search as the database keeps it: its facts, its quiet hours and its rungs. It writes nothing."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from kith.asks.models import PartnersMay
from kith.dispatch.awake import Span, quiet_between
from kith.dispatch.ladder import AskFacts, Plan, plan
from kith.dispatch.models import Search
from kith.dispatch.rungs import from_data
from kith.matching import Level


def plan_of(search: Search) -> Plan:
    """The rungs of this search with their times. The same each time it is worked out."""
    return plan(facts_of(search), search.started_at, quiet_of(search, search.started_at))


def facts_of(search: Search) -> AskFacts:
    """What the ladder needs to know of this ask."""
    ask = search.ask
    return AskFacts(
        kind=ask.kind,
        need_by=search.need_by,
        red_flag=ask.urgency >= 2,
        further_away=ask.further_away,
        from_level=Level(search.from_level),
        ladder=from_data(search.ladder),
        partners=ask.partners_may == PartnersMay.YES,
    )


def quiet_of(search: Search, now: datetime) -> list[Span]:
    """The quiet hours of the ask's place between now and the need."""
    settings = search.ask.place.typed_settings
    wakes, sleeps = (time.fromisoformat(text) for text in (settings.quiet_until, settings.quiet_from))
    return quiet_between(wakes, sleeps, now, max(search.need_by, now) + timedelta(days=1))
