"""Somebody waits for a group that is full: one message when it takes people again, and then they are forgotten."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kith.directory import actions as directory
from kith.directory.models import Location, Service, ServiceAtLocation
from kith.dispatch import actions as dispatch
from kith.kit.actor import Actor
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Message
from kith.outreach import actions, jobs
from kith.outreach.models import TellWhen
from kith.people.models import ContactRoute
from kith.promises.models import Kind, Promise
from kith.trail.models import Entry
from tests.directory.entries import a_service, bo, derek
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.thread import NOW, Town, neighbour

DAY = timedelta(days=1)
MOBILE = "+447700900555"


@pytest.fixture
def full(town: Town) -> Service:
    return a_service(town, "The Tuesday club", state="full", until=date(2027, 1, 5))


def wait(service: Service, address: str = MOBILE, **more) -> str:
    wish = actions.Wish(address, **more)
    return actions.tell_me_when(service=service, wish=wish, by=Actor.public(), now=NOW)


def opens(town: Town, service: Service, now=NOW + DAY) -> None:
    service = Service.objects.get(pk=service.pk)
    directory.change(service=service, to={"state": "open", "until": None}, lane="phone", by=bo(town), now=now)


def through(now) -> None:
    jobs.owed(now)
    send(now)
    jobs.owed(now)


def bodies() -> list[str]:
    return [one.body for one in Message.objects.filter(kind="looked-up")]


def test_one_message_when_it_takes_people_again_and_then_nothing_is_kept(town, full):
    wait(full)
    through(NOW + DAY)
    assert TellWhen.objects.count() == 1
    opens(town, full)
    through(NOW + DAY)
    (body,) = bodies()
    assert "takes people again" in body
    assert "Tuesday" not in body
    assert len(body) <= 320
    assert not TellWhen.objects.exists()
    message = Message.objects.get(kind="looked-up")
    assert (message.state, message.address) == ("sent", "")
    through(NOW + 2 * DAY)
    assert len(bodies()) == 1
    assert not Entry.objects.filter(subject_label__contains="7700900555").exists()


def test_the_name_stands_in_it_only_where_they_said_so_and_never_of_what_must_not_be_found(town, full):
    refuge = a_service(town, "Harbour Refuge", state="full", confidential=True)
    wait(full, by_name=True)
    wait(refuge, "+447700900556", by_name=True)
    for one in (full, refuge):
        opens(town, one)
    through(NOW + DAY)
    said = " ".join(bodies())
    assert "The Tuesday club" in said
    assert "Harbour" not in said


def test_on_the_day_it_gave_they_are_told_though_it_is_full_still(town, full):
    wait(full)
    through(NOW + 41 * DAY)
    assert bodies() == []
    through(NOW + 42 * DAY)
    assert "from today" in bodies()[0]
    assert not TellWhen.objects.exists()


def test_a_day_that_had_come_already_when_they_asked_is_none(town):
    late = a_service(town, "The late club", state="full", until=date(2026, 11, 1))
    wait(late)
    through(NOW + DAY)
    assert bodies() == []


def test_what_is_gone_and_what_takes_too_long_is_said_as_well(town, full):
    slow = a_service(town, "The slow club", state="paused")
    wait(full)
    wait(slow, "ann@example.org")
    Service.objects.filter(pk=full.pk).update(gone_at=NOW)
    through(NOW + DAY)
    assert "not there any more" in bodies()[0]
    through(NOW + 182 * DAY)
    assert TellWhen.objects.count() == 1
    through(NOW + 184 * DAY)
    assert any("still takes nobody new" in one for one in bodies())
    assert not TellWhen.objects.exists()


def test_nobody_waits_for_what_takes_people_and_twice_is_once(town, shed, full):
    with pytest.raises(actions.NothingToWaitFor):
        wait(shed)
    wait(full)
    wait(full, by_name=True)
    assert [one.by_name for one in TellWhen.objects.all()] == [True]


def test_stop_deletes_it_and_its_message(town, full):
    wait(full)
    said = dispatch.receive(address=MOBILE, body="STOP", provider_key="a", by=Actor.system("a network"), now=NOW)
    assert "deleted" in said
    assert not TellWhen.objects.exists()
    opens(town, full)
    through(NOW + DAY)
    assert bodies() == []


def test_the_link_takes_it_back_and_opening_it_changes_nothing(town, full, client):
    page = re.sub(r"^https?://[^/]+", "", wait(full)) + "/"
    assert "Do not tell me any more" in client.get(page).content.decode()
    assert TellWhen.objects.count() == 1
    client.post(page, {"do": "stop"})
    assert not TellWhen.objects.exists()


def test_taken_back_while_the_message_waits_for_the_morning_it_never_leaves(town, full):
    wait(full)
    opens(town, full)
    jobs.owed(NOW.replace(hour=23))
    assert Message.objects.get(kind="looked-up").state == "held"
    actions.tell_no_more_at(address=MOBILE, by=Actor.system("a network"), now=NOW.replace(hour=23))
    message = Message.objects.get(kind="looked-up")
    assert (message.state, message.address) == ("taken-back", "")


@pytest.fixture
def at_desk(town: Town) -> Client:
    client = Client()
    client.force_login(town.bo.user)
    return client


@pytest.mark.parametrize("why", ["a landline", "somebody said no"])
def test_whom_no_message_may_reach_is_rung_by_a_colleague_who_promised(town, full, at_desk, why):
    address = "+441632960555" if why == "a landline" else MOBILE
    if why != "a landline":
        person = neighbour(town).person
        ContactRoute.objects.filter(person=person).update(value=MOBILE, safe="no")
    wait(full, address)
    opens(town, full)
    through(NOW + DAY)
    promise = Promise.objects.get(kind=Kind.ENTRY)
    page = at_desk.get(reverse("owed", args=[promise.pk]), follow=True).content.decode()
    assert "The Tuesday club" in page
    assert ("Somebody asked us not to use this number" in page) == (why != "a landline")
    ring = reverse("ring_them", args=[promise.pk])
    at_desk.post(ring, {"do": "nobody"})
    assert TellWhen.objects.count() == 1
    at_desk.post(ring, {"do": "told"})
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert not TellWhen.objects.exists()
    assert bodies() == []


def test_a_colleague_reads_numbers_and_no_row_that_nobody_promised_to_ring(town, full, at_desk):
    for n in range(4):
        wait(full, f"+4477009005{n}0")
    page = at_desk.get(reverse("waited_for", args=[town.community.slug])).content.decode()
    assert "4 people wait" in page
    assert "77009005" not in page
    leader = derek(town, full)
    link = re.sub(r"^https?://[^/]+", "", actions.link_for(leader=leader, by=bo(town), now=NOW)) + "/"
    assert "4 people wait until you take people again" in Client().get(link).content.decode()


def test_a_colleague_keys_it_and_it_counts_from_when_it_was_said(town, full, at_desk):
    key = reverse("tell_when_key", args=[full.pk])
    said = {"reach": "07700 900555", "safe": "yes", "lane": "phone", "said_on": "2"}
    assert at_desk.post(key, said).status_code == 302
    row = TellWhen.objects.get()
    assert (row.address, row.said_at, row.lane) == (MOBILE, NOW - 2 * DAY, "phone")
    at_desk.post(key, said | {"reach": "07700 900556", "safe": "no"})
    assert TellWhen.objects.count() == 1


def test_the_public_page_keeps_it_says_for_how_long_and_asks_whether_it_is_safe(town, full, client):
    page = reverse("tell_when", args=[full.pk])
    assert "6 months at most" in client.get(page).content.decode()
    wrong = client.post(page, {"reach": "one two", "safe": "yes"}).content.decode()
    assert "Enter a phone number" in wrong
    assert "one two" in wrong
    unsafe = client.post(page, {"reach": "07700 900555", "safe": "no"}).content.decode()
    assert "Nothing is kept" in unsafe
    assert not TellWhen.objects.exists()
    kept = client.post(page, {"reach": "ann@Example.org", "safe": "yes", "by_name": "on"}).content.decode()
    assert "/w/" in kept
    assert TellWhen.objects.get().address == "ann@example.org"
    for n in range(8):
        last = client.post(page, {"reach": f"07700 90066{n}", "safe": "yes"}).content.decode()
    assert "Many people asked from this connection" in last
    assert TellWhen.objects.count() == 6


def test_who_takes_people_needs_no_waiting_and_what_is_hidden_has_no_page(town, shed, client):
    assert "It takes people now" in client.get(reverse("tell_when", args=[shed.pk])).content.decode()
    held = a_service(town, "Held", held=True, state="full")
    assert client.get(reverse("tell_when", args=[held.pk])).status_code == 404


def test_who_left_an_address_that_does_not_work_is_not_forgotten_in_silence(town, full, client):
    wait(full, "ann@example.org")
    opens(town, full)
    jobs.owed(NOW + DAY)
    Message.objects.filter(kind="looked-up").update(state="failed")
    jobs.owed(NOW + DAY)
    promise = Promise.objects.get(kind=Kind.ENTRY, state="open")
    assert TellWhen.objects.count() == 1 and promise.label.startswith("Write to somebody who waits")
    client.force_login(promise.holder.user)
    page = reverse("ring_them", args=[promise.pk])
    shown = client.get(page).content.decode()
    assert "mailto:ann@example.org" in shown and "did not reach this address" in shown
    client.post(page, {"do": "never"})
    promise.refresh_from_db()
    assert promise.state != "open" and not TellWhen.objects.exists()


def test_a_refuge_by_its_words_or_its_house_is_named_to_nobody_who_waits(town, client):
    by_words = a_service(town, "Harbour women's refuge", state="full")
    by_house = a_service(town, "Harbour children", state="full")
    house = Location.objects.create(name="The house", confidential=True, made_at=NOW, modified_at=NOW)
    at = ServiceAtLocation.objects.create(service=by_house, location=house, made_at=NOW, modified_at=NOW)
    for number, one in enumerate((by_words, by_house)):
        wait(one, f"+44770090056{number}", by_name=True)
        client.force_login(town.bo.user)
        assert 'name="by_name"' not in client.get(reverse("tell_when_key", args=[one.pk])).content.decode()
    # It is no less a refuge when it is gone.
    ServiceAtLocation.objects.filter(pk=at.pk).update(gone_at=NOW)
    Service.objects.update(gone_at=NOW)
    through(NOW + DAY)
    assert len(bodies()) == 2 and "Harbour" not in " ".join(bodies())
