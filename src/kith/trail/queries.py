"""What does the trail say of one thing, or of one place? Who may read it is decided by whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import QuerySet

from kith.trail.anchors import Anchor, Head
from kith.trail.floor import Mark
from kith.trail.keys import key_of
from kith.trail.models import Anchoring, Entry, Seal
from kith.trail.sealing import COLUMNS, SEALED_AT, Words
from kith.trail.verbs import Verb
from kith.trail.verifying import Found, Link, verify

A_MINUTE = timedelta(minutes=1)
# A line has a seal within seconds; after so many it should have had one.
TOO_LONG = 60


def history_of(subject_id: UUID, *verbs: Verb) -> QuerySet[Entry]:
    """Everything written about one thing, oldest first; only these verbs, when any are named."""
    entries = Entry.objects.filter(subject_id=subject_id)
    if verbs:
        entries = entries.filter(verb__in=[verb.value for verb in verbs])
    return entries.order_by("id")


def last_about(subject_id: UUID, *verbs: Verb) -> Entry | None:
    """The newest line about one thing, or None."""
    return history_of(subject_id, *verbs).last()


def about_any(subjects: Iterable[UUID], verbs: Iterable[Verb], since: datetime) -> QuerySet[Entry]:
    """Everything of these kinds written about any of these things since a moment, newest first."""
    named = [verb.value for verb in verbs]
    return Entry.objects.filter(subject_id__in=list(subjects), verb__in=named, at__gte=since).order_by("-id")


def in_place(place_id: UUID, since: datetime) -> QuerySet[Entry]:
    """Everything written about one place itself since a moment, newest first."""
    return Entry.objects.filter(place_id=place_id, at__gte=since).order_by("-id")


def unsealed(*, above: int, most: int) -> list[Words]:
    """Lines without a seal, the first of them first, with every column in text; only those with a higher id."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM trail_entry e WHERE e.id > %s"  # noqa: S608  our own columns
            " AND NOT EXISTS (SELECT FROM trail_seal s WHERE s.entry_id = e.id) ORDER BY e.id LIMIT %s",
            [above, most],
        )
        found: list[Words] = cursor.fetchall()
    return found


def heads(*chains: UUID) -> list[Head]:
    """The last link of these chains; of every chain, where none is named."""
    which = "unnest(%s::uuid[])" if chains else "(SELECT DISTINCT chain FROM trail_seal)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.chain, s.number, s.mac FROM {which} AS c(chain) CROSS JOIN LATERAL (SELECT number, mac"  # noqa: S608
            " FROM trail_seal WHERE chain = c.chain ORDER BY number DESC LIMIT 1) s ORDER BY c.chain",
            [list(chains)] if chains else None,
        )
        return [Head(chain, number, bytes(mac)) for chain, number, mac in cursor.fetchall()]


def under_way(at: float) -> tuple[int, Mark, int]:
    """This database's own number, a mark for the floor, and the oldest transaction under way, in one look."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT oid FROM pg_database WHERE datname = current_database())::bigint,"
            " (SELECT coalesce(max(id), 0) FROM trail_entry),"
            " pg_snapshot_xmax(pg_current_snapshot())::text::bigint,"
            " pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        )
        database, highest, later, oldest = cursor.fetchone()
    return database, Mark(at, highest, later), oldest


def links(own: psycopg.Connection[Any]) -> Iterator[Link]:
    """Every seal with its line, chain by chain and in order, read a piece at a time from this very connection."""
    with own.cursor(name="kith_trail") as cursor:
        cursor.itersize = 5000
        cursor.execute(
            f"SELECT s.chain, s.number, {SEALED_AT}, s.mac, s.entry_id, {COLUMNS}"  # noqa: S608
            " FROM trail_seal s LEFT JOIN trail_entry e ON e.id = s.entry_id ORDER BY s.chain, s.number"
        )
        for chain, number, sealed_at, mac, entry, *words in cursor:
            yield Link(chain, number, sealed_at, bytes(mac), entry, tuple(words) if words[0] is not None else None)


def waiting(own: psycopg.Connection[Any], now: datetime) -> list[tuple[int, datetime, bool]]:
    """Lines without a seal: id, time, and whether lines written after them were sealed more than a minute ago.

    A line that stands among sealed ones for so long was not written by Kith, or its seal was taken out.
    """
    with own.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.at, e.id < (SELECT coalesce(max(s.entry_id), 0) FROM trail_seal s WHERE s.sealed_at < %s)"
            " FROM trail_entry e WHERE NOT EXISTS (SELECT FROM trail_seal s WHERE s.entry_id = e.id) ORDER BY e.id",
            [now - A_MINUTE],
        )
        return cursor.fetchall()


def look_at(own: psycopg.Connection[Any], kept: Iterable[Anchor], now: datetime) -> tuple[Found, int, float]:
    """What is wrong with the whole trail, how many lines wait for their seal, and for how many seconds the oldest."""
    unsealed = waiting(own, now)
    found = verify(links(own), key_of, kept)
    for entry, at, among_sealed in unsealed:
        if among_sealed:
            found.add(None, 0, entry, f"it has no seal, though it stands among sealed lines; it says {at:%d %B %H:%M}")
    oldest = max(((now - at).total_seconds() for _entry, at, among in unsealed if not among), default=0.0)
    if oldest > TOO_LONG:
        found.add(None, 0, None, f"for {round(oldest)} seconds nothing has been sealed: is the worker running?")
    return found, len(unsealed), oldest


def last_seal() -> datetime | None:
    """When something was last sealed."""
    return Seal.objects.order_by("-entry_id").values_list("sealed_at", flat=True).first()


def last_anchoring(way: str) -> Anchoring | None:
    """The last try by this way."""
    return Anchoring.objects.filter(way=way).order_by("-at", "-id").first()


def last_left_outside(way: str) -> Anchoring | None:
    """The last try by this way that went well."""
    return Anchoring.objects.filter(way=way, problem="").order_by("-at", "-id").first()
