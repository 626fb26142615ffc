"""Sick, away, gone by one's day: what falls due has somebody who is there, in the same transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kith.accounts import actions as accounts
from kith.accounts.actions import NotPossible
from kith.accounts.models import Membership
from kith.accounts.queries import duty_holder
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.promises import actions as promises
from kith.promises import lifecycle, queries
from kith.promises.jobs import ring, sweep
from kith.promises.models import DutyRing, HandOver, Kind, Move, Promise
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)
TOMORROW = NOW + timedelta(hours=14)


@pytest.fixture
def town() -> Town:
    return build_town()


def joins(town: Town, name: str, phone: str, on_duty: bool = True) -> Membership:
    user = accounts.add_user(name=name, phone=phone, by=BUILDER, now=NOW)
    team = town.jan.team
    joined = accounts.join_team(user=user, team=team, role="street_coordinator", by=BUILDER, now=NOW)
    if on_duty:
        accounts.set_duty_rota(team=team, memberships=[town.jan, joined], by=BUILDER, now=NOW)
    return joined


def promised(town: Town, label: str, due: datetime, holder: Membership | None = None) -> Promise:
    four = promises.Four("We are on it.", holder or town.jan, due, "You can ring us.")
    return promises.make(kind=Kind.DECISION, four=four, place=town.street, label=label, by=BUILDER, now=NOW)


def held(name: str) -> set[str]:
    return set(Promise.objects.filter(holder__user__name=name).values_list("label", flat=True))


def test_sick_this_morning_and_all_of_today_has_somebody_at_once(town: Town) -> None:
    joins(town, "Morwenna", "07700900555")
    promised(town, "today", NOW + AN_HOUR)
    promised(town, "late already", NOW - AN_HOUR)
    promised(town, "tomorrow", TOMORROW + AN_HOUR)
    covered = promises.off_sick(user=town.jan.user, until=TOMORROW, asked=None, by=BUILDER, now=NOW)
    assert {one.label for one in covered.moved} == {"today", "late already"} == held("Morwenna")
    assert held("Jan") == {"tomorrow"}
    assert set(Move.objects.values_list("what", flat=True)) == {"away"}
    ring(NOW)
    assert [item["label"] for item in DutyRing.objects.get().items] == ["late already", "today"]


def test_the_only_one_there_is_sick_and_the_place_above_has_it(town: Town) -> None:
    promised(town, "today", NOW + AN_HOUR)
    promises.off_sick(user=town.jan.user, until=TOMORROW, asked=None, by=BUILDER, now=NOW)
    assert held("Bo") == {"today"}


def test_a_colleague_may_take_it_from_whoever_is_on_duty(town: Town) -> None:
    joins(town, "Morwenna", "07700900555")
    promised(town, "today", NOW + AN_HOUR)
    covered = promises.off_sick(user=town.jan.user, until=TOMORROW, asked=town.bo, by=BUILDER, now=NOW)
    assert held("Morwenna") == {"today"}
    (asked,) = covered.asked
    assert promises.say_yes(hand_over=asked, by=BUILDER, now=NOW, how="page") == 1
    assert held("Bo") == {"today"}


def test_away_from_a_day_first_asks_and_then_the_clock_finds_somebody(town: Town) -> None:
    joins(town, "Morwenna", "07700900555")
    goes, back = NOW + timedelta(days=2), NOW + timedelta(days=9)
    promised(town, "before", goes - AN_HOUR)
    promised(town, "meanwhile", goes + AN_HOUR)
    promised(town, "afterwards", back + AN_HOUR)
    promises.away(user=town.jan.user, since=goes, until=back, asked=town.bo, by=BUILDER, now=NOW)
    assert held("Jan") == {"before", "meanwhile", "afterwards"}
    assert duty_holder(town.jan.team, NOW) == town.jan
    assert duty_holder(town.jan.team, goes).user.name == "Morwenna"
    HandOver.objects.update(state=lifecycle.OVER, answered_at=NOW)
    sweep(goes)
    assert held("Jan") == {"afterwards"}
    assert held("Morwenna") >= {"meanwhile"}


def test_what_an_absent_holder_is_given_meanwhile_moves_as_well(town: Town) -> None:
    promises.off_sick(user=town.jan.user, until=TOMORROW, asked=None, by=BUILDER, now=NOW)
    promised(town, "came since", NOW + AN_HOUR)
    sweep(NOW)
    assert held("Bo") == {"came since"}


def test_whoever_is_back_is_rung_again(town: Town) -> None:
    joins(town, "Morwenna", "07700900555")
    promises.off_sick(user=town.jan.user, until=TOMORROW, asked=None, by=BUILDER, now=NOW)
    assert duty_holder(town.jan.team, NOW).user.name == "Morwenna"
    promises.back(user=town.jan.user, by=BUILDER, now=NOW)
    assert duty_holder(town.jan.team, NOW) == Membership.objects.get(pk=town.jan.pk)


def test_a_part_in_a_team_ends_on_its_day_and_leaves_nothing_behind(town: Town) -> None:
    morwenna = joins(town, "Morwenna", "07700900555")
    promised(town, "the list", NOW + 3 * AN_HOUR, morwenna)
    accounts.end_on(membership=morwenna, ends_at=NOW + AN_HOUR, by=BUILDER, now=NOW)
    sweep(NOW)
    assert held("Morwenna") == {"the list"}
    sweep(NOW + AN_HOUR)
    assert held("Jan") == {"the list"}
    morwenna.refresh_from_db()
    assert morwenna.ended_at == NOW + AN_HOUR


def test_the_last_on_a_duty_list_ends_too_and_somebody_above_promises_to_mend_it(town: Town) -> None:
    promised(town, "the list", NOW + 3 * AN_HOUR)
    accounts.end_on(membership=town.jan, ends_at=NOW + AN_HOUR, by=BUILDER, now=NOW)
    for _twice in range(2):
        sweep(NOW + AN_HOUR)
    assert held("Jan") == set()
    assert held("Bo") == {"the list", f"Put somebody on the duty list of {town.jan.team.name}"}
    assert duty_holder(town.jan.team, NOW + AN_HOUR) == town.bo
    assert duty_holder(town.jan.team, NOW) == Membership.objects.get(pk=town.jan.pk)


def test_the_database_refuses_a_holder_whose_day_is_over(town: Town) -> None:
    morwenna = joins(town, "Morwenna", "07700900555")
    accounts.end_on(membership=morwenna, ends_at=NOW + AN_HOUR, by=BUILDER, now=NOW)
    promise = promised(town, "the list", NOW + 3 * AN_HOUR)
    with pytest.raises(IntegrityError, match="Give it to a colleague first"), transaction.atomic():  # noqa: PT012
        promises.hand_over(promise=promise, to=morwenna, reason="yes", by=BUILDER, now=NOW + 2 * AN_HOUR)
        connection.check_constraints()


def test_what_is_new_after_somebodys_last_day_has_somebody_else_before_any_clock_has_come(town: Town) -> None:
    morwenna = joins(town, "Morwenna", "07700900555")
    ask = asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    promises.have_this(promise=ask.promise, membership=morwenna, by=BUILDER, now=NOW)
    accounts.end_on(membership=morwenna, ends_at=NOW + AN_HOUR, by=BUILDER, now=NOW)
    later, ask = NOW + 2 * AN_HOUR, Ask.objects.get(pk=ask.pk)
    asks.move_date(ask=ask, to=later + AN_HOUR, reason="the shop is shut", how="call", by=BUILDER, now=later)
    connection.check_constraints()
    newest = Promise.objects.filter(kind="tell", state="open").get()
    assert newest.holder == Membership.objects.get(pk=town.jan.pk)


def test_a_day_that_has_gone_is_refused(town: Town) -> None:
    with pytest.raises(NotPossible, match="still to come"):
        accounts.end_on(membership=town.jan, ends_at=NOW, by=BUILDER, now=NOW)
    with pytest.raises(NotPossible, match="to be back"):
        accounts.go_away(membership=town.jan, since=NOW + 2 * AN_HOUR, until=NOW + AN_HOUR, by=BUILDER, now=NOW)


def test_nobody_gone_ever_holds_anything_open(town: Town) -> None:
    """Whatever happens to whom, in any order: after the clock, every open promise has a holder who is there."""
    morwenna = joins(town, "Morwenna", "07700900555")
    for hour in range(1, 6):
        promised(town, f"due in {hour}", NOW + hour * AN_HOUR, (town.jan, morwenna, town.bo)[hour % 3])
    steps = [
        lambda now: promises.off_sick(user=town.jan.user, until=now + 12 * AN_HOUR, asked=None, by=BUILDER, now=now),
        lambda now: accounts.end_on(membership=morwenna, ends_at=now + AN_HOUR, by=BUILDER, now=now),
        lambda now: promises.away(
            user=town.bo.user, since=now, until=now + 9 * AN_HOUR, asked=town.gareth, by=BUILDER, now=now
        ),
        lambda now: promises.back(user=town.jan.user, by=BUILDER, now=now),
        lambda now: promises.leave_team(membership=morwenna, by=BUILDER, now=now),
    ]
    for number, step in enumerate(steps):
        now = NOW + number * timedelta(minutes=20)
        step(now)
        sweep(now)
        connection.check_constraints()
        assert not queries.holder_not_live(now).exists()
        assert not queries.held_by_somebody_away(now).exists()
        assert not queries.without_holder().exists()
