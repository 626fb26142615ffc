"""./kith team: add, join, leave, duty and list, as whoever looks after the place meets them."""

from __future__ import annotations

import argparse
import json
from typing import Any

import pytest

from kith.accounts.models import Membership, Team, User
from kith.asks import actions as asks
from kith.kit.actor import Actor
from kith.kit.cli import Stop
from kith.promises.commands import COMMANDS
from kith.promises.queries import holder_not_live, open_promises
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr("kith.kit.clock.now", lambda: NOW)
    return build_town()


def run(name: str, *words: str) -> int:
    command = next(command for command in COMMANDS if command.name == name)
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def reported(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return told


def test_somebody_joins_and_is_next_on_duty(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("Quay Street Neighbours", "Loveday", "--email", "loveday@example.org", "--on-duty", "--json")
    assert run("team join", *words) == 0
    members = reported(capsys)["members"]
    assert [(one["name"], one["role"], one["duty"]) for one in members] == [
        ("Jan", "street_coordinator", 1),
        ("Loveday", "street_coordinator", 2),
    ]
    assert User.objects.get(email="loveday@example.org").is_active


def test_whoever_leaves_leaves_no_promise_behind(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    ask = asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    team = ask.promise.team
    before = ask.promise.holder
    held = open_promises().filter(holder=before).count()
    run("team join", team.name, "Loveday", "--phone", "07700 900111", "--on-duty")
    assert before is not None
    assert run("team leave", team.name, before.user.name, "--for-good", "--json") == 0
    assert reported(capsys)["moved"] == held > 0
    assert not holder_not_live().exists()
    ask.promise.refresh_from_db()
    assert ask.promise.holder is not None
    assert ask.promise.holder.user.name == "Loveday"
    assert not User.objects.get(pk=before.user_id).is_active


def test_the_only_one_on_duty_cannot_leave_and_reads_why(town: Town) -> None:
    with pytest.raises(Stop, match="only one on the duty list"):
        run("team leave", "Quay Street Neighbours", "Jan")
    assert Membership.objects.get(pk=town.jan.pk).ended_at is None


def test_the_order_of_the_duty_list_is_changed(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    run("team join", "Quay Street Neighbours", "Loveday", "--email", "loveday@example.org")
    assert run("team duty", "quay street neighbours", "Loveday", "Jan", "--json") == 0
    duty = {one["name"]: one["duty"] for one in reported(capsys)["members"]}
    assert duty == {"Loveday": 1, "Jan": 2}


def test_a_street_gets_a_team_of_its_own(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    said = ("--place", "Church Street", "--organisation", "Church Street Friends")
    assert run("team add", "Church Street", *said, "--who", "Tamsin", "--email", "tamsin@example.org", "--json") == 0
    assert reported(capsys)["members"] == [{"name": "Tamsin", "role": "street_coordinator", "duty": 1}]
    assert Team.objects.get(place=town.other_street).is_duty
    assert run("team list", "--json") == 0
    assert len(reported(capsys)["teams"]) == 4


@pytest.mark.parametrize(
    ("name", "words", "says"),
    [
        ("team join", ("Nobody's team", "Ann", "--email", "ann@example.org"), "no one team"),
        ("team join", ("Quay Street Neighbours", "Ann"), "sign-in code"),
        ("team leave", ("Quay Street Neighbours", "Ann"), "no one in"),
        ("team add", ("New", "--place", "Atlantis", "--who", "Ann", "--email", "ann@example.org"), "no one place"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(town: Town, name: str, words: tuple[str, ...], says: str) -> None:
    with pytest.raises(Stop, match=says):
        run(name, *words)


def test_somebody_rings_in_ill_and_comes_back(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    run("team join", "Quay Street Neighbours", "Loveday", "--phone", "07700 900111", "--on-duty")
    assert run("team sick", "Quay Street Neighbours", "Jan", "--json") == 0
    assert reported(capsys)["moved"] == 2
    assert {one.holder.user.name for one in open_promises().select_related("holder__user") if one.holder} == {"Loveday"}
    assert run("team back", "Quay Street Neighbours", "Jan", "--json") == 0
    assert not Membership.objects.get(pk=town.jan.pk).is_away(NOW)


def test_days_away_and_a_last_day_are_said_in_plain_words(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    run("team join", "Quay Street Neighbours", "Loveday", "--phone", "07700 900111", "--on-duty")
    said = ("--from", "Thursday 9am", "--until", "Friday 9am", "--ask", "Loveday", "--json")
    assert run("team away", "Quay Street Neighbours", "Jan", *said) == 0
    jan = Membership.objects.get(pk=town.jan.pk)
    assert jan.away_from is not None and jan.away_until is not None and not jan.is_away(NOW)
    assert run("team ends", "Quay Street Neighbours", "Loveday", "--on", "Friday 5pm") == 0
    assert Membership.objects.get(user__name="Loveday").ends_at is not None
    assert run("team ends", "Quay Street Neighbours", "Loveday", "--never") == 0
    assert Membership.objects.get(user__name="Loveday").ends_at is None
    with pytest.raises(Stop, match="has gone by"):
        run("team ends", "Quay Street Neighbours", "Loveday", "--on", "yesterday 5pm")
