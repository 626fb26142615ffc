"""Every message in words: four answers, the length of a text, and nothing that could hurt."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from kith.outbox import words
from kith.outbox.words import shape

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEIGHBOURS = words.From("Holsworthy Neighbours", "01632 960001")
LONG = words.From("Saint Giles on the Heath with Virginstow and Broadwoodwidger Good Neighbours", "01632 960001")
ABOUT = words.About(NEIGHBOURS, "Jan", NOW + 2 * HOUR, NOW, "KESTREL 42")
WORST = words.About(
    LONG,
    "Wilhelmina Featherstonehaugh-Cholmondeley of the Holsworthy team",
    NOW + timedelta(days=9, hours=4, minutes=30),
    NOW,
    "ELDERBERRY 429",
    meanwhile="There is bread and milk at the hall until nine, and the kettle is always on. " * 5,
    happening="The road is under water at both ends and nobody can drive there until it has gone down. " * 9,
)
LINK = "https://kith.example.org/o/abcdefghijklmnopqrstuv"


def to_the_person(about: words.About) -> dict[str, words.Said]:
    return {
        "we_have_it": words.we_have_it(about, what="shopping"),
        "coming": words.somebody_is_coming(
            about, kind="shopping", name="Sam", word="BISCUIT", start=NOW + 4 * HOUR, end=NOW + 6 * HOUR
        ),
        "moved": words.moved_a_date(about, was=NOW + HOUR, why="Nobody nearby could go. " * 8),
        "late": words.we_are_late(about, was=NOW - HOUR, why="Nobody nearby could go, so Bideford is being asked."),
        "not_in_time": words.cannot_be_in_time(
            about, need_by=NOW + 8 * HOUR, instead="the pharmacy", instead_phone="01632 960002"
        ),
        "still_looking": words.still_looking(about),
        "somebody_else": words.somebody_else_is_sought(about, name="Sam"),
        "nobody_answered": words.nobody_answered(about, name="Sam"),
        "did_not_come": words.it_did_not_come(about),
    }


def others() -> dict[str, words.Said]:
    asker = {"what": "shopping", "reference": "KESTREL 42"}
    return {
        "done": words.done(NEIGHBOURS, kind="shopping", name="Sam", reference="KESTREL 42"),
        "not_done": words.not_done(LONG, what="shopping " * 20, why="The shop was shut. " * 20, reference="KESTREL 42"),
        "no_longer_wanted": words.no_longer_wanted(LONG, what="shopping", reference="KESTREL 42"),
        "safe": words.safe_wording("Pat"),
        "ok": words.noted_ok(NEIGHBOURS),
        "reply": words.welcome_reply(NEIGHBOURS, by=NOW + HOUR, now=NOW),
        "offer": an_offer(),
        "yours": words.it_is_yours(NEIGHBOURS, name="Sam", who="Jan", link=LINK),
        "somebody_else": words.somebody_else_has_it(name="Sam"),
        "not_this_time": words.not_this_time_thanks(name="Sam"),
        "handed_back": words.handed_back_thanks(name="Sam"),
        "withdrawn": words.withdrawn_offer(name="Sam", what="shopping"),
        "how": words.how_did_it_go(NEIGHBOURS, number=4, what="shopping", link=LINK),
        "done_thanks": words.done_thanks(name="Sam"),
        "less": words.ask_less(name="Sam", most=1),
        "not_this_week": words.not_this_week(name="Sam", until=NOW + 7 * 24 * HOUR, now=NOW),
        "stopped": words.stopped(NEIGHBOURS, name="Sam"),
        "which": words.which_one([3, 4]),
        "over": words.over(NEIGHBOURS),
        "asker_has": words.asker_we_have_it(LONG, who="Jan", hear_by=NOW + HOUR, now=NOW, **asker),
        "asker_yes": words.asker_they_said_yes(NEIGHBOURS, may="everything", **asker),
        "asker_done": words.asker_done(NEIGHBOURS, **asker),
        "asker_asked": words.asker_they_were_asked(NEIGHBOURS, reference="KESTREL 42"),
        "asker_news": words.asker_news(ABOUT),
        "code": words.sign_in_code(code="482913", minutes=10),
        "due": words.promise_due(label="KESTREL 42", hear_by=NOW, now=NOW, place="Holsworthy"),
        "tell": words.tell_them(name="Mrs P", how="a card", hear_by=NOW + HOUR, now=NOW, reference="KESTREL 42"),
        "door": words.nobody_at_the_door(
            name="Sam", who="Mrs P", phone="07700 900123", reference="KESTREL 42", by=NOW + HOUR, now=NOW
        ),
        "handed": words.handed_to_you(label="KESTREL 42", reason="Jan is away", hear_by=NOW + HOUR, now=NOW),
        "dead": words.did_not_reach(label="KESTREL 42", why="the number is not known", by=NOW + HOUR, now=NOW),
    }


def an_offer(**changed) -> words.Said:
    facts = {
        "number": 4,
        "what": "Shopping for somebody",
        "near": "near Black Torrington",
        "effort": "2 bags, about 40 min",
        "need_by": NOW + 7 * HOUR,
        "now": NOW,
        "link": LINK,
    }
    return words.offer(**{**facts, **changed})


EVERY = {**others(), **{f"person:{name}": said for name, said in to_the_person(ABOUT).items()}}
WORST_OF = to_the_person(WORST)


@pytest.mark.parametrize("name", list(to_the_person(ABOUT)))
@pytest.mark.parametrize("about", [ABOUT, WORST], ids=["usual", "worst"])
def test_every_message_to_a_person_carries_the_four_answers(name, about):
    said = to_the_person(about)[name]
    for shape_of_it in (said.sms, said.body, said.card):
        assert about.who.split()[0] in shape_of_it
        assert re.search(r"[Yy]ou will hear by", shape_of_it)
        assert about.reference in shape_of_it
    assert re.search(r"Meanwhile: \S", said.body)
    assert re.search(r"What is happening: \S", said.body)


@pytest.mark.parametrize("name", list(EVERY))
def test_no_text_is_longer_than_two(name):
    assert 0 < len(EVERY[name].sms) <= 320
    assert shape.gsm_length(EVERY[name].sms) is not None, "a curly sign doubles the price"


@pytest.mark.parametrize("name", list(WORST_OF))
def test_the_longest_names_and_explanations_still_fit(name):
    assert len(WORST_OF[name].sms) <= 320
    assert len(WORST_OF[name].card.split()) <= 60


def test_the_first_message_fits_one_text():
    assert words.segments(words.we_have_it(ABOUT, what="shopping").sms) == 1
    assert words.we_have_it(replace(ABOUT, wants_ok=False), what="shopping").sms == (
        "Holsworthy Neighbours: we have your ask for shopping. Jan has this. You will hear by 12 today. "
        "Need it sooner? Ring 01632 960001. Ref KESTREL 42."
    )


def test_somebody_is_coming_says_the_word_and_that_nobody_pays_up_front():
    said = to_the_person(ABOUT)["coming"]
    assert "Sam is bringing your shopping today between 2 and 4. Sam will say the word BISCUIT." in said.sms
    assert "We never ask for a card, PIN, code, bank details or money." in said.sms
    three = words.somebody_is_coming(ABOUT, kind="call", name="Sam", word="PLUM TEAPOT ZEBRA")
    assert "Sam will say the words PLUM TEAPOT ZEBRA." in three.sms
    assert "Ref KESTREL 42" in three.sms


def test_sorry_is_said_once_and_only_where_we_broke_a_promise():
    sorry = {name for name, said in EVERY.items() if "orry" in said.sms}
    assert sorry == {"person:late", "person:did_not_come"}
    assert all(EVERY[name].sms.count("orry") == 1 for name in sorry)


def test_the_safe_wording_says_nothing():
    said = words.safe_wording("Pat")
    assert said.sms == said.body == "Hello, please ring when you can. Pat."
    assert said.subject == "Hello"


def test_an_offer_reads_as_it_should():
    assert an_offer(link="").sms == (
        "Shopping for somebody near Black Torrington, 2 bags, about 40 min, by 5 today. Can you? "
        "Reply YES 4 or NO 4, or open the link."
    )
    assert "Needs an enhanced check." in an_offer(checks="enhanced").sms
    assert "  " not in an_offer(near="", effort="", need_by=None).sms


def test_an_offer_with_a_link_keeps_it_even_with_the_longest_words():
    long = an_offer(
        near="within about 12 miles of " + "Broadwoodwidger " * 9, what="A parcel " * 20, effort="steps " * 30
    )
    assert LINK in long.sms
    assert "YES 4" in long.sms


@pytest.mark.parametrize("name", list(EVERY))
def test_no_message_ever_asks_for_a_code_money_or_a_bank(name):
    asks = re.compile(
        r"(?i)\b(?:give|tell|send|text|read)\b[^.]{0,30}\b(?:bank|account|password|code|PIN|card number)\b"
    )
    said = EVERY[name]
    for sentence in re.split(r"(?<=[.?!])\s", said.sms + " " + said.body):
        assert "don't give anybody" in sentence or not asks.search(sentence), sentence


@pytest.mark.parametrize("name", [name for name in EVERY if name.startswith("asker")])
def test_an_asker_reads_nothing_that_tells_whether_we_know_the_person(name):
    assert not re.search(r"(?i)already|know them|known|new to us|address", EVERY[name].sms)


def test_an_asker_cannot_tell_a_no_from_a_yes_that_allows_nothing():
    no = words.asker_they_were_asked(NEIGHBOURS, reference="KESTREL 42")
    assert words.asker_they_said_yes(NEIGHBOURS, may="nothing", what="shopping", reference="KESTREL 42") == no
    assert "have told us what they'd like" in no.sms


@pytest.mark.parametrize("name", list(EVERY))
def test_no_place_holder_is_left_open(name):
    said = EVERY[name]
    assert "%(" not in said.subject + said.body + said.sms + said.card


@pytest.mark.parametrize(
    "kind", ["shopping", "prescription", "call", "dog_walk", "post", "parcel", "welfare_check", "new"]
)
def test_every_kind_has_its_own_coming_and_done(kind):
    assert "Sam" in words.somebody_is_coming(ABOUT, kind=kind, name="Sam", word="BISCUIT").sms
    assert "Sam says" in words.done(NEIGHBOURS, kind=kind, name="Sam", reference="KESTREL 42").sms


def test_a_name_in_another_alphabet_is_kept_and_counted_as_the_network_counts():
    said = words.we_have_it(replace(ABOUT, who="محمد حداد"), what="shopping")
    assert "محمد حداد" in said.sms
    assert words.segments(said.sms) == 3


def test_curly_signs_and_new_lines_become_plain():
    said = words.still_looking(replace(ABOUT, happening="It’s “late” –\nwe wait…"))
    assert 'It\'s "late" - we wait...' in said.sms


@pytest.mark.parametrize(
    ("text", "expected"), [("a" * 160, 1), ("a" * 161, 2), ("€" * 81, 2), ("ع" * 70, 1), ("😀" * 36, 2)]
)
def test_segments_are_counted_as_the_network_does(text, expected):
    assert words.segments(text) == expected


def test_the_words_are_said_in_the_language_that_is_active():
    with translation.override("ar"):
        assert words.we_have_it(ABOUT, what="shopping").sms
