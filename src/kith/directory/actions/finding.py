"""Makes anew the rows that are searched. Whoever changes an entry calls it in the same act."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from kith.directory import meaning
from kith.directory.models import SearchRow, Service
from kith.directory.queries import apart, searched
from kith.directory.queries.shown import Shown, public_services, shown_many
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.whole import whole
from kith.trail import actions as trail
from kith.trail.verbs import Verb

AT_ONCE = 500

# A row is written only where something in it differs; the meaning stays where the words it was worked out from do.
_COLUMNS = (
    "service_id", "place_id", "reach", "text", "meant", "lat", "lon", "state", "takes_new", "until", "places_left",
    "free", "step_free", "drop_in", "open_on", "hours_known", "size", "assured_on", "confidential", "card", "made_at",
)  # fmt: skip
_VECTOR = " || ".join(
    f"setweight(to_tsvector('english', %s), '{weight}') || setweight(to_tsvector('simple', %s), '{weight}')"
    for weight in "ABCD"
)
_ONE = f"({', '.join(['%s'] * len(_COLUMNS))}, {_VECTOR})"
# Nothing that anybody typed is in these words.
_UPSERT = (
    f"INSERT INTO directory_searchrow AS had ({', '.join(_COLUMNS)}, words) VALUES "
    "{rows} ON CONFLICT (service_id) DO UPDATE SET "
    + ", ".join(f"{name} = EXCLUDED.{name}" for name in (*_COLUMNS[1:], "words"))
    + ", embedding = CASE WHEN had.meant = EXCLUDED.meant THEN had.embedding END"
)


@whole()
def refind(*, service_ids: Iterable[UUID], by: Actor, now: datetime) -> int:
    """Make anew what is searched of these services, and forget those that may not be found. Answers how many may.

    Changes their search rows, and holds back what would give away a house that must not be found. Recorded as one
    line, however many they are; what is held back as a line each. Refuses nothing.
    """
    ids = list(dict.fromkeys(service_ids))
    waiting, made, among = iter(ids), 0, apart.secrets()
    hidden = any(not one.services.isdisjoint(ids) for one in among)
    while batch := list(islice(waiting, AT_ONCE)):
        every = shown_many(public_services().filter(id__in=batch))
        held = _held(every, among, by, now)
        found = [one for one in every if one.id not in held]
        SearchRow.objects.filter(service_id__in=set(batch) - {one.id for one in found}).delete()
        _write(found, now)
        made += len(found)
        hidden = hidden or any(one.confidential for one in found)
    if hidden:
        made -= _hold_others(set(ids), by, now)
    if ids:
        subject = ("directory.SearchRow", ids[0] if len(ids) == 1 else None, f"{len(ids)}")
        trail.record(verb=Verb.DIRECTORY_FOUND_ANEW, by=by, now=now, subject=subject, detail={"found": made})
    return made


@whole()
def keep_apart(*, by: Actor, now: datetime) -> int:
    """Hold back whatever would give away a house that must not be found, whenever it was written. Answers how many.

    Changes them and their search rows. Recorded as a line each. Refuses nothing.
    """
    return _hold_others(None, by, now)


def work_out_meanings(*, most: int, by: Actor, now: datetime) -> int:
    """Work out what the words of up to ``most`` entries mean, those that were changed last first. Answers how many.

    Changes their search rows. Recorded as one line. Does nothing where the extra for it is not installed.
    """
    if not meaning.works():
        return 0
    waiting = _without_meaning(most)
    if not waiting:
        return 0
    # Outside of any transaction: it takes a while, and what was changed meanwhile is left to the next time.
    vectors = [meaning.written(one) for one in meaning.meanings([text for _id, _mark, text in waiting])]
    with whole():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE directory_searchrow AS r SET embedding = new.embedding::halfvec FROM"
                " unnest(%s::uuid[], %s::varchar[], %s::text[]) AS new(service_id, meant, embedding)"
                " WHERE r.service_id = new.service_id AND r.meant = new.meant",
                [[row[0] for row in waiting], [row[1] for row in waiting], vectors],
            )
        subject = ("directory.SearchRow", None, f"{len(waiting)}")
        detail = {"meanings": len(waiting)}
        trail.record(verb=Verb.DIRECTORY_FOUND_ANEW, by=by, now=now, subject=subject, detail=detail)
    return len(waiting)


def _hold_others(ids: set[UUID] | None, by: Actor, now: datetime) -> int:
    """Those that were there before, and give away a house of which we know by these; None: by any."""
    among = [one for one in apart.secrets() if ids is None or not one.services.isdisjoint(ids)]
    waiting, count = iter(sorted(apart.around(among))) if among else iter(()), 0
    while batch := list(islice(waiting, AT_ONCE)):
        held = _held(shown_many(public_services().filter(id__in=batch)), among, by, now)
        SearchRow.objects.filter(service_id__in=held).delete()
        count += len(held)
    return count


def _held(entries: Sequence[Shown], among: list[apart.Secret], by: Actor, now: datetime) -> set[UUID]:
    """Hold back those of these that give one of these houses away; a person decides about each."""
    found = apart.giving_away(entries, among)
    for one in entries:
        if one.id in found:
            Service.objects.filter(pk=one.id).update(held=True, held_why=found[one.id][:300], modified_at=now)
            place = (one.place.id, one.place.name) if one.place else None
            subject = ("directory.Service", one.id, one.name[:200])
            trail.record(verb=Verb.DIRECTORY_HELD, by=by, now=now, subject=subject, place=place)
    return set(found)


def _without_meaning(most: int) -> list[tuple[UUID, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT service_id, meant, text FROM directory_searchrow WHERE embedding IS NULL ORDER BY made_at DESC"
            " LIMIT %s",
            [most],
        )
        return list(cursor.fetchall())


def _write(found: Sequence[Shown], now: datetime) -> None:
    if not found:
        return
    values: list[Any] = []
    for entry in found:
        values += [*_values(entry, now), *(words for part in searched.by_weight(entry) for words in (part, part))]
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT.format(rows=", ".join([_ONE] * len(found))), values)


def _values(entry: Shown, now: datetime) -> list[Any]:
    text = searched.meaning_of(entry)
    lat, lon = searched.point_of(entry)
    on, hours_known = searched.open_on(entry, local(now).date())
    return [
        entry.id,
        entry.place.id if entry.place else None,
        searched.reach_of(entry),
        text,
        searched.mark_of(text),
        lat,
        lon,
        entry.state,
        entry.takes_new,
        entry.until,
        entry.places_left,
        searched.is_free(entry),
        searched.is_step_free(entry),
        entry.drop_in,
        on,
        hours_known,
        entry.organization.size if entry.organization else "unknown",
        entry.assured_date,
        entry.confidential,
        json.dumps(searched.card_of(entry)),
        now,
    ]
