"""What was looked for and not found is read by colleagues: by week, in fives, and nobody in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from kith.directory.actions import refind, tally
from kith.directory.models import Service, Tally
from kith.kit.actor import Actor
from kith.outreach import actions
from kith.outreach.queries.counted import said
from tests.directory.entries import a_service
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.directory.test_keeping_pages import at_desk as at_desk
from tests.thread import NOW


def count(place, what: str, times: int, service: Service | None = None, days: int = 0) -> None:
    for _time in range(times):
        tally(
            what=what,
            place_id=place.pk,
            service_id=service.pk if service else None,
            by=Actor.public(),
            now=NOW - timedelta(days=days),
        )


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, -1), (4, -1), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_numbers_are_in_fives_and_small_ones_not_said(number, shown):
    assert said(number) == shown


def test_colleagues_read_what_was_not_found_by_week_and_place(at_desk, town, shed):
    count(town.community, "nothing-found", 6)
    count(town.street, "nothing-found", 3)
    count(town.community, "search", 4)
    count(town.community, "search", 9, days=7)
    count(town.community, "opened", 11, shed)
    refuge = a_service(town, "Harbour women's refuge")
    count(town.community, "opened", 9, refuge)
    refind(service_ids=[shed.pk, refuge.pk], by=Actor.system("a test"), now=NOW)
    page = at_desk.get(reverse("counted", args=[town.community.slug])).content.decode()
    assert "The men" in page and "Harbour" not in page
    assert "fewer than 5" in page and town.street.name in page
    table = at_desk.get(reverse("counted_csv", args=[town.community.slug]))
    assert table["Content-Type"].startswith("text/csv")
    lines = table.content.decode().splitlines()
    assert lines[0] == "week,searches,nothing-found,opened,signpost,waited"
    assert lines[1:3] == ["2026-11-23,15,10,20,0,0", "2026-11-16,10,0,0,0,0"] and len(lines) == 13


def test_who_asks_to_be_told_is_counted_once(town):
    full = a_service(town, "Full", state="full")
    for _time in range(2):
        wish = actions.Wish("+447700900555")
        actions.tell_me_when(service=full, wish=wish, by=Actor.public(), now=NOW)
    assert Tally.objects.get(what="waited").count == 1


def test_it_is_for_those_who_keep_this_place(client, town):
    client.force_login(town.jan.user)
    for name in ("counted", "counted_csv"):
        assert client.get(reverse(name, args=[town.community.slug])).status_code == 404
