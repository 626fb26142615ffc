"""Mail by SMTP: it leaves once, it is tried again, and what cannot be sent becomes a promise to tell them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from kith.asks import actions as asks
from kith.asks import missed
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.outbox.actions import WAITS
from kith.outbox.jobs import sweep
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.promises.jobs import sweep as watch
from kith.promises.models import Promise
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town

pytestmark = pytest.mark.django_db


class Post:
    """A mail server that keeps what it is given; ``refuses`` is what it answers instead of taking a letter."""

    def __init__(self) -> None:
        self.letters: list[object] = []
        self.refuses = ""

    async def handle_RCPT(  # noqa: N802
        self, server: object, session: object, envelope: object, address: str, options: object
    ) -> str:
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)  # type: ignore[attr-defined]
        return "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content))  # type: ignore[attr-defined]
        return "250 OK"


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{controller.port}"
    yield handler
    controller.stop()


@pytest.fixture
def town() -> Town:
    return build_town()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def an_ask() -> Ask:
    about = About(name="Edith Pound", reaches=(Reach("edith@example.org", safe="yes"),))
    return asks.open_ask(wanted=shopping(about=about), by=Actor.public(), now=NOW)


def the_message() -> Message:
    return Message.objects.get(audience="person")


def test_a_letter_leaves_once_with_the_four_answers(town: Town, post: Post) -> None:
    an_ask()
    sweep(NOW)
    sweep(NOW)
    assert the_message().state == "sent"
    (letter,) = post.letters
    text = letter.get_payload(decode=True).decode()
    for answer in ("What is happening:", "Who has this:", "You will hear by:", "Meanwhile:"):
        assert answer in text
    assert str(the_message().id) in letter["Message-ID"]


def test_a_server_that_is_busy_is_tried_again_later_and_then_given_to_a_person(town: Town, post: Post) -> None:
    ask = an_ask()
    post.refuses = "451 Try again later"
    now = NOW
    for wait in WAITS:
        sweep(now)
        message = the_message()
        assert message.state == "waiting"
        assert now + wait * 0.8 <= message.not_before <= now + wait * 1.2
        now = message.not_before
    sweep(now)
    assert the_message().state == "dead"
    watch(now)
    promise = Promise.objects.get(kind="message")
    assert promise.holder == town.jan
    assert promise.next_contact_by <= now + timedelta(minutes=15)
    assert promise.reference == ask.reference
    watch(now)
    assert Promise.objects.filter(kind="message").count() == 1


def test_a_letter_tried_in_vain_for_a_quarter_of_an_hour_is_missed(town: Town, post: Post) -> None:
    ask = an_ask()
    post.refuses = "451 Try again later"
    now = NOW
    while the_message().attempts < len(WAITS):
        assert missed.unsent(now).count() == 0
        sweep(now)
        now = the_message().not_before
    assert the_message().not_before > NOW + timedelta(minutes=15)
    assert missed.counts(NOW + timedelta(minutes=14)).unsent_older_than_15_min == 0
    assert missed.counts(NOW + timedelta(minutes=16)).unsent_older_than_15_min == 1
    assert ask.reference in missed.names(NOW + timedelta(minutes=16))["unsent_older_than_15_min"][0]


def test_an_address_that_does_not_exist_goes_to_a_person_at_once(town: Town, post: Post) -> None:
    an_ask()
    post.refuses = "550 No such person here"
    sweep(NOW)
    assert the_message().state == "dead"
    watch(NOW)
    assert Promise.objects.filter(kind="message").exists()


def test_a_server_that_is_down_loses_nothing(town: Town, settings: Settings) -> None:
    an_ask()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{_free_port()}"
    sweep(NOW)
    message = the_message()
    assert (message.state, message.attempts) == ("waiting", 1)


def test_a_worker_killed_while_sending_leaves_the_letter_for_the_next(town: Town, post: Post) -> None:
    an_ask()
    Message.objects.update(lease_until=NOW + timedelta(seconds=30))
    assert sweep(NOW) == 0
    assert sweep(NOW + timedelta(seconds=31)) == 1
