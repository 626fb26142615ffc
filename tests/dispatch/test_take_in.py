"""Taking in an ask for somebody who rang, wrote or stood at the door."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from kith.asks.codes import code_of, slug_of
from kith.asks.codes import said as said_code
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.queries.looked import who_looked
from kith.governance.actions import Said
from kith.governance.models import Purpose
from kith.kit import clock
from kith.outbox.models import Message
from kith.people.models import Block, Person
from kith.places import actions as places
from kith.promises.models import Telling
from kith.trail.models import Entry
from kith.trail.verbs import Verb
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
LEAST = {
    "lane": "phone",
    "words": "milk and bread",
    "kind": "shopping",
    "shopping__paid": "receipt",
    "address": "4 Quay Street",
    "community": "Saltcombe",
    "neighbour": "yes",
    "knows": "self",
    "client_key": "staff:one",
}


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def jan(client: Client, town: Town) -> Client:
    client.force_login(town.jan.user)
    return client


def said(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_the_call_begins_with_can_you_talk(jan: Client) -> None:
    words = said(jan.get("/take-in/"))
    order = [
        "Can you talk?",
        "Is it safe to text or ring",
        "if a neighbour helps",
        "must not know",
        "What do you need?",
        "Where and when",
    ]
    assert [words.index(one) for one in order] == sorted(words.index(one) for one in order)
    assert "No card, PIN or money up front" in words


def test_the_four_answers_are_there_to_read_out(jan: Client, town: Town) -> None:
    sent = {**LEAST, "name": "Edith Pound", "phone": "07700 900111", "safe": "yes", "need_by": "5 today"}
    answer = jan.post("/take-in/", sent, follow=True)
    ask = Ask.objects.get()
    words = said(answer)
    for one in ("What is happening", "Who has this", "Jan", ask.reference, "Print a card"):
        assert one in words
    assert (ask.place, ask.lane, clock.local(ask.need_by).hour) == (town.street, "phone", 17)
    assert Message.objects.filter(person=ask.person, kind="we-have-it").exists()


def test_sent_twice_is_one_ask(jan: Client) -> None:
    first = jan.post("/take-in/", LEAST)
    assert jan.post("/take-in/", LEAST)["Location"] == first["Location"]
    assert Ask.objects.count() == 1


def test_only_what_and_where_are_needed_and_typed_words_stay(jan: Client) -> None:
    words = said(
        jan.post("/take-in/", {**LEAST, "words": "", "kind": "", "address": "", "community": "", "name": "Mrs P"})
    )
    assert "Write what they need" in words and "Write where" in words
    assert 'value="Mrs P"' in words
    assert not Ask.objects.exists()


def test_a_number_nobody_can_read_is_said_while_they_are_on_the_line(jan: Client) -> None:
    assert "all its digits" in said(jan.post("/take-in/", {**LEAST, "phone": "12"}))


def test_a_slip_of_paper_from_somebody_without_a_phone_becomes_a_promise_to_tell(jan: Client) -> None:
    assert 'value="paper" checked' in said(jan.get("/take-in/?lane=paper"))
    sent = {**LEAST, "lane": "paper", "name": "Mrs P", "hear_at_door": "shine a torch at the window"}
    jan.post("/take-in/", sent)
    ask = Ask.objects.get()
    assert (ask.lane, ask.person.hear_at_door) == ("paper", "shine a torch at the window")
    assert Telling.objects.get().how == "card"
    assert not Message.objects.filter(person=ask.person).exists()


def test_somebody_from_further_away_is_read_out_and_then_gone(jan: Client, town: Town) -> None:
    sent = {
        **LEAST,
        "neighbour": "further",
        "phone": "07700 900112",
        "safe": "please-ring",
        "must_not_know": "Pat, Lee",
    }
    answer = jan.post("/take-in/", sent, follow=True)
    ask = Ask.objects.get()
    assert ask.reference in said(answer) and "somebody from further away" in said(answer)
    assert "Open this ask" not in said(answer)
    assert ask.place == town.district
    assert Block.objects.filter(person=ask.person).count() == 2
    assert Client().get(answer.redirect_chain[-1][0]).status_code == 302
    other = Client()
    other.force_login(town.bo.user)
    assert other.get(answer.redirect_chain[-1][0]).status_code == 404


def test_they_dont_know_yet_is_held_to_be_spoken_with(jan: Client) -> None:
    sent = {**LEAST, "knows": "not-yet", "asker_name": "Carol", "asker_phone": "07700 900113", "phone": "07700 900114"}
    jan.post("/take-in/", {**sent, "safe": "yes"})
    ask = Ask.objects.get()
    assert (ask.state, ask.asker.name) == ("speak-first", "Carol")
    assert not Message.objects.filter(person=ask.person).exists()


@pytest.mark.parametrize(("ticked", "reads"), [("", "please-ring"), ("yes", "ask-them-first")])
def test_whoever_asks_is_written_to_only_as_far_as_they_said(jan: Client, ticked: str, reads: str) -> None:
    sent = {**LEAST, "knows": "not-yet", "asker_name": "Carol", "asker_phone": "07700 900113", "asker_safe": ticked}
    jan.post("/take-in/", sent)
    assert [letter.kind for letter in Message.objects.filter(audience="asker")] == [reads]


def test_whoever_cannot_talk_is_rung_back(jan: Client) -> None:
    sent = {"lane": "phone", "can_talk": "no", "ring_back": "at 4", "neighbour": "yes", "knows": "self"}
    assert "the number to ring back" in said(jan.post("/take-in/", sent))
    jan.post("/take-in/", {**sent, "phone": "07700 900115", "safe": "yes"})
    ask = Ask.objects.get()
    assert "Ring back at 4" in ask.words
    assert ask.person.routes.get().safe == "please-ring"
    assert ask.to_check


def test_no_kind_chosen_is_read_from_the_words(jan: Client) -> None:
    jan.post("/take-in/", {**LEAST, "kind": "", "words": "could somebody walk the dog"})
    assert Ask.objects.get().kind == "dog_walk"


def test_very_long_and_strange_words_are_kept_or_kindly_refused(jan: Client) -> None:
    assert "characters shorter" in said(jan.post("/take-in/", {**LEAST, "words": "x" * 50_000}))
    jan.post("/take-in/", {**LEAST, "words": "خبز وحليب 🥛", "name": "محمد حداد"})
    ask = Ask.objects.get()
    assert (ask.words, ask.person.name) == ("خبز وحليب 🥛", "محمد حداد")


def test_what_is_still_to_be_asked_is_read_out_while_they_are_on_the_line(jan: Client, town: Town) -> None:
    sent = {**LEAST, "kind": "shopping", "words": "bread and milk", "shopping__paid": ""}
    words = said(jan.post("/take-in/", sent, follow=True))
    assert "While they are still on the line" in words
    assert "Ask how the shopping will be paid" in words
    assert "One of us looks at it first" in words
    assert "We are finding somebody nearby" not in words


def test_danger_is_answered_with_999_and_not_with_shopping(jan: Client, town: Town) -> None:
    sent = {**LEAST, "kind": "shopping", "words": "bread, and he hits me and I am afraid"}
    jan.post("/take-in/", sent, follow=True)
    promise = Ask.objects.get().promise
    assert "ring 999" in promise.meanwhile
    assert promise.explanation == "A person is being rung about this now."


EDITH = {**LEAST, "name": "Edith Pound", "phone": "07700 900111", "safe": "yes"}


def wants_no_contact(client: Client) -> Person:
    """Edith asked once, and then not to be written to or rung."""
    client.post("/take-in/", EDITH)
    person = Ask.objects.get().person
    actions.withdraw(person=person, purpose=Purpose.CONTACT, said=Said(), by=BUILDER, now=NOW)
    return person


def test_one_more_ask_shows_no_number_they_asked_us_not_to_ring(jan: Client) -> None:
    jan.post("/take-in/", EDITH)
    person = Ask.objects.get().person
    assert "900111" in said(jan.get(f"/take-in/?for={person.id}"))
    actions.withdraw(person=person, purpose=Purpose.CONTACT, said=Said(), by=BUILDER, now=NOW)
    words = said(jan.get(f"/take-in/?for={person.id}"))
    assert "900111" not in words and "900 111" not in words
    assert "Edith Pound" in words and "They asked us not to write to them or ring them" in words


def test_a_new_record_of_somebody_who_looks_the_same_says_that_they_asked_not_to_be_rung(jan: Client) -> None:
    wants_no_contact(jan)
    words = said(jan.post("/take-in/", {**EDITH, "client_key": "staff:two"}, follow=True))
    assert "Somebody of this name and number asked us not to write or ring" in words


@pytest.mark.parametrize("other", [{"name": "Ray Yeo"}, {"phone": "07700 900222"}])
def test_another_name_or_another_number_says_nothing(jan: Client, other: dict[str, str]) -> None:
    wants_no_contact(jan)
    words = said(jan.post("/take-in/", {**EDITH, **other, "client_key": "staff:two"}, follow=True))
    assert "asked us not to write" not in words


def test_nothing_is_given_away_of_somebody_the_keyer_may_not_know_of(jan: Client) -> None:
    person = wants_no_contact(jan)
    Person.objects.filter(pk=person.pk).update(further_away=True)
    words = said(jan.post("/take-in/", {**EDITH, "client_key": "staff:two"}, follow=True))
    assert "asked us not to write" not in words


def test_the_page_says_so_where_nothing_is_asked_at_the_door_but_what_and_where(jan: Client, town: Town) -> None:
    assert "Help first, forms later" not in said(jan.get("/take-in/"))
    places.put_help_first(place=town.community, on=True, by=BUILDER, now=NOW)
    assert "Help first, forms later" in said(jan.get("/take-in/"))


def test_a_colleague_is_shown_the_code_only_when_they_say_that_it_is_asked_for(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Client()
    client.force_login(town.jan.user)
    other.force_login(town.gareth.user)
    client.post("/take-in/", {**LEAST, "name": "Edith Pound", "phone": "07700 900111", "safe": "yes"})
    ask = Ask.objects.get()
    code, page = said_code(code_of(ask)), f"/take-in/{slug_of(ask.reference)}/"
    assert code in said(client.get(page))
    assert code not in said(other.get(page)) and "show the code" in said(other.get(page))
    assert not Entry.objects.filter(verb=Verb.ASK_CODE_SAID).exists()
    assert code in said(other.post(page))
    entry = Entry.objects.get(verb=Verb.ASK_CODE_SAID)
    assert (entry.actor_id, entry.subject_id) == (town.gareth.user.id, ask.id)
    assert any("was shown the code of your ask" in one.sentence for one in who_looked(ask.person, NOW).lines)
