"""Which words go with which news of an offer, for the volunteer."""

from __future__ import annotations

from datetime import datetime

from kith.asks.saying import Said, address_of
from kith.dispatch.models import Offer


def to_volunteer(offer: Offer, news: str, now: datetime, token: str) -> Said:
    words = f"{news}: {offer.ask.kind} YES {offer.number} {address_of('/o/' + token)}"
    return Said(news, words, words)
