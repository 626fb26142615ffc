"""Calendars of what is on, and an entry in the words of schema.org."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time

import pytest
from django.test import Client
from icalendar import Calendar

from kith.directory.actions.entering import NewEntry, On, Where, enter
from kith.directory.models import Schedule, Service
from kith.directory.queries.shown import shown
from kith.interop.jsonld import service, service_ld
from kith.places.actions import add_place
from tests.interop.conftest import BY, NOW

pytestmark = pytest.mark.django_db
SECRET = "9 Canary Court"


@pytest.fixture
def place():
    return add_place(kind="community", name="Saltcombe", parent=None, by=BY, now=NOW)


def entered(name, place=None, **more):
    where = more.pop("where", Where(name="The hall", address="1 Quay", city="Saltcombe", postcode="ZZ31 4AB"))
    on = more.pop("on", [On(weekdays=(1, 3), opens=time(14), closes=time(16))])
    return enter(entry=NewEntry(name=name, who="Us", place=place, where=where, on=on, **more), by=BY, now=NOW)


def events(path):
    answer = Client().get(path)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_group_that_meets_weekly_is_one_event_that_comes_again():
    row = entered("Choir")
    [event] = events(f"/calendar/group/{row.id}.ics")
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=TU,TH;INTERVAL=1" or (
        event["RRULE"]["BYDAY"] == ["TU", "TH"] and event["RRULE"]["FREQ"] == ["WEEKLY"]
    )
    start = event["DTSTART"].dt
    assert (start.date().isoformat(), start.time(), str(start.tzinfo)) == ("2026-11-24", time(14), "Europe/London")
    assert event["DTEND"].dt.time() == time(16) and event["SEQUENCE"] == row.version
    uid = str(event["UID"])
    Service.objects.filter(id=row.id).update(version=7)
    [later] = events(f"/calendar/group/{row.id}.ics")
    assert str(later["UID"]) == uid and later["SEQUENCE"] == 7
    assert "1 Quay" in event["LOCATION"]


def test_the_second_tuesday_of_the_month_begins_on_one():
    row = entered("Repair café", on=[On(weekdays=(1,), opens=time(10), closes=time(12))])
    Schedule.objects.filter(service=row).update(freq="MONTHLY", byday="2TU", valid_to="2027-03-01")
    [event] = events(f"/calendar/group/{row.id}.ics")
    assert event["DTSTART"].dt.date().isoformat() == "2026-12-08"
    assert event["RRULE"]["FREQ"] == ["MONTHLY"] and event["RRULE"]["UNTIL"][0] > datetime(2027, 3, 1, tzinfo=UTC)


def test_hours_that_could_not_be_read_are_no_event():
    row = entered("Chats", on=[On(words="Ring for times")])
    assert events(f"/calendar/group/{row.id}.ics") == []


def test_what_is_on_in_a_place_is_all_within_it_and_nothing_that_rests_or_hides(place):
    street = add_place(kind="street", name="Quay Street", parent=place, by=BY, now=NOW)
    entered("Choir", place)
    entered("Bench", street, where=Where(name="The bench"))
    resting = entered("Resting", place, facts={"state": "paused"})
    hidden = entered("Refuge", place, where=Where(name="X", address=SECRET, confidential=True))
    Service.objects.filter(id=entered("Held", place).id).update(held=True)
    assert sorted(str(one["SUMMARY"]) for one in events("/calendar/in/saltcombe.ics")) == ["Bench", "Choir"]
    assert events(f"/calendar/group/{resting.id}.ics") == []
    assert Client().get(f"/calendar/group/{hidden.id}.ics").status_code == 404
    assert SECRET.encode() not in Client().get("/calendar/in/saltcombe.ics").content


def test_an_entry_in_the_words_of_schema_org():
    row = entered("Choir", phone="01632 960123", for_whom="Anybody who likes to sing", facts={"free": True})
    said = service(shown(row), "https://kith.example.org/find/group/1/")
    assert (said["@type"], said["isAccessibleForFree"], said["provider"]["name"]) == ("Service", True, "Us")
    assert said["hoursAvailable"][0] == {
        "@type": "OpeningHoursSpecification", "dayOfWeek": "https://schema.org/Tuesday", "opens": "14:00",
        "closes": "16:00",
    }  # fmt: skip
    [channel] = said["availableChannel"]
    assert channel["servicePhone"]["telephone"] == "01632 960123"
    assert channel["serviceLocation"]["address"]["postalCode"] == "ZZ31 4AB"


def test_words_in_it_cannot_end_the_element_they_stand_in():
    row = entered("</script><script>alert(1)</script>", description="a & b <!-- c")
    written = str(service_ld(shown(row)))
    assert "<" not in written and "&" not in written
    assert json.loads(written)["name"] == "</script><script>alert(1)</script>"


def test_of_what_must_not_be_found_it_says_no_more_than_the_page():
    where = Where(name="X", address=SECRET, postcode="ZZ9 9ZZ", confidential=True)
    row = entered("Safe house", phone="01632 960111", where=where, description=f"Come to {SECRET}")
    written = str(service_ld(shown(row)))
    assert "Canary" not in written and "ZZ9" not in written and "01632 960111" in written


def test_every_second_week_is_no_event_until_somebody_says_which():
    row = entered("Quilting", on=[On(weekdays=(1,), opens=time(10), closes=time(12))])
    Schedule.objects.filter(service=row).update(freq="WEEKLY", interval=2)
    assert events(f"/calendar/group/{row.id}.ics") == []
    Schedule.objects.filter(service=row).update(dtstart="2026-11-24")
    [event] = events(f"/calendar/group/{row.id}.ics")
    assert event["RRULE"]["INTERVAL"] == [2] and event["DTSTART"].dt.date().isoformat() == "2026-11-24"
    Schedule.objects.filter(service=row).update(freq="YEARLY")
    assert events(f"/calendar/group/{row.id}.ics") == []


def test_search_engines_hear_hours_only_of_what_is_on_each_week():
    row = entered("Quilting", on=[On(weekdays=(1,), opens=time(10), closes=time(12))])
    assert len(service(shown(row))["hoursAvailable"]) == 1
    Schedule.objects.filter(service=row).update(freq="MONTHLY", byday="1TU")
    assert "hoursAvailable" not in service(shown(Service.objects.get(pk=row.pk)))
