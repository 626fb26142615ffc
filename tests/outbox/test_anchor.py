"""The last seals of the trail are left outside: in a file, by e-mail, at an address; and what fails is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from kith.config.watch.faults import Pace
from kith.config.watch.looks import Database
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.outbox import jobs
from kith.outbox.models import Message
from kith.trail import actions as trail
from kith.trail import anchors, commands, queries
from kith.trail import jobs as sealing
from kith.trail.models import Anchoring, Entry
from kith.trail.verbs import Verb
from tests.outbox.test_mail import Post, post
from tests.outbox.test_webhooks import Listener
from tests.thread import NOW

__all__ = ["post"]
pytestmark = pytest.mark.django_db
ONE = uuid7()


@pytest.fixture(autouse=True)
def _some_lines() -> None:
    for _number in range(3):
        trail.record(
            verb=Verb.ASK_OPENED, by=Actor.system("a test"), now=NOW, subject=("ask", None, ""), controller=ONE
        )
    sealing._FLOOR.__init__()  # type: ignore[misc]
    sealing.sweep(NOW)


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def read(text: str) -> list[anchors.Head]:
    return [anchor.head for anchor in anchors.read(text.splitlines())]


def test_nothing_is_left_anywhere_where_nobody_said_so() -> None:
    assert jobs.anchor(NOW) == 0
    assert not Anchoring.objects.exists()


def test_a_file_is_added_to_every_five_minutes_and_says_how_to_check(settings: Settings, tmp_path: Path) -> None:
    settings.ANCHOR_FILE = tmp_path / "kept"
    assert jobs.anchor(NOW) == 1
    assert jobs.anchor(NOW + timedelta(minutes=4)) == 0
    assert jobs.anchor(NOW + timedelta(minutes=5)) == 1
    text = settings.ANCHOR_FILE.read_text()
    assert text.count("./kith trail verify --anchors") == 1
    assert read(text) == queries.heads() * 2
    assert max(map(len, text.splitlines())) < 200
    found, _waiting, _oldest = commands.look(anchors.read(text.splitlines()), NOW)
    assert (found.problems, found.anchors) == (0, 2)


def test_a_second_organisation_gets_it_by_mail_and_the_sent_box_stays_as_it_is(settings: Settings, post: Post) -> None:
    settings.ANCHOR_EMAIL = "kith-trail@second.example.org"
    assert jobs.anchor(NOW) == 1
    letter = post.letters[0]
    assert letter["To"] == "kith-trail@second.example.org"  # type: ignore[index]
    assert read(letter.get_payload()) == queries.heads()  # type: ignore[attr-defined]
    assert not Message.objects.exists()


def test_an_address_is_posted_to_as_plain_text(settings: Settings, listener: Listener) -> None:
    settings.ANCHOR_URL, settings.WEBHOOKS_NEAR = listener.url, True
    assert jobs.anchor(NOW) == 1
    assert read(listener.heard[0][1]) == queries.heads()
    listener.status = 302
    assert jobs.anchor(NOW + timedelta(minutes=5)) == 0


def test_our_own_net_is_never_posted_to(settings: Settings) -> None:
    settings.ANCHOR_URL = "http://127.0.0.1:9/kith"
    assert jobs.anchor(NOW) == 0
    assert "https://" in Anchoring.objects.get().problem


def test_what_fails_is_told_once_and_tried_again_in_a_minute(settings: Settings, tmp_path: Path) -> None:
    settings.ANCHOR_FILE = tmp_path / "not there" / "kept"
    settings.ANCHOR_EMAIL = "kith-trail@second.example.org"
    for minutes in (0, 0.5, 1, 2):
        jobs.anchor(NOW + timedelta(minutes=minutes))
    assert Anchoring.objects.filter(way="file").count() == 3
    said = Entry.objects.filter(verb=Verb.TRAIL_NOT_ANCHORED).values_list("subject_label", flat=True)
    assert len(said) == 2
    assert any("No such file" in words for words in said)
    assert any("Nothing is set that sends e-mail" in words for words in said)


@pytest.mark.django_db(transaction=True)
def test_the_watchdog_sees_what_is_not_sealed_and_what_cannot_be_left_outside(
    settings: Settings, tmp_path: Path, cluster, django_db_setup
) -> None:
    from django.db import connection

    dsn = cluster.dsn("kith_watch", connection.settings_dict["NAME"])
    later = NOW + timedelta(seconds=90)
    settings.ANCHOR_FILE = tmp_path / "not there" / "kept"
    look = Database(dsn, Pace(), lambda: later, ("file",))

    def good(check: str) -> bool:
        return {reading.check: reading.good for reading in look.look()}[check]

    assert good("trail") and good("trail by file")
    trail.record(verb=Verb.ASK_OPENED, by=Actor.system("a test"), now=NOW, subject=("ask", None, ""))
    assert not good("trail")
    sealing.sweep(later)
    assert good("trail")
    jobs.anchor(NOW)
    assert not good("trail by file")
    settings.ANCHOR_FILE = tmp_path / "kept"
    jobs.anchor(NOW + timedelta(seconds=61))
    assert good("trail by file")
