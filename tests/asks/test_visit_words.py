"""The word by which a volunteer shows who sent them: the person's to choose, nobody's to guess or to be asked for."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

import kith
from kith.access import actions as access
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.asks.visit_words import NotAWord, same, word_of
from kith.dispatch import actions
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

SOURCE = Path(kith.__file__).parent


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def an_ask() -> Ask:
    return asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)


def page_of(ask: Ask, purpose: str = "status", subject: str = "asks.Ask", actor: Actor | None = None) -> str:
    token = access.issue_link(
        purpose=purpose,
        subject_label=subject,
        subject_id=ask.id if subject == "asks.Ask" else Offer.objects.get(ask=ask).id,
        actor=actor or Actor.person(ask.person),
        expires_at=NOW + timedelta(days=3),
        by=BUILDER,
        now=NOW,
    )
    return f"/{'s' if purpose == 'status' else 'o'}/{token}/"


def ask_at_the_door(client: Client, ask: Ask, word: str) -> bool:
    answer = client.post("/at-the-door/", {"reference": ask.reference, "word": word}).content.decode()
    assert not word_of(ask) or word == word_of(ask) or word_of(ask) not in answer
    return "Yes, that is the word" in answer


@pytest.mark.django_db
def test_it_is_not_on_the_messages_that_carry_the_reference(town: Town):
    ask = an_ask()
    assert len(word_of(ask).split()) == 3
    assert not set(ask.reference.split()) & set(word_of(ask).split())
    assert all(word_of(ask) not in message.body for message in Message.objects.all())


@pytest.mark.django_db
def test_the_person_hears_it_with_the_name_and_the_volunteer_reads_it_after_a_yes_alone(town: Town, client: Client):
    sam = neighbour(town)
    ask = an_ask()
    sweep(NOW)
    where = page_of(ask, "offer", "dispatch.Offer", Actor.volunteer(sam))
    assert word_of(ask) not in client.get(where).content.decode()
    client.post(where, {"do": "yes", "ends": "101"})
    assert word_of(ask) in client.get(where).content.decode()
    coming = Message.objects.get(kind="somebody-is-coming")
    assert f"Sam will say the words {word_of(ask)}." in coming.body
    assert "We never ask for a card, PIN, code, bank details or money." in coming.body


@pytest.mark.django_db
def test_the_person_chooses_another_on_their_page_and_the_volunteer_sees_it(town: Town, client: Client):
    ask = an_ask()
    old, here = word_of(ask), page_of(ask)
    assert old in client.get(here).content.decode()
    client.post(here, {"do": "word", "word": "Biscuit"})
    ask.refresh_from_db()
    assert word_of(ask) == "Biscuit"
    assert "Biscuit" in client.get(here).content.decode()
    client.post(here, {"do": "word", "word": ""})
    ask.refresh_from_db()
    assert word_of(ask) not in (old, "Biscuit")


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["1234", "abc 12", "dog", "Quay", "edith", "x" * 41])
def test_figures_short_words_and_what_others_know_are_no_words(town: Town, wrong: str):
    ask = an_ask()
    with pytest.raises(NotAWord):
        asks.choose_word(ask=ask, word=wrong, by=Actor.person(ask.person), now=NOW)
    assert Ask.objects.get().own_word == ""


@pytest.mark.django_db
def test_a_colleague_keys_the_word_the_person_chose_on_the_phone(town: Town, client: Client):
    ask = an_ask()
    client.force_login(town.jan.user)
    where = f"/ask/{ask.reference.lower().replace(' ', '-')}/word/"
    assert word_of(ask) in client.get(where).content.decode()
    wrong = client.post(where, {"word": "1234"}).content.decode()
    assert "no number" in wrong
    assert 'value="1234"' in wrong
    client.post(where, {"word": "Great Uncle Bert"})
    ask.refresh_from_db()
    assert word_of(ask) == "Great Uncle Bert"
    assert ask.events.get(what="word.changed").by_label == "Edith Pound, keyed by Jan"


@pytest.mark.django_db
def test_guessing_at_the_door_ends_after_five_and_the_right_one_is_then_refused_too(town: Town, client: Client):
    ask = an_ask()
    assert ask_at_the_door(client, ask, word_of(ask).lower())
    for guess in range(5):
        assert not ask_at_the_door(client, ask, f"PLUM TEAPOT {guess}")
    assert not ask_at_the_door(client, ask, word_of(ask))
    asks.choose_word(ask=ask, word="", by=Actor.person(ask.person), now=NOW)
    assert ask_at_the_door(client, ask, word_of(ask))


@pytest.mark.django_db
def test_it_is_over_with_the_ask(town: Town, client: Client):
    sam = neighbour(town)
    ask = an_ask()
    word = word_of(ask)
    actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    actions.finish(offer=Offer.objects.get(), by=Actor.volunteer(sam), now=NOW)
    ask.refresh_from_db()
    assert word_of(ask) == ""
    assert not same("", word_of(ask))
    assert not ask_at_the_door(client, ask, word)
    assert word not in client.get(page_of(ask)).content.decode()


@pytest.mark.django_db
def test_whoever_asked_for_somebody_else_never_reads_it(town: Town, client: Client):
    carol = About(name="Carol", reaches=(Reach("carol@example.org", safe="yes"),))
    ask = asks.open_ask(
        wanted=shopping(knows="said-yes", asker=carol, asker_may="everything"), by=Actor.public(), now=NOW
    )
    actions.said_yes(ask=ask, volunteer=neighbour(town), by=BUILDER, now=NOW)
    assert ask.asker is not None
    assert word_of(ask) not in client.get(page_of(ask, actor=Actor.asker(ask.asker))).content.decode()
    assert all(word_of(ask) not in one.body for one in Message.objects.filter(audience="asker"))


ASKS_FOR = re.compile(
    r"(?i)\b(?:give|tell|send|text|read|share|enter|type|reply|bring|hand|show|say)\b"
    r"[^.?!]{0,40}\b(?:your|the)\b[^.?!]{0,20}\b(?:PIN|card number|bank|card|password|sort code|money|cash)\b"
)
NEVER = re.compile(
    r"(?i)\bnever\b|\bno card\b|\bnobody\b|don't|do not|\bpostcard\b|\bcard or message\b|through the door"
)


@pytest.mark.parametrize("place", ["outbox/words", "dispatch/jinja2", "asks/jinja2", "asks/kinds.py"])
def test_no_template_asks_anybody_for_a_code_a_pin_a_card_or_money(place: str):
    where = SOURCE / place
    files = [where] if where.is_file() else [*where.rglob("*.py"), *where.rglob("*.html")]
    assert files
    bad = []
    for file in files:
        for said in re.findall(r'"((?:[^"\\\n]|\\.)*)"', file.read_text()):
            if ASKS_FOR.search(said) and not NEVER.search(said):
                bad.append(f"{file.name}: {said}")
    assert not bad


def test_no_message_asks_for_a_code_back():
    for file in (SOURCE / "outbox/words").glob("*.py"):
        for said in re.findall(r'_\("((?:[^"\\\n]|\\.)*)"', file.read_text()):
            if re.search(r"(?i)\b(?:code|PIN)\b", said):
                assert re.search(r"(?i)never ask|your code is|Your code|sign-in code|code:|is good for", said), said


def test_the_check_of_our_words_sees_what_it_must_see():
    assert ASKS_FOR.search("Please give Sam your card and PIN at the door")
    assert ASKS_FOR.search("Text us the sort code of your bank")
    assert not ASKS_FOR.search("Keep the card or number that came with it")
