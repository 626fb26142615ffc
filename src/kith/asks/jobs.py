"""The clock of asks: nobody's "you will hear by" passes in silence."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db.models import F, Model, Q

from kith.asks import actions, lifecycle
from kith.asks.models import Ask
from kith.asks.who_reviews import held_by_nobody_who_may, to_name_a_reviewer
from kith.governance import urgent
from kith.governance.models import EmergencyUse, Incident
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.promises import lifecycle as promise_states

SWEEP = Actor.system("the clock of asks")
CLOCK = Actor.system("the clock of emergency use")
log = logging.getLogger(__name__)
TOLD_AGAIN_AFTER = timedelta(minutes=30)
# When the guardians hear how a day of a major incident went.
COUNTED_FROM_HOUR = 18


def sweep(now: datetime) -> int:
    """Say that we are late, wherever a date has passed. Answers how many were late."""
    late = Ask.objects.filter(promise__state=promise_states.OPEN, promise__next_contact_by__lt=now)
    late = late.exclude(state__in=lifecycle.ENDED).select_related("promise__team__place", "person", "place")
    due = late.filter(_not_told_upwards(now)).order_by("promise__next_contact_by", "id")[:500]
    for ask in due:
        try:
            actions.we_are_late(ask=ask, by=SWEEP, now=now)
        except Exception:
            # One bad row must not keep the others waiting; the watchdog and the proof still name it.
            log.exception("could not say that %s is late", ask.reference)
    return len(due)


def emergencies(now: datetime) -> int:
    """Put away what was opened in an emergency and is over, end incidents, and tell guardians of a day. How many."""
    uses = EmergencyUse.objects.filter(state=urgent.OPEN, until__lte=now).order_by("until", "id")[:500]
    done = sum(_each(use, partial(actions.end_emergency_use, use=use, by=CLOCK, now=now)) for use in uses)
    running = Incident.objects.filter(state=urgent.RUNNING).select_related("place", "controller", "proposed_by")
    for one in running:
        if one.until <= now:
            done += _each(one, partial(actions.end_incident, incident=one, by=CLOCK, now=now))
        elif _day_is_to_be_counted(one, now):
            done += _each(one, partial(actions.count_the_day, incident=one, by=CLOCK, now=now))
    return done + _reviews(now)


def _reviews(now: datetime) -> int:
    """A review that is with somebody who may not do it goes to somebody who may, as soon as there is one. How many."""
    waiting = list(held_by_nobody_who_may(now))
    for use in waiting:
        _each(use, partial(actions.find_reviewer, use=use, by=CLOCK, now=now))
    still = list(held_by_nobody_who_may(now)) if waiting else []
    naming = to_name_a_reviewer().exclude(about_id__in={use.controller_id for use in still})
    done = sum(_each(one, partial(actions.somebody_is_named, promise=one, by=CLOCK, now=now)) for one in naming)
    return done + len(waiting) - len(still)


def _each(row: Model, act: Callable[[], object]) -> bool:
    """One bad row must not keep the others waiting."""
    try:
        act()
    except Exception:
        log.exception("could not go on with %s", row.pk)
        return False
    return True


def _day_is_to_be_counted(incident: Incident, now: datetime) -> bool:
    here = local(now)
    return here.hour >= COUNTED_FROM_HOUR and incident.counted_on != here.date()


def _not_told_upwards(now: datetime) -> Q:
    """An ask to speak with somebody first keeps its date, so it is told upwards once in half an hour."""
    since_its_date = Q(promise__stepped_up_at__gte=F("promise__next_contact_by"))
    return Q(promise__stepped_up_at=None) | ~since_its_date | Q(promise__stepped_up_at__lte=now - TOLD_AGAIN_AFTER)
