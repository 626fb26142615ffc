"""Words that cannot wait are heard, in eleven languages and with slips; harmless ones seldom raise."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.asks import redflags

DATA = Path(__file__).parent.parent / "data"
with (DATA / "red-flags.csv").open(encoding="utf-8") as file:
    CORPUS = [(row["danger"], row["words"]) for row in csv.DictReader(file)]
HARMLESS = [line for line in (DATA / "harmless.txt").read_text(encoding="utf-8").splitlines() if line]


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(CORPUS) >= 200
    assert len(HARMLESS) >= 140


@pytest.mark.parametrize(("danger", "words"), CORPUS)
def test_every_phrase_of_danger_is_heard(danger: str, words: str) -> None:
    assert danger in {flag.word for flag in redflags.find(words)}


def test_harmless_words_seldom_raise() -> None:
    raised = {words: [flag.word for flag in found] for words in HARMLESS if (found := redflags.find(words))}
    assert len(raised) <= len(HARMLESS) * 0.03, raised


def test_the_worst_comes_first_and_says_what_to_ring() -> None:
    flags = redflags.find("no food in the house and chest pain since noon")
    assert [flag.word for flag in flags] == ["chest pain", "no food"]
    assert "999" in flags[0].ring
    assert flags[0].level == redflags.LIFE
    assert redflags.level("bread and milk") == 0


def test_a_danger_denied_may_still_raise() -> None:
    assert redflags.find("no chest pain")


def test_a_danger_among_long_words_is_heard() -> None:
    assert redflags.find("milk, " * 2_000 + "and I cant breathe")


@given(st.sampled_from(HARMLESS), st.sampled_from([words for _, words in CORPUS]))
def test_more_words_never_lower_it(more: str, words: str) -> None:
    assert redflags.level(f"{words}. {more}") >= redflags.level(words)
    assert redflags.level(f"{more}. {words}") >= redflags.level(words)


@given(st.text(max_size=500))
def test_any_text_is_read(text: str) -> None:
    for flag in redflags.find(text):
        assert flag.ring
        assert flag.word
