"""Which volunteers may be asked now, and how many there are."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kith.kit.clock import local
from kith.kit.known import ask
from kith.people.models import Absence
from kith.volunteers.models import Volunteer


def who_may_be_asked(now: datetime) -> QuerySet[Volunteer]:
    """Volunteers who have not stopped and are not resting at ``now``, and whom we were not told to leave in peace."""
    resting = Q(resting_until__isnull=False, resting_until__gt=now)
    told = Absence.objects.filter(person=OuterRef("person"), ended_by=None).exclude(what=Absence.What.BACK)
    may = Volunteer.objects.filter(~Exists(told), stopped_at__isnull=True).exclude(resting)
    return may.select_related("person", "home")


_SEAL = """
SELECT count(*), coalesce(sum(uuid_hash(one.id)::bigint * (one.weekly_most + 1)), 0)::bigint
FROM volunteers_volunteer one WHERE one.stopped_at IS NULL AND (one.resting_until IS NULL OR one.resting_until <= %s)
AND NOT EXISTS (SELECT 1 FROM people_absence told LEFT JOIN people_absence back ON back.ends_id = told.id
  WHERE told.person_id = one.person_id AND told.what <> 'back' AND back.id IS NULL)"""


def seal_of_those(now: datetime) -> tuple[int, int]:
    """How many may be asked at ``now``, and a figure that is another when it is others, or how often they may be.

    For whoever knows them already and looks again and again. It asks what ``who_may_be_asked`` asks.
    """
    ((how_many, seal),) = ask(_SEAL, now)
    return how_many, seal


def again_by(volunteer: Volunteer, on: date) -> date:
    """The day on which a check is looked at again: so many years on, as the place where they live likes it."""
    years = volunteer.home.typed_settings.check_lasts_years
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        # The 29th of February.
        return on.replace(year=on.year + years, day=28)


def is_due_again(volunteer: Volunteer, now: datetime, within_days: int = 60) -> bool:
    """Whether a check is looked at again within so many days, or is no longer good."""
    day = volunteer.check_again_on
    return day is not None and (day - local(now).date()).days <= within_days
