"""Somebody who does not come out of a home in time: a buddy is asked, then duty, then a person decides."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.actions import NotYours
from kith.dispatch.jobs import visits as look
from kith.dispatch.models import Offer, Visit
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.promises.actions import NeedsReason
from kith.promises.jobs import ring
from kith.promises.models import DutyCall, DutyRing, Promise
from kith.volunteers import actions as volunteers
from kith.volunteers.models import Volunteer
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
ANN = "+447700900555"
SAM = "+447700900101"


@pytest.fixture
def town() -> Town:
    return build_town()


def taken(town: Town, buddy: bool = True, **changes: object) -> tuple[Volunteer, Ask, Offer]:
    sam = neighbour(town, **changes)
    if buddy:
        volunteers.name_buddy(volunteer=sam, name="Ann Tidy", phone=ANN, by=Actor.volunteer(sam), now=NOW)
    ask = asks.open_ask(wanted=shopping(kind="other", details={}), by=Actor.public(), now=NOW)
    actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    return sam, ask, Offer.objects.get(ask=ask)


def inside(town: Town, minutes: int = 30, **changes: object) -> Visit:
    sam, _ask, offer = taken(town, **changes)
    return actions.go_in(offer=offer, minutes=minutes, by=Actor.volunteer(sam), now=NOW)


def to_buddy() -> list[str]:
    return list(Message.objects.filter(address=ANN).order_by("created_at", "id").values_list("kind", flat=True))


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_a_visit_in_time_tells_nobody(town: Town):
    visit = inside(town)
    assert look(at(20)) == 0
    actions.come_out(visit=visit, by=Actor.volunteer(visit.volunteer), now=at(24))
    assert look(at(120)) == 0
    assert to_buddy() == []
    assert not DutyCall.objects.exists()


def test_first_they_are_asked_themselves_then_their_buddy_then_duty(town: Town):
    visit = inside(town)
    assert look(at(25)) == 1
    mine = Message.objects.get(kind="visit-due-soon")
    assert mine.address == SAM
    assert "OUT 1" in mine.body
    assert look(at(29)) == 0
    assert look(at(30)) == 1
    note = Message.objects.get(kind="visit-overdue")
    assert (note.address, note.state) == (ANN, "waiting")
    assert note.body.startswith("Ann Tidy, Sam meant to be out of a visit by 10:30")
    assert look(at(39)) == 0
    assert look(at(40)) == 1
    visit.refresh_from_db()
    assert visit.state == "duty-told"
    call = DutyCall.objects.get()
    assert call.red
    assert "Sam Pascoe went in for" in call.why
    ring(at(40))
    assert DutyRing.objects.count() == 1
    assert look(at(41)) == 0
    assert visit.promise is not None
    assert visit.promise.state == "open"


def test_whoever_chose_nobody_has_duty_rung_at_once(town: Town):
    visit = inside(town, buddy=False)
    look(at(25))
    assert look(at(30)) == 1
    visit.refresh_from_db()
    assert visit.state == "duty-told"
    assert DutyCall.objects.get().red


def test_a_buddy_who_may_not_be_written_to_is_passed_over_at_once(town: Town):
    visit = inside(town)
    buddy = Volunteer.objects.get().buddy
    assert buddy is not None
    buddy.routes.update(stopped_at=NOW)
    look(at(25))
    look(at(30))
    visit.refresh_from_db()
    assert visit.state == "duty-told"


def test_nothing_that_is_written_to_them_or_their_buddy_says_whose_home_it_is(town: Town):
    inside(town)
    for minutes in (25, 30, 40):
        look(at(minutes))
    person = Ask.objects.get().person
    for message in Message.objects.filter(kind__startswith="visit"):
        assert person.name not in message.body
        assert "Quay" not in message.body.replace("Quay Street Neighbours", "")


def test_out_at_any_time_ends_it_and_the_buddy_hears_that_all_is_well(town: Town):
    visit = inside(town)
    for minutes in (25, 30, 40):
        look(at(minutes))
    ring(at(40))
    actions.come_out(visit=visit, by=Actor.volunteer(visit.volunteer), now=at(43))
    visit.refresh_from_db()
    assert (visit.state, visit.out_at) == ("out", at(43))
    assert to_buddy() == ["visit-overdue", "visit-all-well"]
    promise = Promise.objects.get(about_id=visit.id)
    assert promise.state == "kept"
    assert DutyCall.objects.get().seen_at is not None
    actions.come_out(visit=visit, by=Actor.volunteer(visit.volunteer), now=at(50))
    visit.refresh_from_db()
    assert visit.out_at == at(43)


def test_more_time_begins_the_clock_again(town: Town):
    visit = inside(town)
    look(at(25))
    look(at(30))
    actions.need_longer(visit=visit, by=Actor.volunteer(visit.volunteer), now=at(31), minutes=15)
    assert to_buddy() == ["visit-overdue", "visit-all-well"]
    assert look(at(40)) == 0
    assert look(at(41)) == 1
    assert look(at(46)) == 1
    assert to_buddy()[-1] == "visit-overdue"


def test_only_whoever_has_the_ask_can_go_in_and_twice_is_once(town: Town):
    visit = inside(town)
    again = actions.go_in(offer=visit.offer, minutes=60, by=Actor.volunteer(visit.volunteer), now=at(3))
    assert (again.pk, again.due_at) == (visit.pk, at(30))
    actions.hand_back(offer=visit.offer, by=Actor.volunteer(visit.volunteer), now=at(4))
    actions.come_out(visit=visit, by=Actor.volunteer(visit.volunteer), now=at(5))
    with pytest.raises(NotYours):
        actions.go_in(offer=visit.offer, minutes=60, by=Actor.volunteer(visit.volunteer), now=at(6))


def test_the_clock_goes_on_when_the_ask_is_done_or_handed_back(town: Town):
    visit = inside(town)
    actions.finish(offer=visit.offer, by=Actor.volunteer(visit.volunteer), now=at(10))
    look(at(25))
    assert look(at(30)) == 1
    assert to_buddy() == ["visit-overdue"]


def test_a_person_decides_about_the_police_and_says_why(town: Town):
    visit = inside(town, buddy=False)
    look(at(30))
    visit.refresh_from_db()
    gareth = Actor.user(town.gareth.user)
    with pytest.raises(NeedsReason):
        actions.decide_about_police(visit=visit, police="999", says=" ", by=gareth, now=at(33))
    actions.decide_about_police(visit=visit, police="999", says="Jan knocked, nobody answers", by=gareth, now=at(34))
    visit.refresh_from_db()
    assert (visit.police, visit.decided_by_label, visit.state) == ("999", "Gareth", "duty-told")
    assert Promise.objects.get(about_id=visit.id).state == "open"


def test_in_and_out_by_text(town: Town):
    _sam, _ask, offer = taken(town)
    said = actions.receive(address=SAM, body=f"In {offer.number}", provider_key="a", by=BUILDER, now=NOW)
    assert said == f"In, for number {offer.number}."
    visit = Visit.objects.get()
    assert (visit.in_how, visit.state) == ("text", "inside")
    assert "text OUT 1" in Message.objects.get(kind="visit-begun").body
    actions.receive(address=SAM, body="OUT", provider_key="b", by=BUILDER, now=at(9))
    visit.refresh_from_db()
    assert (visit.state, visit.out_how, visit.out_at) == ("out", "text", at(9))


def test_in_for_nothing_of_theirs_is_read_by_a_person(town: Town):
    taken(town)
    actions.receive(address=SAM, body="in 20 minutes", provider_key="a", by=BUILDER, now=NOW)
    actions.receive(address=SAM, body="IN 77", provider_key="b", by=BUILDER, now=NOW)
    actions.receive(address=ANN, body="HOME", provider_key="c", by=BUILDER, now=NOW)
    assert not Visit.objects.exists()
    assert Promise.objects.filter(kind="message").count() == 3


def test_the_buddys_word_ends_it_and_says_that_it_was_theirs(town: Town):
    visit = inside(town)
    look(at(25))
    look(at(30))
    actions.receive(address=ANN, body="Home", provider_key="a", by=BUILDER, now=at(33))
    visit.refresh_from_db()
    assert visit.state == "out"
    assert visit.out_by_label == "Sam Pascoe, keyed by their buddy Ann Tidy"


def test_not_safe_shows_on_the_visit_and_its_clock_goes_on(town: Town):
    visit = inside(town)
    actions.not_safe(offer=visit.offer, by=Actor.volunteer(visit.volunteer), now=at(5))
    visit.refresh_from_db()
    assert (visit.unsafe_at, visit.state) == (at(5), "inside")
    look(at(25))
    assert look(at(30)) == 1
