"""GOV.UK Notify: a message leaves once, whatever the line does, and what never arrives goes to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from fake_notify import BROKEN, EMPTY_YES, KEY, LOST, TEMPLATES, TOO_FAST, WELL, FakeNotify, point_at, running
from pytest_django import Settings

from kith.config.env import Env, WrongValue
from kith.outbox import actions
from kith.outbox.actions import Letter, leaving
from kith.outbox.deliveries import furthest
from kith.outbox.jobs import sweep
from kith.outbox.models import Delivery, Message
from kith.people import actions as people
from kith.people.actions import About, Reach
from kith.people.models import Person
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def notify(settings: Settings) -> Iterator[FakeNotify]:
    with running(FakeNotify()) as fake:
        point_at(fake, settings)
        yield fake


def somebody(town: Town, value: str = "+447700900200") -> Person:
    about = About(name="Edith Pound", reaches=(Reach(value, safe="yes"),))
    return people.write_down(about=about, place=town.street, controller=town.jan.team.organisation, by=BUILDER, now=NOW)


def written(town: Town, key: str = "one", to: str = "+447700900200", **changes: object) -> Message:
    route = somebody(town, to).routes.get()
    letter = Letter(kind="we-have-it", body="We have it.", subject="Your ask", key=key, **changes)  # type: ignore[arg-type]
    return actions.write(letter=letter, route=route, audience="person", place=town.street, by=BUILDER, now=NOW)


def then(message: Message) -> Message:
    message.refresh_from_db()
    return message


def test_a_text_leaves_once_with_our_key_as_its_reference(town: Town, notify: FakeNotify) -> None:
    message = written(town)
    assert sweep(NOW) == 1
    assert sweep(NOW) == 0
    (kept,) = notify.kept
    assert (kept["reference"], kept["to"]) == ("one", "+447700900200")
    assert kept["personalisation"] == {"body": "We have it."}
    assert kept["template_id"] == TEMPLATES["text"]
    assert then(message).state == "sent"
    assert message.deliveries.get().provider_id == kept["id"]


def test_an_e_mail_has_its_subject(town: Town, notify: FakeNotify) -> None:
    written(town, to="edith@example.org")
    sweep(NOW)
    (kept,) = notify.kept
    assert kept["path"].endswith("/email")
    assert kept["personalisation"] == {"body": "We have it.", "subject": "Your ask"}


def test_an_answer_that_was_lost_is_no_second_text(town: Town, notify: FakeNotify) -> None:
    message = written(town)
    notify.faults = {LOST: 1}
    sweep(NOW)
    assert then(message).state == "waiting"
    assert NOW + 24 * timedelta(seconds=1) <= message.not_before <= NOW + 36 * timedelta(seconds=1)
    sweep(message.not_before)
    assert then(message).state == "sent"
    assert len(notify.by_reference("one")) == 1
    assert notify.calls == [LOST, "asked"]


def test_a_worker_killed_while_it_sent_leaves_no_second_text(town: Town, notify: FakeNotify) -> None:
    message = written(town)
    sweep(NOW)
    # As it stands when we die between the provider's yes and writing it down.
    Message.objects.filter(pk=message.pk).update(state="waiting", sent_at=None, lease_until=NOW + MINUTE / 2)
    assert sweep(NOW) == 0
    assert sweep(NOW + MINUTE) == 1
    assert len(notify.by_reference("one")) == 1


@pytest.mark.parametrize("fault", [BROKEN, EMPTY_YES])
def test_what_is_no_clear_yes_is_tried_again_and_then_given_to_a_person(
    town: Town, notify: FakeNotify, fault: str
) -> None:
    message = written(town)
    notify.faults = {fault: 1}
    now = NOW
    for wait in actions.WAITS:
        sweep(now)
        assert then(message).state == "waiting"
        assert now + wait * 0.8 <= message.not_before <= now + wait * 1.2
        now = message.not_before
    sweep(now)
    assert then(message).state == "dead"
    assert not notify.kept


def test_it_waits_as_long_as_it_is_asked_to(town: Town, notify: FakeNotify) -> None:
    message = written(town)
    notify.faults = {TOO_FAST: 1}
    sweep(NOW)
    assert then(message).not_before >= NOW + timedelta(seconds=5)
    notify.faults = {WELL: 1}
    sweep(message.not_before)
    assert then(message).state == "sent"


def test_a_number_that_does_not_exist_goes_to_a_person_at_once(town: Town, notify: FakeNotify) -> None:
    message = written(town)
    notify.bad.add("+447700900200")
    sweep(NOW)
    assert (then(message).state, message.attempts) == ("dead", 1)
    assert "Not a valid UK mobile number" in message.why


def test_it_is_not_tried_past_the_moment_it_is_of_use(town: Town, notify: FakeNotify) -> None:
    message = written(town, give_up_at=NOW + MINUTE)
    notify.faults = {BROKEN: 1}
    sweep(NOW)
    sweep(then(message).not_before)
    assert then(message).state == "dead"


def test_three_refusals_in_a_row_let_the_channel_rest(town: Town, notify: FakeNotify) -> None:
    for number in range(6):
        written(town, key=f"m{number}", to=f"+4477009003{number:02}")
    notify.faults = {BROKEN: 1}
    sweep(NOW)
    assert notify.calls.count(BROKEN) == 3
    assert Message.objects.filter(state="waiting").count() == 6


def test_a_slow_provider_keeps_what_becomes_urgent_waiting_for_one_message_only(
    town: Town, notify: FakeNotify, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        written(town, key=f"m{number}", to=f"+4477009003{number:02}")
    monkeypatch.setattr(leaving, "LONG_ENOUGH", 0.0)
    passing = iter((0.0, 0.0, 9.0, 9.0, 9.0, 18.0, 27.0, 27.0))
    monkeypatch.setattr(leaving, "time", SimpleNamespace(monotonic=lambda: next(passing)))
    assert sweep(NOW) == 1
    assert Message.objects.filter(state="waiting", lease_until=None, attempts=0).count() == 2


def test_what_was_taken_back_while_it_waited_never_leaves(town: Town, notify: FakeNotify) -> None:
    message = written(town)
    actions.take_back_to(address=message.address, why="They texted STOP.", by=BUILDER, now=NOW)
    assert sweep(NOW) == 0
    assert not notify.kept


@pytest.mark.parametrize(
    ("states", "state"),
    [
        (["delivered", "sending"], "delivered"),
        (["permanent-failure", "delivered", "sending"], "permanent-failure"),
        (["something new", "created"], "something new"),
        ([], ""),
    ],
)
def test_the_furthest_word_holds_in_whatever_order_they_came(states: list[str], state: str) -> None:
    assert furthest(states) == state


def heard(state: str, reference: str = "one") -> Message | None:
    return actions.hear_of(reference=reference, provider_id="p1", state=state, by=BUILDER, now=NOW)


def test_delivered_changes_nothing_and_is_heard_once(town: Town, notify: FakeNotify) -> None:
    message = written(town)
    sweep(NOW)
    assert heard("delivered") is None
    assert heard("delivered") is None
    assert then(message).state == "sent"
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {"created": 1, "delivered": 1}


def test_a_failure_ends_it_once_and_a_late_delivered_changes_nothing(town: Town, notify: FakeNotify) -> None:
    message = written(town)
    sweep(NOW)
    assert heard("permanent-failure") == message
    assert heard("permanent-failure") is None
    assert heard("delivered") is None
    assert then(message).state == "dead"


def test_whoever_answered_has_read_it_whatever_the_provider_says(town: Town, notify: FakeNotify) -> None:
    message = written(town)
    sweep(NOW)
    actions.acknowledge(message=message, by=BUILDER, now=NOW)
    assert heard("permanent-failure") is None
    assert then(message).state == "acknowledged"


def test_a_word_about_what_is_not_ours_is_nothing(town: Town) -> None:
    assert heard("delivered", "no such key") is None
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KITH_NOTIFY_URL", "http://notify.example.org"),
        ("KITH_NOTIFY_URL", "ftp://127.0.0.1"),
        ("KITH_NOTIFY_KEY", "abc"),
        ("KITH_NOTIFY_TEXT", "our template"),
        ("KITH_NOTIFY_TOKEN", "short"),
    ],
)
def test_a_value_that_cannot_be_right_is_refused_in_words(name: str, value: str) -> None:
    with pytest.raises(WrongValue, match=name):
        Env({name: value}).get(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KITH_NOTIFY_URL", "http://127.0.0.1:9"),
        ("KITH_NOTIFY_URL", "https://notify.example.org"),
        ("KITH_NOTIFY_KEY", KEY),
    ],
)
def test_what_is_right_is_taken(name: str, value: str) -> None:
    assert Env({name: value}).get(name) == value


def test_a_landline_is_not_said_to_have_rung(town: Town, notify: FakeNotify) -> None:
    letter = Letter(kind="duty-ring", body="Please look.", key="ring", urgent=True)
    team, user = town.jan.team, town.jan.user
    message = actions.write_to_staff(
        letter=letter, user=user, place=team.place, controller=team.organisation, by=BUILDER, now=NOW, ring=team.phone
    )
    sweep(NOW)
    assert (then(message).state, then(message).why) == (
        "dead",
        "Only a mobile can be rung by text, and this is none. Give the team a mobile.",
    )


def test_with_no_provider_at_all_a_ring_is_read_in_the_sent_box(town: Town) -> None:
    letter = Letter(kind="duty-ring", body="Please look.", key="ring", urgent=True)
    team, user = town.jan.team, town.jan.user
    message = actions.write_to_staff(
        letter=letter, user=user, place=team.place, controller=team.organisation, by=BUILDER, now=NOW, ring=team.phone
    )
    sweep(NOW)
    assert then(message).state == "sent"
