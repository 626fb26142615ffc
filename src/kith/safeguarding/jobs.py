"""The clock of concerns: whoever must read one next, and that each is held by somebody who may read it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kith.accounts.models import User
from kith.kit.actor import Actor
from kith.safeguarding import actions, queries
from kith.safeguarding.models import Concern
from kith.safeguarding.said import NEXT_AFTER

log = logging.getLogger(__name__)
CLOCK = Actor.system("the clock of concerns")


def sweep(now: datetime) -> int:
    """Whatever the clock asks of concerns. Answers how many it dealt with."""
    done = _each(queries.readers_who_left(now), lambda one: actions.mend_readers(reader=one, by=CLOCK, now=now))
    for concern, user in list(queries.readers_who_must_not(now)):
        why = str(_("The person it is about named them."))
        done += _each([concern], lambda one, user=user, why=why: _keep_from(one, user, why, now))  # type: ignore[misc]
    done += _each(queries.not_with_a_reader(), lambda one: actions.mend_holder(concern=one, by=CLOCK, now=now))
    done += _each(_nobody_read(now), lambda one: actions.give_to_next(concern=one, by=CLOCK, now=now))
    done += _each(queries.drifted(), lambda one: actions.follow(concern=one, by=CLOCK, now=now))
    failed, left = queries.answers_that_failed(), queries.answers_that_left()
    done += _each(failed, lambda one: actions.answer_by_hand(concern=one, by=CLOCK, now=now))
    return done + _each(left, lambda one: actions.note_answered(concern=one, by=CLOCK, now=now))


def _keep_from(concern: Concern, user: User, why: str, now: datetime) -> None:
    actions.keep_from(concern=concern, user=user, why=why, by=CLOCK, now=now)


def _nobody_read(now: datetime) -> Iterable[Concern]:
    for concern in queries.not_read().prefetch_related("readers"):
        newest = max((one.since for one in concern.readers.all()), default=concern.raised_at)
        if newest + NEXT_AFTER[concern.danger] <= now:
            yield concern


def _each(rows: Iterable[Any], act: Callable[[Any], object]) -> int:
    """One bad row must not keep the others waiting; it stays due, and is named without a word of what it says."""
    done = 0
    for row in list(rows):
        try:
            act(row)
            done += 1
        except Exception:
            log.exception("could not carry on with %s", row.pk)
    return done
