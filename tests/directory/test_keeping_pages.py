"""Colleagues' pages: a form that loses nothing, changes that wait, a way back, and who runs what."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kith.directory import actions
from kith.directory.forms.entry import EntryForm
from kith.directory.models import Edit, Leader, Service
from kith.directory.queries.hours import hours_of
from kith.directory.queries.known import fields_of_ours
from kith.directory.until import read_until
from tests.directory.entries import DEREKS, a_service, bo, derek, fresh, theirs
from tests.thread import NOW, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client: Client, town: Town) -> Client:
    client.force_login(town.bo.user)
    return client


def filled(service: Service, **changed: object) -> dict[str, object]:
    """The form of an entry as a browser sends it, with some fields written anew."""
    began = EntryForm(service=service, now=NOW).initial
    plain = {name: value for name, value in began.items() if value not in (None, "", False, [])}
    return {**{name: "yes" if value is True else value for name, value in plain.items()}, **changed}


def test_a_colleague_changes_an_entry_and_puts_it_back(at_desk, town, shed):
    address = reverse("entry_edit", args=[shed.pk])
    assert at_desk.get(address).status_code == 200
    data = filled(shed, days=["1", "3"], opens="10:00", closes="12:00", state="full", until="March", free="yes")
    assert at_desk.post(address, data).status_code == 302
    now_so = fresh(shed)
    assert (now_so.state, now_so.until, now_so.free) == ("full", date(2027, 3, 1), True)
    history = at_desk.get(reverse("entry_history", args=[shed.pk])).content.decode()
    assert "Tuesday and Thursday" in history and "10" in history
    at_desk.post(reverse("entry_history", args=[shed.pk]), {"edit": Edit.objects.get().pk})
    assert fresh(shed).state == "open"


def test_two_editors_lose_nothing_and_undo_nothing_of_each_other(at_desk, town, shed):
    address = reverse("entry_edit", args=[shed.pk])
    mine = filled(shed, description="We mend clocks.")
    actions.change(
        service=shed, to={"fees": "A pound", "pace": 3, "pace_per": "month"}, lane="link", by=theirs(shed), now=NOW
    )
    shown = at_desk.post(address, mine)
    page = shown.content.decode()
    assert shown.status_code == 200 and "We mend clocks." in page and "A pound" in page
    again = {
        **mine,
        "version": "2",
        **dict(re.findall(r'name="(fees|pace)"[^>]*value="([^"]*)"', page)),
        "pace_per": "month",
    }
    assert 'value="2"' in page
    assert at_desk.post(address, again).status_code == 302
    now_so = fresh(shed)
    assert (now_so.description, now_so.fees, now_so.pace) == ("We mend clocks.", "A pound", 3)


def test_the_form_keeps_a_second_line_of_hours_and_a_published_number(town, shed):
    lines = [
        {"weekdays": [1], "opens": "10:00", "closes": "12:00", "description": ""},
        {"weekdays": [], "opens": "", "closes": "", "description": "and by arrangement"},
    ]
    actions.change(service=shed, to={"hours": lines}, lane="colleague", by=bo(town), now=NOW)
    leader = derek(town, shed)
    actions.publish_number(leader=leader, how="phone", said_at=NOW, by=bo(town), now=NOW)
    form = EntryForm(_sent(fresh(shed), opens="11:00"), service=fresh(shed), now=NOW)
    assert form.is_valid(), form.errors
    assert form.changes() == {"hours": [{**lines[0], "opens": "11:00"}, lines[1]]}


def _sent(service: Service, **changed: object):
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, value in filled(service, **changed).items():
        data.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    return data


def test_a_number_that_is_somebodys_own_is_refused_in_a_sentence(at_desk, town, shed):
    derek(town, shed)
    shown = at_desk.post(reverse("entry_edit", args=[shed.pk]), filled(shed, phone=DEREKS))
    assert "only after they said yes" in shown.content.decode() and fresh(shed).phones == []


def test_what_waits_is_looked_at_on_one_page(at_desk, town, shed):
    actions.change(service=shed, to={"for_whom": "Anybody over 18"}, lane="link", by=theirs(shed), now=NOW)
    address = reverse("directory_edits", args=[town.community.slug])
    assert "Anybody over 18" in at_desk.get(address).content.decode()
    at_desk.post(address, {"edit": Edit.objects.get().pk, "do": "yes"})
    assert fresh(shed).for_whom == "Anybody over 18"
    assert "Nothing waits" in at_desk.get(address).content.decode()


def test_how_true_the_entries_are_is_said_by_size(at_desk, town, shed):
    a_service(town, "The council's gym", assured_date=date(2025, 1, 1))
    actions.assure(service=shed, how="phone", found="right", by=bo(town), now=NOW)
    actions.assure(service=shed, how="outcome", found="moved", by=theirs(shed), now=NOW)
    page = at_desk.get(reverse("how_true", args=[town.community.slug])).content.decode()
    assert "Entries somebody checked in the last six months: 1 of 2." in page
    assert "The council&#39;s gym" in page or "The council's gym" in page


def test_whoever_runs_a_group_is_written_down_shown_by_their_yes_and_ended(at_desk, town, shed):
    at_desk.post(
        reverse("leader_new", args=[shed.pk]),
        {"name": "Derek Hole", "phone": DEREKS, "in_on": ["1", "3"], "language": "en-gb", "known_by": "Bo"},
    )
    leader = Leader.objects.get()
    assert leader.in_on == [1, 3] and fresh(shed).phones == []
    address = reverse("leader", args=[leader.pk])
    at_desk.post(address, {"do": "publish", "publish-how": "phone", "publish-said_on": "2"})
    leader.refresh_from_db()
    assert leader.publish and (NOW - leader.published_said_at).days == 2 and fresh(shed).phones
    assert "Derek Hole" in at_desk.get(reverse("leaders", args=[town.community.slug])).content.decode()
    at_desk.post(address, {"do": "end"})
    assert fresh(shed).phones == [] and at_desk.get(address).status_code == 404


def test_nobody_without_the_part_comes_in(client, town, shed):
    leader = derek(town, shed)
    addresses = [
        reverse("entry_edit", args=[shed.pk]),
        reverse("entry_history", args=[shed.pk]),
        reverse("leader", args=[leader.pk]),
        reverse("how_true", args=[town.community.slug]),
    ]
    client.force_login(town.jan.user)
    assert [client.get(address).status_code for address in addresses] == [404] * 4


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("March", date(2027, 3, 1)),
        ("until the end of January", date(2027, 1, 31)),
        ("5 January", date(2027, 1, 5)),
        ("after the panto", None),
        ("1 January 2020", None),
    ],
)
def test_until_is_read_as_people_say_it(words, day):
    assert read_until(words, NOW) == day


def hours(opens, closes, *days, words=""):
    return {"weekdays": list(days), "opens": opens, "closes": closes, "description": words}


def test_there_is_always_room_for_one_more_line_of_hours_and_untouched_ones_stay(at_desk, town, shed):
    address = reverse("entry_edit", args=[shed.pk])
    tuesday, thursday = hours("10:00", "12:00", 1), hours("18:00", "20:00", 3)
    assert at_desk.post(address, filled(shed, days=["1"], opens="10:00", closes="12:00")).status_code == 302
    second = {"days_2": ["3"], "opens_2": "18:00", "closes_2": "20:00"}
    assert at_desk.post(address, filled(fresh(shed), **second)).status_code == 302
    assert hours_of(shed) == [tuesday, thursday]
    page = at_desk.get(address).content.decode()
    assert 'name="days_3"' in page
    assert 'name="days_4"' not in page
    third = {"days_3": ["5"], "when_words_3": "by the sea"}
    assert at_desk.post(address, filled(fresh(shed), **third)).status_code == 302
    assert hours_of(shed) == [tuesday, thursday, hours("", "", 5, words="by the sea")]
    gone = filled(fresh(shed), days_2=[], opens_2="", closes_2="")
    assert at_desk.post(address, gone).status_code == 302
    assert len(hours_of(shed)) == 2


def test_a_line_that_ends_before_it_begins_is_said_beside_it_and_odd_minutes_stay(at_desk, town, shed):
    address = reverse("entry_edit", args=[shed.pk])
    actions.change(service=shed, to={"hours": [hours("10:10", "12:00", 1)]}, lane="phone", by=bo(town), now=NOW)
    wrong = filled(fresh(shed), days_2=["3"], opens_2="18:00", closes_2="10:00")
    assert "This is before it begins" in at_desk.post(address, wrong).content.decode()
    assert 'value="10:10" selected' in at_desk.get(address).content.decode()
    assert at_desk.post(address, filled(fresh(shed), fees="A pound")).status_code == 302
    assert hours_of(shed) == [hours("10:10", "12:00", 1)]


def test_what_was_put_back_is_seen_by_the_other_editor_and_not_sent_again(at_desk, town, shed):
    edit = actions.change(service=shed, to={"fees": "A pound"}, lane="link", by=theirs(shed), now=NOW)
    address = reverse("entry_edit", args=[shed.pk])
    mine = filled(fresh(shed), description="We mend clocks.")
    assert mine["fees"] == "A pound"
    actions.undo(edit=edit, by=bo(town), now=NOW)
    page = at_desk.post(address, mine).content.decode()
    assert "Somebody changed this entry while you were writing" in page and "a change put back" in page
    sent_again = {**mine, "version": "3", "fees": re.findall(r'name="fees"[^>]*value="([^"]*)"', page) or ""}
    assert at_desk.post(address, sent_again).status_code == 302
    assert (fresh(shed).fees, fresh(shed).description) == ("", "We mend clocks.")


def test_what_was_changed_and_put_back_meanwhile_leaves_ones_own_words(at_desk, town, shed):
    mine = filled(shed, fees="Two pounds")
    edit = actions.change(
        service=shed, to={"fees": "A pound", "pace": 3, "pace_per": "week"}, lane="link", by=theirs(shed), now=NOW
    )
    actions.undo(edit=edit, by=bo(town), now=NOW)
    page = at_desk.post(reverse("entry_edit", args=[shed.pk]), mine).content.decode()
    assert "Two pounds" in page and not re.findall(r'name="pace"[^>]*value="3"', page)


def test_a_number_that_is_shown_by_its_owners_yes_bounces_nobody(at_desk, town, shed):
    leader = derek(town, shed)
    mine = filled(fresh(shed), description="We mend clocks.")
    actions.publish_number(leader=leader, how="phone", said_at=NOW, by=bo(town), now=NOW)
    assert at_desk.post(reverse("entry_edit", args=[shed.pk]), mine).status_code == 302
    assert fresh(shed).description == "We mend clocks." and len(fresh(shed).phones) == 1


def test_a_put_back_is_no_word_of_ours_that_a_source_may_not_change(town, shed):
    edit = actions.change(service=shed, to={"fees": "A pound"}, lane="link", by=theirs(shed), now=NOW)
    actions.undo(edit=edit, by=bo(town), now=NOW)
    assert fields_of_ours([shed.pk]) == {}
