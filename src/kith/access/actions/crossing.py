"""Opens and ends what crosses between organisations, and what is open to a colleague in an emergency.

Why, and who decided, stands with whoever calls: an agreement, or an emergency use.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kith.access.models import Crossing, Opening
from kith.accounts.models import Organisation
from kith.kit.actor import Actor
from kith.kit.whole import insert, whole, written
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb

RUNS_OFF_FOR = timedelta(days=14)


def open_crossing(
    *,
    giver: Organisation,
    taker: Organisation,
    purpose: str,
    classes: str,
    place: Place,
    starts_at: datetime,
    expires_at: datetime,
    source_id: UUID,
    by: Actor,
    now: datetime,
) -> Crossing:
    """Let these classes of field cross from ``giver`` to ``taker`` in a place and those within it. Records it.

    Refused by the database between one and the same organisation, or when it would be over before it begins.
    """
    with whole():
        crossing = Crossing(
            giver=giver,
            taker=taker,
            purpose=purpose,
            classes=classes,
            place_id=place.id,
            starts_at=starts_at,
            expires_at=expires_at,
            runs_off_until=expires_at + RUNS_OFF_FOR,
            source_id=source_id,
        )
        insert(crossing)
        _noted_crossing(Verb.CROSSING_OPENED, crossing, giver.name, taker.name, by, now)
    return crossing


def end_crossings(*, source_id: UUID, by: Actor, now: datetime, run_off: bool = True) -> int:
    """End what crosses by one agreement, now. Records each. Answers how many.

    With ``run_off`` whoever holds something of theirs goes on with it for a fortnight more, or as long as was agreed.
    """
    with whole():
        written(Crossing)
        live = Crossing.objects.select_for_update().select_related("giver", "taker").filter(source_id=source_id)
        ended = 0
        for crossing in live.order_by("id"):
            until = now + RUNS_OFF_FOR if run_off else now
            if crossing.expires_at <= now and crossing.runs_off_until <= until:
                continue
            crossing.expires_at = min(crossing.expires_at, max(now, crossing.starts_at))
            crossing.runs_off_until = max(min(crossing.runs_off_until, until), crossing.expires_at)
            crossing.save(update_fields=["expires_at", "runs_off_until"])
            _noted_crossing(Verb.CROSSING_ENDED, crossing, crossing.giver.name, crossing.taker.name, by, now)
            ended += 1
    return ended


def _noted_crossing(verb: Verb, crossing: Crossing, giver: str, taker: str, by: Actor, now: datetime) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("access.Crossing", crossing.id, f"{giver} to {taker}"),
        place=(crossing.place_id, ""),
        controller=crossing.giver_id,
        detail={"purpose": crossing.purpose, "classes": crossing.classes, "until": crossing.expires_at.isoformat()},
    )


def open_record(
    *,
    user_id: UUID,
    person_id: UUID,
    classes: str,
    until: datetime,
    source_id: UUID,
    by: Actor,
    now: datetime,
    controller: UUID | None = None,
) -> Opening:
    """Open one person's record to one colleague until a time. Records it. Who may is decided by whoever calls."""
    with whole():
        opening = Opening(
            user_id=user_id,
            person_id=person_id,
            classes=classes,
            starts_at=now,
            until=until,
            source_id=source_id,
        )
        insert(opening)
        trail.record(
            verb=Verb.RECORD_OPENED,
            by=by,
            now=now,
            subject=("person", person_id, ""),
            controller=controller,
            detail={"classes": classes, "until": until.isoformat()},
        )
    return opening


def close_record(*, source_id: UUID, by: Actor, now: datetime) -> int:
    """Close before its time what an emergency use opened. Records it. Answers how many were still open."""
    with whole():
        written(Opening)
        open_ones = list(Opening.objects.select_for_update().filter(source_id=source_id, until__gt=now))
        for opening in open_ones:
            opening.until = max(now, opening.starts_at)
            opening.save(update_fields=["until"])
            trail.record(verb=Verb.RECORD_CLOSED, by=by, now=now, subject=("person", opening.person_id, ""))
    return len(open_ones)
