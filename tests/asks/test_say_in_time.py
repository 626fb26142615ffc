"""What cannot be in time is said as it is asked, with what helps instead: on every lane, to whoever is asking."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kith.asks import actions as asks
from kith.asks import in_time
from kith.asks.models import Ask
from kith.dispatch import actions as dispatch
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from tests.asks.test_api import Sender
from tests.asks.test_ask_for_help import Form
from tests.asks.test_open_ask import shopping
from tests.asks.test_take_in_sheet import take_in
from tests.dispatch.test_take_in import LEAST
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
PHARMACY = str(in_time.INSTEAD["prescription"])
FOOD = str(in_time.INSTEAD["shopping"])


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def read(answer: Any) -> str:
    return unescape(answer.content.decode())


def by_pages(form: Form, knows: str) -> Form:
    form.open().say("need", words="bread and milk").say("where", line="4 Quay Street", village="Saltcombe")
    form.say("who", knows=knows)
    if knows != "self":
        form.say("you", name="Carol", phone="07700 900300", may="nothing")
    form.say("neighbour", neighbour="yes").say("reach", name="Edith Pound", phone="07700 900200", safe="yes")
    return form.say("when", when="10:20 today").say("more", list="milk", paid="receipt").say("door").say("language")


@pytest.mark.parametrize("knows", ["self", "said-yes", "not-yet"])
def test_on_the_web_before_it_is_sent_and_after(town: Town, client: Client, knows: str) -> None:
    form = by_pages(Form(client), knows)
    assert form.at == "/ask/check/", form.at
    assert "We may not be in time" in form.page
    assert FOOD in unescape(form.page)
    form.send()
    assert "We may not be in time" in form.page
    assert FOOD in unescape(form.page)


def test_by_phone_and_at_the_door_it_is_there_to_be_read_out(town: Town, client: Client) -> None:
    client.force_login(town.jan.user)
    words = read(client.post("/take-in/", {**LEAST, "need_by": "10:20 today"}, follow=True))
    assert "Tell them at once: we may not be in time" in words
    assert FOOD in words


@pytest.mark.parametrize(
    "more", [{}, {"knows": "not-yet", "asker": {"name": "Carol"}}, {"they_allow": "nothing"}], ids=str
)
def test_a_program_is_answered_so(town: Town, more: dict[str, Any]) -> None:
    said = Sender(town.bo.team).send({"need_by": "2026-11-24T10:20:00Z", **more}).json()
    assert said["in_time"] is False
    assert FOOD in said["meanwhile"]


def test_of_each_row_of_a_sheet(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "asks.csv"
    heading = "Full name,Phone,Address,Town,What do they need?,By when\n"
    sheet.write_text(f"{heading}Olive Pugh,07700 900201,12 Quay Street,Saltcombe,collect prescription,10:30 today\n")
    take_in(sheet)
    said = capsys.readouterr().err
    assert f"Row 2: there is less time than finding somebody takes. Tell them now: {PHARMACY}" in said
    assert Ask.objects.get().promise.meanwhile == PHARMACY


def test_the_person_is_texted_so_however_the_ask_came(town: Town) -> None:
    about = About(name="Edith Pound", reaches=(Reach("+447700900200", safe="yes"),))
    wanted = shopping(about=about, need_by=NOW.replace(minute=20))
    ask = asks.open_ask(wanted=wanted, by=Actor.public(), now=NOW)
    assert "we cannot promise to manage it" in ask.promise.explanation
    dispatch.begin(ask=ask, by=BUILDER, now=NOW)
    assert Message.objects.filter(person=ask.person, kind="cannot-be-in-time").exists()
