"""How soon a person hears again when we are late: within the hour at first, then less and less often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.asks import hearing, jobs
from kith.asks.actions import open_ask
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.promises.models import Promise
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, build_town

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("late_for", "hours"), [(timedelta(minutes=2), 1), (HOUR, 1), (2 * HOUR, 2), (3 * HOUR, 3), (30 * HOUR, 4)]
)
def test_the_longer_we_are_late_the_longer_until_the_next_word(late_for: timedelta, hours: int) -> None:
    assert hearing.after_late(NOW, None, missed_since=NOW - late_for) == NOW + hours * HOUR


def test_what_presses_is_looked_at_every_hour() -> None:
    assert hearing.after_late(NOW, None, missed_since=NOW - 30 * HOUR, pressing=True) == NOW + HOUR


def test_the_next_word_comes_by_the_time_it_is_needed() -> None:
    need_by = NOW + timedelta(minutes=40)
    assert hearing.after_late(NOW, need_by, missed_since=NOW - 30 * HOUR) == need_by


@pytest.mark.django_db
def test_the_longest_due_is_said_first_and_what_was_told_upwards_takes_nobodys_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build_town()
    several = [open_ask(wanted=shopping(client_key=f"ask {n}"), by=Actor.public(), now=NOW) for n in range(4)]
    for hours, ask in zip((2, 4, 3, 1), several, strict=True):
        due = NOW + timedelta(hours=hours)
        told = due + timedelta(minutes=1) if hours == 3 else None
        Promise.objects.filter(pk=ask.promise_id).update(next_contact_by=due, stepped_up_at=told)
    said: list[Ask] = []
    monkeypatch.setattr(jobs.actions, "we_are_late", lambda *, ask, by, now: said.append(ask))
    assert jobs.sweep(NOW + timedelta(hours=3, minutes=30)) == 2
    assert said == [several[3], several[0]]
    said.clear()
    jobs.sweep(NOW + timedelta(hours=3, minutes=31))
    assert said == [several[3], several[0], several[2]]
