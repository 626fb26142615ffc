"""What we owe a group or an entry is a promise: somebody has it, it has a date, it climbs, and an act keeps it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kith.directory import actions as directory
from kith.directory.models import Edit, Leader, Service, Source
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.outreach import actions, jobs
from kith.outreach.queries.calls import calls
from kith.promises import jobs as watchdog
from kith.promises.models import Kind, Promise
from tests.directory.entries import a_service, bo, derek, theirs
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.thread import NOW, Town

DAY = timedelta(days=1)
# It is a Tuesday; Derek is in on Tuesdays and Thursdays.
THURSDAY_AT_5 = datetime(2026, 11, 26, 17, tzinfo=UTC)


@pytest.fixture
def led(town: Town, shed: Service) -> Leader:
    return derek(town, shed)


def owed() -> list[Promise]:
    return list(Promise.objects.filter(kind=Kind.ENTRY).order_by("opened_at", "id"))


def ring(leader: Leader, now=NOW) -> Promise:
    return actions.ring_me(leader=leader, in_on=(1, 3), by=Actor.leader(leader), now=now)


@pytest.fixture
def at_desk(town: Town) -> Client:
    client = Client()
    client.force_login(town.bo.user)
    return client


def test_whoever_asked_to_be_rung_is_promised_a_call_on_the_next_day_they_are_in(town, led):
    promise = ring(led)
    assert promise == ring(led, NOW + timedelta(hours=1))
    assert promise.next_contact_by == THURSDAY_AT_5
    assert promise.holder == town.bo
    assert promise.explanation
    assert promise.meanwhile


def test_it_stands_on_today_my_day_and_the_round_even_where_the_entry_was_checked_lately(town, shed, led, at_desk):
    Service.objects.update(assured_date=date(2026, 11, 23))
    ring(led)
    assert "Ring Derek Hole about" in at_desk.get(reverse("today", args=[town.community.slug])).content.decode()
    (call,) = calls(town.community, bo(town), NOW)
    assert call.promised is not None
    assert "Bo rings them by 5 on Thursday" in call.why
    Promise.objects.update(next_contact_by=NOW + timedelta(hours=3))
    assert reverse("owed", args=[owed()[0].pk]) in at_desk.get(reverse("hand_over")).content.decode()
    way = at_desk.get(reverse("owed", args=[owed()[0].pk]))
    assert way.url == reverse("phone_call", args=[town.community.slug, shed.pk])


def test_it_climbs_when_nobody_rings_and_names_it_to_whoever_looks_for_the_missed(town, led, at_desk):
    promise = ring(led)
    watchdog.sweep(THURSDAY_AT_5 + timedelta(minutes=1))
    promise.refresh_from_db()
    assert promise.stepped_up_to is not None
    Promise.objects.update(next_contact_by=NOW - DAY, stepped_up_at=None, stepped_up_to=None)
    assert "Ring Derek Hole about" in at_desk.get(reverse("nobody_missed")).content.decode()


def test_the_call_keeps_it_and_nobody_answering_moves_it_with_the_reason(town, shed, led, at_desk):
    promise = ring(led)
    call = reverse("phone_call", args=[town.community.slug, shed.pk])
    at_desk.post(call, {"do": "nobody", "lane": "phone"})
    promise.refresh_from_db()
    assert promise.state == "open"
    assert promise.next_contact_by == THURSDAY_AT_5
    assert promise.moves.get().reason == "We rang and nobody answered."
    at_desk.post(call, {"do": "right", "lane": "phone"})
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_an_answer_by_the_link_means_nobody_has_to_ring_any_more(town, shed, led):
    promise = ring(led)
    actions.answered(service=shed, what="right", how="group", lane="link", by=Actor.leader(led), now=NOW)
    promise.refresh_from_db()
    assert (promise.state, promise.why_ended) == ("let-go", "They answered by themselves.")


def test_a_change_on_the_phone_keeps_it_too_when_the_sweep_comes_by(town, shed, led):
    promise = ring(led)
    directory.change(service=shed, to={"fees": "A pound"}, lane="phone", by=bo(town), now=NOW + DAY)
    assert jobs.owed(NOW + 5 * DAY) == 1
    promise.refresh_from_db()
    assert (promise.state, promise.ended_at) == ("kept", NOW + DAY)


@pytest.mark.parametrize("what", ["ended", "written to again"])
def test_nobody_is_rung_who_runs_it_no_more_or_would_rather_be_written_to(town, led, what):
    ring(led)
    if what == "ended":
        directory.end_leader(leader=led, by=bo(town), now=NOW)
    else:
        directory.ring_them_instead(leader=led, ring=False, in_on=(), by=bo(town), now=NOW)
    jobs.owed(NOW + DAY)
    assert [one.state for one in owed()] == ["let-go"]


def test_after_its_quarter_somebody_promises_to_ring_again_and_never_twice(town, shed, led):
    Service.objects.update(assured_date=date(2026, 11, 23))
    with whole():
        directory.ring_them_instead(leader=led, ring=True, in_on=(1,), by=bo(town), now=NOW)
    assert jobs.owed(NOW) == 0
    assert jobs.owed(NOW + 95 * DAY) == 1
    assert jobs.owed(NOW + 95 * DAY) == 0
    assert len(owed()) == 1


def test_a_change_that_could_harm_is_promised_a_look_by_somebody_else_and_deciding_keeps_it(town, shed, at_desk):
    edit = directory.change(service=shed, to={"for_whom": "Men over 50"}, lane="link", by=theirs(shed), now=NOW)
    jobs.owed(NOW)
    (promise,) = owed()
    assert promise.about_id == edit.pk
    assert promise.next_contact_by == THURSDAY_AT_5
    page = reverse("directory_edits", args=[town.community.slug])
    assert at_desk.get(reverse("owed", args=[promise.pk])).url == page
    at_desk.post(page, {"edit": str(edit.pk), "do": "no"})
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert jobs.owed(NOW) == 0


def test_whoever_made_the_change_does_not_have_the_look_at_it(town, shed):
    Service.objects.update(confidential=True)
    shed.refresh_from_db()
    edit = directory.change(service=shed, to={"confidential": False}, lane="colleague", by=bo(town), now=NOW)
    assert edit.state == "proposed"
    jobs.owed(NOW)
    (promise,) = owed()
    assert promise.holder is not None
    assert promise.holder.user.name != "Bo"


def test_all_that_one_directory_sent_and_is_held_back_is_one_promise_kept_with_the_last(town, at_desk):
    source = Source.objects.create(kind="oruk-3", name="Moorshire", address="https://m.example.org", made_at=NOW)
    held = [a_service(town, f"Held {n}", held=True, source=source, foreign_id=str(n)) for n in range(3)]
    alone = a_service(town, "Held alone", held=True, held_why="On doubt.")
    assert jobs.owed(NOW) == 2
    of_source, of_one = sorted(owed(), key=lambda one: one.about_id != source.pk)
    assert (of_source.about_id, of_one.about_id) == (source.pk, alone.pk)
    page = reverse("directory_to_look_at")
    for one in held:
        of_source.refresh_from_db()
        assert of_source.state == "open"
        at_desk.post(page, {"id": str(one.pk), "do": "keep-back"})
    of_source.refresh_from_db()
    of_one.refresh_from_db()
    assert (of_source.state, of_one.state) == ("kept", "open")
    Service.objects.filter(pk=alone.pk).update(held=False)
    assert jobs.owed(NOW) == 1


def test_one_bad_row_keeps_nobody_else_waiting(town, shed, led, monkeypatch):
    directory.change(service=shed, to={"for_whom": "Men"}, lane="link", by=theirs(shed), now=NOW)
    monkeypatch.setattr(actions, "owe_a_call", lambda **_: 1 / 0)
    with whole():
        directory.ring_them_instead(leader=led, ring=True, in_on=(1,), by=bo(town), now=NOW)
    jobs.owed(NOW)
    assert [one.about_id for one in owed()] == [Edit.objects.get().pk]
