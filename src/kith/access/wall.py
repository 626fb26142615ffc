"""Says to the database, for one transaction, who is acting; the second wall believes nothing else.

The words are signed with a key the serving role can read nowhere in the database, name the one connection they are
good for, and last as long as the transaction. Whoever could slip a statement of their own into ours could not write
them. What each actor then sees stands in policies that ``wall_policies`` makes from the table of who may.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from psycopg.pq import TransactionStatus

from kith.kit.actor import Actor

# A part of Kith itself, and an act whose permission was looked at before it began: both see every row.
TRUSTED = ("system", "act")
SETTING = "kith.said"
_BLOCK = 64


def key() -> bytes:
    """What the words are signed with; another one for each instance."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"kith second wall", hashlib.sha256)


def pads() -> tuple[bytes, bytes]:
    """The key as the database keeps it: HMAC is two plain hashes once the key is mixed into its inner and outer pad."""
    padded = key().ljust(_BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)


def words(
    kind: str,
    actor_id: UUID | None,
    now: datetime | None,
    *,
    through: UUID | None = None,
    own_street_only: bool = False,
) -> str:
    """Who acts, at what moment, by which link or code, on which connection; signed."""
    parts = (
        kind,
        str(actor_id or ""),
        now.isoformat() if now else "",
        str(through or ""),
        "street" if own_street_only else "",
        str(_backend()),
        secrets.token_hex(8),
    )
    said = "|".join(parts)
    return f"{said}|{hmac.new(key(), said.encode(), hashlib.sha256).hexdigest()}"


def of_kith(purpose: str) -> str:
    """The words of a named part of Kith itself."""
    return words("system", None, None) if purpose else ""


def of(actor: Actor, now: datetime, through: tuple[str, UUID] | None, own_street_only: bool) -> str:
    """The words of one actor."""
    one = through[1] if through is not None and through[0] == "asks.Ask" else None
    return words(actor.kind, actor.id, now, through=one, own_street_only=own_street_only)


def tell(said: str, *, lasting: bool = False, read_only: bool = False) -> None:
    """Say it to the database: until the transaction ends, or (``lasting``) for as long as this connection is ours."""
    values: list[Any] = [SETTING, said, not lasting]
    calls = "set_config(%s, %s, %s)"
    if read_only:
        calls += ", set_config('transaction_read_only', 'on', true)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", values)


def is_broken() -> bool:
    """Whether the open transaction can only be rolled back."""
    return bool(connection.connection.info.transaction_status == TransactionStatus.INERROR)


def _backend() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)
