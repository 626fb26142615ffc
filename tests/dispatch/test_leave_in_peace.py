"""Somebody has died, has moved or is in hospital: everything stops at once, and one promise remains."""

from __future__ import annotations

import os
import random
from datetime import date, datetime, time, timedelta

import pytest

from kith.asks import actions as asks
from kith.asks import missed
from kith.asks.jobs import sweep as clock_of_asks
from kith.asks.models import Ask, Event
from kith.dispatch import actions
from kith.dispatch.actions import Partner
from kith.dispatch.jobs import sweep as search
from kith.dispatch.models import Offer
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.people.models import Absence, Person
from kith.people.queries import away_now, is_away
from kith.promises.actions import NeedsReason, ring_due
from kith.promises.jobs import sweep as watch
from kith.promises.models import Promise, Telling
from kith.volunteers.queries import who_may_be_asked
from tests.asks.test_api import Sender
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
EVENTS = 1_000 if os.environ.get("KITH_TEST_FULL") else 100
EDITH = "+447700900200"
MINUTE = timedelta(minutes=1)
REASONS = ("died", "hospital", "moved", "Ann")


@pytest.fixture
def town() -> Town:
    return build_town()


def an_ask(name: str = "Edith Pound", number: str = EDITH, **changes: object) -> Ask:
    about = About(name=name, reaches=(Reach(number, safe="yes"),))
    return asks.open_ask(wanted=shopping(about=about, **changes), by=Actor.public(), now=NOW)


def heard(person: Person, what: str = "died", **changes: object) -> Promise:
    said = {"said_by": "Ann, her daughter, by phone", "now": NOW + MINUTE, "by": BUILDER, **changes}
    if what == "hospital":
        said.setdefault("look_again_on", date(2026, 12, 1))
    return actions.leave_in_peace(person=person, what=what, **said)  # type: ignore[arg-type]


def to_or_about(person: Person) -> list[Message]:
    rows = Message.objects.exclude(audience="staff").exclude(kind="no-longer-needed")
    return [one for one in rows if person.id in (one.person_id, one.about_person_id)]


@pytest.mark.parametrize("what", ["died", "moved", "hospital"])
def test_all_that_was_open_becomes_one_promise_with_a_holder_and_a_date(town: Town, what: str) -> None:
    neighbour(town)
    ask, other = an_ask(), an_ask("Edith Pound")
    search(NOW)
    promise = heard(ask.person, what, also=[other.person])
    ask.refresh_from_db()
    assert (ask.state, ask.ended_why) == ("no-longer-wanted", "It is not needed now.")
    assert list(Promise.objects.filter(state="open")) == [promise]
    assert (promise.kind, promise.holder, promise.about_id) == ("close", town.jan, ask.person_id)
    assert promise.next_contact_by > NOW + timedelta(hours=12)
    if what == "hospital":
        assert promise.next_contact_by.date() == date(2026, 12, 1)
    assert not Telling.objects.filter(told_at=None, replaced_at=None).exists()
    assert missed.counts(NOW + 2 * MINUTE).missed == 0


def test_whatever_was_queued_is_taken_back_and_the_volunteer_hears_thank_you_and_no_reason(town: Town) -> None:
    neighbour(town)
    ask = an_ask()
    search(NOW)
    heard(ask.person)
    assert {one.state for one in to_or_about(ask.person)} == {"taken-back"}
    send(NOW + 2 * MINUTE)
    thanks = Message.objects.get(kind="no-longer-needed")
    assert (thanks.state, thanks.audience) == ("sent", "volunteer")
    assert not any(word in thanks.body for word in ("died", "hospital", "moved", "Ann"))
    assert Offer.objects.get().state == "not-needed"


def test_what_the_history_and_the_asker_may_read_gives_no_reason(town: Town) -> None:
    ask = an_ask(asker=About(name="Ann", reaches=(Reach("+447700900300", safe="yes"),)), knows="said-yes")
    heard(ask.person)
    lines = " ".join(f"{one.staff_words} {one.person_words}" for one in Event.objects.filter(ask=ask))
    assert not any(word in lines for word in ("died", "hospital", "daughter"))
    assert not Message.objects.filter(audience="asker", created_at__gt=NOW).exists()


def test_the_gate_refuses_what_is_written_after(town: Town) -> None:
    ask = an_ask()
    heard(ask.person)
    letter = Letter(kind="late", body="We are late.", key="late", about_id=ask.id)
    route = ask.person.routes.get()
    message = outbox.write(letter=letter, route=route, audience="person", place=ask.place, by=BUILDER, now=NOW)
    assert message.state == "refused"


def test_cards_programs_reminders_and_the_duty_phone_stop_too_and_other_peoples_go_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    events = ["ask.received", "ask.taken", "ask.moved", "ask.ended"]
    outbox.make_hook(team=town.bo.team, url="https://example.org/kith", events=events, by=BUILDER, now=NOW)
    sender = Sender(town.bo.team)
    sender.send({"they_allow": "everything", "partners_may": "yes", "person": {"name": "Edith", "phone": EDITH}})
    ask, other = Ask.objects.get(), an_ask("Tom Pound", "+447700900201")
    actions.begin(ask=ask, by=BUILDER, now=NOW)
    opens = {"opens": time(12), "closes": time(14)}
    shop = Partner(name="Quay Stores", partner_kind="business", email="shop@example.org", phone="", **opens)
    team = actions.add_partner(place=town.community, partner=shop, by=BUILDER, now=NOW)
    actions.card_to(ask=ask, team=team, by=BUILDER, now=NOW)
    for one in (ask, other):
        asks.wish(ask=one, words="After three, please.", by=BUILDER, now=NOW)
    asks.ring_duty(ask=ask, why="nobody could", by=BUILDER, now=NOW)
    ring_due(now=NOW, by=BUILDER)
    queued = Message.objects.filter(state__in=("waiting", "held"), about_id=ask.id)
    kinds = {"ask.received", "partner-card", "they-wrote", "duty-ring"}
    assert kinds <= set(queued.values_list("kind", flat=True))
    heard(ask.person)
    assert set(queued.values_list("kind", flat=True)) == {"ask.ended", "partner-no-longer-needed"}
    assert Message.objects.filter(about_id=other.id, kind="they-wrote", state="waiting").exists()
    assert ring_due(now=NOW + timedelta(hours=1), by=BUILDER) == 0


def test_what_slipped_in_beside_it_is_refused_as_it_leaves(town: Town) -> None:
    ask = an_ask()
    heard(ask.person)
    # As if written in a transaction that had begun before and ended after.
    Message.objects.filter(person=ask.person).update(state="waiting")
    assert send(NOW + 2 * MINUTE) == 0
    assert {one.state for one in to_or_about(ask.person)} == {"refused"}


def test_a_new_record_of_the_same_name_and_number_brings_nothing_back(town: Town) -> None:
    heard(an_ask().person)
    again = an_ask("Mrs Edith Pound")
    assert away_now(again.person) is not None
    search(NOW + 2 * MINUTE)
    again.refresh_from_db()
    assert again.state == "new"
    assert "Speak with whoever asked" in again.to_check[0]
    assert not Offer.objects.filter(ask=again).exists()
    send(NOW + 2 * MINUTE)
    assert not Message.objects.filter(person=again.person, state="sent").exists()


def test_whoever_lives_there_too_is_still_helped_and_written_to(town: Town) -> None:
    heard(an_ask().person)
    tom = an_ask("Tom Pound")
    assert not is_away(tom.person)
    send(NOW + 2 * MINUTE)
    assert Message.objects.filter(person=tom.person, state="sent").exists()


def test_what_a_volunteer_had_taken_is_looked_for_again_and_they_are_asked_nothing_more(town: Town) -> None:
    sam = neighbour(town)
    ask = an_ask()
    search(NOW)
    actions.accept(offer=Offer.objects.get(), by=Actor.volunteer(sam), now=NOW)
    heard(sam.person)
    ask.refresh_from_db()
    assert (ask.state, ask.taken_by) == ("asking", None)
    assert not who_may_be_asked(NOW).filter(pk=sam.pk).exists()
    send(NOW + 2 * MINUTE)
    assert not Message.objects.filter(person=sam.person, state="sent", created_at__gt=NOW).exists()


def test_that_was_wrong_opens_what_was_stopped_and_takes_no_line_away(town: Town) -> None:
    neighbour(town)
    ask = an_ask()
    search(NOW)
    heard(ask.person)
    told = Absence.objects.get()
    (again,) = actions.can_be_reached_again(absence=told, said_by="Jan rang her", by=BUILDER, now=NOW + 5 * MINUTE)
    assert (again.id, again.state) == (ask.id, "asking")
    assert again.promise.state == "open"
    assert away_now(ask.person) is None
    assert [one.what for one in Absence.objects.all()] == ["died", "back"]
    assert not Promise.objects.filter(kind="close", state="open").exists()
    search(NOW + 6 * MINUTE)
    assert Offer.objects.get().state == "offered"
    send(NOW + 6 * MINUTE)
    assert Message.objects.filter(person=ask.person, state="sent").exists()
    assert actions.can_be_reached_again(absence=told, said_by="Jan", by=BUILDER, now=NOW + 7 * MINUTE) == []


def test_what_was_still_to_be_checked_is_looked_for_once_it_is_and_never_forgotten(town: Town) -> None:
    neighbour(town)
    ask = an_ask(to_check=("Which shop?",))
    actions.have_this(ask=ask, membership=town.jan, by=BUILDER, now=NOW)
    heard(ask.person)
    told = Absence.objects.get()
    (again,) = actions.can_be_reached_again(absence=told, said_by="Jan", by=BUILDER, now=NOW + 5 * MINUTE)
    assert again.state == "new"
    search(NOW + 6 * MINUTE)
    assert not Offer.objects.exists()
    asks.settle_checks(ask=again, note="the one on the quay", details={}, by=BUILDER, now=NOW + 7 * MINUTE)
    search(NOW + 8 * MINUTE)
    assert Offer.objects.get().state == "offered"


def test_home_again_needs_no_ask_to_go_on(town: Town) -> None:
    ask = an_ask()
    heard(ask.person, "hospital")
    told = Absence.objects.get()
    assert not actions.can_be_reached_again(absence=told, said_by="Ann", by=BUILDER, now=NOW + 5 * MINUTE, reopen=False)
    ask.refresh_from_db()
    assert ask.state == "no-longer-wanted"


def test_what_was_said_is_kept_or_moved_and_never_left_empty(town: Town) -> None:
    promise, again = heard(an_ask().person), NOW + timedelta(days=7)

    def spoke(words: str, at: datetime | None = None) -> tuple[str, datetime | None]:
        actions.spoke_with_those_close(promise=promise, words=words, again=at, by=BUILDER, now=NOW + MINUTE)
        promise.refresh_from_db()
        return promise.state, promise.next_contact_by

    with pytest.raises(NeedsReason):
        spoke(" ")
    assert spoke("Ann would like a call.", again) == ("open", again)
    assert spoke("Ann has all she needs.")[0] == "kept"


def test_nothing_leaves_after_a_minute_whatever_was_queued(town: Town) -> None:
    """Many events, each amid messages that wait, are held, are tried again or are written just after."""
    chance = random.Random(12)
    for number in range(8):
        neighbour(town, f"Neighbour {number}", number)
    told: dict[Person, int] = {}
    for event in range(EVENTS):
        ask = an_ask(f"Somebody {event}", f"+4477009{event:05}")
        if event % 3 == 0:
            search(NOW)
        if event % 4 == 0:
            send(NOW)
        Message.objects.filter(about_id=ask.id, state="waiting").update(not_before=NOW + chance.random() * 10 * MINUTE)
        what = chance.choice(["died", "moved", "hospital"])
        heard(ask.person, what)
        if event % 5 == 0:
            Message.objects.filter(person=ask.person, state="taken-back").update(state="waiting")
        told[ask.person] = event
    for minute in (2, 12, 60, 300):
        now = NOW + minute * MINUTE
        search(now)
        clock_of_asks(now)
        watch(now)
        send(now)
    left = [
        one for person in told for one in to_or_about(person) if one.sent_at and one.sent_at > NOW + 2 * MINUTE - MINUTE
    ]
    assert left == []
    assert Promise.objects.filter(kind="close", state="open").count() == EVENTS
    assert not Promise.objects.filter(state="open").exclude(kind="close").exists()
