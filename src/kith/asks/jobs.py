"""The clock of asks: nobody's "you will hear by" passes in silence."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import F, Q

from kith.asks import actions, lifecycle
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.promises import lifecycle as promise_states

SWEEP = Actor.system("the clock of asks")
log = logging.getLogger(__name__)
TOLD_AGAIN_AFTER = timedelta(minutes=30)


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


def _not_told_upwards(now: datetime) -> Q:
    """An ask to speak with somebody first keeps its date, so it is told upwards once in half an hour."""
    since_its_date = Q(promise__stepped_up_at__gte=F("promise__next_contact_by"))
    return Q(promise__stepped_up_at=None) | ~since_its_date | Q(promise__stepped_up_at__lte=now - TOLD_AGAIN_AFTER)
