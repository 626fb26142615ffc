"""Counts how often something was looked for, opened or told of, by day and place. Never by whom, nor which words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.ids import uuid7
from kith.kit.whole import whole
from kith.trail import actions as trail
from kith.trail.verbs import Verb

_COUNT = (
    "INSERT INTO directory_tally AS had (id, place_id, service_id, day, what, count) VALUES (%s, %s, %s, %s, %s, 1)"
    " ON CONFLICT (place_id, service_id, day, what) DO UPDATE SET count = had.count + 1 RETURNING count"
)


@whole()
def tally(*, what: str, place_id: UUID | None, service_id: UUID | None = None, by: Actor, now: datetime) -> int:
    """Count one more. Changes one number; answers it.

    Recorded once for each number and day, as it begins: a line for every search would say when somebody looked.
    """
    day = local(now).date()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [uuid7(), place_id, service_id, day, what])
        count = int(cursor.fetchone()[0])
    if count == 1:
        subject = ("directory.Tally", None, f"{what} {day:%Y-%m-%d}")
        trail.record(verb=Verb.DIRECTORY_TALLIED, by=by, now=now, subject=subject)
    return count
