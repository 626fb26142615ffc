"""PostgreSQL is stopped in the middle of a send: the page says so and keeps every word, and pressing again is once."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from kith.asks.actions import intake
from kith.asks.models import Ask
from kith.config.database import APP, NAME
from kith.config.sockets import socket_folder
from kith.people.models import Person
from kith.promises.models import Promise
from tests.proof.conftest import Instance
from tests.thread import build_town


@pytest.fixture
def served(instance: Instance, django_db_blocker: Any) -> Iterator[Instance]:
    """This process serves the instance, as one that ./kith up started would."""
    connection = connections["default"]
    before = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(NAME=NAME, USER=APP, HOST=str(socket_folder(instance.server.home)))
        yield instance
        connection.close()
        connection.settings_dict.update(before)


def kept(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def fields(page: str) -> dict[str, str]:
    """What the page would send when its button is pressed."""
    found = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    found |= dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    return {name: html.unescape(value).strip() for name, value in found.items()}


def test_stopped_in_the_middle_of_a_send(served: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    build_town()
    client = Client(raise_request_exception=False)
    page = client.post("/ask/need/", {"words": "milk, bread and eggs"}, follow=True).content.decode()
    where = {"kept": kept(page), "line": "4 Quay Street", "village": "Saltcombe"}
    page = client.post("/ask/where/", where, follow=True).content.decode()
    page = client.post("/ask/who/", {"kept": kept(page), "knows": "self"}, follow=True).content.decode()
    page = client.post("/ask/neighbour/", {"kept": kept(page), "neighbour": "yes"}, follow=True).content.decode()

    def stop_first(*given: Any, **more: Any) -> Any:
        served.server.stop()
        return happened(*given, **more)

    happened = intake.happened
    monkeypatch.setattr(intake, "happened", stop_first)
    typed = {"kept": kept(page), "name": "Siân o’r Bryn", "phone": "07700 900200", "safe": "yes", "enough": "yes"}
    answer = client.post("/ask/reach/", typed)
    said = answer.content.decode()
    assert answer.status_code == 503
    assert "Not sent" in said
    assert "Siân o’r Bryn" in said
    assert "07700 900200" in said
    assert answer["Retry-After"]

    monkeypatch.undo()
    served.server.restart()
    connections["default"].close()
    assert not Ask.objects.exists()
    assert not Promise.objects.exists()
    again = fields(said)
    assert again["kept"] == typed["kept"]
    for _press in range(2):
        answer = client.post("/ask/reach/", again, follow=True)
        assert answer.status_code == 200
    ask = Ask.objects.get()
    assert (ask.words, ask.person.name) == ("milk, bread and eggs", "Siân o’r Bryn")
    assert ask.reference in answer.content.decode()
    assert Person.objects.count() == 1
