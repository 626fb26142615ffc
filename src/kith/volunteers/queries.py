"""Which volunteers may be asked now, and how many there are."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kith.people.models import Absence
from kith.volunteers.models import Volunteer


def who_may_be_asked(now: datetime) -> QuerySet[Volunteer]:
    """Volunteers who have not stopped and are not resting at ``now``, and whom we were not told to leave in peace."""
    resting = Q(resting_until__isnull=False, resting_until__gt=now)
    told = Absence.objects.filter(person=OuterRef("person"), ended_by=None).exclude(what=Absence.What.BACK)
    may = Volunteer.objects.filter(~Exists(told), stopped_at__isnull=True).exclude(resting)
    return may.select_related("person", "home")
