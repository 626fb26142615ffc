"""Identifiers: time-ordered, made before the row is written, and saying nothing about who was there before."""

from __future__ import annotations

from uuid import UUID

import uuid6


def uuid7() -> UUID:
    """A fresh version 7 UUID (RFC 9562)."""
    return UUID(str(uuid6.uuid7()))
