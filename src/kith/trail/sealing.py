"""How one line of the trail becomes a link of a chain: which words are sealed, with what key, in what order.

Pure. ``tools/verify_trail.py`` does the same again from the description in docs/develop/trail.md, and shares nothing
with this file: what one of them gets wrong the other one finds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from uuid import UUID

# What stands before the first link of a chain.
NOTHING = bytes(32)
# Lines that no organisation answers for have a chain of their own.
NOBODY = UUID(int=0)
_SALT = b"kith trail 1"
_UTC = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
# Every column of a line, in this order and as PostgreSQL says it in text, so that nothing is rounded on the way.
FIELDS: dict[str, str] = {
    "id": "e.id::text",
    "at": _UTC.format("e.at"),
    "actor_kind": "e.actor_kind",
    "actor_id": "e.actor_id::text",
    "actor_label": "e.actor_label",
    "keyed_by": "e.keyed_by",
    "verb": "e.verb",
    "subject_kind": "e.subject_kind",
    "subject_id": "e.subject_id::text",
    "subject_label": "e.subject_label",
    "place_id": "e.place_id::text",
    "place_label": "e.place_label",
    "controller": "e.controller::text",
    "detail": "e.detail::text",
}
COLUMNS = ", ".join(FIELDS.values())
SEALED_AT = _UTC.format("s.sealed_at")
Words = tuple[str | None, ...]


def key_of(secret: str, chain: UUID) -> bytes:
    """The key of one chain, by HKDF-SHA256 (RFC 5869) from the instance's secret. It is kept nowhere."""
    extracted = hmac.digest(_SALT, secret.encode(), hashlib.sha256)
    return hmac.digest(extracted, b"chain " + str(chain).encode() + b"\x01", hashlib.sha256)


def chain_of(words: Words) -> UUID:
    """Whose chain a line belongs to."""
    controller = words[_CONTROLLER]
    return UUID(controller) if controller else NOBODY


_CONTROLLER = list(FIELDS).index("controller")


def moment(now: datetime) -> str:
    """A time as the database says it in text."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def seal_of(key: bytes, previous: bytes, chain: str, number: int, sealed_at: str, words: Words) -> bytes:
    """The seal: HMAC-SHA256 over a list of texts that begins with the seal before, so no link can be moved."""
    parts = [previous.hex(), chain, str(number), sealed_at, *words]
    return hmac.digest(key, json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode(), hashlib.sha256)
