"""The form behind "I'm worried about somebody": two actions, nothing asked but the words, nothing left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
import rows
from django.urls import reverse

from kith.asks.codes import slug_of
from kith.kit import clock
from kith.outbox.models import Message
from kith.safeguarding import carried
from kith.safeguarding.models import Concern

WORDS = {"words": "I heard shouting again, and she has a bruise"}


@pytest.fixture
def now(town, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: town.now)
    return town.now


def shopping(town, whom):
    made = rows.ask(town, whom, town.quay, town.jan_in)
    made.reference = "KESTREL 42"
    made.save()
    return made


def sent(client, **more):
    return client.post("/worried/", {**WORDS, **more})


def test_the_words_alone_are_enough_and_the_page_afterwards_says_nothing_of_them(client, now):
    answer = sent(client)
    assert (answer.status_code, answer.url) == (302, "/worried/thank-you/")
    after = client.get(answer.url).content.decode()
    assert "within four hours" in after and "bruise" not in after
    concern = Concern.objects.get()
    assert (concern.words, concern.lane, concern.answer, concern.raiser_kind) == (
        WORDS["words"],
        "web",
        "not",
        "public",
    )


def test_danger_comes_first_and_send_comes_at_once_after_the_words(client, now):
    page = client.get("/worried/").content.decode()
    assert page.index('href="tel:999"') < page.index('name="words"') < page.index("Send now") < page.index(
        'name="about_words"'
    )  # fmt: skip


def test_what_was_written_stays_where_something_has_to_be_mended(client, now):
    page = sent(client, answer="text", answer_to="12")
    assert page.status_code == 200 and "bruise" in page.content.decode() and not Concern.objects.exists()
    assert "Enter a phone number" in page.content.decode()


def test_pressed_twice_it_is_one_concern(client, now):
    sent(client, key="abc")
    sent(client, key="abc")
    assert Concern.objects.count() == 1


def test_the_page_one_came_from_is_carried_sealed_and_is_read_by_the_lead_alone(client, town, now):
    whom = rows.person(town, "Zebedee Canary", town.quay)
    ask = shopping(town, whom)
    of = carried.sealed(carried.REFERENCE, slug_of(ask.reference))
    shown = client.get("/worried/", {"of": of}).content.decode()
    assert "Zebedee" not in shown and "We know which page you came from" in shown
    assert "Zebedee" not in client.get(sent(client, of=of).url).content.decode()
    concern = Concern.objects.get()
    assert concern.about_label.startswith("Zebedee Canary · ") and concern.about_id == ask.id


def test_a_link_somebody_made_up_is_taken_for_none(client, town, now):
    whom = rows.person(town, "Zebedee Canary", town.quay)
    sent(client, of=f"p{whom.id.hex}")
    assert Concern.objects.get().about_label == ""


def test_about_a_person_by_their_page(client, town, now):
    whom = rows.person(town, "Zebedee Canary", town.quay)
    sent(client, of=carried.sealed(carried.PERSON, whom.id))
    assert Concern.objects.get().about_label == "Zebedee Canary · Quay Street"


def test_a_page_about_somebody_called_like_the_lead_keeps_it_from_the_lead(client, town, now):
    whom = rows.person(town, "Gwen Pascoe", town.quay)
    sent(client, of=carried.sealed(carried.PERSON, whom.id))
    assert Concern.objects.get().holder_label == "Ruth Oke"


def test_a_colleague_raises_their_own_and_keys_what_somebody_said_by_phone(client, town, now):
    client.force_login(town.jan)
    assert "Whose worry is it?" in client.get("/worried/").content.decode()
    sent(client)
    mine = Concern.objects.get()
    assert (mine.lane, mine.raiser_label) == ("colleague", "Jan Ford")
    sent(client, who="phone", name="Mrs Dart", ago="3")
    rang = Concern.objects.exclude(pk=mine.pk).get()
    assert (rang.lane, rang.raiser_label, rang.keyed_by) == ("phone", "Mrs Dart", "Jan Ford")
    assert rang.look_by == town.now + timedelta(hours=1)


def test_everything_is_taken_in_and_after_some_a_person_answers_and_not_a_machine(client, now):
    for number in range(7):
        assert sent(client, key=str(number), answer="text", answer_to="07700 900123").status_code == 302
    assert Concern.objects.count() == 7 and Message.objects.filter(audience="raiser").count() == 5


def test_in_arabic_the_form_and_the_answer_are_arabic(client, now):
    page = client.get("/worried/?lang=ar").content.decode()
    assert 'dir="rtl"' in page and "What worries you" not in page
    sent(client, answer="text", answer_to="07700 900123")
    assert "Thank you" not in Message.objects.get(audience="raiser").body


def test_every_staff_page_of_an_ask_or_a_person_carries_what_it_is_about(client, town, now):
    whom = rows.person(town, "Zebedee Canary", town.quay)
    ask = shopping(town, whom)
    client.force_login(town.jan)
    for address, sort in (
        (reverse("ask", args=[slug_of(ask.reference)]), "r"),
        (reverse("person", args=[whom.id]), "p"),
    ):
        page = client.get(address).content.decode()
        of = page.split("/worried/?of=")[1].split('"')[0].replace("%3A", ":")
        assert carried.opened(of).sort == sort and "Zebedee" not in of
