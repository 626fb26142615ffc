"""A sign-in code leaves at once, and its digits do not stay behind."""

from __future__ import annotations

import logging

import pytest

from kith.outbox import actions, channels
from kith.outbox.actions import Letter, leaving
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Message
from kith.outbox.problems import CannotBeSent, TryAgain
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


def a_code(town: Town) -> Message:
    letter = Letter(kind="sign-in-code", body="Your code is 482913.", key="sign-in-code:1", urgent=True)
    return actions.send_staff_code(user=town.jan.user, letter=letter, to_email="jan@example.org", by=BUILDER, now=NOW)


def test_a_code_that_left_is_not_kept(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "kith.outbox"):
        message = a_code(town)
    message.refresh_from_db()
    assert message.state == "sent"
    assert "482913" not in message.body
    assert message.body
    # No provider is set here, so whoever started Kith reads it on the terminal.
    assert "482913" in caplog.text


def test_a_code_given_to_a_provider_is_said_nowhere_else(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    left: list[str] = []
    monkeypatch.setattr(leaving, "sender_for", lambda message: lambda row: left.append(row.body))
    message = a_code(town)
    message.refresh_from_db()
    assert left == ["Your code is 482913."]
    assert "482913" not in message.body + caplog.text


@pytest.mark.parametrize("problem", [TryAgain("the line is busy"), CannotBeSent("no such address")])
def test_a_code_that_could_not_leave_goes_with_the_last_try(
    town: Town, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fail(message: Message) -> None:
        raise problem

    monkeypatch.setattr(leaving, "sender_for", lambda message: fail)
    message = a_code(town)
    for _try in range(6):
        message.refresh_from_db()
        send(message.not_before)
    message.refresh_from_db()
    assert message.state == "dead"
    assert "482913" not in message.body


def test_in_a_demo_the_sent_box_shows_it(town: Town, settings: object) -> None:
    settings.DEMO_INSTANCE = True  # type: ignore[attr-defined]
    message = a_code(town)
    message.refresh_from_db()
    assert (message.state, message.body) == ("sent", "Your code is 482913.")


def test_every_other_message_keeps_its_words(town: Town) -> None:
    letter = Letter(kind="duty-ring", body="Please look at Today.", key="ring:1")
    message = actions.write_to_staff(
        letter=letter, user=town.jan.user, place=town.street, controller=town.jan.team.organisation, by=BUILDER, now=NOW
    )
    send(NOW)
    message.refresh_from_db()
    assert (message.state, message.body) == ("sent", "Please look at Today.")
    assert channels.sender_for(message)
