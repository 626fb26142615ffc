"""Going in and out on a volunteer's page and on a colleague's; who is in; and what a person decides."""

from __future__ import annotations

import gzip
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.access import actions as access
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.jobs import visits as look
from kith.dispatch.models import Offer, RegularHelp, Visit
from kith.kit import clock
from kith.kit.actor import Actor
from kith.promises.models import Promise
from kith.volunteers.models import Volunteer
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
OWN = {"ends": "101"}


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def jan(town: Town) -> Client:
    client = Client()
    client.force_login(town.jan.user)
    return client


def taken(town: Town, kind: str = "other") -> tuple[Volunteer, Ask, str]:
    sam = neighbour(town)
    ask = asks.open_ask(wanted=shopping(kind=kind, details={"paid": "receipt"}), by=Actor.public(), now=NOW)
    actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    token = access.issue_link(
        purpose="offer",
        subject_label="dispatch.Offer",
        subject_id=Offer.objects.get(ask=ask).id,
        actor=Actor.volunteer(sam),
        expires_at=NOW + timedelta(days=3),
        by=BUILDER,
        now=NOW,
    )
    return sam, ask, f"/o/{token}/"


def read(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return unescape(answer.content.decode())


def press(client: Client, where: str, **sent: str) -> str:
    answer = client.post(where, {**OWN, **sent}, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def of_bo(town: Town, **changes: object) -> Volunteer:
    """A volunteer whom Bo's own organisation answers for."""
    sam = neighbour(town, **changes)
    sam.controller = sam.person.controller = town.bo.team.organisation
    sam.person.save()
    sam.save()
    return sam


def slug(ask: Ask) -> str:
    return ask.reference.lower().replace(" ", "-")


def test_in_longer_and_out_from_the_page(town: Town, client: Client):
    _sam, _ask, where = taken(town)
    press(client, where, do="its-me")
    assert "I am going in" in read(client, where)
    shown = press(client, where, do="in", minutes="30")
    assert "You are in. You mean to be out" in shown
    assert "I am going in" not in shown
    visit = Visit.objects.get()
    assert (visit.due_at, visit.name, visit.phone) == (NOW + timedelta(minutes=30), "Sam Pascoe", "07700 900101")
    press(client, where, do="longer")
    visit.refresh_from_db()
    assert visit.due_at == NOW + timedelta(minutes=45)
    assert "You are out. Thank you" in press(client, where, do="out")
    visit.refresh_from_db()
    assert (visit.state, visit.phone) == ("out", "")


def test_the_page_with_all_of_it_is_small_and_works_without_a_script(town: Town, client: Client):
    _sam, ask, where = taken(town)
    press(client, where, do="its-me")
    agreed = actions.Agreed(7, NOW + timedelta(days=60), "on the phone")
    actions.begin_regular(ask=ask, agreed=agreed, by=BUILDER, now=NOW)
    for minutes in ("", "30"):
        if minutes:
            press(client, where, do="in", minutes=minutes)
        answer = client.get(where)
        assert len(answer.content) < 30_000
        assert len(gzip.compress(answer.content)) < 10_000
        assert b"<script>" not in answer.content


def test_somebody_the_link_was_passed_on_to_can_say_nothing_of_a_visit(town: Town, client: Client):
    _sam, _ask, where = taken(town)
    press(client, where, do="in", minutes="30", ends="999")
    assert not Visit.objects.exists()
    press(client, where, do="buddy", name="Eve", phone="07700 900777", ends="999")
    assert Volunteer.objects.get().buddy is None


def test_a_buddy_is_chosen_and_let_go_on_the_page(town: Town, client: Client):
    sam, _ask, where = taken(town)
    press(client, where, do="its-me")
    assert "Enter their mobile" in press(client, where, do="buddy", name="Ann", phone="")
    shown = press(client, where, do="buddy", name="Ann", phone="07700 900555")
    assert "Asked to ring you: Ann" in shown
    sam.refresh_from_db()
    assert (sam.buddy_name, sam.buddy_phone) == ("Ann", "+447700900555")
    press(client, where, do="buddy", name="", phone="")
    sam.refresh_from_db()
    assert (sam.buddy, sam.buddy_name, sam.buddy_phone) == (None, "", "")


def test_any_kind_that_goes_there_may_ask_for_the_clock_and_a_call_may_not(town: Town, client: Client):
    _sam, _ask, where = taken(town, "shopping")
    press(client, where, do="its-me")
    assert "Going inside? Say so first" in read(client, where)
    Ask.objects.update(kind="call")
    assert "I am going in" not in read(client, where)


def test_a_colleague_keys_in_and_out_from_a_call(town: Town, jan: Client):
    _sam, ask, _where = taken(town)
    going = read(jan, "/visits/quay-street/")
    assert "Not in yet" in going
    assert "Sam" in going
    jan.post(f"/ask/{slug(ask)}/visit/", {"said": "in", "minutes": "40"})
    visit = Visit.objects.get()
    assert (visit.in_how, visit.due_at) == ("keyed", NOW + timedelta(minutes=40))
    assert "Sam Pascoe" in read(jan, "/visits/quay-street/")
    jan.post(f"/ask/{slug(ask)}/visit/", {"said": "longer", "minutes": "20"})
    jan.post(f"/ask/{slug(ask)}/visit/", {"said": "out", "minutes": "20"})
    visit.refresh_from_db()
    assert (visit.state, visit.out_by_label) == ("out", "Sam Pascoe, keyed by Jan")
    assert "Nobody is in somebody's home" in read(jan, "/visits/quay-street/")


def test_who_is_late_comes_first_with_what_to_say_and_a_person_decides(
    town: Town, jan: Client, monkeypatch: pytest.MonkeyPatch
):
    sam, ask, _where = taken(town)
    offer = Offer.objects.get(ask=ask)
    visit = actions.go_in(offer=offer, minutes=30, by=Actor.volunteer(sam), now=NOW)
    later = NOW + timedelta(minutes=31)
    look(later)
    monkeypatch.setattr(clock, "now", lambda: later)
    going = read(jan, "/visits/quay-street/")
    assert "the duty phone was rung" in going
    shown = read(jan, f"/visit/{visit.id}/")
    assert "I am calling from Quay Street Neighbours. Our volunteer Sam Pascoe went into 4 Quay Street" in shown
    assert "Kith never rings the police by itself" in shown
    kept = unescape(jan.post(f"/visit/{visit.id}/", {"police": "101", "says": ""}).content.decode())
    assert "Write in a line what you know" in kept
    jan.post(f"/visit/{visit.id}/", {"police": "101", "says": "car is gone, no answer"})
    assert "Jan: I rang 101. car is gone, no answer" in read(jan, f"/visit/{visit.id}/")
    visit.refresh_from_db()
    assert visit.promise is not None
    opened = jan.get(f"/to-read/{visit.promise_id}/")
    assert opened.headers["Location"] == f"/visit/{visit.id}/"


def test_a_colleague_of_another_place_sees_no_visit(town: Town, jan: Client):
    sam, ask, _where = taken(town)
    visit = actions.go_in(offer=Offer.objects.get(ask=ask), minutes=30, by=Actor.volunteer(sam), now=NOW)
    Ask.objects.update(place=town.other_street)
    Promise.objects.update(holder=town.gareth, team=town.gareth.team)
    assert jan.get(f"/visit/{visit.id}/").status_code == 404
    assert "Sam Pascoe" not in read(jan, "/visits/quay-street/")


def test_regular_help_is_keyed_and_ended_by_either(town: Town, jan: Client, client: Client):
    sam, ask, where = taken(town, "dog_walk")
    form = {"every_days": "7", "until": "3 March", "said_how": "on the phone to me"}
    wrong = unescape(jan.post(f"/ask/{slug(ask)}/regularly/", {**form, "said_how": ""}).content.decode())
    assert "Write how they said so" in wrong
    assert 'value="3 March"' in wrong
    jan.post(f"/ask/{slug(ask)}/regularly/", form)
    regular = RegularHelp.objects.get()
    assert (regular.every_days, regular.volunteer, regular.said_how) == (7, sam, "on the phone to me")
    press(client, where, do="its-me")
    assert "You come regularly" in read(client, where)
    person = access.issue_link(
        purpose="status",
        subject_label="asks.Ask",
        subject_id=ask.id,
        actor=Actor.person(ask.person),
        expires_at=NOW + timedelta(days=3),
        by=BUILDER,
        now=NOW,
    )
    assert "They come regularly" in read(client, f"/s/{person}/")
    client.post(f"/s/{person}/", {"do": "no-more"})
    regular.refresh_from_db()
    ask.refresh_from_db()
    assert regular.ended_by_label == "Edith Pound"
    assert ask.state == "no-longer-wanted"


def test_a_volunteer_is_changed_on_a_page_and_keeps_what_was_not_touched(town: Town):
    bo = Client()
    bo.force_login(town.bo.user)
    sam = of_bo(town, slots=("mon-morning", "sat-morning", "sun-morning"), reach_km=6.0)
    at = f"/volunteers/saltcombe/{sam.id}/"
    assert "Weekend mornings, Monday morning" in read(bo, at)
    sent = {"kinds": ["call", "post"], "week": ["sat sun|morning"], "also": ["mon-morning"], "travel": "bicycle"}
    bo.post(f"{at}change/", {**sent, "miles": "4", "weekly_most": "2"})
    sam.refresh_from_db()
    assert (sam.kinds, sam.travel, sam.reach_km, sam.weekly_most) == (["call", "post"], "bicycle", 6.0, 2)
    assert set(sam.slots) == {"mon-morning", "sat-morning", "sun-morning"}
    none = unescape(
        bo.post(f"{at}change/", {**sent, "week": [], "also": [], "miles": "4", "weekly_most": "2"}).content.decode()
    )
    assert "Choose at least one part of the week" in none


def test_a_check_is_kept_on_a_page_and_refused_above_what_may_be_asked_for(town: Town):
    bo = Client()
    bo.force_login(town.bo.user)
    sam = of_bo(town, kinds=("dog_walk",))
    at = f"/volunteers/saltcombe/{sam.id}/"
    sent = {"on": "3 April 2025", "in_care": "yes", "checker": "Bo"}
    refused = unescape(bo.post(f"{at}check/", {**sent, "level": "enhanced"}).content.decode())
    assert "They may not be asked for an enhanced check. It is done at the door" in refused
    assert 'value="3 April 2025"' in refused
    bo.post(f"{at}check/", {**sent, "level": "basic"})
    sam.refresh_from_db()
    assert (sam.check_level, sam.check_by, str(sam.check_again_on)) == ("basic", "Bo", "2028-04-03")
    assert "A basic check" in read(bo, at)
    assert "An enhanced check with the barred lists" in read(bo, "/volunteers/saltcombe/checks/")
    bo.post("/volunteers/saltcombe/checks/", {"years": "2"})
    town.community.refresh_from_db()
    assert town.community.typed_settings.check_lasts_years == 2


def test_a_colleague_keys_whom_a_volunteer_chose_and_the_paper_says_to_ring(town: Town, jan: Client):
    bo = Client()
    bo.force_login(town.bo.user)
    sam = of_bo(town)
    bo.post(f"/volunteers/saltcombe/{sam.id}/buddy/", {"name": "Ann", "phone": "07700 900555"})
    sam.refresh_from_db()
    assert (sam.buddy_name, sam.buddy_phone) == ("Ann", "+447700900555")
    ask = asks.open_ask(wanted=shopping(kind="other", details={}), by=Actor.public(), now=NOW)
    actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    assert "Ring us first and say how long" in read(jan, f"/ask/{slug(ask)}/door/")


def test_a_street_coordinator_reads_a_volunteer_and_changes_nothing(town: Town, jan: Client):
    sam = neighbour(town)
    at = f"/volunteers/quay-street/{sam.id}/"
    assert "Check" in read(jan, at)
    assert jan.get(f"{at}check/").status_code == 404
    assert jan.post("/volunteers/quay-street/checks/", {"years": "1"}).status_code == 404
