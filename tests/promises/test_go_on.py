"""One bad row keeps nobody else waiting: it stays due, and the others are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.accounts import actions as accounts
from kith.outbox.models import Message
from kith.promises import actions as promises
from kith.promises import jobs, saying
from kith.promises.actions import duty
from kith.promises.models import DutyCall, DutyRing, Kind, Promise
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def town() -> Town:
    return build_town()


def promised(town: Town, label: str, minutes: int = 1) -> Promise:
    four = promises.Four("We are on it.", town.jan, NOW + minutes * MINUTE, "You can ring us.")
    return promises.make(kind=Kind.DECISION, four=four, place=town.street, label=label, by=BUILDER, now=NOW)


def test_a_promise_that_cannot_be_told_upwards_stops_no_other(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = promised(town, "bad"), promised(town, "good", 2)
    real = promises.step_up

    def step_up(*, promise: Promise, **given: object) -> object:
        if promise == bad:
            raise ValueError("a bad row")
        return real(promise=promise, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs.actions, "step_up", step_up)
    assert jobs.sweep(NOW + 5 * MINUTE) == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.stepped_up_at, good.stepped_up_at) == (None, NOW + 5 * MINUTE)


def test_a_phone_that_cannot_be_rung_stops_no_other(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for team in (town.jan.team, town.bo.team):
        promise = promised(town, team.name, 60)
        about = promises.About(red=True)
        promises.call_duty(promise=promise, team=team, place=town.street, about=about, by=BUILDER, now=NOW)
    real = saying.duty_list

    def duty_list(*, team: str, **given: object) -> str:
        if team == town.jan.team.name:
            raise ValueError("a bad row")
        return real(team=team, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(saying, "duty_list", duty_list)
    assert jobs.ring(NOW) == 1
    assert DutyRing.objects.get().team == town.bo.team
    stays = DutyCall.objects.get(team=town.jan.team)
    assert (stays.ring_at, stays.rings, stays.seen_at) == (NOW, 0, None)
    monkeypatch.undo()
    assert jobs.ring(NOW) == 1


def test_a_ring_that_could_not_be_sent_goes_on_to_the_next_phone_at_once_and_not_round_and_round(town: Town) -> None:
    user = accounts.add_user(name="Morwenna", phone="07700900555", by=BUILDER, now=NOW)
    joined = accounts.join_team(user=user, team=town.jan.team, role="street_coordinator", by=BUILDER, now=NOW)
    accounts.set_duty_rota(team=town.jan.team, memberships=[town.jan, joined], by=BUILDER, now=NOW)
    about = promises.About(red=True)
    call = promised(town, "one", 60)
    promises.call_duty(promise=call, team=town.jan.team, place=town.street, about=about, by=BUILDER, now=NOW)
    rung = []
    for seconds in range(0, 60, 2):
        now = NOW + timedelta(seconds=seconds)
        rung.append(jobs.ring(now))
        Message.objects.filter(channel="ring", state="waiting").update(state="dead", why="a landline")
    # Each of the four phones once, and then in five minutes again.
    assert rung == [1, 1, 1, 1, *([0] * 26)]
    assert sum(jobs.ring(NOW + 6 * MINUTE) for _again in range(2)) == 1


def test_whoever_answers_the_duty_phone_is_rung_on_their_own_as_well(town: Town) -> None:
    town.jan.user.phone = "+447700900999"
    town.jan.user.save()
    phones = [(one.membership, one.address) for one in duty.phones_of(town.jan.team, NOW)]
    assert phones == [(town.jan, "+441632960003"), (town.jan, "+447700900999")]
