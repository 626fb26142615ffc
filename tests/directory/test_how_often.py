"""How often a group meets, by its own word: each second week, the first of the month, or as its source has it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kith.directory.forms import often
from kith.directory.forms.entry import EntryForm
from kith.directory.models import Edit, Schedule, Service
from kith.directory.queries.hours import hours_of, line_of, values_of
from kith.directory.queries.shown import shown
from kith.directory.queries.when_words import when_words
from kith.interop.calendars import calendar
from tests.directory.entries import fresh
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.directory.test_keeping_pages import at_desk as at_desk
from tests.directory.test_keeping_pages import filled
from tests.directory.test_write_down_new import at as at
from tests.directory.test_write_down_new import send
from tests.thread import NOW

TODAY = NOW.date()
MONDAY = TODAY - timedelta(days=TODAY.weekday())
TUESDAY = {"days": ["1"], "opens": "10:00", "closes": "12:00"}


def said(shed: Service) -> str:
    return when_words(shown(fresh(shed)).runs, TODAY)


def feed_says(shed: Service, **how: object) -> Schedule:
    line = {"weekdays": [1], "opens": "10:00", "closes": "12:00", "description": ""}
    return Schedule.objects.create(service=shed, made_at=NOW, modified_at=NOW, **{**values_of(line), **how})


def test_the_first_tuesday_of_the_month_is_one_choice_and_can_be_put_back(at_desk, shed):
    address = reverse("entry_edit", args=[shed.pk])
    assert at_desk.post(address, filled(shed, **TUESDAY)).status_code == 302
    assert at_desk.post(address, filled(fresh(shed), often="first")).status_code == 302
    row = Schedule.objects.get(service=shed)
    assert (row.freq, row.byday, row.weekdays) == ("MONTHLY", "1TU", [1])
    assert said(shed) == "the first Tuesday of the month 10 to 12"
    page = at_desk.get(reverse("entry_history", args=[shed.pk])).content.decode()
    assert "the first Tuesday of the month" in page
    assert 'value="first" selected' in at_desk.get(address).content.decode()
    last = Edit.objects.order_by("-id").first()
    at_desk.post(reverse("entry_history", args=[shed.pk]), {"edit": last.pk})
    assert said(shed) == "Tuesday 10 to 12"


@pytest.mark.parametrize(("chosen", "weeks"), [("second-this", 0), ("second-next", 1)])
def test_every_second_week_says_which_week_and_the_form_says_so_a_week_later(at_desk, shed, chosen, weeks):
    address = reverse("entry_edit", args=[shed.pk])
    assert at_desk.post(address, filled(shed, **TUESDAY, often=chosen)).status_code == 302
    on = MONDAY + timedelta(days=1, weeks=weeks)
    row = Schedule.objects.get(service=shed)
    assert (row.interval, row.dtstart) == (2, on.isoformat())
    following = on if on >= TODAY else on + timedelta(weeks=2)
    assert said(shed) == f"every second week, Tuesday 10 to 12, next on {following.day} {following:%B}"
    assert f"DTSTART;TZID=Europe/London:{on:%Y%m%d}" in calendar("All", [shown(fresh(shed))]).decode()
    other = {"second-this": "second-next", "second-next": "second-this"}[chosen]
    later = EntryForm(service=fresh(shed), now=NOW + timedelta(weeks=1))
    assert later.initial["often"] == other
    # Sent again untouched it changes nothing, and another hour keeps its weeks.
    before = hours_of(shed)
    at_desk.post(address, filled(fresh(shed)))
    assert hours_of(shed) == before
    at_desk.post(address, filled(fresh(shed), opens="11:00"))
    assert hours_of(shed) == [{**before[0], "opens": "11:00"}]


def test_what_no_choice_says_stays_as_its_source_has_it(at_desk, shed):
    address = reverse("entry_edit", args=[shed.pk])
    feed_says(shed, interval=3, dtstart="2026-11-03", valid_to="2027-06-30")
    page = at_desk.get(address).content.decode()
    assert "As it is: every 3 weeks, Tuesday" in page and 'value="as-it-is" selected' in page
    assert at_desk.post(address, filled(fresh(shed), opens="11:00")).status_code == 302
    row = Schedule.objects.get(service=shed)
    assert (row.interval, row.dtstart, row.valid_to, row.opens_at) == (3, "2026-11-03", "2027-06-30", "11:00")
    wrong = at_desk.post(address, filled(fresh(shed), days=["2"])).content.decode()
    assert "These are other days: choose how often as well" not in wrong
    assert Schedule.objects.get(service=shed).weekdays == [2]


def test_days_that_are_named_within_the_month_are_not_guessed_anew(at_desk, shed):
    address = reverse("entry_edit", args=[shed.pk])
    feed_says(shed, freq="MONTHLY", byday="1TU,3TU")
    wrong = at_desk.post(address, filled(fresh(shed), days=["2"])).content.decode()
    assert "These are other days: choose how often as well" in wrong
    assert Schedule.objects.get(service=shed).byday == "1TU,3TU"
    assert at_desk.post(address, filled(fresh(shed), days=["2"], often="last")).status_code == 302
    assert said(shed) == "the last Wednesday of the month 10 to 12"


def test_how_often_without_a_day_is_asked_about(at_desk, shed):
    address = reverse("entry_edit", args=[shed.pk])
    page = at_desk.post(address, filled(shed, often="first", opens="10:00", closes="12:00")).content.decode()
    assert "Choose the day as well" in page and not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("how", "choice"),
    [
        ({}, ""),
        ({"freq": ""}, ""),
        ({"interval": 1}, ""),
        ({"interval": 2}, "second"),
        ({"interval": 2, "dtstart": MONDAY.isoformat()}, "second-this"),
        ({"interval": 2, "valid_from": (MONDAY - timedelta(weeks=3)).isoformat()}, "second-next"),
        ({"freq": "MONTHLY", "byday": "-1TU"}, "last"),
        ({"freq": "MONTHLY", "byday": "4TU"}, "four"),
        ({"freq": "MONTHLY", "byday": "1TU", "interval": 2}, "as-it-is"),
        ({"freq": "MONTHLY", "bymonthday": "15"}, "as-it-is"),
        ({"freq": "YEARLY"}, "as-it-is"),
    ],
)
def test_each_way_to_come_round_has_its_choice_and_comes_back_whole(shed, how, choice):
    row = feed_says(shed, **how)
    line = line_of(row)
    assert often.begin(line, TODAY) == choice
    assert often.comes(choice, line, [1], TODAY) == line.get("round", {})
    again = Schedule(**values_of(line))
    assert line_of(again) == line


@pytest.mark.parametrize(
    "how",
    [
        {"interval": 2_147_483_647, "dtstart": "2026-11-03"},
        {"interval": 2, "dtstart": "9999-12-31", "valid_from": "9999-12-31"},
        {"interval": 2, "dtstart": "0001-01-01"},
    ],
)
def test_whatever_a_feed_says_of_weeks_the_pages_open(at_desk, shed, how):
    feed_says(shed, **how)
    assert "every" in said(shed)
    assert at_desk.get(reverse("service_page", args=[shed.pk])).status_code == 200
    assert at_desk.get(reverse("entry_edit", args=[shed.pk])).status_code == 200
    assert at_desk.get(reverse("service_calendar", args=[shed.pk])).status_code == 200
    assert at_desk.get(reverse("place_calendar", args=[shed.place.slug])).status_code == 200


def test_something_new_may_come_round_each_second_week(at_desk, town, at):
    send(at_desk, at, town, often="second-next")
    row = Schedule.objects.get()
    assert (row.interval, date.fromisoformat(row.dtstart)) == (2, MONDAY + timedelta(days=8))
