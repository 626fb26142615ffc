"""A group gets its link when it needs it: from a colleague, or by asking where its old one is over."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kith.access.models import Link
from kith.directory import actions as directory
from kith.directory.models import Leader, Service
from kith.outbox.models import Message
from kith.outreach import actions
from kith.trail.models import Entry
from tests.directory.entries import bo, derek, theirs
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.directory.test_keeping_pages import at_desk as at_desk
from tests.thread import NOW, Town

MOBILE = "07700 900111"


@pytest.fixture
def led(town: Town, shed: Service) -> Leader:
    return derek(town, shed, phone=MOBILE)


@pytest.fixture
def old(led: Leader) -> str:
    link = actions.link_for(leader=led, by=theirs(led.service), now=NOW)
    Link.objects.update(given_at=NOW - timedelta(days=200), expires_at=NOW - timedelta(days=1))
    return "/g/" + link.split("/g/")[1] + "/"


def links() -> list[Message]:
    return list(Message.objects.filter(kind="group-link"))


def test_a_colleague_sends_it_by_their_way_and_it_is_written_down(at_desk, client, led):
    address = reverse("group_link", args=[led.pk])
    assert "by text" in at_desk.get(address).content.decode() and not links()
    assert at_desk.post(address, {"do": "send"}).status_code == 302
    (message,) = links()
    assert message.address == "+447700900111"
    assert client.get(re.search(r"/g/\S+", message.body)[0] + "/").status_code == 200
    assert Entry.objects.get(verb="group.link_sent").detail["sent"] is True
    assert "1 went" in at_desk.get(address).content.decode()


def test_more_than_three_a_day_are_not_sent(at_desk, led):
    for _press in range(5):
        at_desk.post(reverse("group_link", args=[led.pk]), {"do": "send"})
    assert len(links()) == 3


def test_who_has_no_way_for_a_message_is_rung_instead(at_desk, town, shed):
    landline = derek(town, shed)
    address = reverse("group_link", args=[landline.pk])
    assert "Ring them" in at_desk.get(address).content.decode()
    assert "No message may go" in at_desk.post(address, {"do": "send"}, follow=True).content.decode()
    assert not links() and Entry.objects.get(verb="group.link_sent").detail["sent"] is False


def test_a_link_that_is_over_sends_a_new_one_only_to_where_we_write(client, led, old):
    over = client.get(old)
    assert over.status_code == 410 and "Send me a new one" in over.content.decode() and not links()
    asked = client.post(old, {"do": "link", "phone": "07700 900999"})
    assert asked.status_code == 410 and "If we still hold" in asked.content.decode()
    assert MOBILE not in asked.content.decode() and "The men" not in asked.content.decode()
    assert [one.address for one in links()] == ["+447700900111"]


def test_it_says_the_same_where_nothing_can_go_and_tries_are_counted(client, town, led, old):
    for _press in range(5):
        assert "If we still hold" in client.post(old, {"do": "link"}).content.decode()
    assert len(links()) == 3
    Leader.objects.update(stopped_at=NOW)
    assert "If we still hold" in client.post(old, {"do": "link"}).content.decode()


def test_who_runs_it_no_more_is_sent_none(client, town, led, old):
    directory.end_leader(leader=led, by=bo(town), now=NOW)
    assert "Send me a new one" not in client.get(old).content.decode()
    client.post(old, {"do": "link"})
    assert not links()
