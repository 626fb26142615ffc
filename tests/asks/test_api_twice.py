"""The same ask sent many times at one moment, or after a crash, is one ask with one answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from kith.asks.actions import programs
from kith.asks.models import Ask, SentIn
from kith.kit import clock
from kith.people.models import Person
from kith.promises.models import Promise
from tests.asks.test_api import Sender
from tests.thread import NOW, build_town

TOGETHER = 20


@pytest.fixture
def sender(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sender]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    yield Sender(build_town().bo.team)
    connections.close_all()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Ask, SentIn, Promise, Person))


def test_twenty_at_once_are_one_ask(sender: Sender) -> None:
    sender.send(key="before")
    ask, sent, promised, people = counts()

    def send(_number: int) -> tuple[int, str]:
        try:
            answered = sender.send(key="together")
            return answered.status_code, json.dumps(answered.json(), sort_keys=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        answers = set(pool.map(send, range(TOGETHER)))
    assert {status for status, _body in answers} == {202}, answers
    assert len(answers) == 1, "every answer is the same"
    assert counts() == (ask + 1, sent + 1, promised + 2, people + 1)


def test_what_broke_half_way_left_nothing_and_is_taken_in_when_sent_again(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts()

    def breaks(*_args: Any, **_kwargs: Any) -> Any:
        raise RuntimeError("the machine stopped here")

    with monkeypatch.context() as broken:
        broken.setattr(programs, "tell_program", breaks)
        failed = sender.send()
    assert failed.status_code == 500 and "same Idempotency-Key" in failed.json()["detail"]
    assert counts() == before, "nothing is half kept"
    assert sender.send().status_code == 202


def test_an_answer_that_was_lost_on_its_way_is_given_again(sender: Sender) -> None:
    lost = sender.send().json()
    Ask.objects.update(state="stuck")
    assert sender.send().json() == lost
    assert Ask.objects.count() == 1
