"""The last digits of one's own number, in whichever script they are typed."""

from __future__ import annotations

import pytest
from django.test import Client

from kith.kit import clock
from tests.dispatch.test_volunteer_pages import digits, offered
from tests.thread import NOW, build_town, neighbour

pytestmark = pytest.mark.django_db


def test_the_digits_may_be_written_in_arabic(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    neighbour(build_town(), "Sam Pascoe", 1)
    offer, where = offered()
    in_arabic = digits(where).translate({ord("0") + n: 0x660 + n for n in range(10)})
    client.post(where, {"do": "yes", "ends": in_arabic})
    offer.refresh_from_db()
    assert offer.state == "accepted"
