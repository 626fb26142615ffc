"""A letter that is posted for us: it leaves once, and tells nobody by itself."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from fake_notify import TEMPLATES, FakeNotify, point_at, running
from pytest_django import Settings

from kith.asks import actions as asks
from kith.asks.actions import CannotBePosted
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Message
from kith.people.actions import About
from kith.promises.models import Promise, Telling
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def notify(settings: Settings) -> Iterator[FakeNotify]:
    with running(FakeNotify()) as fake:
        point_at(fake, settings)
        yield fake


@pytest.fixture
def ask(town: Town) -> Ask:
    """Mrs P has no phone and no e-mail."""
    made = asks.open_ask(wanted=shopping(about=About(name="Mrs P")), by=Actor.public(), now=NOW)
    Ask.objects.filter(pk=made.pk).update(address="4 Quay Street, Saltcombe", postcode="ZZ31 4AB")
    made.refresh_from_db()
    return made


def test_a_letter_leaves_once_and_nobody_is_told_by_it(ask: Ask, notify: FakeNotify) -> None:
    telling = Telling.objects.get()
    for _twice in range(2):
        asks.post_letter(telling=telling, ask=ask, by=BUILDER, now=NOW)
    assert send(NOW) == 1
    (kept,) = notify.kept
    words = kept["personalisation"]
    assert kept["template_id"] == TEMPLATES["letter"]
    assert [words[f"address_line_{n}"] for n in (1, 2, 3, 4)] == ["Mrs P", "4 Quay Street", "Saltcombe", "ZZ31 4AB"]
    assert words["body"].startswith("Written on Tuesday 24 November 2026.")
    telling.refresh_from_db()
    assert (telling.how, telling.told_at, telling.promise.state) == ("letter", None, "open")


def test_a_letter_that_comes_back_is_somebodys_promise(ask: Ask, notify: FakeNotify) -> None:
    message = asks.post_letter(telling=Telling.objects.get(), ask=ask, by=BUILDER, now=NOW)
    send(NOW)
    word = {"reference": message.key, "provider_id": "p1", "state": "validation-failed"}
    assert actions.hear_of_delivery(**word, by=BUILDER, now=NOW)
    assert Promise.objects.filter(kind="message", about_id=message.id).exists()


def test_without_a_whole_address_it_says_what_is_wanting(ask: Ask, notify: FakeNotify) -> None:
    ask.postcode = ""
    with pytest.raises(CannotBePosted, match="address and postcode"):
        asks.post_letter(telling=Telling.objects.get(), ask=ask, by=BUILDER, now=NOW)


def test_nothing_is_posted_to_somebody_left_in_peace(ask: Ask, notify: FakeNotify) -> None:
    telling = Telling.objects.get()
    actions.leave_in_peace(person=ask.person, what="died", said_by="Ann", by=BUILDER, now=NOW)
    with pytest.raises(CannotBePosted):
        asks.post_letter(telling=telling, ask=ask, by=BUILDER, now=NOW)
    assert send(NOW) == 0


def test_the_button_is_there_where_letters_can_be_posted_and_only_there(
    ask: Ask, town: Town, client: Client, notify: FakeNotify, settings: Settings
) -> None:
    client.force_login(town.jan.user)
    page = f"/ask/{ask.reference.lower().replace(' ', '-')}/told/{Telling.objects.get().id}/"
    assert "Have it printed and posted" in unescape(client.get(page).content.decode())
    assert client.post(f"{page}post/").status_code == 302
    assert Message.objects.filter(channel="letter").count() == 1
    assert "A letter was given to the post" in unescape(client.get(page).content.decode())
    settings.NOTIFY_TEMPLATES = {}
    assert client.post(f"{page}post/").status_code == 404
