"""What GOV.UK Notify tells us: nobody is told by it, nobody takes an ask by it, and nothing counts twice."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from fake_notify import A_BAD_NIGHT, FakeNotify, point_at, running
from pytest_django import Settings

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.jobs import sweep as search
from kith.dispatch.models import Offer
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Delivery, Message, Reply
from kith.people.actions import About, Reach
from kith.promises.jobs import dead_letters
from kith.promises.models import Promise, Telling
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
MANY = 20_000 if os.environ.get("KITH_TEST_FULL") else 400
SAM, EDITH = "+447700900101", "+447700900200"


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def notify(settings: Settings) -> Iterator[FakeNotify]:
    with running(FakeNotify(seed=7)) as fake:
        point_at(fake, settings)
        yield fake


@pytest.fixture
def ask(town: Town, notify: FakeNotify, monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    neighbour(town)
    about = About(name="Edith Pound", reaches=(Reach(EDITH, safe="yes"),))
    made = asks.open_ask(wanted=shopping(about=about), by=Actor.public(), now=NOW)
    search(NOW)
    send(NOW)
    return made


def post(path: str, said: object, proof: str = "a-token-of-the-simulator") -> int:
    body = said if isinstance(said, str) else json.dumps(said)
    headers = {"Authorization": f"Bearer {proof}"}
    return Client().post(f"/notify/{path}/", body, content_type="application/json", headers=headers).status_code


def delivered(message: Message, status: str) -> int:
    return post(
        "delivered", {"id": "p1", "reference": message.key, "status": status, "completed_at": "2026-11-24T10:01:02Z"}
    )


def test_a_text_that_was_delivered_is_no_yes_and_nobody_is_told_by_it(ask: Ask) -> None:
    for message in Message.objects.filter(state="sent"):
        assert delivered(message, "delivered") == 204
    ask.refresh_from_db()
    assert ask.state == "asking"
    assert not Telling.objects.filter(told_at__isnull=False).exists()
    assert not Promise.objects.filter(kind="message").exists()
    assert Delivery.objects.filter(state="delivered", at__isnull=False).count() == Message.objects.count()


def test_the_sent_box_says_what_became_of_it_and_what_that_is_worth(ask: Ask, town: Town, client: Client) -> None:
    delivered(Message.objects.get(audience="person"), "delivered")
    client.force_login(town.gareth.user)
    words = unescape(client.get("/sent-box/").content.decode())
    assert "the provider says “delivered”. Nobody is told by that." in words


def test_a_text_that_never_arrives_is_somebodys_promise_at_once_and_only_once(ask: Ask) -> None:
    message = Message.objects.get(audience="person")
    for status in ("permanent-failure", "permanent-failure", "sending", "delivered"):
        assert delivered(message, status) == 204
    promise = Promise.objects.get(kind="message")
    assert promise.reference == ask.reference
    assert promise.next_contact_by <= NOW + timedelta(minutes=16)
    message.refresh_from_db()
    assert message.state == "dead"
    ask.refresh_from_db()
    assert ask.state == "asking"


def test_a_yes_by_text_has_it_and_the_same_text_again_changes_nothing(ask: Ask) -> None:
    offer = Offer.objects.get()
    said = {"id": "in-1", "source_number": SAM.removeprefix("+"), "message": f"YES {offer.number}"}
    assert [post("inbound", said), post("inbound", said)] == [204, 204]
    ask.refresh_from_db()
    assert (ask.state, Reply.objects.count()) == ("taken", 1)
    assert Message.objects.filter(kind="it-is-yours").count() == 1


def test_stop_holds_at_once(ask: Ask) -> None:
    post("inbound", {"id": "in-2", "source_number": EDITH, "message": "STOP"})
    assert not Message.objects.filter(address=EDITH, state__in=["waiting", "held"]).exists()


def test_whoever_is_not_notify_changes_nothing(ask: Ask, settings: Settings) -> None:
    message = Message.objects.get(audience="person")
    said = {"id": "p1", "reference": message.key, "status": "permanent-failure"}
    assert post("delivered", said, proof="guessed") == 403
    assert post("inbound", {"id": "x", "source_number": SAM, "message": "YES"}, proof="") == 403
    settings.NOTIFY_TOKEN = ""
    assert post("delivered", said, proof="") == 404
    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.parametrize("said", ["", "[]", "{", '{"id": 4}', '{"id": "a", "reference": "b"}', "[" * 5_000])
def test_what_notify_never_sends_is_answered_in_words(ask: Ask, said: str) -> None:
    assert post("delivered", said) == 400
    assert post("inbound", said) == 400


def test_a_message_that_is_not_ours_is_nothing_to_try_again_for(ask: Ask) -> None:
    assert post("delivered", {"id": "p9", "reference": "another instance", "status": "delivered"}) == 204


def test_a_bad_night_of_the_provider_takes_no_ask_and_sends_no_text_twice(
    town: Town, notify: FakeNotify, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Timeouts, refusals, empty answers, and callbacks late, twice and in no order, for thousands of messages."""
    for number in range(12):
        neighbour(town, f"Neighbour {number}", number)
    opened = [asks.open_ask(wanted=shopping(about=_person(number)), by=Actor.public(), now=NOW) for number in range(20)]
    search(NOW)
    _write_many(opened, MANY - Message.objects.count())
    notify.faults = dict(A_BAD_NIGHT)
    notify.bad = {f"+44770090{number:04}" for number in range(400, 402)}
    notify.unreachable = {f"+44770090{number:04}" for number in range(402, 404)}
    now = NOW
    while waiting := Message.objects.filter(state__in=["waiting", "held"]).order_by("not_before").first():
        now = max(now + timedelta(seconds=31), waiting.not_before)
        while send(now):
            pass
    words = notify.callbacks()
    for said in words:
        word = {"reference": said["reference"], "provider_id": said["id"], "state": said["status"]}
        actions.hear_of_delivery(**word, by=BUILDER, now=now)
    assert max(Counter(kept["reference"] for kept in notify.kept).values()) == 1
    assert not Ask.objects.exclude(state="asking").exists()
    assert not Offer.objects.exclude(state="offered").exists()
    assert not Telling.objects.filter(told_at__isnull=False).exists()
    to_nobody = set(Message.objects.filter(address__in=notify.bad).values_list("key", flat=True))
    in_vain = {said["reference"] for said in words if said["status"] == "permanent-failure"}
    dead = Message.objects.filter(state="dead")
    assert to_nobody | in_vain <= set(dead.values_list("key", flat=True))
    promised = set(Promise.objects.filter(kind="message").values_list("about_id", flat=True))
    assert {one.id for one in dead} == promised | {one.id for one in [*dead_letters(), *dead.filter(kind="offer")]}
    to_neighbours = Message.objects.exclude(audience="staff")
    assert to_neighbours.exclude(state__in=["sent", "dead"]).count() == 0


def _person(number: int) -> About:
    return About(name=f"Person {number}", reaches=(Reach(f"+44770090{400 + number:04}", safe="yes"),))


def _write_many(opened: list[Ask], count: int) -> None:
    with whole(many=True):
        for number in range(count):
            ask = opened[number % len(opened)]
            letter = Letter(kind="late", body="We are late.", key=f"late:{number}", about_id=ask.id, first=True)
            route = ask.person.routes.all()[0]
            outbox.write(letter=letter, route=route, audience="person", place=ask.place, by=BUILDER, now=NOW)
