"""Two presses of the same button at the same moment are one ask, and both see its page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from kith.asks.models import Ask
from tests.asks.test_ask_for_help import Form
from tests.thread import build_town


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_ask() -> None:
    build_town()
    form = Form(Client())
    form.open().say("need", words="a dog walked").say("where", line="4 Quay Street", village="Saltcombe")
    form.say("who").say("neighbour")
    ready = Barrier(4)

    def press(_number: int) -> tuple[int, str]:
        client = Client()
        ready.wait(timeout=10)
        try:
            answer = client.post("/ask/reach/", {"kept": form.kept, "enough": "yes", "name": "Edith"})
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as presses:
        answers = list(presses.map(press, range(4)))
    assert Ask.objects.count() == 1
    assert len(set(answers)) == 1
    assert answers[0][0] == 302
