"""Hours that come round otherwise than each week: read where they can be, said as people say them, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

import pytest

from kith.directory.actions import NewEntry, On, Where, enter
from kith.directory.actions.finding import refind
from kith.directory.models import Location, Schedule, ServiceAtLocation
from kith.directory.queries.find import Wanted, find
from kith.directory.queries.lines import facts_of, lines_of
from kith.directory.queries.shown import shown
from kith.directory.queries.when_words import notes_of, when_words
from kith.directory.reading.hours import monthly
from kith.directory.when import read_again, run_of, runs_of, windows, written
from kith.kit.actor import Actor
from kith.places.actions import add_place

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TODAY = NOW.date()
BY = Actor.system("a test")


@dataclass
class Row:
    """Hours as a feed writes them, with what reading has made of them."""

    weekdays: list[int] = field(default_factory=lambda: [1])
    opens: time | None = time(14)
    closes: time | None = time(16)
    freq: str = "WEEKLY"
    interval: int | None = None
    byday: str = ""
    bymonthday: str = ""
    valid_from: str = ""
    valid_to: str = ""
    dtstart: str = ""
    description: str = ""


SAID = [
    (Row(), "Tuesday 2 to 4"),
    (Row(freq="", weekdays=[0, 2]), "Monday and Wednesday 2 to 4"),
    (Row(interval=2), "every second week, Tuesday 2 to 4"),
    (Row(interval=3), "every 3 weeks, Tuesday 2 to 4"),
    (Row(freq="MONTHLY", byday="1TU"), "the first Tuesday of the month 2 to 4"),
    (Row(freq="MONTHLY", byday="1TU,3TU"), "the first Tuesday and third Tuesday of the month 2 to 4"),
    (Row(freq="MONTHLY", byday="-1FR", weekdays=[4]), "the last Friday of the month 2 to 4"),
    (Row(freq="MONTHLY", byday="1TU", interval=2), "every second month, the first Tuesday of the month 2 to 4"),
    (Row(freq="MONTHLY", byday="TU"), "Tuesday 2 to 4"),
    (Row(freq="MONTHLY", bymonthday="1,15", weekdays=[]), "on day 1 and 15 of the month 2 to 4"),
    (Row(freq="DAILY", weekdays=[]), "every day 2 to 4"),
    (Row(freq="YEARLY", description="On Carnival day"), "On Carnival day"),
    (Row(freq="YEARLY"), ""),
    (Row(valid_to="2024-12-31"), ""),
    (Row(valid_to="2026-12-20"), "Tuesday 2 to 4, until 20 December"),
    (Row(valid_from="2027-01-05"), "Tuesday 2 to 4, from 5 January"),
    (Row(description="Bring a cup"), "Tuesday 2 to 4 (Bring a cup)"),
    (Row(description="Tuesdays 2-4"), "Tuesday 2 to 4"),
    (Row(opens=None, closes=None, description="Ring and ask"), "Ring and ask"),
]


@pytest.mark.parametrize(("row", "words"), SAID)
def test_hours_are_said_as_they_come_round(row, words):
    run = run_of(row)
    assert when_words([run], TODAY) == words
    assert when_words([read_again(written(run))], TODAY) == words


def test_one_line_that_cannot_be_read_hides_no_other():
    rows = [Row(), Row(opens=None, closes=None, weekdays=[], description="In August ring first")]
    assert when_words(runs_of(rows), TODAY) == "Tuesday 2 to 4, In August ring first"


def test_a_long_note_stands_by_itself():
    note = "Please use the side door, as the front one is kept locked while the nursery is in the building."
    runs = runs_of([Row(description=note)])
    assert when_words(runs, TODAY) == "Tuesday 2 to 4" and notes_of(runs, TODAY) == note


def test_a_day_is_asked_of_what_is_on_then_at_all():
    assert windows(runs_of([Row(interval=2)])) == [(1, time(14), time(16))]
    assert windows(runs_of([Row(freq="YEARLY")])) == []


def a_group(**more):
    place = add_place(kind="community", name="Saltcombe", parent=None, lat=51.2, lon=-4.03, by=BY, now=NOW)
    entry = NewEntry(
        name="Choir", who="Us", place=place, on=[On(weekdays=(1,), opens=time(14), closes=time(16))],
        where=Where(name="The hall", address="1 Quay", city="Saltcombe", postcode="ZZ31 4AB"), **more,
    )  # fmt: skip
    return place, enter(entry=entry, by=BY, now=NOW)


@pytest.mark.django_db
def test_what_ended_is_on_no_day_and_says_no_hours():
    place, service = a_group(phone="01632 960101")
    Schedule.objects.update(valid_to="2024-12-31")
    refind(service_ids=[service.id], by=BY, now=NOW)
    assert find(Wanted("choir", place, weekday=1), TODAY, legs="text").found == []
    [line] = lines_of(find(Wanted("choir", place), TODAY, legs="text").found, None, NOW)
    assert line.when == ""
    assert "When" not in [fact.heading for fact in facts_of(shown(service), NOW)]


@pytest.mark.django_db
def test_each_hall_is_there_with_its_own_hours_and_number():
    place, service = a_group()
    hall = Location.objects.create(
        name="The chapel", addresses=[{"address_1": "2 Hill", "city": "Upcombe"}], made_at=NOW, modified_at=NOW
    )
    at = ServiceAtLocation.objects.create(
        service=service, location=hall, phones=[{"number": "01632 960102"}], made_at=NOW, modified_at=NOW
    )
    Schedule.objects.create(
        at=at, freq="MONTHLY", byday="1SA", weekdays=[5], opens=time(10), closes=time(12), made_at=NOW, modified_at=NOW
    )
    refind(service_ids=[service.id], by=BY, now=NOW)
    facts = facts_of(shown(service), NOW)
    halls = {fact.words: fact for fact in facts if fact.heading in ("Where", "Also at")}
    [chapel] = [fact for words, fact in halls.items() if "The chapel" in words]
    assert len(halls) == 2 and any("The hall" in words for words in halls)
    assert "the first Saturday of the month 10 to 12" in chapel.note and "01632 960102" in chapel.note
    [line] = lines_of(find(Wanted("choir", place), TODAY, legs="text").found, None, NOW)
    assert line.where.endswith("and 1 more place") and line.phone == "01632 960102"


@pytest.mark.django_db
@pytest.mark.parametrize("confidential", [False, True])
def test_a_number_is_found_wherever_its_source_wrote_it(confidential):
    _place, service = a_group()
    type(service).objects.update(
        contacts=[{"name": "Ann", "phones": [{"number": "01632 960103"}]}], confidential=confidential
    )
    service.refresh_from_db()
    entry = shown(service)
    assert entry.phone == "01632 960103" and entry.confidential is confidential
    assert not confidential or "Ann" not in str(entry)


def test_dates_are_dates():
    assert run_of(Row(valid_to="2026-12-20")).last == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("words", "byday"),
    [
        ("First Tuesday of the month 2-4", "1TU"),
        ("every third Saturday, 10am to 1pm", "3SA"),
        ("the last Fri of each month: 7.30pm - 9pm", "-1FR"),
        ("1st and 3rd Wednesdays of the month 2-4", "1WE,3WE"),
    ],
)
def test_a_month_in_a_spreadsheets_own_words_is_understood(words, byday):
    found = monthly(words)
    assert found is not None and found[0] == byday and len(found[1].weekdays) == 1


@pytest.mark.parametrize(
    "words", ["First come first served 2-4", "first Tuesday", "First Tuesday term time only 2-4", "Tuesday 2-4"]
)
def test_what_is_not_understood_whole_stays_words(words):
    assert monthly(words) is None
