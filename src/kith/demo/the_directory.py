"""Enters the demo's groups and services by our own action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from kith.demo.groups import GROUPS, GroupSpec
from kith.directory import actions as directory
from kith.directory.actions import NewEntry, On, Where
from kith.kit.actor import Actor
from kith.places.models import Place


def enter_groups(made: Mapping[str, Place], by: Actor, now: datetime) -> None:
    """Write every invented entry whose place is there, each as somebody told us some days ago."""
    for spec in GROUPS:
        if spec.place in made:
            directory.enter(entry=_entry(spec, made[spec.place], now), by=by, now=now)


def _entry(spec: GroupSpec, place: Place, now: datetime) -> NewEntry:
    on = tuple(
        On(days, time.fromisoformat(opens), time.fromisoformat(closes), monthly=spec.monthly)
        for days, opens, closes in spec.on
    )
    return NewEntry(
        name=spec.name,
        who=spec.who,
        place=place,
        description=spec.said,
        for_whom=spec.for_whom,
        size=spec.size,
        phone=spec.phone,
        fees=spec.fees,
        where=_where(spec, place),
        on=(*on, On(words=spec.hours_said)) if spec.hours_said else on,
        words=spec.words,
        languages=spec.languages,
        facts=_facts(spec, now),
        how=spec.how,
        assured=None if spec.checked is None else now - timedelta(days=spec.checked),
    )


def _facts(spec: GroupSpec, now: datetime) -> dict[str, Any]:
    per, most = ("", None) if spec.pace is None else (spec.pace[1], spec.pace[0])
    return {
        "state": spec.state,
        "until": None if spec.until is None else (now + timedelta(days=spec.until)).date(),
        "places_left": spec.left,
        "pace": most,
        "pace_per": per,
        "depth": spec.depth,
        "free": spec.free,
        "step_free": spec.step_free,
        "pod_most": spec.pods,
        "drop_in": spec.drop_in,
        "confidential": spec.confidential,
    }


def _where(spec: GroupSpec, place: Place) -> Where | None:
    if not spec.hall:
        return None
    return Where(
        name=spec.hall,
        address=spec.hall,
        city=place.name,
        lat=round((place.lat or 0.0) + spec.off[0], 4),
        lon=round((place.lon or 0.0) + spec.off[1], 4),
        accessibility=spec.access,
        confidential=spec.confidential,
    )
