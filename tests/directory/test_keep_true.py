"""An entry is said to be right, changed, looked at and put back; nobody's own number stands there without their yes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kith.directory import actions, lifecycle
from kith.directory.actions import (
    NeedsTheirYes,
    NothingToChange,
    OwnEdit,
    Runs,
    SomebodyChangedIt,
    SomethingNewer,
)
from kith.directory.models import Assurance, Edit, Leader, Schedule
from kith.directory.queries.hours import hours_of
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.trail.models import Entry
from tests.directory.entries import DEREKS, bo, derek, fresh, gareth, theirs
from tests.thread import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def test_said_to_be_right_is_assured_today(town, shed):
    made = actions.assure(service=shed, how="phone", found="right", by=bo(town), now=NOW)
    assert (made.how, made.found, made.by_label) == ("phone", "right", "Bo")
    assert fresh(shed).assured_date == TODAY
    assert Entry.objects.filter(verb="directory.assured", subject_id=shed.pk).exists()


def test_the_group_says_full_until_spring_and_that_can_be_undone_but_not_unsaid(town, shed):
    until = date(2027, 3, 1)
    actions.assure(service=shed, how="group", found="full", until=until, lane="text", by=theirs(shed), now=NOW)
    now_so = fresh(shed)
    assert (now_so.state, now_so.until, now_so.assured_date) == (lifecycle.FULL, until, TODAY)
    edit = Edit.objects.get()
    assert edit.lane == "text" and edit.after["until"] == "2027-03-01"
    actions.undo(edit=edit, by=bo(town), now=NOW)
    assert (fresh(shed).state, fresh(shed).until) == (lifecycle.OPEN, None)
    assert Assurance.objects.count() == 1


def test_one_visitor_who_found_nobody_there_changes_nothing_that_is_shown(town, shed):
    for found in ("moved", "full", "doubt"):
        actions.assure(service=shed, how="outcome", found=found, by=Actor.public(), now=NOW)
    now_so = fresh(shed)
    assert (now_so.state, now_so.status, now_so.assured_date) == (lifecycle.OPEN, lifecycle.ACTIVE, None)
    assert Assurance.objects.count() == 3 and not Edit.objects.exists()


def test_the_group_changes_its_hours_and_pace_at_once(town, shed):
    hours = [{"weekdays": [1], "opens": "10:00", "closes": "12:00", "description": ""}]
    to = {"hours": hours, "pace": 3, "pace_per": "month", "places_left": 2, "until": date(2027, 1, 5)}
    edit = actions.change(service=shed, to=to, lane="link", by=theirs(shed), now=NOW)
    assert edit.state == lifecycle.LIVE and fresh(shed).version == 2
    row = Schedule.objects.get()
    assert (row.byday, row.opens_at, row.weekdays) == ("TU", "10:00", [1])
    assert fresh(shed).assured_date == TODAY
    actions.undo(edit=edit, by=bo(town), now=NOW)
    assert not Schedule.objects.exists() and fresh(shed).pace is None


def test_hours_that_stay_keep_what_their_source_said_of_them(town, shed):
    row = Schedule.objects.create(
        service=shed, weekdays=[0], byday="MO", valid_to="2027-01-01", notes="Ring first", made_at=NOW, modified_at=NOW
    )
    stays = {"weekdays": [0], "opens": "", "closes": "", "description": "", "round": {"valid_to": "2027-01-01"}}
    assert hours_of(shed) == [stays]
    new = {"weekdays": [4], "opens": "14:00", "closes": "", "description": ""}
    actions.change(service=shed, to={"hours": [stays, new]}, lane="link", by=theirs(shed), now=NOW)
    assert Schedule.objects.get(pk=row.pk).notes == "Ring first" and Schedule.objects.count() == 2


def test_what_could_harm_waits_for_a_colleague_and_the_rest_is_shown(town, shed):
    to = {"fees": "A pound for tea", "for_whom": "Anybody over 18", "phones": [{"number": "01632 960099"}]}
    edit = actions.change(service=shed, to=to, lane="link", by=theirs(shed), now=NOW)
    waiting = Edit.objects.get(state=lifecycle.PROPOSED)
    assert edit.after == {"fees": "A pound for tea"} and set(waiting.after) == {"for_whom", "phones"}
    assert waiting.why_looked and fresh(shed).for_whom == "" and fresh(shed).phones == []
    actions.decide(edit=waiting, yes=True, by=bo(town), now=NOW)
    assert fresh(shed).for_whom == "Anybody over 18" and fresh(shed).phones == [{"number": "01632 960099"}]
    with pytest.raises(WrongMove):
        actions.decide(edit=waiting, yes=False, by=bo(town), now=NOW)


def test_a_change_not_taken_over_is_never_shown(town, shed):
    edit = actions.change(service=shed, to={"for_whom": "Men only"}, lane="link", by=theirs(shed), now=NOW)
    actions.decide(edit=edit, yes=False, by=bo(town), now=NOW)
    assert fresh(shed).for_whom == "" and Edit.objects.get().state == lifecycle.REFUSED


def test_hiding_counts_at_once_and_showing_again_needs_a_second_colleague(town, shed):
    actions.change(service=shed, to={"confidential": True}, lane="link", by=theirs(shed), now=NOW)
    assert fresh(shed).confidential
    edit = actions.change(service=fresh(shed), to={"confidential": False}, lane="colleague", by=bo(town), now=NOW)
    assert edit.state == lifecycle.PROPOSED and fresh(shed).confidential
    with pytest.raises(OwnEdit):
        actions.decide(edit=edit, yes=True, by=bo(town), now=NOW)
    actions.decide(edit=edit, yes=True, by=gareth(town), now=NOW)
    assert not fresh(shed).confidential


def test_undoing_is_no_way_round_a_second_look(town, shed):
    hidden = actions.change(service=shed, to={"confidential": True}, lane="colleague", by=bo(town), now=NOW)
    with pytest.raises(OwnEdit):
        actions.undo(edit=hidden, by=gareth(town), now=NOW)
    assert fresh(shed).confidential


def test_two_editors_see_each_others_change(town, shed):
    began = shed.version
    actions.change(service=shed, to={"fees": "Free"}, lane="colleague", by=bo(town), now=NOW)
    with pytest.raises(SomebodyChangedIt) as theirs_first:
        actions.change(service=shed, to={"fees": "£1"}, lane="link", version=began, by=theirs(shed), now=NOW)
    assert theirs_first.value.edits[0].by_label == "Bo" and fresh(shed).fees == "Free"
    actions.change(service=shed, to={"fees": "£1"}, lane="link", version=began + 1, by=theirs(shed), now=NOW)
    assert fresh(shed).fees == "£1"


def test_nothing_different_and_fields_of_the_house_are_refused(town, shed):
    for to in ({"name": shed.name}, {"source_id": None}):
        with pytest.raises(NothingToChange):
            actions.change(service=shed, to=to, lane="link", by=theirs(shed), now=NOW)
    assert not Edit.objects.exists()


def test_what_was_changed_again_since_is_undone_newest_first(town, shed):
    first = actions.change(service=shed, to={"fees": "Free"}, lane="colleague", by=bo(town), now=NOW)
    second = actions.change(service=fresh(shed), to={"fees": "£1"}, lane="colleague", by=bo(town), now=NOW)
    with pytest.raises(SomethingNewer):
        actions.undo(edit=first, by=bo(town), now=NOW)
    actions.undo(edit=second, by=bo(town), now=NOW)
    actions.undo(edit=first, by=bo(town), now=NOW)
    assert fresh(shed).fees == ""


def test_a_home_number_stands_nowhere_until_its_owner_says_so(town, shed):
    leader = derek(town, shed)
    assert fresh(shed).phones == []
    for to in ({"phones": [{"number": "+44 1632 960071"}]}, {"description": f"Ring {DEREKS}"}):
        with pytest.raises(NeedsTheirYes):
            actions.change(service=shed, to=to, lane="colleague", by=bo(town), now=NOW)
    actions.publish_number(leader=leader, how="on the phone", said_at=NOW, by=bo(town), now=NOW)
    (shown,) = fresh(shed).phones
    assert shown["number"] == DEREKS and shown["description"] == "Derek"
    assert Entry.objects.get(verb="leader.number_shown").detail["how"] == "on the phone"


def test_the_number_goes_in_the_same_act_as_the_leader(town, shed):
    leader = derek(town, shed)
    actions.publish_number(leader=leader, how="in person", said_at=NOW, by=bo(town), now=NOW)
    later = NOW + timedelta(days=30)
    maureen = actions.set_leader(
        service=shed,
        runs=Runs(name="Maureen", phone="01632 960072"),
        controller=town.bo.team.organisation,
        place=town.community,
        by=bo(town),
        now=later,
    )
    leader.refresh_from_db()
    assert leader.ended_at == later and not leader.publish
    assert fresh(shed).phones == [] and not maureen.publish


def test_a_published_number_is_in_no_edit_and_no_undo_brings_it_back(town, shed):
    leader = derek(town, shed)
    actions.publish_number(leader=leader, how="in person", said_at=NOW, by=bo(town), now=NOW)
    office = [{"number": "01632 960099"}]
    edit = actions.change(
        service=fresh(shed), to={"phones": [*fresh(shed).phones, *office]}, lane="colleague", by=bo(town), now=NOW
    )
    assert "960071" not in str(Edit.objects.values_list("before", "after"))
    assert {one["number"] for one in fresh(shed).phones} == {DEREKS, "01632 960099"}
    actions.end_leader(leader=leader, by=bo(town), now=NOW)
    assert fresh(shed).phones == office
    actions.undo(edit=edit, by=bo(town), now=NOW)
    assert fresh(shed).phones == []


def test_another_number_needs_another_yes(town, shed):
    leader = derek(town, shed)
    actions.publish_number(leader=leader, how="in person", said_at=NOW, by=bo(town), now=NOW)
    actions.change_leader(leader=leader, runs=Runs(name="Derek", phone="01632 960073"), by=bo(town), now=NOW)
    assert fresh(shed).phones == [] and not Leader.objects.get().publish
