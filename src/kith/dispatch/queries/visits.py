"""Who is in somebody's home now, and for how long they usually are."""

from __future__ import annotations

from django.db.models import QuerySet

from kith.asks import kinds
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer, Visit


def usual_minutes(offer: Offer) -> int:
    """How long somebody is in there who says nothing about it."""
    return int(str(offer.card.get("minutes") or kinds.KINDS[offer.ask.kind].effort.minutes))


def going_on() -> QuerySet[Visit]:
    """Every visit nobody has come out of, the first due out first."""
    return Visit.objects.exclude(state=lifecycle.OUT)
