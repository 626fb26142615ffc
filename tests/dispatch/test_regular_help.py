"""Somebody comes every week, with the person's say, until a last day; either ends it, and what was known is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kith.access.acting import acting
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.asks.visit_words import word_of
from kith.dispatch import actions
from kith.dispatch.actions import Agreed, NotYours
from kith.dispatch.jobs import regular as carry_on
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer, RegularHelp
from kith.dispatch.queries import volunteer as own
from kith.governance import actions as governance
from kith.governance.models import Permission, Purpose
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.models import ContactRoute, Person
from kith.promises.actions import NeedsReason
from kith.volunteers import actions as volunteers
from kith.volunteers.models import Volunteer
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
A_DAY = timedelta(hours=24)


@pytest.fixture
def town() -> Town:
    return build_town()


def agreed(until: datetime = NOW + 3 * WEEK, how: str = "on the phone to Jan") -> Agreed:
    return Agreed(every_days=7, until=until, said_how=how)


def walks(town: Town, **changes: object) -> tuple[Volunteer, Ask, RegularHelp]:
    sam = neighbour(town)
    ask = asks.open_ask(
        wanted=shopping(kind="dog_walk", details={}, words="walk Rex", **changes), by=Actor.public(), now=NOW
    )
    actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    return sam, ask, actions.begin_regular(ask=ask, agreed=agreed(), by=BUILDER, now=NOW)


def finish(sam: Volunteer, at: datetime) -> None:
    offer = Offer.objects.get(volunteer=sam, state="accepted")
    actions.finish(offer=offer, by=Actor.volunteer(sam), now=at)


def seen(sam: Volunteer, at: datetime) -> tuple[int, int, int]:
    actor = Actor.volunteer(sam)
    with acting(actor, now=at):
        return (
            Ask.objects.visible_to(actor).count(),
            Person.objects.visible_to(actor).exclude(volunteer=sam).count(),
            ContactRoute.objects.visible_to(actor).exclude(person__volunteer=sam).count(),
        )


def test_the_persons_say_is_written_down_as_a_permission_until_the_last_day(town: Town):
    sam, ask, regular = walks(town)
    permission = Permission.objects.get(purpose="regular")
    assert (permission.given, permission.to_label, permission.until) == (True, "Sam Pascoe", regular.until)
    assert permission.person == ask.person
    assert actions.begin_regular(ask=ask, agreed=agreed(), by=BUILDER, now=NOW).pk == regular.pk
    assert sam.regular.count() == 1


def test_without_their_say_without_an_end_and_without_anybody_it_is_refused(town: Town):
    sam = neighbour(town)
    ask = asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    with pytest.raises(NotYours):
        actions.begin_regular(ask=ask, agreed=agreed(), by=BUILDER, now=NOW)
    actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    with pytest.raises(NeedsReason):
        actions.begin_regular(ask=ask, agreed=agreed(how="  "), by=BUILDER, now=NOW)
    with pytest.raises(NeedsReason):
        actions.begin_regular(ask=ask, agreed=agreed(until=NOW + timedelta(days=400)), by=BUILDER, now=NOW)
    assert not RegularHelp.objects.exists()


def test_the_next_time_opens_with_the_same_volunteer_and_the_same_word(town: Town):
    sam, ask, regular = walks(town)
    word, done = word_of(ask), NOW + timedelta(hours=3)
    finish(sam, done)
    assert carry_on(done) == 1
    new = Ask.objects.get(state="taken")
    assert new.pk != ask.pk
    assert (new.taken_by, new.need_by, new.words) == (sam, NOW + timedelta(hours=6) + WEEK, "walk Rex")
    assert word_of(new) == word
    assert Offer.objects.get(ask=new).still_at == done
    regular.refresh_from_db()
    assert (regular.ask, regular.times) == (new, 2)
    assert carry_on(done) == 0
    kinds = list(Message.objects.filter(about_id=new.id, state="waiting").values_list("kind", flat=True))
    assert kinds == ["somebody-is-coming"]


def test_a_word_the_person_changed_stays_changed(town: Town):
    sam, ask, _regular = walks(town)
    asks.choose_word(ask=ask, word="Biscuit", by=Actor.person(ask.person), now=NOW)
    finish(sam, NOW + timedelta(hours=3))
    carry_on(NOW + timedelta(hours=3))
    assert word_of(Ask.objects.get(state="taken")) == "Biscuit"


def test_while_it_lasts_how_to_reach_them_stays_and_a_day_after_its_end_it_is_gone(town: Town):
    sam, _ask, regular = walks(town)
    at = NOW + timedelta(hours=3)
    finish(sam, at)
    carry_on(at)
    assert seen(sam, at + 5 * A_DAY)[1:] == (1, 1)
    end = at + 6 * A_DAY
    person = Ask.objects.get(state="taken").person
    actions.end_regular(regular=regular, by=Actor.person(person), now=end)
    assert seen(sam, end + A_DAY - SECOND)[1:] == (1, 1)
    assert seen(sam, end + A_DAY)[1:] == (0, 0)
    assert seen(sam, end + A_DAY + SECOND) == (0, 0, 0)
    assert not Permission.objects.filter(purpose="regular").order_by("-at", "-id").first().given  # type: ignore[union-attr]
    assert carry_on(end) == 0


def test_of_one_ask_how_to_reach_them_is_gone_a_day_after_its_end_to_the_second(town: Town):
    sam = neighbour(town)
    ask = asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    finish(sam, NOW)
    assert seen(sam, NOW + A_DAY - SECOND) == (1, 1, 1)
    assert seen(sam, NOW + A_DAY) == (0, 0, 0)
    assert seen(sam, NOW + A_DAY + SECOND) == (0, 0, 0)
    actor = Actor.volunteer(sam)
    with acting(actor, now=NOW + A_DAY):
        assert own.taken(actor, NOW + A_DAY, Offer.objects.get().pk, ended=True) == []


def test_nothing_that_was_ever_written_to_a_volunteer_holds_a_name_a_number_or_an_address(town: Town):
    sam, ask, _regular = walks(town)
    finish(sam, NOW + timedelta(hours=3))
    carry_on(NOW + timedelta(hours=3))
    new = asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    sweep(NOW)
    actions.accept(offer=Offer.objects.get(ask=new), by=Actor.volunteer(sam), now=NOW)
    actions.call_off(ask=new, by=BUILDER, now=NOW)
    written = Message.objects.filter(audience="volunteer")
    assert written
    for message in written:
        for canary in (ask.person.name, ask.address, "7700900200", word_of(Ask.objects.get(state="taken"))):
            assert canary not in f"{message.subject} {message.body}"


def test_the_volunteer_ends_it_and_somebody_else_is_found_for_this_time(town: Town):
    sam, ask, regular = walks(town)
    actions.end_regular(regular=regular, by=Actor.volunteer(sam), now=NOW + timedelta(hours=1))
    ask.refresh_from_db()
    assert (ask.state, ask.taken_by) == ("asking", None)
    assert seen(sam, NOW + timedelta(hours=1)) == (0, 0, 0)
    actions.end_regular(regular=regular, by=Actor.volunteer(sam), now=NOW + timedelta(hours=2))
    assert RegularHelp.objects.get().ended_at == NOW + timedelta(hours=1)


def test_it_ends_by_itself_at_its_last_day_and_when_the_volunteer_stops(town: Town):
    sam, _ask, regular = walks(town)
    at = NOW
    for _time in range(3):
        at += timedelta(hours=3)
        finish(sam, at)
        carry_on(at)
        at = NOW + (_time + 1) * WEEK
    regular.refresh_from_db()
    assert regular.ended_at is not None
    assert regular.times == 3
    tim = neighbour(town, "Tim Low", 2)
    other = asks.open_ask(wanted=shopping(kind="call", details={}), by=Actor.public(), now=NOW)
    actions.said_yes(ask=other, volunteer=tim, by=BUILDER, now=NOW)
    second = actions.begin_regular(ask=other, agreed=agreed(), by=BUILDER, now=NOW)
    finish(tim, NOW)
    volunteers.stop_asking(volunteer=tim, by=Actor.volunteer(tim), now=NOW)
    assert carry_on(NOW) == 0
    second.refresh_from_db()
    assert second.ended_at == NOW


def test_somebody_whose_check_is_over_is_not_sent_again(town: Town):
    sam = neighbour(town, check_level="basic", check_on=NOW.date(), check_again_on=NOW.date())
    ask = asks.open_ask(wanted=shopping(kind="welfare_check", details={}), by=Actor.public(), now=NOW)
    actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    actions.begin_regular(ask=ask, agreed=agreed(), by=BUILDER, now=NOW)
    finish(sam, NOW)
    tomorrow = NOW + A_DAY
    assert carry_on(tomorrow) == 0
    new = Ask.objects.exclude(pk=ask.pk).get()
    assert (new.state, new.taken_by) == ("new", None)
    assert new.promise.holder is not None


def test_it_ends_when_the_person_takes_their_permission_back(town: Town):
    sam, ask, regular = walks(town)
    finish(sam, NOW)
    by = Actor.person(ask.person)
    governance.take_back(person=ask.person, purpose=Purpose.HELP, how="on the phone", by=by, now=NOW)
    assert carry_on(NOW) == 0
    regular.refresh_from_db()
    assert regular.ended_why == "The person took their permission back."
