"""Texts as people write them. It may miss a yes and ask a person; it must never invent one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.outbox.inbound import Inbound, Kind, read


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("YES 4", Kind.YES, 4),
        ("yes4", Kind.YES, 4),
        ("Y 4", Kind.YES, 4),
        ("y4", Kind.YES, 4),
        ("4 yes", Kind.YES, 4),
        ("Yes 4 👍", Kind.YES, 4),
        ("  yes,4!! ", Kind.YES, 4),
        ("Yes please number 4", Kind.YES, 4),
        ("yes #12", Kind.YES, 12),
        ("Yep", Kind.YES, None),
        ("Yes I can, thanks x", Kind.YES, None),
        ("ＹＥＳ ４", Kind.YES, 4),
        ("yes ٤", Kind.YES, 4),
        ("نعم 4", Kind.YES, 4),
        ("NO 4", Kind.NO, 4),
        ("no4", Kind.NO, 4),
        ("no thanks 4", Kind.NO, 4),
        ("Not this time 4", Kind.NO, 4),
        ("sorry can't 4", Kind.NO, 4),
        ("sorry no", Kind.NO, None),
        ("لا", Kind.NO, None),
        ("STOP", Kind.STOP, None),
        ("stop.", Kind.STOP, None),
        ("Please stop texting me", Kind.STOP, None),
        ("Stop asking me", Kind.STOP, None),
        ("STOP 4", Kind.STOP, None),
        ("START", Kind.START, None),
        ("LESS", Kind.LESS, None),
        ("ask me less please", Kind.LESS, None),
        ("Not this week", Kind.NOT_THIS_WEEK, None),
        ("hand back 4", Kind.HAND_BACK, 4),
        ("OK", Kind.OK, None),
        ("ok 👍 thanks", Kind.OK, None),
        ("Thank you", Kind.OK, None),
        ("DONE 4", Kind.DONE, 4),
        ("done, thanks", Kind.DONE, None),
        ("All done 4 x", Kind.DONE, 4),
    ],
)
def test_a_short_answer_is_understood(text, kind, number):
    assert read(text) == Inbound(kind, number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "Who is this?",
        "yes or no 4?",
        "yes but not today",
        "No problem 4",
        "no worries",
        "why not",
        "yes 4 and 5",
        "don't stop",
        "I can stop by at 4",
        "yesterday I did 4",
        "I fell and can't get up, yes please come, I am at home and the door is open",
        "she said no but I think she needs it",
        "yes my phone is 07700 900123",
        "no idea",
    ],
)
def test_anything_else_is_for_a_person_to_read(text):
    assert read(text).kind is Kind.UNCLEAR


@pytest.mark.parametrize("text", ["yes at 4", "yes by 4pm", "yes 4pm", "yes 4:30", "yes in 20 mins"])
def test_a_time_is_never_taken_for_the_number_of_an_offer(text):
    understood = read(text)
    assert understood.number is None


@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    assert read(text).kind in Kind


@given(
    st.integers(1, 99),
    st.sampled_from(["yes", "YES", "Yes,", "y", "yes please"]),
    st.sampled_from(["", "!", " 😀", " x"]),
)
def test_a_yes_keeps_its_number(number, yes, stray):
    assert read(f"{yes} {number}{stray}") == Inbound(Kind.YES, number)
