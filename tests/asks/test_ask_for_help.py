"""The public form: one thing per page, nothing lost, sent once, and the same for everybody."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kith.asks.models import Ask
from kith.outbox.models import Message
from tests.thread import Town, build_town, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def form(client: Client) -> Form:
    return Form(client)


class Form:
    """A browser without scripts, walking from page to page."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.kept = ""
        self.page = ""
        self.at = ""

    def open(self, address: str = "/ask/") -> Form:
        return self._read(self.client.get(address, follow=True), address)

    def say(self, step: str, **answers: str) -> Form:
        answer = self.client.post(f"/ask/{step}/", {"kept": self.kept, **answers}, follow=True)
        return self._read(answer, f"/ask/{step}/")

    def send(self) -> Form:
        return self._read(self.client.post("/ask/check/", {"kept": self.kept}, follow=True), "/ask/check/")

    def _read(self, answer, asked: str) -> Form:
        self.status = answer.status_code
        self.page = answer.content.decode()
        self.at = answer.redirect_chain[-1][0] if getattr(answer, "redirect_chain", None) else asked
        found = re.search(r'name="kept" value="([^"]*)"', self.page)
        self.kept = found[1] if found else self.kept
        return self


def test_a_whole_ask_by_pages_without_a_script(town: Town, form: Form) -> None:
    form.open().say("need", words="milk, bread and eggs")
    assert form.at == "/ask/where/"
    form.say("where", line="4 Quay Street", village="Saltcombe").say("who", knows="self")
    assert form.at == "/ask/neighbour/"
    form.say("neighbour", neighbour="yes")
    form.say("reach", name="Edith Pound", phone="07700 900200", safe="yes", hours="morning")
    form.say("when", when="tomorrow").say("more", list="milk", paid="receipt").say("door", hear="torch at the window")
    form.say("language", language="en")
    assert form.at == "/ask/check/"
    assert "torch at the window" in form.page
    form.send()
    ask = Ask.objects.get()
    assert form.at == f"/ask/sent/{ask.reference.lower().replace(' ', '-')}/"
    assert (ask.kind, ask.place, ask.need_by_words, ask.to_check) == ("shopping", town.street, "tomorrow", [])
    assert ask.person.hear_at_door == "torch at the window"
    assert ask.person.routes.get().safe == "yes"
    for words in ("What is happening", "Who has this", "You will hear by", "Meanwhile", ask.reference, "Text it to me"):
        assert words in form.page


def test_only_what_and_where_are_needed(town: Town, form: Form) -> None:
    form.open().say("need", words="somebody to talk to").say("where", meet="by the bus station")
    form.say("who").say("neighbour").say("reach", enough="yes", before="Nisha")
    ask = Ask.objects.get()
    assert ask.person.name == ""
    assert ask.place == town.district
    assert any("Nisha" in check for check in ask.to_check)
    assert "Text it to me" not in form.page


def test_nothing_said_is_asked_for_in_words(town: Town, form: Form) -> None:
    form.open().say("need")
    assert "A word or two is enough" in form.page
    form.say("need", kind="dog_walk").say("where")
    assert "a place where we could meet you" in form.page
    assert not Ask.objects.exists()


def test_pressing_send_twice_is_one_ask(town: Town, form: Form) -> None:
    form.open().say("need", words="a dog walked").say("where", postcode="ZZ31 4AB").say("who").say("neighbour")
    kept = form.kept
    form.say("reach", enough="yes", name="Edith")
    form.kept = kept
    form.say("reach", enough="yes", name="Edith")
    assert Ask.objects.count() == 1
    assert Ask.objects.get().reference in form.page


def test_going_back_keeps_what_was_said_later(town: Town, form: Form) -> None:
    form.open().say("need", words="a dog walked").say("where", line="4 Quay Street", village="Saltcombe")
    form.open("/ask/need/")
    assert "a dog walked</textarea>" in form.page
    form.say("need", words="two dogs walked")
    assert 'value="4 Quay Street"' in form.page


def test_a_session_that_ended_keeps_the_words(town: Town, form: Form) -> None:
    form.open().say("need", words="a dog walked").say("where", postcode="ZZ31 4AB")
    form.client.cookies.clear()
    form.say("who", knows="self").say("neighbour").say("reach", enough="yes")
    assert Ask.objects.get().words == "a dog walked"


def test_answers_that_were_tampered_with_are_not_believed(town: Town, form: Form) -> None:
    form.open().say("need", words="a dog walked")
    form.client.cookies.clear()
    form.kept = form.kept[:-6] + "AAAAAA"
    form.say("where", postcode="ZZ31 4AB").say("who").say("neighbour")
    form.say("reach", enough="yes")
    assert form.at == "/ask/need/"
    assert not Ask.objects.exists()


@pytest.mark.parametrize("words", ["Siân o’r Wyddgrug", "أحتاج خبزا وحليبا", "👵🏽 bread 🍞", "milk " * 10_000])
def test_words_of_every_sort_are_kept(town: Town, form: Form, words: str) -> None:
    form.open().say("need", words=words).say("where", line="4 Quay Street", village="Saltcombe")
    form.say("who").say("neighbour").say("reach", enough="yes", name=words[:150])
    ask = Ask.objects.get()
    assert form.status == 200
    assert ask.as_given["form"]["need"]["words"] == words.strip()
    assert ask.words == words.strip()[:20_000]


def test_a_postcode_we_do_not_know_says_so_and_lets_the_ask_in(town: Town, form: Form) -> None:
    form.open().say("need", words="a dog walked").say("where", postcode="ZZ99 9ZZ")
    assert "ZZ99 9ZZ" in form.page
    assert "we still take your ask" in form.page
    form.say("who").say("neighbour").say("reach", enough="yes")
    ask = Ask.objects.get()
    assert ask.place == town.district
    assert ask.to_check


def test_words_of_danger_say_at_once_what_to_ring(town: Town, form: Form) -> None:
    form.open().say("need", words="shopping, and I have chest pain")
    assert "Ring 999 now" in form.page
    assert "phone of whoever is on duty" in form.page


def test_a_place_without_neighbours_says_who_has_it(town: Town, form: Form) -> None:
    form.open().say("need", words="a dog walked").say("where", line="4 Quay Street", village="Saltcombe")
    assert "We don&#39;t have neighbours signed up in Saltcombe yet" in form.page
    assert "Gareth at the district has it" in form.page
    neighbour(town)
    form.say("where", line="4 Quay Street", village="Saltcombe")
    assert "signed up" not in form.page


def test_the_front_of_a_place_is_its_own(town: Town, form: Form) -> None:
    form.open(f"/at/{town.community.slug}/")
    assert "Saltcombe" in form.page
    assert "01632 960002" in form.page
    assert "Bo looks at these" in form.page or "Bo" in form.page
    form.say("need", words="a dog walked", place=town.community.slug).say("where", meet="the bench")
    form.say("who").say("neighbour").say("reach", enough="yes")
    assert Ask.objects.get().place == town.community


def test_they_dont_know_yet_speaks_with_them_first(town: Town, form: Form) -> None:
    form.open().say("need", words="shopping").say("where", line="4 Quay Street", village="Saltcombe")
    form.say("who", knows="not-yet")
    assert form.at == "/ask/you/"
    form.say("you", name="Carol", phone="07700 900201", safe="yes").say("neighbour", neighbour="yes")
    assert "Their name" in form.page
    form.say("reach", enough="yes", name="Mrs P", phone="07700 900202", safe="yes")
    ask = Ask.objects.get()
    assert ask.state == "speak-first"
    assert ask.asker is not None and ask.asker.name == "Carol"
    assert not Message.objects.filter(person=ask.person).exists()
    assert "We speak with them first" in form.page


def test_the_page_is_the_same_whether_or_not_they_are_known(town: Town, form: Form) -> None:
    pages = []
    for _time in range(2):
        form.open().say("need", words="shopping").say("where", line="4 Quay Street", village="Saltcombe")
        form.say("who", knows="not-yet").say("you", name="Carol").say("neighbour", neighbour="yes")
        form.say("reach", enough="yes", name="Edith Pound", phone="07700 900202")
        ask = Ask.objects.first()
        assert ask is not None
        text = re.sub(r"<input[^>]*>|<a [^>]*>", "", form.page).replace(ask.reference, "REF")
        pages.append(re.sub(r"\d{3} \d{3}</span>|\d+:\d\d|20\d\d-[^\"]*", "", text))
    assert pages[0] == pages[1]


def test_only_say_please_ring_says_nothing(town: Town, form: Form) -> None:
    form.open().say("need", words="food").say("where", line="4 Quay Street", village="Saltcombe")
    form.say("who").say("neighbour", neighbour="far", must_not_know="Ron Pound\nHis mother")
    form.say("reach", enough="yes", phone="07700 900203", safe="please-ring", hours="morning")
    ask = Ask.objects.get()
    assert ask.place == town.district
    assert {block.other_name for block in ask.person.blocks.all()} == {"Ron Pound", "His mother"}
    assert [message.kind for message in Message.objects.filter(person=ask.person)] == ["please-ring"]
    assert "Text it to me" not in form.page


def test_too_many_asks_from_one_address_wait_and_keep_their_words(town: Town, form: Form, monkeypatch) -> None:
    monkeypatch.setattr("kith.asks.views.sending.MOST_FROM_ONE_ADDRESS", 1)
    for words in ("a first dog walked", "a second dog walked"):
        form.open().say("need", words=words).say("where", postcode="ZZ31 4AB").say("who").say("neighbour")
        form.say("reach", enough="yes")
    assert form.status == 429
    assert "a second dog walked" in form.page
    assert "Nothing you wrote is lost" in form.page
    assert Ask.objects.count() == 1


def test_nobody_yet_says_so_and_loses_nothing(form: Form) -> None:
    form.open().say("need", words="a dog walked").say("where", meet="the bench").say("who").say("neighbour")
    form.say("reach", enough="yes")
    assert form.status == 503
    assert "a dog walked" in form.page


def test_looking_changes_nothing(town: Town, form: Form) -> None:
    for address in ("/ask/", f"/at/{town.community.slug}/", "/ask/where/", "/ask/check/"):
        for method in (form.client.get, form.client.head):
            assert method(address).status_code in (200, 302)
    assert not Ask.objects.exists()


def test_text_it_to_me_texts_once(town: Town, form: Form) -> None:
    form.open().say("need", words="a dog walked").say("where", line="4 Quay Street", village="Saltcombe")
    form.say("who").say("neighbour").say("reach", enough="yes", phone="07700 900204", safe="yes")
    for _press in range(2):
        assert form.client.post(form.at).status_code == 302
    ask = Ask.objects.get()
    message = Message.objects.get(kind="your-word")
    assert ask.reference in message.body
    assert "dog" not in message.body


def test_leaving_forgets_the_words_that_were_not_sent(town: Town, form: Form) -> None:
    form.open().say("need", words="something private").open("/leave/")
    form.open()
    assert "something private" not in form.page


def test_whoever_finds_other_words_begins_with_an_empty_page(town: Town, form: Form) -> None:
    form.open().say("need", words="something private").open()
    assert "Begin with an empty page" in form.page
    form.client.post("/ask/", {"fresh": "1"})
    form.open()
    assert "something private" not in form.page


def test_who_must_not_know_is_kept_with_the_person_only(town: Town, form: Form) -> None:
    form.open().say("need", words="food").say("where", line="4 Quay Street", village="Saltcombe").say("who")
    form.say("neighbour", neighbour="far", must_not_know="Ron Pound").say("reach", enough="yes")
    assert "Ron" not in str(Ask.objects.get().as_given)
