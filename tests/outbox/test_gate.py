"""The send gate, whatever comes together: nothing leaves outside what somebody said is safe, and doubt is a no."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.governance import actions as governance
from kith.governance.models import Purpose
from kith.kit.clock import local
from kith.outbox import actions
from kith.outbox.actions import Letter
from kith.outbox.models import Channel, Message
from kith.outbox.permissions import SAFE_WORDING, check_may_leave
from kith.people import actions as people
from kith.people.actions import About, Reach
from kith.people.models import Person
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
MANY = 10_000 if os.environ.get("KITH_TEST_FULL") else 150
HOUR = st.one_of(st.none(), st.integers(0, 23).map(time))
# Over both nights on which the clocks change, at any minute.
MOMENTS = st.sampled_from([datetime(2027, 3, 27, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)]).flatmap(
    lambda day: st.integers(0, 3 * 24 * 60).map(lambda minutes: day + timedelta(minutes=minutes))
)
CASES = st.fixed_dictionaries(
    {
        "safe": st.sampled_from(["yes", "yes", "please-ring", "no", "not-asked"]),
        "given_by_other": st.booleans(),
        "spoken_to": st.booleans(),
        "stopped": st.sampled_from([False, False, True]),
        "no_voicemail": st.booleans(),
        "from_hour": HOUR,
        "to_hour": HOUR,
        "consent": st.sampled_from([[], [], [False], [True], [False, True], [True, False]]),
        "about": st.sampled_from(["nobody", "themselves", "another", "blocked", "blocked the other way"]),
        "kind": st.sampled_from(["we-have-it", "offer", SAFE_WORDING]),
        "audience": st.sampled_from(["person", "asker", "volunteer"]),
        "channel": st.sampled_from([Channel.TEXT, Channel.EMAIL, Channel.RING]),
        "urgent": st.booleans(),
        "known_route": st.sampled_from([True, True, True, False]),
        "now": MOMENTS,
    }
)


def somebody(town: Town, name: str, *reaches: Reach, spoken_to: bool = True) -> Person:
    about = About(name=name, reaches=reaches, spoken_to=spoken_to)
    controller = town.jan.team.organisation
    return people.write_down(about=about, place=town.street, controller=controller, by=BUILDER, now=NOW)


def written(town: Town, case: dict[str, Any]) -> Message:
    """The message this case is about, and everything that was ever said about its address."""
    keys = ("safe", "from_hour", "to_hour", "no_voicemail", "given_by_other")
    reach = Reach("+447700900200", **{key: case[key] for key in keys})
    to = somebody(town, "Edith", reach, spoken_to=case["spoken_to"])
    if case["stopped"]:
        people.stop_route(route=to.routes.get(), by=BUILDER, now=NOW)
    for n, yes in enumerate(case["consent"]):
        say = governance.permit if yes else governance.take_back
        moment = case["now"] - timedelta(hours=9 - n)
        say(person=to, purpose=Purpose.CONTACT, how="on the phone", by=BUILDER, now=moment)
    about = {"nobody": None, "themselves": to}.get(case["about"], somebody(town, "Carol"))
    if case["about"].startswith("blocked"):
        one, other = (to, about) if case["about"] == "blocked" else (about, to)
        assert one is not None
        people.must_not_meet(person=one, other=other, by=BUILDER, now=NOW)
    return Message.objects.create(
        controller=to.controller, place=town.street, audience=case["audience"], person=to, channel=case["channel"],
        address="+447700900200" if case["known_route"] else "+447700900999", kind=case["kind"], body="words",
        about_person=about, urgent=case["urgent"], key="one", not_before=case["now"], created_at=case["now"],
    )  # fmt: skip


def forbidden(case: dict[str, Any]) -> bool:
    """The rules once more, in other words than the gate's."""
    return (
        not case["known_route"]
        or case["stopped"]
        or case["safe"] == "no"
        or (case["safe"] != "yes" and case["kind"] != SAFE_WORDING)
        or (case["given_by_other"] and not case["spoken_to"])
        or (case["channel"] == Channel.RING and case["no_voicemail"])
        or (bool(case["consent"]) and not case["consent"][-1])
        or case["about"].startswith("blocked")
    )


def hours_of(first: time | None, last: time | None) -> set[int]:
    start, end = first.hour if first else 0, last.hour if last else 0
    return {hour % 24 for hour in range(start, end if end > start else end + 24)}


def disturbs(case: dict[str, Any], now: datetime) -> bool:
    hour = local(now).hour
    own = (case["from_hour"] or case["to_hour"]) is not None and hour not in hours_of(
        case["from_hour"], case["to_hour"]
    )
    return own or (not case["urgent"] and hour not in range(8, 21))


@pytest.fixture
def town() -> Town:
    return build_town()


@settings(max_examples=MANY, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(case=CASES)
def test_nothing_leaves_outside_what_is_safe(town: Town, case: dict[str, Any]) -> None:
    with transaction.atomic():
        message = written(town, case)
        now = case["now"]
        actions.send_due(now=now, by=BUILDER, only=[message.id])
        message.refresh_from_db()
        if forbidden(case):
            assert (message.state, message.sent_at) == ("refused", None), case
            assert message.why
        elif never_together(case) and not case["urgent"]:
            # Held for ever nobody would tell them: it is refused, and somebody finds another way.
            assert (message.state, message.find_a_way) == ("refused", True), case
        elif disturbs(case, now):
            assert (message.state, message.sent_at) == ("held", None), case
            for _each in range(2):
                if message.state == "held":
                    assert now < message.not_before <= now + timedelta(hours=25)
                    now = message.not_before
                    actions.send_due(now=now, by=BUILDER, only=[message.id])
                    message.refresh_from_db()
            assert message.state == "sent", case
            assert message.state != "sent" or not disturbs(case, now), case
        else:
            assert message.state == "sent", case
        transaction.set_rollback(True)


def never_together(case: dict[str, Any]) -> bool:
    """Somebody who may only be written to while their place sleeps is told in another way."""
    return not hours_of(case["from_hour"], case["to_hour"]) & set(range(8, 21))


@pytest.mark.parametrize("kind", ["we-have-it", SAFE_WORDING])
def test_a_message_to_nobody_we_know_never_leaves(town: Town, kind: str) -> None:
    message = Message(audience="person", person=None, channel="text", address="+447700900200", kind=kind, urgent=True)
    verdict = check_may_leave(message, NOW)
    assert (verdict.may, verdict.until) == (False, None)


def test_what_was_safe_when_it_was_written_is_asked_again_when_it_leaves(town: Town) -> None:
    to = somebody(town, "Edith", Reach("+447700900200", safe="yes"))
    letter = Letter(kind="we-have-it", body="words", key="one")
    route = to.routes.get()
    message = actions.write(letter=letter, route=route, audience="person", place=town.street, by=BUILDER, now=NOW)
    assert message.state == "waiting"
    people.say_safe(route=route, safe="no", by=BUILDER, now=NOW)
    actions.send_due(now=NOW, by=BUILDER)
    message.refresh_from_db()
    assert (message.state, message.sent_at) == ("refused", None)
