"""A group is asked at most once a quarter, on a day it is in, and answers with one word."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from kith.directory import actions as directory
from kith.directory.models import Leader, Service
from kith.dispatch import actions as dispatch
from kith.kit.actor import Actor
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Message
from kith.outreach import hearing
from kith.outreach.jobs import sweep
from kith.outreach.models import Question
from kith.outreach.queries.calls import calls
from kith.outreach.queries.due import leaders_to_ask
from kith.people.models import ContactRoute
from tests.directory.entries import a_service, bo, derek, fresh
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.thread import BUILDER, NOW, Town, neighbour

MOBILE, E164 = "07700 900471", "+447700900471"
DAY = timedelta(days=1)


@pytest.fixture
def led(town: Town, shed: Service) -> Leader:
    """The shed is led by Derek, who has a mobile and is in on Tuesdays and Thursdays. It is a Tuesday."""
    return derek(town, shed, phone=MOBILE)


def text(body: str, now=NOW, key: str = "") -> str:
    by = Actor.system("a phone network")
    return dispatch.receive(address=E164, body=body, provider_key=key or f"{body}{now}", by=by, now=now)


def last_text() -> str:
    return Message.objects.filter(address=E164).latest("created_at", "id").body


def test_it_is_asked_on_a_day_it_is_in_and_once_in_a_quarter(town, shed, led):
    assert sweep(NOW - DAY) == 0
    assert sweep(NOW.replace(hour=20)) == 0
    assert sweep(NOW) == 1
    send(NOW)
    message = Message.objects.get(kind="group-question")
    assert (message.state, message.address, message.audience) == ("sent", E164, "group")
    assert "RIGHT" in message.body and "The men's shed" in message.body and len(message.body) <= 320
    directory.assure(service=shed, how="group", found="right", by=BUILDER, now=NOW)
    Service.objects.update(assured_date=None)
    assert sweep(NOW + 2 * DAY) == 0
    assert sweep(NOW + 92 * DAY + 5 * DAY) + sweep(NOW + 99 * DAY) + sweep(NOW + 100 * DAY) > 0


def test_two_groups_of_one_leader_in_two_places_are_one_text_a_quarter(town, shed, led):
    choir = a_service(town, "The choir", place=town.district)
    Leader.objects.create(
        controller=town.gareth.team.organisation,
        place=town.district,
        service=choir,
        name="Derek",
        phone=E164,
        in_on=[1],
        from_at=NOW,
    )
    sweep(NOW)
    sweep(NOW + 7 * DAY)
    assert Question.objects.filter(how="text").count() == 1


def test_one_visitor_alone_is_no_answer_and_two_are(town, shed, led):
    for times, asked in ((1, [led]), (2, [])):
        directory.assure(service=shed, how="outcome", found="right", by=Actor.public(), now=NOW - (31 - times) * DAY)
        assert leaders_to_ask(NOW, 5) == asked


@pytest.mark.parametrize("how", ["phone", "group"])
def test_what_anybody_said_in_the_quarter_is_an_answer_already(town, shed, led, how):
    directory.assure(service=shed, how=how, found="right", by=Actor.public(), now=NOW - 30 * DAY)
    assert sweep(NOW) == 0


@pytest.mark.parametrize(
    ("said", "state", "until"),
    [
        ("RIGHT", "open", None),
        ("Full until March please", "full", date(2027, 3, 1)),
        ("rest", "paused", None),
        ("صحيح", "open", None),
    ],
)
def test_one_word_answers_it(town, shed, led, said, state, until):
    sweep(NOW)
    assert "Group" in text(said)
    now_so = fresh(shed)
    assert (now_so.state, now_so.until, now_so.assured_date) == (state, until, date(2026, 11, 24))
    assert Question.objects.get().state == "answered"


def test_until_when_may_come_in_a_second_text(town, shed, led):
    sweep(NOW)
    text("FULL")
    assert "UNTIL MARCH" in last_text()
    text("until march")
    assert fresh(shed).until == date(2027, 3, 1)


def test_a_number_is_how_many_places_are_left_and_a_full_group_opens_with_it(town, shed, led):
    sweep(NOW)
    text("FULL")
    text("3")
    assert (fresh(shed).places_left, fresh(shed).state) == (3, "open")


def test_ring_is_remembered_and_puts_it_on_the_round_instead(town, shed, led):
    sweep(NOW)
    text("RING ME")
    led.refresh_from_db()
    sweep(NOW + 98 * DAY)
    assert led.ring_instead and Question.objects.count() == 1
    Question.objects.update(state="answered")
    Service.objects.update(assured_date=None)
    (call,) = calls(town.community, bo(town), NOW + 2 * DAY)
    assert call.number == E164 and call.today
    (later,) = calls(town.community, bo(town), NOW + 3 * DAY)
    assert not later.today


def test_change_answers_with_a_link_that_is_a_page(town, shed, led, client):
    sweep(NOW)
    text("CHANGE")
    found = re.search(r"/g/\S+", last_text())
    assert found is not None
    assert client.get(found[0]).status_code == 200


def test_stop_is_heard_and_nothing_more_is_written(town, shed, led):
    sweep(NOW)
    text("STOP")
    led.refresh_from_db()
    assert led.stopped_at == NOW
    letter = Letter(kind="group-answer", body="Hello", key="one more")
    refused = outbox.write_to_group(letter=letter, leader=led, by=BUILDER, now=NOW)
    assert refused is not None and refused.state == "refused"


def test_a_number_that_was_asked_nothing_is_never_taken_for_a_group(town, shed, led):
    assert "Group" not in text("FULL")
    assert fresh(shed).state == "open"


def test_a_volunteers_own_words_stay_theirs(town, shed):
    sam = neighbour(town)
    number = ContactRoute.objects.get(person=sam.person).value
    derek(town, shed, phone=number)
    sweep(NOW)
    dispatch.receive(address=number, body="LESS", provider_key="less", by=BUILDER, now=NOW)
    assert Question.objects.get().state == "asked"


@pytest.mark.parametrize("change", [{"safe": "no"}, {"safe": "please-ring"}, {"stopped_at": NOW}])
def test_whoever_said_it_is_not_safe_to_write_there_is_rung_by_somebody_who_reads_that(town, shed, change):
    sam = neighbour(town)
    route = ContactRoute.objects.get(person=sam.person)
    derek(town, shed, phone=route.value)
    ContactRoute.objects.filter(pk=route.pk).update(**change)
    sweep(NOW)
    send(NOW)
    assert Message.objects.get(kind="group-question").state == "refused"
    assert Question.objects.get().state == "silent"


def test_a_leader_who_has_ended_is_written_to_no_more(town, shed, led):
    sweep(NOW)
    directory.end_leader(leader=led, by=bo(town), now=NOW)
    send(NOW)
    assert Message.objects.get(kind="group-question").state == "refused"
    assert "Group" not in text("RIGHT")


def test_no_word_in_a_week_is_a_call(town, shed, led):
    sweep(NOW)
    assert calls(town.community, bo(town), NOW + DAY) == []
    sweep(NOW + 8 * DAY)
    (call,) = calls(town.community, bo(town), NOW + 8 * DAY)
    assert "heard nothing" in call.why


@pytest.mark.parametrize(
    "words", ["right away please", "we are not full", "yes", "ring 01632 960001", "right?no", "1234"]
)
def test_what_says_more_than_one_thing_is_for_a_person(words):
    assert hearing.read(words) is None
