"""What does the trail say of one thing, or of one place? Who may read it is decided by whoever asks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.trail.models import Entry
from kith.trail.verbs import Verb


def history_of(subject_id: UUID, *verbs: Verb) -> QuerySet[Entry]:
    """Everything written about one thing, oldest first; only these verbs, when any are named."""
    entries = Entry.objects.filter(subject_id=subject_id)
    if verbs:
        entries = entries.filter(verb__in=[verb.value for verb in verbs])
    return entries.order_by("id")


def last_about(subject_id: UUID, *verbs: Verb) -> Entry | None:
    """The newest line about one thing, or None."""
    return history_of(subject_id, *verbs).last()


def in_place(place_id: UUID, since: datetime) -> QuerySet[Entry]:
    """Everything written about one place itself since a moment, newest first."""
    return Entry.objects.filter(place_id=place_id, at__gte=since).order_by("-id")
