"""Whom we asked with a message that could not be sent."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from kith.dispatch import lifecycle
from kith.dispatch.models import Offer
from kith.outbox import lifecycle as messages
from kith.outbox.models import ASKS_A_VOLUNTEER, Message


def asked_in_vain() -> QuerySet[Offer]:
    """Offers that wait for an answer to a question which never arrived."""
    unsent = Message.objects.filter(kind=ASKS_A_VOLUNTEER, state=messages.DEAD)
    if not unsent.exists():
        # Mostly there is none, and that is quickly asked.
        return Offer.objects.none()
    dead = unsent.filter(
        about_id=OuterRef("ask_id"),
        person_id=OuterRef("volunteer__person_id"),
        created_at__gte=OuterRef("offered_at"),
    )
    return Offer.objects.filter(Exists(dead), state=lifecycle.OFFERED).order_by("offered_at", "id")
