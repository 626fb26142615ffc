"""The own number of somebody who runs a group is not published by a feed, and is asked about where it stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kith.access import sessions
from kith.directory import actions
from kith.directory.actions.private import Private
from kith.directory.models import Edit, Leader, Organization, Service, ServiceAtLocation
from kith.directory.queries.published import stands_already
from kith.directory.reading import documents
from kith.directory.reading.entries import Taken
from kith.kit.actor import Actor
from tests.directory.entries import DEREKS, a_service, bo, derek, fresh
from tests.thread import NOW, Town

pytestmark = pytest.mark.django_db
BY = Actor.system("a test")
TAIL = "960071"


def take(**service: Any) -> Taken:
    given = {"name": "Moorshire", "kind": "oruk-3", "review": False, "every": 0, "address": "https://example.org/v3"}
    source = actions.add_source(**given, place=None, by=BY, now=NOW)
    item = {"id": "one", "name": "Choir", "status": "active", **service}
    taken = documents.read_whole({"contents": [item]}, "a test")
    actions.take_in(source=source, taken=taken, by=BY, now=NOW)
    return taken


@pytest.mark.parametrize("written", [DEREKS, "+44 1632 960 071", "(01632) 960071", "01632-960-071"])
def test_a_feed_does_not_publish_the_number_of_somebody_one_of_us_knows(
    shed: Service, town: Town, written: str
) -> None:
    derek(town, shed, email="derek@example.org")
    hall = {"id": "hall", "location_type": "physical", "phones": [{"number": written}]}
    taken = take(
        description=f"Ring Derek on {written} or 01632 960055, any day",
        phones=[{"number": written}, {"number": "01632 960055"}],
        contacts=[{"name": "Derek", "email": "Derek@example.org", "phones": [{"number": written}]}],
        organization={"id": "o", "name": "Singers", "email": "derek@example.org", "telephone": written},
        service_at_locations=[{"id": "at", "location": hall, "phones": [{"number": written}]}],
    )
    one, whose, at = Service.objects.get(name="Choir"), Organization.objects.get(), ServiceAtLocation.objects.get()
    assert [each["number"] for each in one.phones] == ["01632 960055"]
    assert one.description == "Ring Derek on or 01632 960055, any day"
    kept = repr([vars(each) for each in (one, whose, at, at.location)]).replace(" ", "").replace("-", "")
    assert TAIL not in kept and "derek@" not in kept.casefold()
    assert any("was left out" in note and "Choir" in note for note in taken.notes)


def test_it_is_published_by_their_yes_and_an_import_does_not_take_it_out_again(shed: Service, town: Town) -> None:
    take(phones=[{"number": "01632 960055"}])
    one = Service.objects.get(name="Choir")
    leader = derek(town, one)
    actions.publish_number(leader=leader, how="phone", said_at=NOW, by=bo(town), now=NOW)
    take(phones=[{"number": "01632 960056"}], description="Anew")
    assert [each["number"] for each in fresh(one).phones] == ["01632 960056", DEREKS]
    assert TAIL not in repr(list(Edit.objects.values_list("before", "after")))
    take(phones=[{"number": "01632 960056"}], description="Anew again")
    assert Edit.objects.filter(after__has_key="phones").count() == 1


def test_without_anybody_to_be_careful_of_nothing_is_touched(town: Town) -> None:
    words = {"phones": [{"number": DEREKS}], "more": ["a  b"]}
    assert Private().cut(words) == words


def test_what_is_not_theirs_stays_word_for_word(shed: Service, town: Town) -> None:
    derek(town, shed)
    words = {"a": "From 10  to 12:  £2.50, ring 01632 960 055", "b": ["1234567890123", {"number": "01632 960055"}]}
    assert Private().cut(words) == words


# --- when they are written down after their number was published


def test_whoever_writes_them_down_is_asked_about_a_number_that_stands_already(shed: Service, town: Town) -> None:
    Service.objects.filter(pk=shed.pk).update(phones=[{"number": DEREKS}])
    a_service(town, "Chess", description=f"Ring {DEREKS}")
    page = browser(town)
    said = {"name": "Derek Hole", "phone": DEREKS, "language": "en-gb"}
    shown = page.post(reverse("leader_new", args=[shed.pk]), said, follow=True).content.decode()
    assert "stands in the directory already" in shown and "Chess" in shown and "Take it out" in shown
    leader = Leader.objects.get()
    page.post(reverse("leader", args=[leader.pk]), {"do": "take-back"})
    assert fresh(shed).phones == [] and stands_already(leader) == ["Chess"]


def test_it_is_taken_out_of_whoever_runs_it_too_and_a_yes_ends_the_question(shed: Service, town: Town) -> None:
    names = {"made_at": NOW, "modified_at": NOW}
    whose = Organization.objects.create(name="Sheds", phones=[{"number": DEREKS}], **names)
    Service.objects.filter(pk=shed.pk).update(organization=whose)
    leader = derek(town, fresh(shed))
    assert stands_already(leader) == [shed.name]
    actions.take_number_back(leader=leader, by=bo(town), now=NOW)
    whose.refresh_from_db()
    assert whose.phones == [] and stands_already(Leader.objects.get()) == []
    actions.publish_number(leader=leader, how="phone", said_at=NOW, by=bo(town), now=NOW)
    assert stands_already(Leader.objects.get()) == []


def browser(town: Town) -> Client:
    client = Client()
    client.force_login(town.bo.user)
    session = client.session
    sessions.begin(session, NOW)
    session.save()
    return client
