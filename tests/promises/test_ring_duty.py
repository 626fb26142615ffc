"""The duty phone: at once for a concern, else one ordered list in five minutes, until somebody says they saw it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kith.accounts import actions as accounts
from kith.accounts.models import Membership
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.promises import actions as promises
from kith.promises import lifecycle
from kith.promises.jobs import ring
from kith.promises.models import DutyRing, Kind, Promise
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def town() -> Town:
    return build_town()


def colleague(town: Town, name: str = "Morwenna", phone: str = "07700900555") -> Membership:
    user = accounts.add_user(name=name, phone=phone, by=BUILDER, now=NOW)
    team = town.jan.team
    joined = accounts.join_team(user=user, team=team, role="street_coordinator", by=BUILDER, now=NOW)
    accounts.set_duty_rota(team=team, memberships=[town.jan, joined], by=BUILDER, now=NOW)
    return joined


def promised(town: Town, label: str, due: datetime = NOW + timedelta(hours=2)) -> Promise:
    four = promises.Four("We are on it.", town.jan, due, "You can ring us.")
    return promises.make(kind=Kind.DECISION, four=four, place=town.street, label=label, by=BUILDER, now=NOW)


def call(town: Town, label: str, now: datetime = NOW, **about: object) -> Promise:
    promise = promised(town, label)
    words = promises.About(**about)  # type: ignore[arg-type]
    promises.call_duty(promise=promise, team=town.jan.team, place=town.street, about=words, by=BUILDER, now=now)
    return promise


def rung() -> list[tuple[str, list[str]]]:
    rings = DutyRing.objects.order_by("at", "id")
    return [(one.membership.user.name, [item["label"] for item in one.items]) for one in rings]


def test_a_bad_hour_is_one_list_the_worst_first(town: Town) -> None:
    call(town, "the rest")
    call(town, "later medicine", medicine=True, due=NOW + timedelta(hours=3))
    call(town, "medicine soon", medicine=True, due=NOW + timedelta(hours=1))
    call(town, "no phone at all", no_channel=True)
    assert ring(NOW) == 1
    assert rung() == [("Jan", ["no phone at all", "medicine soon", "later medicine", "the rest"])]
    said = Message.objects.get(kind="duty-ring")
    assert said.address == town.jan.team.phone
    assert "4 things" in said.body
    assert said.body.index("no phone at all") < said.body.index("medicine soon") < said.body.index("the rest")


def test_a_phone_rings_at_most_once_in_five_minutes(town: Town) -> None:
    call(town, "one")
    assert ring(NOW) == 1
    call(town, "two", now=NOW + A_MINUTE)
    call(town, "three", now=NOW + 2 * A_MINUTE)
    assert [ring(NOW + minutes * A_MINUTE) for minutes in (1, 2, 3, 4)] == [0, 0, 0, 0]
    assert ring(NOW + 5 * A_MINUTE) >= 1
    assert ("Jan", ["two", "three"]) in rung()


def test_a_concern_rings_at_once_and_comes_first(town: Town) -> None:
    call(town, "one")
    ring(NOW)
    call(town, "two", now=NOW + A_MINUTE)
    call(town, "a concern", now=NOW + A_MINUTE, red=True)
    assert ring(NOW + A_MINUTE) == 1
    assert rung()[-1] == ("Jan", ["a concern", "two"])


def test_not_answered_it_goes_down_the_list_then_up_the_teams_and_round_again(town: Town) -> None:
    colleague(town)
    call(town, "one")
    for step in range(6):
        ring(NOW + step * 5 * A_MINUTE)
    assert [name for name, _what in rung()] == ["Jan", "Morwenna", "Bo", "Gareth", "Jan", "Morwenna"]


def test_who_is_away_is_not_rung(town: Town) -> None:
    colleague(town)
    accounts.go_away(membership=town.jan, until=NOW + timedelta(days=1), by=BUILDER, now=NOW)
    call(town, "one")
    ring(NOW)
    assert rung() == [("Morwenna", ["one"])]


def test_somebody_who_says_they_saw_it_stops_the_ringing_and_nothing_else(town: Town) -> None:
    promise = call(town, "one")
    ring(NOW)
    first = DutyRing.objects.get()
    jan = Actor.user(town.jan.user)
    assert promises.seen(ring=first, by=jan, now=NOW + A_MINUTE, how="page")
    assert not promises.seen(ring=first, by=Actor.user(town.bo.user), now=NOW + 2 * A_MINUTE, how="page")
    first.refresh_from_db()
    assert (first.acknowledged_at, first.acknowledged_by) == (NOW + A_MINUTE, "Jan")
    assert [ring(NOW + step * 5 * A_MINUTE) for step in range(1, 5)] == [0, 0, 0, 0]
    promise.refresh_from_db()
    assert promise.state == lifecycle.OPEN


def test_what_is_over_is_not_rung_about(town: Town) -> None:
    promise = call(town, "one")
    promises.keep(promise=promise, by=BUILDER, now=NOW)
    assert ring(NOW) == 0
    assert not DutyRing.objects.exists()


def test_the_same_promise_is_one_call_with_its_newest_reason(town: Town) -> None:
    promise = call(town, "one", why="nobody answered")
    about = promises.About(why="nobody left to ask")
    for _twice in range(2):
        promises.call_duty(promise=promise, team=town.jan.team, place=town.street, about=about, by=BUILDER, now=NOW)
    ring(NOW)
    assert rung() == [("Jan", ["one"])]
    assert DutyRing.objects.get().items[0]["why"] == "nobody left to ask"
