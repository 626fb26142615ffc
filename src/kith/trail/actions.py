"""Writes the trail's lines, inside the caller's transaction, and the seals that tie them. Nothing here changes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kith.kit.actor import Actor
from kith.kit.rows import write_together
from kith.kit.whole import at_the_end, whole
from kith.trail import queries
from kith.trail.keys import key_of
from kith.trail.models import Anchoring, Entry
from kith.trail.sealing import NOTHING, Words, chain_of, moment, seal_of
from kith.trail.verbs import Verb

LABEL_LENGTH = 200
# One sweep seals at a time, so that no number is given twice. The number itself means nothing.
ONE_AT_A_TIME = 5_207_001


def record(
    *,
    verb: Verb,
    by: Actor,
    now: datetime,
    subject: tuple[str, UUID | None, str],
    place: tuple[UUID, str] | None = None,
    controller: UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Entry:
    """Write that ``by`` did ``verb`` to ``subject`` (kind, id, label) at ``now``.

    Changes one thing: a new entry. It opens no transaction of its own, so the line stands or falls with
    the change it speaks of. Inside an act its lines are written together as the act ends, in their order.
    ``detail`` must be plain JSON. Refuses a naive ``now`` (ValueError), because a time without a zone cannot be
    trusted later.
    """
    if now.tzinfo is None:
        raise ValueError("A trail entry needs a time that knows its zone.")
    kind, subject_id, label = subject
    place_id, place_label = place or (None, "")
    entry = Entry(
        at=now,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label[:LABEL_LENGTH],
        keyed_by=by.keyed_by[:LABEL_LENGTH],
        verb=verb.value,
        subject_kind=kind,
        subject_id=subject_id,
        subject_label=label[:LABEL_LENGTH],
        place_id=place_id,
        place_label=place_label[:LABEL_LENGTH],
        controller=controller,
        detail=dict(detail or {}),
    )
    if not at_the_end(_write, entry):
        entry.save(force_insert=True)
    return entry


def _write(entries: list[Entry]) -> None:
    write_together(entries)


def seal(*, above: int, most: int, by: Actor, now: datetime) -> int | None:
    """Seal up to ``most`` lines that have no seal yet, oldest first; answers how many, None where another sweep is.

    Changes one thing: a seal for each line, and no entry, because an entry would have to be sealed in its turn.
    Nothing is refused.
    """
    with whole():
        if not _have_it_alone():
            return None
        lines = queries.unsealed(above=above, most=most)
        _write_seals(lines, now)
    return len(lines)


def _have_it_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _write_seals(lines: Sequence[Words], now: datetime) -> None:
    """Each line becomes the next link of its chain; all of them in one statement."""
    chains = [chain_of(words) for words in lines]
    ends = {head.chain: (head.number, head.mac) for head in queries.heads(*dict.fromkeys(chains))}
    keys = {chain: key_of(chain) for chain in dict.fromkeys(chains)}
    said, numbers, seals = moment(now), [], []
    for chain, words in zip(chains, lines, strict=True):
        number, previous = ends.get(chain, (0, NOTHING))
        mac = seal_of(keys[chain], previous, str(chain), number + 1, said, words)
        ends[chain] = (number + 1, mac)
        numbers.append(number + 1)
        seals.append(mac)
    if lines:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO trail_seal (entry_id, chain, number, mac, sealed_at) SELECT *, %s::timestamptz"
                " FROM unnest(%s::bigint[], %s::uuid[], %s::bigint[], %s::bytea[])",
                [now, [int(words[0] or 0) for words in lines], chains, numbers, seals],
            )


def note_anchoring(*, way: str, heads: int, problem: str, by: Actor, now: datetime) -> Anchoring:
    """Note one try at leaving the last seals outside. Changes one thing: a new row. Nothing is refused.

    Recorded as an entry when it begins to fail: what goes well comes every five minutes, and so may what goes wrong.
    """
    with whole():
        before = queries.last_anchoring(way)
        made = Anchoring.objects.create(at=now, way=way, heads=heads, problem=problem[:300])
        if problem and (before is None or not before.problem):
            record(verb=Verb.TRAIL_NOT_ANCHORED, by=by, now=now, subject=("anchor", None, f"{way}: {problem}"))
    return made


def note_export(*, what: str, lines: int, by: Actor, now: datetime) -> Entry:
    """Write that the trail, or its keys, were written to a file, before they are. Changes nothing else."""
    with whole():
        verb = Verb.TRAIL_KEYS_WRITTEN if what == "keys" else Verb.TRAIL_EXPORTED
        return record(verb=verb, by=by, now=now, subject=("trail", None, what), detail={"lines": lines})
