"""The public finder: nobody is asked who they are, danger stands first, and searches are counted but not kept."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kith.directory.actions import NewEntry, On, Where, enter
from kith.directory.models import SearchRow, Tally
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message

BY = Actor.system("a test")
CANARY = "Kestrelmouse Villa"
pytestmark = pytest.mark.django_db


@pytest.fixture
def place(town):
    return town.combe


ELSEWHERE = Where("The hall", "1 Quay", "Combe Martin", "ZZ34 0CD", 51.23, -4.05)


def a_group(place, name="Choir", where=None, **facts):
    where = where or Where(CANARY, f"12 {CANARY}", "Combe Martin", "ZZ34 0AB", 51.21, -4.02)
    entry = NewEntry(
        name=name, who="Neighbours", place=place, phone="01632 960101", description=f"We sing at {where.name}.",
        where=where, on=(On((1,)),), facts=facts,
    )  # fmt: skip
    return enter(entry=entry, by=BY, now=clock.now())


def pages_of(place, service):
    of_place = [
        reverse(f"find_{one}", args=[place.slug]) for one in ("in", "map", "points", "print", "menu", "poster", "embed")
    ]
    return [
        reverse("find") + "?q=choir+refuge", *of_place,
        *(reverse(f"service_{one}", args=[service.id]) for one in ("page", "print", "text")),
    ]  # fmt: skip


def test_every_page_opens_for_anybody_and_says_what_there_is(client, place):
    service = a_group(place)
    for address in pages_of(place, service):
        answer = client.get(address)
        assert answer.status_code == 200, address
    assert "Choir" in client.get(reverse("find_in", args=[place.slug])).content.decode()


def test_what_must_not_be_found_is_on_no_page(client, place):
    service = a_group(place, "Safe", confidential=True)
    for address in pages_of(place, service):
        said = client.get(address).content.decode()
        assert CANARY not in said and "51.21" not in said, address
    assert CANARY not in str(SearchRow.objects.values())


def test_words_of_danger_show_who_to_ring_above_what_was_found(client, place):
    a_group(place)
    said = client.get(reverse("find"), {"q": "I want to kill myself", "lang": "en-gb"}).content.decode()
    assert said.index("116 123") < said.index('role="search"')


def test_searches_are_counted_by_place_and_day_and_no_word_is_kept(client, place):
    a_group(place)
    for _time in range(2):
        client.get(reverse("find_in", args=[place.slug]), {"q": "choir"})
    client.get(reverse("find_in", args=[place.slug]), {"q": "xylophonist zebra"})
    counts = dict(Tally.objects.values_list("what", "count"))
    assert counts == {"search": 2, "nothing-found": 1}
    assert set(Tally.objects.values_list("place_id", flat=True)) == {place.id}


def test_the_text_asks_whether_it_is_safe_and_says_no_name(client, place):
    service = a_group(place)
    address = reverse("service_text", args=[service.id])
    client.post(address, {"phone": "07700 900123", "safe": "no"})
    assert not Message.objects.exists()
    assert client.post(address, {"phone": "01632 960123", "safe": "yes"}).status_code == 200
    assert not Message.objects.exists()
    client.post(address, {"phone": "07700 900123", "safe": "yes"})
    message = Message.objects.get()
    assert "Choir" not in message.body and str(service.id) in message.body and message.state == "waiting"
    client.post(address, {"phone": "07700 900123", "safe": "yes", "with_name": "yes"})
    assert "Choir" in Message.objects.exclude(pk=message.pk).get().body


def test_texts_from_one_connection_come_to_an_end(client, place):
    for number in range(9):
        service = a_group(place, f"Choir {number}")
        client.post(reverse("service_text", args=[service.id]), {"phone": "07700 900123", "safe": "yes"})
    assert Message.objects.count() == 6


def test_telling_somebody_is_counted_and_nothing_of_them(client, place):
    service = a_group(place)
    client.post(reverse("find_told", args=[service.id]))
    assert Tally.objects.get(what="signpost").service_id == service.id


def test_another_site_may_show_the_list_and_no_other_page(client, place):
    a_group(place)
    shown = client.get(reverse("find_embed", args=[place.slug]))
    assert "frame-ancestors *" in shown.headers["Content-Security-Policy"] and "X-Frame-Options" not in shown.headers
    other = client.get(reverse("find_in", args=[place.slug]))
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]


def test_what_is_old_says_to_ring_first(client, place):
    service = a_group(place)
    type(service).objects.update(assured_date=(clock.now() - timedelta(days=400)).date())
    said = client.get(reverse("service_page", args=[service.id]), {"lang": "en-gb"}).content.decode()
    assert "Please ring before you go." in said


def test_the_part_that_works_offline_keeps_no_search(client):
    said = client.get(reverse("find_offline"))
    assert said.headers["Content-Type"].startswith("text/javascript") and "STYLES" not in said.content.decode()


def test_paper_is_read_later_so_it_has_a_date_and_who_to_ring(client, place):
    service = a_group(place)
    for address in (reverse("find_print", args=[place.slug]), reverse("service_print", args=[service.id])):
        paper = client.get(address).content.decode()
        assert re.search(r"on \w+ \d+ \w+ 20\d\d\.", paper) and "today." not in paper.split("checked")[0], address
        assert "Ring before you go" in paper and "999" in paper, address


def test_when_it_is_not_safe_nothing_is_sent_and_there_is_always_something_to_do(client, place):
    service = a_group(place)
    answer = client.post(reverse("service_text", args=[service.id]), {"phone": "07700 900123", "safe": "no"})
    said = answer.content.decode()
    assert "Nothing was sent" in said and ("Write this number down" in said or "when it is safe" in said)


def test_the_map_one_can_move_has_the_points_of_the_drawing_and_no_confidential_one(client, place):
    a_group(place, where=ELSEWHERE)
    hidden = a_group(place, "Safe", confidential=True)
    answer = client.get(reverse("find_points", args=[place.slug]))
    points = [one for one in answer.json()["features"] if one["properties"]["is"] == "groups"]
    assert [group["name"] for one in points for group in one["properties"]["groups"]] == ["Choir"]
    assert [one["geometry"]["coordinates"] for one in points] == [[-4.05, 51.23]]
    assert str(hidden.id) not in answer.content.decode() and answer["Content-Type"] == "application/geo+json"


def test_the_library_of_the_map_is_fetched_only_when_somebody_asks_for_it(client, place):
    a_group(place)
    said = client.get(reverse("find_map", args=[place.slug])).content.decode()
    assert re.search(r'<div class="kith-moves"[^>]* hidden', said) and "<svg" in said and "<table" in said
    assert not re.search(r"<(?:script|link)[^>]*maplibre", said)
