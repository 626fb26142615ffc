"""The codes by which a volunteer without a phone says that a browser is theirs. They are derived; none is kept."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from kith.dispatch.models import Offer
from kith.kit import refs

# A code is right in the half hour in which it was sent, and in the next.
LASTS = 1800


def own_codes(offer: Offer, now: datetime) -> tuple[str, str]:
    """The code of now, and the one before it. They are derived and not kept."""
    slot = int(now.timestamp()) // LASTS
    return _code(offer, slot), _code(offer, slot - 1)


def _code(offer: Offer, slot: int) -> str:
    return refs.code(f"own code {settings.SECRET_KEY}", offer.id, slot)
