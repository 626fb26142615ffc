"""Writes one line of the trail, inside the caller's transaction. There is nothing here that changes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.kit.actor import Actor
from kith.kit.rows import write_together
from kith.kit.whole import at_the_end
from kith.trail.models import Entry
from kith.trail.verbs import Verb

LABEL_LENGTH = 200


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
