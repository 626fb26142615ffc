"""It is already done: said by a colleague or by the person, while somebody else has it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kith.access import actions as access
from kith.asks import actions as asks
from kith.dispatch import actions
from kith.dispatch.forms.sorting import ALREADY, WhatHappened
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, build_town, neighbour

pytestmark = pytest.mark.django_db


def test_the_person_says_so_on_their_own_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    neighbour(build_town(), "Sam Pascoe", 1)
    ask = asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    sweep(NOW)
    offer = Offer.objects.get(ask=ask)
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    token = access.issue_link(
        purpose="status",
        subject_label="asks.Ask",
        subject_id=ask.id,
        actor=Actor.person(ask.person),
        expires_at=NOW + timedelta(days=1),
        by=Actor.system("test"),
        now=NOW,
    )
    assert "It is already done" in client.get(f"/s/{token}/").content.decode()
    for _twice in range(2):
        answer = client.post(f"/s/{token}/", {"do": "already-done"}, follow=True)
        assert answer.status_code == 200
    ask.refresh_from_db()
    offer.refresh_from_db()
    assert (ask.state, ask.taken_by, offer.state) == ("done", None, "not-needed")
    assert Message.objects.filter(kind="already-done", address=offer.address).count() == 1


def test_a_colleague_says_who_did_it_or_how_they_know() -> None:
    assert "words" in WhatHappened({"what": ALREADY}).errors
    assert WhatHappened({"what": ALREADY, "words": "Her son brought it."}).is_valid()
