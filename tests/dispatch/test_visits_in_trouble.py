"""Whatever happens to their phone, their page or our machines: whoever is not out in time has a buddy asked in time."""

from __future__ import annotations

import os
import random
from datetime import datetime, timedelta

import pytest

from kith.asks import actions as asks
from kith.config.schedule import SWEEPS
from kith.dispatch import actions
from kith.dispatch.jobs import visits as look
from kith.dispatch.models import Offer, Visit
from kith.kit.actor import Actor
from kith.kit.whole import look_anew
from kith.outbox.models import Message
from kith.volunteers import actions as volunteers
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, build_town, neighbour

RUNS = 500 if os.environ.get("KITH_TEST_FULL") else 50
BEAT, WITHIN = timedelta(seconds=2), timedelta(seconds=60)
# A restart with its migrations and the supervisor's own wait.
LONGEST_DOWN = 50
PHONE_OFF, APP_KILLED, RESTARTED, LONGER, TWO_WORKERS = range(5)


@pytest.mark.django_db
def test_in_every_run_the_buddy_is_asked_within_a_minute():
    town, chance = build_town(), random.Random(19)
    sam = neighbour(town)
    volunteers.name_buddy(volunteer=sam, name="Ann", phone="+447700900555", by=Actor.volunteer(sam), now=NOW)
    ask = asks.open_ask(wanted=shopping(kind="other", details={}), by=Actor.public(), now=NOW)
    actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    offer = Offer.objects.get(ask=ask)
    now, late, worst = NOW, 0, timedelta(0)
    for run in range(RUNS):
        asked, due = one_run(offer, run % 5, chance, now)
        worst, late = max(worst, asked - due), late + (asked - due > WITHIN)
        now = due + timedelta(hours=1)
        actions.come_out(visit=Visit.objects.exclude(state="out").get(), by=Actor.volunteer(sam), now=now)
    assert late == 0
    assert timedelta(0) <= worst <= WITHIN
    assert Message.objects.filter(kind="visit-overdue").count() == RUNS
    assert Visit.objects.filter(duty_told_at__isnull=False).count() == 0


def one_run(offer: Offer, trouble: int, chance: random.Random, start: datetime) -> tuple[datetime, datetime]:
    """One visit that nobody says the end of. When the buddy was asked, and when that was due."""
    by = Actor.volunteer(offer.volunteer)
    how = "text" if trouble == PHONE_OFF else "page"
    visit = actions.go_in(offer=offer, minutes=chance.choice((5, 15, 30, 60)), by=by, now=start, how=how)
    down = range(0)
    if trouble == LONGER:
        actions.need_longer(visit=visit, by=by, now=visit.due_at - timedelta(seconds=chance.randint(1, 200)))
        visit.refresh_from_db()
    if trouble == RESTARTED:
        # Nothing looks for a while, which begins before or at the moment they meant to be out.
        begun = -chance.randint(0, LONGEST_DOWN)
        down = range(begun, begun + LONGEST_DOWN)
    due, beat = visit.due_at, -330 + chance.random() * 2
    while True:
        moment = due + timedelta(seconds=beat)
        if int(beat) not in down:
            look_anew()
            look(moment)
            if trouble == TWO_WORKERS:
                look(moment + timedelta(milliseconds=3))
            visit.refresh_from_db()
            if visit.buddy_told_at is not None:
                message = Message.objects.get(kind="visit-overdue", about_id=visit.id)
                assert message.state == "waiting"
                return message.created_at, due
        # Far from any of its moments the clock need not be looked at every two seconds.
        beat += 2 if beat >= -6 else 40 if beat < -46 else 10
        assert beat < 400


def test_the_clock_of_visits_is_looked_at_every_two_seconds():
    (sweep,) = [one for one in SWEEPS if one.function == "kith.dispatch.jobs.visits"]
    assert sweep.seconds <= BEAT.total_seconds()
