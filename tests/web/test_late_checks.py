"""When something that should run by itself does not, every page for staff says what, since when, and what to do."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from kith.config.schedule import SWEEPS
from kith.kit import clock
from kith.promises import actions as promises
from kith.promises.models import Beat
from kith.web.queries.checks import DOES
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def ran(name: str, ago: timedelta) -> None:
    promises.beat(name=name, took=timedelta(milliseconds=12), by=BUILDER, now=NOW - ago)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def test_every_staff_page_says_which_check_is_late_and_what_to_do(client: Client, place: Town) -> None:
    ran("dispatch", timedelta(minutes=40))
    ran("outbox", timedelta(seconds=20))
    client.force_login(place.bo.user)
    for address in (f"/today/{place.community.slug}/", "/take-in/", f"/volunteers/{place.community.slug}/"):
        page = read(client, address)
        assert "Looking for somebody: last done at 9:20 today." in page
        assert "ring people yourself, and work from the printed list" in page
        assert f"/today/{place.community.slug}/print/" in page
        assert "Sending messages: last done" not in page


def test_where_nothing_ever_ran_it_says_so_until_the_first_check_has(client: Client, place: Town) -> None:
    client.force_login(place.bo.user)
    page = read(client, f"/today/{place.community.slug}/")
    assert "looks for people and sends messages has not run yet" in page
    assert "ring people yourself" in page and f"/today/{place.community.slug}/print/" in page
    promises.miss_beat(name="dispatch", problem="it broke", by=BUILDER, now=NOW)
    assert "has not run yet" not in read(client, f"/today/{place.community.slug}/")


def test_nothing_is_said_while_everything_runs(client: Client, place: Town) -> None:
    client.force_login(place.bo.user)
    ran("dispatch", timedelta(seconds=20))
    assert "by itself just now" not in read(client, f"/today/{place.community.slug}/")


def test_people_who_ask_for_help_are_not_told_of_it(client: Client, place: Town) -> None:
    ran("dispatch", timedelta(minutes=40))
    assert "by itself just now" not in read(client, "/ask/")


def test_nobody_missed_shows_when_each_check_last_ran(client: Client, place: Town) -> None:
    ran("dispatch", timedelta(minutes=40))
    ran("outbox", timedelta(seconds=20))
    client.force_login(place.gareth.user)
    page = read(client, "/nobody-missed/")
    assert page.index("When each check last ran") < page.index("What we cannot know")
    assert "Sending messages" in page


def test_a_check_that_fails_keeps_its_last_good_end_and_since_when_it_fails(place: Town) -> None:
    ran("outbox", timedelta(minutes=5))
    for ago in (4, 3):
        promises.miss_beat(name="outbox", problem="it broke", by=BUILDER, now=NOW - timedelta(minutes=ago))
    beat = Beat.objects.get()
    assert (beat.at, beat.failing_since) == (NOW - timedelta(minutes=5), NOW - timedelta(minutes=4))
    ran("outbox", timedelta(0))
    assert Beat.objects.get().failing_since is None
    promises.miss_beat(name="never", problem="x" * 500, by=BUILDER, now=NOW)
    assert Beat.objects.get(name="never").at is None


def test_every_sweep_has_words_and_comes_round_long_before_it_counts_as_late() -> None:
    slow = [one.name for one in SWEEPS if timedelta(seconds=2 * one.seconds) > settings.CHECKS_LATE_AFTER]
    assert not slow, "a check that comes round less often is shown as late while all is well"
    assert {one.name for one in SWEEPS} <= DOES.keys()
