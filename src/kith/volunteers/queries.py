"""Which volunteers may be asked now, and how many there are."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from kith.volunteers.models import Volunteer


def who_may_be_asked(now: datetime) -> QuerySet[Volunteer]:
    """Volunteers who have not stopped and are not resting at ``now``."""
    resting = Q(resting_until__isnull=False, resting_until__gt=now)
    return Volunteer.objects.filter(stopped_at__isnull=True).exclude(resting).select_related("person", "home")
