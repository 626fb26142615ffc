"""The clock of asks: nobody's "you will hear by" passes in silence."""

from __future__ import annotations

import logging
from datetime import datetime

from kith.asks import actions, lifecycle
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.promises import lifecycle as promise_states

SWEEP = Actor.system("the clock of asks")
log = logging.getLogger(__name__)


def sweep(now: datetime) -> int:
    """Say that we are late, wherever a date has passed. Answers how many were late."""
    late = Ask.objects.filter(promise__state=promise_states.OPEN, promise__next_contact_by__lt=now)
    late = late.exclude(state__in=lifecycle.ENDED).select_related("promise__team__place", "person", "place")
    # An ask to speak with somebody first keeps its date, so it is told upwards once in half an hour.
    due = [ask for ask in late[:500] if _not_told_upwards(ask, now)]
    for ask in due:
        try:
            actions.we_are_late(ask=ask, by=SWEEP, now=now)
        except Exception:
            # One bad row must not keep the others waiting; the watchdog and the proof still name it.
            log.exception("could not say that %s is late", ask.reference)
    return len(due)


def _not_told_upwards(ask: Ask, now: datetime) -> bool:
    stepped = ask.promise.stepped_up_at
    due = ask.promise.next_contact_by
    if stepped is None or due is None or stepped < due:
        return True
    return (now - stepped).total_seconds() >= 30 * 60
