"""How it is safe to reach somebody: said once, it holds for every record of theirs, every word and every colleague."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from kith.accounts import actions as accounts
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.governance import actions as governance
from kith.governance.models import AgeSaid
from kith.kit.actor import Actor
from kith.kit.clock import LONDON, local
from kith.outbox import actions as outbox
from kith.outbox.models import Message
from kith.outbox.permissions import SAFE_WORDING
from kith.people import actions as people
from kith.people.actions import About, Reach, SaidSafe
from kith.people.jobs import keep_apart
from kith.people.models import KeptFrom, Person, SafeContact
from kith.people.queries import safe_contact_of
from kith.people.safe import Hours, first_moment
from kith.promises.jobs import sweep
from kith.promises.models import Promise
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
HERS = "+447700900940"
SAFE = SaidSafe(ways=("text", "call"), on_paper="never")


@pytest.fixture
def town() -> Town:
    return build_town()


def an_ask(now: datetime = NOW, name: str = "M", **more: object) -> Ask:
    about = About(name=name, reaches=(Reach(HERS, safe="yes"),), **more)  # type: ignore[arg-type]
    return asks.open_ask(wanted=shopping(about=about), by=Actor.public(), now=now)


def says(person: Person, now: datetime = NOW, **changes: object) -> SafeContact:
    said = SaidSafe(**{**SAFE.__dict__, **changes})  # type: ignore[arg-type]
    return people.say_how_it_is_safe(person=person, said=said, said_by="M, on the phone", by=BUILDER, now=now)


def test_what_was_said_last_holds_though_it_was_keyed_first(town: Town) -> None:
    m = an_ask().person
    on_the_phone = says(m, ways=("call",), now=NOW + timedelta(hours=2))
    slip = SaidSafe(ways=("text",))
    people.say_how_it_is_safe(
        person=m, said=slip, said_by="a slip", by=BUILDER, now=NOW + timedelta(hours=3), said_at=NOW
    )
    assert safe_contact_of(m) == on_the_phone


def test_said_for_one_record_it_holds_for_those_before_and_after(town: Town) -> None:
    before, other = an_ask().person, an_ask(name="Carol").person
    first = an_ask().person
    says(first, call_ourselves="Pat from the library")
    after = an_ask(NOW + timedelta(minutes=1)).person
    for record in (before, first, after):
        line = safe_contact_of(record)
        assert line is not None
        assert line.call_ourselves == "Pat from the library"
    assert safe_contact_of(other) is None, "somebody else who shares the number has said nothing"


def test_a_code_name_lets_only_the_words_through_that_say_nothing(town: Town) -> None:
    says(an_ask().person, call_ourselves="Pat from the library")
    again = an_ask(NOW + timedelta(minutes=1))
    written = Message.objects.filter(about_id=again.id, audience="person")
    assert {one.body for one in written} == {"Hello, please ring when you can. Pat from the library."}
    assert {one.kind for one in written} == {SAFE_WORDING}


def test_outside_their_hours_and_days_everything_waits(town: Town) -> None:
    m = an_ask(NOW - timedelta(days=1)).person
    says(m, from_hour=time(9), to_hour=time(12), days=(4,), now=NOW - timedelta(hours=1))
    message = Message.objects.get(audience="person", about_id=an_ask(NOW).id)
    assert (message.state, local(message.not_before).hour) == ("held", 9)
    assert local(message.not_before).isoweekday() == 4
    outbox.send_due(now=NOW + timedelta(hours=3), by=BUILDER)
    message.refresh_from_db()
    assert message.sent_at is None


def test_where_no_way_is_safe_one_named_worker_promises_to_find_one(town: Town) -> None:
    m = an_ask(NOW - timedelta(minutes=5)).person
    says(m, ways=(), now=NOW - timedelta(minutes=4))
    outbox.send_due(now=NOW, by=BUILDER)
    sweep(NOW)
    sweep(NOW + timedelta(seconds=5))
    promise = Promise.objects.get(label__startswith="Find a safe way to reach M")
    assert promise.holder == town.jan
    assert "may not be safe" in promise.explanation


def test_a_colleague_who_must_not_know_holds_nothing_and_sees_nothing(town: Town) -> None:
    ask = an_ask(must_not_know=("Jan",))
    jan = Actor.user(town.jan.user)
    assert ask.promise.holder == town.bo
    assert not Ask.objects.visible_to(jan).exists()
    assert not Person.objects.visible_to(jan).exists()
    assert not Promise.objects.visible_to(jan).exists()
    said = governance.say_age(person=ask.person, band="18-over", by=BUILDER, now=NOW)
    assert not AgeSaid.objects.visible_to(jan).exists()
    assert AgeSaid.objects.visible_to(Actor.user(town.bo.user)).get() == said
    assert Ask.objects.visible_to(Actor.user(town.bo.user)).get() == ask
    assert not Message.objects.filter(user=town.jan.user).exists()


def test_said_later_what_they_hold_is_somebody_elses_at_once(town: Town) -> None:
    ask = an_ask()
    assert ask.promise.holder == town.jan
    people.must_not_meet(person=ask.person, colleague=town.jan.user, said_by="M", by=BUILDER, now=NOW)
    sweep(NOW + timedelta(seconds=5))
    ask.promise.refresh_from_db()
    assert ask.promise.holder == town.bo


def test_a_colleague_who_comes_later_is_found_by_name_and_cleared_by_hand(town: Town) -> None:
    ask = an_ask(must_not_know=("Margaret Cole",))
    keep_apart(NOW)
    margaret = accounts.add_user(name="Mrs M Cole", email="cole@example.org", by=BUILDER, now=NOW)
    assert keep_apart(NOW) == 1
    assert KeptFrom.objects.get(person=ask.person).user == margaret
    people.is_somebody_else(block=ask.person.blocks.get(), user=margaret, by=BUILDER, now=NOW)
    assert not KeptFrom.objects.exists()


def test_windows_that_never_meet_have_no_moment() -> None:
    mornings, nights = Hours(time(9), time(12)), Hours(time(22), time(2))
    assert first_moment([mornings, nights], NOW) is None
    sunday = first_moment([mornings, Hours(days=(7,))], NOW)
    assert sunday == datetime(2026, 11, 29, 9, tzinfo=LONDON)
