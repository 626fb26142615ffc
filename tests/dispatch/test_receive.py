"""Texts that come in: read, done, answered; never a yes by guess; STOP holds over everything."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer
from kith.governance.models import Purpose
from kith.governance.queries import has_taken_back
from kith.kit.actor import Actor
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Message, Reply
from kith.people.actions import About, Reach
from kith.promises.jobs import ring as ring_phones
from kith.promises.models import Promise, Telling
from kith.volunteers.models import Volunteer
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
SAM, EDITH = "+447700900101", "+447700900200"
PROVIDER = Actor.system("texts in")


@pytest.fixture
def town() -> Town:
    return build_town()


def an_ask(**changes: object) -> Ask:
    return asks.open_ask(wanted=shopping(**changes), by=Actor.public(), now=NOW)


_KEYS = iter(range(10_000))


def text(body: str, address: str = SAM, at: timedelta = timedelta(minutes=1), key: str = "") -> str:
    return actions.receive(
        address=address, body=body, provider_key=key or f"in-{next(_KEYS)}", by=PROVIDER, now=NOW + at
    )


def answers(address: str = SAM) -> list[str]:
    sent = Message.objects.filter(address=address, key__startswith="answer:").order_by("created_at", "id")
    return [message.body for message in sent]


def offered(*names: str) -> Offer:
    for number, name in enumerate(names or ("Sam Pascoe",), 1):
        if not Volunteer.objects.filter(person__name=name).exists():
            neighbour(Town_, name, number)
    ask = an_ask()
    sweep(NOW)
    return Offer.objects.get(ask=ask, address=SAM)


Town_: Town


@pytest.fixture(autouse=True)
def _the_town(town: Town) -> None:
    global Town_
    Town_ = town


def test_yes_with_its_number_is_the_same_as_the_link(town: Town) -> None:
    offer = offered()
    assert "theirs" in text(f"YES {offer.number}")
    offer.refresh_from_db()
    assert (offer.state, offer.answered_how, offer.ask.taken_by) == ("accepted", "text", offer.volunteer)
    (said,) = answers()
    assert "it's yours" in said and "/o/" in said
    for canary in ("Edith", "4 Quay Street", "900200", "milk"):
        assert canary not in said


def test_yes_alone_is_enough_while_there_is_one_offer_and_is_asked_about_when_there_are_two(town: Town) -> None:
    first = offered()
    second = offered()
    assert "Which one?" in text("yes please")
    assert f"{first.number}, {second.number}" in answers()[-1]
    text(f"no {first.number}")
    text("Yes 👍")
    second.refresh_from_db()
    assert second.state == "accepted"


def test_the_same_text_twice_is_one(town: Town) -> None:
    offer = offered()
    text(f"YES {offer.number}", key="same")
    assert "before" in text(f"YES {offer.number}", key="same")
    assert Reply.objects.count() == 1
    assert len(answers()) == 1


def test_a_second_yes_reads_that_somebody_has_it(town: Town) -> None:
    offer = offered()
    other = neighbour(Town_, "Ann Other", 2)
    actions.said_yes(ask=offer.ask, volunteer=other, by=Actor.user(town.jan.user), now=NOW)
    text(f"yes {offer.number}")
    assert "somebody has this one" in answers()[-1]


def test_a_yes_after_it_was_called_off_is_over(town: Town) -> None:
    offer = offered()
    actions.call_off(ask=offer.ask, by=Actor.user(town.jan.user), now=NOW)
    text(f"yes {offer.number}")
    assert "This one is over" in answers()[-1]
    offer.ask.refresh_from_db()
    assert offer.ask.taken_by is None


def test_no_done_and_hand_back_do_as_their_buttons(town: Town) -> None:
    offer = offered()
    text("no thanks")
    offer.refresh_from_db()
    assert offer.state == "not-this-time"
    assert "not this time then" in answers()[-1]
    text("yes")
    offer.refresh_from_db()
    assert offer.state == "accepted"
    text("hand back")
    offer.refresh_from_db()
    assert offer.state == "handed-back"
    text(f"yes {offer.number}")
    text(f"DONE {offer.number}")
    text(f"DONE {offer.number}")
    offer.ask.refresh_from_db()
    assert offer.ask.state == "done"
    assert "Home safe?" in answers()[-1]


def test_no_to_something_one_has_is_read_by_a_person(town: Town) -> None:
    offer = offered()
    text("yes")
    text(f"no {offer.number}")
    offer.refresh_from_db()
    assert offer.state == "accepted"
    assert Promise.objects.filter(kind="message", state="open").count() == 1


def test_ok_from_somebody_who_is_asked_is_not_a_yes(town: Town) -> None:
    offer = offered()
    text("ok")
    offer.refresh_from_db()
    assert offer.state == "offered"
    assert "YES or NO" in answers()[-1]


@pytest.mark.parametrize(("body", "most", "resting"), [("LESS", 1, False), ("not this week", 3, True)])
def test_less_and_not_this_week(town: Town, body: str, most: int, resting: bool) -> None:
    offer = offered()
    text(body)
    volunteer = Volunteer.objects.get()
    offer.refresh_from_db()
    assert offer.state == "not-this-time"
    assert (volunteer.weekly_most, volunteer.resting_until is not None) == (most, resting)


def test_a_volunteers_stop_holds_at_once_over_everything_queued_and_is_confirmed_once(town: Town) -> None:
    offer = offered()
    queued = Message.objects.get(address=SAM, kind="offer")
    assert queued.state == "waiting"
    text("STOP")
    queued.refresh_from_db()
    offer.refresh_from_db()
    assert (queued.state, offer.state) == ("taken-back", "not-this-time")
    assert "stopped asking you" in answers()[-1]
    send(NOW + timedelta(minutes=2))
    assert [m.kind for m in Message.objects.filter(address=SAM, state="sent")] == ["stopped"]
    an_ask(client_key="later")
    sweep(NOW + timedelta(minutes=3))
    assert Offer.objects.count() == 1
    text("start")
    an_ask(client_key="later still")
    sweep(NOW + timedelta(minutes=5))
    assert Offer.objects.filter(state="offered").exists()


def test_a_persons_stop_is_silence_and_their_news_is_told_in_another_way(town: Town) -> None:
    ask = an_ask()
    assert Message.objects.filter(address=EDITH, state="waiting").exists()
    text("Stop texting me please", EDITH)
    assert not Message.objects.filter(address=EDITH, state__in=("waiting", "held")).exists()
    assert has_taken_back(ask.person_id, Purpose.CONTACT, NOW + timedelta(minutes=2))
    assert answers(EDITH) == []
    asks.tell_person(
        ask=ask, news="late", hear_by=NOW + timedelta(hours=1), by=PROVIDER, now=NOW + timedelta(minutes=5)
    )
    send(NOW + timedelta(minutes=6))
    assert not Message.objects.filter(address=EDITH, state="sent").exists()
    telling = Telling.objects.get(of=ask.promise, told_at__isnull=True, replaced_at__isnull=True)
    assert telling.how in ("card", "visit", "call")
    text("START", EDITH, at=timedelta(minutes=10))
    assert not has_taken_back(ask.person_id, Purpose.CONTACT, NOW + timedelta(minutes=11))
    assert "Welcome back" in answers(EDITH)[-1]


def test_ok_from_the_person_means_they_know_the_newest_news(town: Town) -> None:
    ask = an_ask()
    send(NOW)
    assert ask.reference in text("Ok thanks", EDITH)
    assert Telling.objects.get(of=ask.promise).told_at is not None
    assert text("ok", EDITH).startswith("Thanks")


def test_what_is_not_plain_is_a_promise_that_a_person_reads_it(town: Town) -> None:
    ask = an_ask()
    text("can he bring the blue one instead, and what time?", EDITH)
    promise = Promise.objects.get(kind="message")
    assert promise.holder == town.jan
    assert "blue one" in promise.explanation and promise.reference == ask.reference
    assert "Somebody reads it by" in answers(EDITH)[-1]
    assert not Message.objects.filter(channel="ring").exists()


def test_danger_in_a_text_rings_the_duty_phone(town: Town) -> None:
    an_ask()
    text("I have terrible chest pain and nobody is here", EDITH)
    assert ring_phones(NOW + timedelta(minutes=1)) == 1
    ring = Message.objects.get(channel="ring")
    assert "chest pain" in ring.body
    assert Promise.objects.get(kind="message").next_contact_by <= NOW + timedelta(minutes=16)


@pytest.mark.parametrize("body", ["yes 4", "hello", "", "STOP", "\x00", "y" * 50_000, "نعم"])
def test_a_number_nobody_knows_gets_no_answer_and_is_read_by_the_district(town: Town, body: str) -> None:
    an_ask()
    text(body, "+447700900999")
    assert answers("+447700900999") == []
    reply = Reply.objects.get()
    assert reply.place == town.district
    assert Promise.objects.filter(kind="message", holder=town.gareth).count() == (0 if body == "STOP" else 1)


def test_a_couple_on_one_phone_are_told_apart_by_the_number(town: Town) -> None:
    offer = offered()
    about = About(name="Pat Pascoe", reaches=(Reach(SAM, safe="yes"),))
    an_ask(about=about)
    text(f"yes {offer.number}")
    offer.refresh_from_db()
    assert offer.state == "accepted"
