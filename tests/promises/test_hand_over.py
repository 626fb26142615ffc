"""A colleague is asked to have somebody's promises, and has them by saying yes: once, and only what still stands."""

from __future__ import annotations

import contextlib
import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from kith.accounts import actions as accounts
from kith.accounts.models import Membership
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.promises import actions as promises
from kith.promises import lifecycle
from kith.promises.actions import AnswerIsOver, CannotAsk
from kith.promises.jobs import sweep
from kith.promises.models import HandOver, Kind, Promise
from kith.trail.models import Entry
from tests.thread import BUILDER, NOW, Town, build_town

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def joins(town: Town, name: str = "Morwenna", phone: str = "07700900555") -> Membership:
    user = accounts.add_user(name=name, phone=phone, by=BUILDER, now=NOW)
    team = town.jan.team
    joined = accounts.join_team(user=user, team=team, role="street_coordinator", by=BUILDER, now=NOW)
    accounts.set_duty_rota(team=team, memberships=[town.jan, joined], by=BUILDER, now=NOW)
    return joined


def promised(town: Town, label: str = "the list", due: datetime = NOW + 4 * AN_HOUR) -> Promise:
    four = promises.Four("We are on it.", town.jan, due, "You can ring us.")
    return promises.make(kind=Kind.DECISION, four=four, place=town.street, label=label, by=BUILDER, now=NOW)


def asks_for(town: Town, asked: Membership, *what: Promise, why: str = "other") -> HandOver:
    jan = Actor.user(town.jan.user)
    return promises.ask_to_have(giver=town.jan, asked=asked, promises=what, why=why, by=jan, now=NOW)


def holder(promise: Promise) -> str:
    promise.refresh_from_db()
    assert promise.holder is not None
    return promise.holder.user.name


def test_asking_moves_nothing_and_a_yes_moves_all(town: Town) -> None:
    morwenna = joins(town)
    one, two = promised(town, "one"), promised(town, "two")
    offered = asks_for(town, morwenna, one, two)
    assert (holder(one), holder(two)) == ("Jan", "Jan")
    said = Message.objects.get(kind="hand-over")
    assert said.address == "+447700900555"
    assert "2 promises" in said.body and "/h/" in said.body
    by = Actor.user(morwenna.user)
    assert promises.say_yes(hand_over=offered, by=by, now=NOW + timedelta(minutes=1), how="page") == 2
    assert (holder(one), holder(two)) == ("Morwenna", "Morwenna")
    assert "2 promises are theirs now" in Message.objects.get(kind="hand-over-answer").body
    assert {"hand_over.asked", "hand_over.answered", "promise.handed_on"} <= set(
        Entry.objects.values_list("verb", flat=True)
    )


def test_a_second_yes_finds_the_first_and_changes_nothing(town: Town) -> None:
    morwenna, one = joins(town), promised(town)
    offered = asks_for(town, morwenna, one)
    promises.say_yes(hand_over=offered, by=BUILDER, now=NOW, how="page")
    with pytest.raises(AnswerIsOver, match="already"):
        promises.say_yes(hand_over=offered, by=BUILDER, now=NOW, how="text")
    assert one.moves.count() == 1


def test_what_somebody_else_took_or_ended_meanwhile_stays_as_it_is(town: Town) -> None:
    morwenna = joins(town)
    kept, taken, left = promised(town, "kept"), promised(town, "taken"), promised(town, "left")
    offered = asks_for(town, morwenna, kept, taken, left)
    later = NOW + timedelta(minutes=2)
    promises.keep(promise=kept, by=BUILDER, now=later)
    promises.hand_over(promise=taken, to=town.bo, reason="Bo said: I have this", by=BUILDER, now=later)
    assert promises.say_yes(hand_over=offered, by=BUILDER, now=later, how="page") == 1
    assert (holder(taken), holder(left)) == ("Bo", "Morwenna")
    kept.refresh_from_db()
    assert kept.state == lifecycle.KEPT


def test_nobody_answers_and_the_next_on_the_duty_list_is_asked_by_the_clock(town: Town) -> None:
    joins(town)
    one = promised(town)
    asks_for(town, town.gareth, one)
    names = []
    now = NOW
    for _turn in range(4):
        waiting = HandOver.objects.filter(state=lifecycle.OFFERED).select_related("asked__user").first()
        if waiting is None:
            break
        names.append(waiting.asked.user.name)
        now = waiting.answer_by
        assert holder(one) == "Jan"
        sweep(now)
    assert names == ["Gareth", "Morwenna", "Bo"]
    assert "still has them" in Message.objects.filter(kind="hand-over-answer").latest("created_at").body


def test_not_this_time_asks_the_next_at_once(town: Town) -> None:
    morwenna, one = joins(town), promised(town)
    offered = asks_for(town, town.bo, one)
    following = promises.say_not_this_time(hand_over=offered, by=Actor.user(town.bo.user), now=NOW, how="page")
    assert following is not None and following.asked == morwenna
    with pytest.raises(AnswerIsOver):
        promises.say_yes(hand_over=offered, by=BUILDER, now=NOW, how="page")


def test_who_is_away_has_left_or_is_the_giver_cannot_be_asked(town: Town) -> None:
    morwenna, one = joins(town), promised(town)
    with pytest.raises(CannotAsk, match="theirs already"):
        asks_for(town, town.jan, one)
    with pytest.raises(CannotAsk, match="nothing is due"):
        asks_for(town, morwenna)
    accounts.go_away(membership=morwenna, until=NOW + AN_HOUR, by=BUILDER, now=NOW)
    with pytest.raises(CannotAsk, match="is away"):
        asks_for(town, Membership.objects.get(pk=morwenna.pk), one)


def test_whoever_is_away_meanwhile_cannot_say_yes_and_the_next_is_asked(town: Town) -> None:
    morwenna, one = joins(town), promised(town)
    offered = asks_for(town, morwenna, one)
    accounts.go_away(membership=morwenna, until=NOW + timedelta(days=3), by=BUILDER, now=NOW)
    with pytest.raises(AnswerIsOver, match="away just now"):
        promises.say_yes(hand_over=offered, by=BUILDER, now=NOW, how="text")
    offered.refresh_from_db()
    assert (holder(one), offered.state) == ("Jan", lifecycle.OFFERED)
    sweep(offered.answer_by)
    assert HandOver.objects.get(state=lifecycle.OFFERED).asked == town.bo


def test_a_short_time_leaves_time_for_the_next(town: Town) -> None:
    offered = asks_for(town, town.bo, promised(town, due=NOW + timedelta(minutes=20)))
    assert offered.answer_by == NOW + timedelta(minutes=10)


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_the_same_moment_one_counts(transactional_db: None) -> None:
    town = build_town()
    morwenna = joins(town)
    one = promised(town)
    first = asks_for(town, morwenna, one)
    second = asks_for(town, town.bo, one)
    ready = threading.Barrier(4)
    moved: list[int] = []

    def answers(hand_over: HandOver) -> None:
        try:
            ready.wait(5)
            with contextlib.suppress(AnswerIsOver):
                moved.append(
                    promises.say_yes(hand_over=hand_over, by=BUILDER, now=NOW + timedelta(minutes=1), how="page")
                )
        finally:
            connection.close()

    threads = [threading.Thread(target=answers, args=[which]) for which in (first, first, second, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sum(moved) == 1
    assert one.moves.count() == 1
    assert holder(one) in ("Morwenna", "Bo")
