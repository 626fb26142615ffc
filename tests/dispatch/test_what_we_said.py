"""What we said and what we did: for the person it was said to, and for the team as a whole. Only ever added to."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from kith.asks import actions as asks
from kith.asks.jobs import sweep as clock_of_asks
from kith.asks.models import Ask
from kith.dispatch.queries.said import said_and_done
from kith.kit import clock
from kith.kit.actor import Actor
from kith.promises import actions as promises
from kith.promises import lifecycle
from kith.promises.actions import NeedsReason, NothingToCorrect, off_sick
from kith.promises.models import Correction, Promise
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: TOMORROW)
    return build_town()


@pytest.fixture
def ask(town: Town) -> Ask:
    return asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)


def late(ask: Ask) -> None:
    ask.promise.refresh_from_db()
    assert ask.promise.next_contact_by is not None
    clock_of_asks(ask.promise.next_contact_by + timedelta(minutes=1))
    ask.refresh_from_db()


def test_kept_after_a_date_we_missed_is_kept_late(ask: Ask) -> None:
    late(ask)
    ask.promise.refresh_from_db()
    assert ask.promise.first_missed_at is not None
    asks.finish(ask=ask, by=BUILDER, now=NOW + 2 * AN_HOUR + timedelta(minutes=10))
    ask.promise.refresh_from_db()
    assert ask.promise.state == lifecycle.LATE


def test_let_go_after_its_date_is_broken_and_before_it_is_not(town: Town) -> None:
    early, after = (asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW) for _two in range(2))
    asks.no_longer_wanted(ask=early, by=BUILDER, now=NOW + timedelta(minutes=5))
    asks.no_longer_wanted(ask=after, by=BUILDER, now=TOMORROW)
    states = [Promise.objects.get(pk=one.promise_id).state for one in (early, after)]
    assert states == [lifecycle.LET_GO, lifecycle.BROKEN]
    assert "had passed" in Promise.objects.get(pk=after.promise_id).why_ended


def test_how_it_ended_is_only_ever_added_to(ask: Ask) -> None:
    promise = ask.promise
    with pytest.raises(NothingToCorrect):
        promises.correct(promise=promise, says=lifecycle.BROKEN, reason="they rang", by=BUILDER, now=NOW)
    promises.keep(promise=promise, by=BUILDER, now=NOW)
    with pytest.raises(NeedsReason):
        promises.correct(promise=promise, says=lifecycle.BROKEN, reason=" ", by=BUILDER, now=NOW)
    with pytest.raises(NothingToCorrect, match="stands there already"):
        promises.correct(promise=promise, says=lifecycle.KEPT, reason="it was", by=BUILDER, now=NOW)
    promises.correct(promise=promise, says=lifecycle.BROKEN, reason="they rang", by=BUILDER, now=NOW)
    promises.correct(promise=promise, says=lifecycle.LATE, reason="it came since", by=BUILDER, now=NOW + AN_HOUR)
    promise.refresh_from_db()
    assert promise.state == lifecycle.KEPT
    assert [one.says for one in Correction.objects.filter(promise=promise)] == [lifecycle.BROKEN, lifecycle.LATE]


def test_the_person_reads_each_thing_we_said_and_what_came_of_it(ask: Ask) -> None:
    late(ask)
    asks.finish(ask=ask, by=BUILDER, now=NOW + 2 * AN_HOUR + timedelta(minutes=10))
    asks.did_not_come(ask=Ask.objects.get(pk=ask.pk), by=BUILDER, now=NOW + 3 * AN_HOUR)
    lines = said_and_done(Ask.objects.get(pk=ask.pk), NOW + 3 * AN_HOUR)
    first = lines[0]
    assert first.words == "We said you would hear from us by 12 today."
    assert first.stands == "kept, late"
    assert len(first.moved) == 1 and "was told" in first.moved[0]
    assert "not kept. It did not come." in first.put_right[0]
    assert [one.state for one in lines][-2:] == ["open", "open"]


def test_the_log_of_a_place_counts_for_the_team_as_a_whole(client: Client, town: Town, ask: Ask) -> None:
    promises.keep(promise=ask.promise, by=BUILDER, now=NOW)
    client.force_login(town.jan.user)
    words = read(client, f"/promises/{town.street.slug}/")
    assert ask.reference in words and "kept" in words
    assert "Nothing is counted for a street by itself" in words
    assert "Jan" not in words.replace("Jan Sign out", "")
    put = f"/promises/{town.street.slug}/{ask.promise_id}/put-right/"
    answer = client.post(put, {"says": "broken", "reason": "They rang: it never came."}, follow=True)
    assert "They rang: it never came." in answer.content.decode()
    assert "not kept" in read(client, f"/promises/{town.street.slug}/?state=broken")
    assert ask.reference not in read(client, f"/promises/{town.street.slug}/?state=kept")
    assert client.get(f"/promises/{town.district.slug}/").status_code == 404
    assert client.get(f"/promises/{town.street.slug}/?days=9999&page=0&kind=zebra").status_code == 200


def test_nothing_is_counted_below_a_community_because_one_of_us_looks_after_a_street(
    client: Client, town: Town, ask: Ask
) -> None:
    promises.keep(promise=ask.promise, by=BUILDER, now=NOW)
    tables = "By what it was about", "By place"
    found = {}
    for reader, place in ((town.jan, town.street), (town.bo, town.community), (town.gareth, town.district)):
        client.force_login(reader.user)
        words = read(client, f"/promises/{place.slug}/")
        found[place.kind] = [title for title in tables if title in words]
        assert ask.reference in words or reader == town.gareth
    assert found == {"street": [], "community": [tables[0]], "district": list(tables)}


def test_the_person_reads_that_somebody_else_has_it_now_and_never_why(town: Town, ask: Ask) -> None:
    assert ask.promise.holder == town.jan
    off_sick(user=town.jan.user, until=TOMORROW, asked=None, by=BUILDER, now=NOW + timedelta(minutes=20))
    (first, *_more) = said_and_done(Ask.objects.get(pk=ask.pk), NOW + AN_HOUR)
    assert first.moved == ("Somebody else took this over at 10:20 today: Bo.",)
    with translation.override("ar"):
        (first, *_more) = said_and_done(Ask.objects.get(pk=ask.pk), NOW + AN_HOUR)
    assert "Somebody" not in first.moved[0] and "Bo" in first.moved[0]


def read(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())
