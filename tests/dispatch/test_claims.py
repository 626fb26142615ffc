"""A yes without a word: it is asked about, it comes back, and an answer at the same moment wins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions, claims
from kith.dispatch.actions import NotYours
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer, Search
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Message
from kith.promises.models import Telling
from kith.trail.models import Entry
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town, neighbour

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
moments = st.integers(0, 60 * 24 * 3).map(lambda minutes: NOW + minutes * MINUTE)


@pytest.fixture
def town() -> Town:
    return build_town()


def taken(town: Town, *, hours: float = 8, people: int = 2) -> tuple[Ask, Offer]:
    """An ask that Sam said yes to at ten, and nothing more."""
    for n in range(people):
        neighbour(town, f"Sam{n} Pascoe", n)
    wanted = shopping(need_by=NOW + hours * HOUR)
    ask = asks.open_ask(wanted=wanted, by=Actor.public(), now=NOW)
    sweep(NOW)
    offer = Offer.objects.filter(ask=ask).select_related("volunteer").first()
    assert offer is not None
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    send(NOW)
    return ask, offer


def looked_at(ask: Ask) -> datetime:
    at = Search.objects.get(ask=ask).look_again_at
    assert at is not None
    return at


def until_it_is_asked_about(ask: Ask) -> datetime:
    at = looked_at(ask)
    sweep(at)
    send(at)
    return at


@given(moments, st.none() | moments, st.integers(30, 360))
def test_a_yes_is_never_asked_about_at_once_nor_too_late_to_find_somebody_else(taken_at, need_by, minutes) -> None:
    at = claims.asks_at(taken_at, need_by, minutes * MINUTE)
    if at is not None:
        assert at >= taken_at + claims.AT_LEAST
        assert need_by is None or claims.comes_back_at(at) <= need_by - claims.BEFORE_NEED


@given(moments, st.integers(4, 200))
def test_nobody_is_asked_about_it_in_the_quiet_hours(taken_at, hours) -> None:
    day = datetime(2026, 11, 24, tzinfo=UTC)
    quiet = [(day + (24 * n + 20) * HOUR, day + (24 * n + 32) * HOUR) for n in range(-1, 14)]
    at = claims.asks_at(taken_at, taken_at + hours * HOUR, 3 * HOUR, quiet)
    assert at is None or not any(start <= at < end for start, end in quiet)


def test_a_yes_for_next_week_is_left_in_peace_until_it_is_near() -> None:
    at = claims.asks_at(NOW, NOW + 72 * HOUR, 3 * HOUR)
    assert at == NOW + 63 * HOUR


@pytest.mark.django_db
def test_a_yes_without_a_word_is_asked_about_and_then_comes_back(town: Town) -> None:
    ask, offer = taken(town)
    at = until_it_is_asked_about(ask)
    assert at == NOW + 3 * HOUR
    assert Message.objects.get(kind="still-all-right").address == offer.address
    ask.refresh_from_db()
    assert ask.state == "taken"
    sweep(looked_at(ask))
    ask.refresh_from_db()
    offer.refresh_from_db()
    assert (ask.state, ask.taken_by, offer.state) == ("asking", None, "came-back")
    assert Message.objects.filter(kind="came-back", address=offer.address).exists()
    telling = Telling.objects.get(of=ask.promise, replaced_at__isnull=True, told_at__isnull=True)
    assert telling.news == "not-heard"
    search = Search.objects.get(ask=ask)
    assert (search.level, search.look_again_at) == ("", search.started_at)
    sweep(looked_at(ask))
    again = Offer.objects.filter(ask=ask, state="offered").values_list("volunteer_id", flat=True)
    assert offer.volunteer_id not in again
    assert again


@pytest.mark.django_db
def test_it_comes_back_an_hour_before_the_need_at_the_latest(town: Town) -> None:
    ask, _offer = taken(town, hours=4)
    at = until_it_is_asked_about(ask)
    assert looked_at(ask) <= NOW + 3 * HOUR
    assert at < NOW + 3 * HOUR


@pytest.mark.django_db
def test_one_tap_keeps_it(town: Town) -> None:
    ask, offer = taken(town)
    at = until_it_is_asked_about(ask)
    for _twice in range(2):
        actions.still_right(offer=offer, by=Actor.volunteer(offer.volunteer), now=at + MINUTE)
    sweep(at + HOUR)
    ask.refresh_from_db()
    assert ask.state == "taken"
    assert looked_at(ask) == ask.need_by - HOUR
    assert Entry.objects.filter(verb="offer.still").count() == 1


@pytest.mark.django_db
def test_a_text_keeps_it_too(town: Town) -> None:
    ask, offer = taken(town)
    at = until_it_is_asked_about(ask)
    said = actions.receive(
        address=offer.address, body=f"YES {offer.number}", provider_key="1", by=Actor.system("texts"), now=at + MINUTE
    )
    assert "still all right" in said
    offer.refresh_from_db()
    assert offer.still_at == at + MINUTE
    assert Message.objects.filter(address=offer.address, body__contains="it stays yours").exists()


@pytest.mark.django_db
def test_whoever_said_when_they_come_is_not_asked(town: Town) -> None:
    ask, offer = taken(town)
    window = (NOW + HOUR, NOW + 2 * HOUR)
    actions.say_when(offer=offer, coming=window, by=Actor.volunteer(offer.volunteer), now=NOW)
    assert until_it_is_asked_about(ask) == window[1] + 15 * MINUTE
    assert not Message.objects.filter(kind="still-all-right").exists()
    assert Message.objects.filter(kind="how-did-it-go").exists()


@pytest.mark.django_db
def test_a_word_at_the_last_moment_wins(town: Town) -> None:
    ask, offer = taken(town)
    at = until_it_is_asked_about(ask)
    actions.still_right(offer=offer, by=Actor.volunteer(offer.volunteer), now=at + MINUTE)
    assert not actions.expire_claim(offer=offer, by=Actor.system("a slow worker"), now=at + MINUTE)
    ask.refresh_from_db()
    assert ask.state == "taken"


@pytest.mark.django_db
def test_nothing_is_taken_from_somebody_the_question_never_reached(town: Town) -> None:
    ask, _offer = taken(town)
    at = looked_at(ask)
    sweep(at)
    Message.objects.filter(kind="still-all-right").update(state="dead")
    sweep(looked_at(ask))
    ask.refresh_from_db()
    assert ask.state == "taken"
    assert ask.promise.next_contact_by <= at + HOUR


@pytest.mark.django_db
def test_after_it_came_back_they_may_still_have_it_or_say_that_it_is_done(town: Town) -> None:
    ask, offer = taken(town)
    at = until_it_is_asked_about(ask)
    sweep(looked_at(ask))
    by = Actor.volunteer(offer.volunteer)
    with pytest.raises(NotYours):
        actions.still_right(offer=offer, by=by, now=at + HOUR)
    offer.refresh_from_db()
    actions.already_done(ask=ask, offer=offer, by=by, now=at + HOUR)
    ask.refresh_from_db()
    offer.refresh_from_db()
    assert (ask.state, ask.taken_by, offer.state) == ("done", offer.volunteer, "finished")
    assert ask.promise.state == "kept"


@pytest.mark.django_db
def test_a_yes_again_after_it_came_back_begins_anew(town: Town) -> None:
    ask, offer = taken(town)
    at = until_it_is_asked_about(ask)
    sweep(looked_at(ask))
    offer.refresh_from_db()
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=at + 31 * MINUTE)
    offer.refresh_from_db()
    assert (offer.state, offer.asked_still_at) == ("accepted", None)


@pytest.mark.django_db
def test_already_done_by_somebody_else_thanks_whoever_has_it(town: Town) -> None:
    ask, offer = taken(town)
    actions.already_done(
        ask=ask, by=Actor.user(town.jan.user), now=NOW + HOUR, how="Her son brought it on the way home."
    )
    ask.refresh_from_db()
    offer.refresh_from_db()
    assert (ask.state, ask.taken_by, offer.state) == ("done", None, "not-needed")
    assert "already done" in Message.objects.get(kind="already-done", address=offer.address).body
    assert Search.objects.get(ask=ask).look_again_at is None
    with pytest.raises(WrongMove):
        actions.already_done(ask=ask, by=Actor.user(town.jan.user), now=NOW + HOUR)


@pytest.mark.django_db
def test_somebody_who_never_had_it_cannot_say_by_link_that_it_is_done(town: Town) -> None:
    ask, _offer = taken(town, people=4)
    other = neighbour(town, "Other", 9)
    never = Offer.objects.create(
        controller_id=ask.controller_id, ask=ask, volunteer=other, level="street", number=7, address="x", why="",
        offered_at=NOW,
    )  # fmt: skip
    with pytest.raises(NotYours):
        actions.already_done(ask=ask, offer=never, by=Actor.volunteer(other), now=NOW)
    ask.refresh_from_db()
    assert ask.state == "taken"
