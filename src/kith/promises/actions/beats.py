"""The worker's signs of life: which check came to its end, and which one fails. It judges nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Value
from django.db.models.functions import Coalesce

from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.promises.models import Beat

LONGEST = 200


def beat(*, name: str, took: timedelta, by: Actor, now: datetime) -> None:
    """Note that a check came to its end. It leaves no trail entry: it comes every few seconds, and is about nobody."""
    milliseconds = max(0, round(took.total_seconds() * 1000))
    with whole():
        fields = {"at": now, "took_ms": milliseconds, "failing_since": None, "problem": ""}
        if not Beat.objects.filter(name=name).update(**fields):
            Beat.objects.get_or_create(name=name, defaults=fields)


def miss_beat(*, name: str, problem: str, by: Actor, now: datetime) -> None:
    """Note that a check failed, and since when; when it last came to its end stays. No trail entry, as with a beat."""
    with whole():
        since = Coalesce("failing_since", Value(now))
        row = Beat.objects.filter(name=name)
        if not row.update(failing_since=since, problem=problem[:LONGEST]):
            Beat.objects.get_or_create(name=name, defaults={"failing_since": now, "problem": problem[:LONGEST]})
