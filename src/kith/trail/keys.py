"""The keys of the chains of this instance. They are worked out anew each time from what lies outside the database."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from kith.trail import sealing


def key_of(chain: UUID) -> bytes:
    """The key of one chain."""
    return sealing.key_of(settings.TRAIL_SECRET, chain)
