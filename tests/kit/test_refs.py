"""References and codes: sayable, tolerant of a shaky hand, and telling a stranger nothing."""

from __future__ import annotations

import random
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kit import refs
from kith.kit.reference_words import WORDS

TWO_FIGURES = 256 * 64


def test_there_are_enough_words_and_none_comes_twice():
    assert len(set(WORDS)) == len(WORDS) == 256
    assert all(word.isascii() and word.isupper() and 4 <= len(word) <= 11 for word in WORDS)


def test_any_two_words_differ_in_three_letters():
    too_near = [pair for pair in combinations(WORDS, 2) if refs._slips(*pair) < 3]
    assert not too_near


def test_every_number_has_its_own_reference():
    assert len({refs.reference(n) for n in range(TWO_FIGURES + 40_000)}) == TWO_FIGURES + 40_000


def test_the_first_sixteen_thousand_have_two_figures_and_the_next_three():
    assert len(refs.reference(0).split()[1]) == len(refs.reference(TWO_FIGURES - 1).split()[1]) == 2
    assert len(refs.reference(TWO_FIGURES).split()[1]) == 3


def test_no_figure_looks_like_a_letter():
    assert not any(set("01") & set(refs.reference(n)) for n in range(2000))


def test_neighbours_look_nothing_alike():
    near = [n for n in range(2000) if set(refs.reference(n).split()) & set(refs.reference(n + 1).split())]
    assert len(near) < 60


def test_a_reference_never_changes():
    assert [refs.reference(n) for n in (0, 1, 2, 20_000)] == EXPECTED


def test_counting_starts_at_nought():
    with pytest.raises(ValueError, match="counted"):
        refs.reference(-1)


@given(st.integers(0, 10**7))
def test_what_we_write_we_can_read(n):
    said = refs.reference(n)
    assert refs.parse(said) == said
    assert refs.parse(said.lower().replace(" ", "")) == said
    assert said.split()[0] in WORDS


def test_the_words_to_say_are_three_of_many_and_have_nothing_to_do_with_the_reference():
    about = [UUID(int=number) for number in range(400)]
    said = {refs.spoken_words("secret", one, 1) for one in about}
    assert len(said) == len(about)
    assert all(len(words.split()) == 3 and set(words.split()) <= set(WORDS) for words in said)
    assert len(WORDS) ** refs.SPOKEN_WORDS >= 2**20
    assert refs.spoken_words("secret", about[0], 2) not in said
    assert refs.spoken_words("another", about[0], 1) not in said


@pytest.mark.parametrize(
    "typed",
    [
        "KESTREL 42",
        "kestrel42",
        " Kestrel-42. ",
        "Kestral 42",
        "KESTERL 42",
        "kestrel forty two",
        "kestrel four two",
        "kestrel ٤٢",
        "Ref: KESTREL 42",
        "my word is kestrel 42",
        "kes trel 4 2",
    ],
)
def test_a_reference_is_read_as_it_was_meant(typed):
    assert refs.parse(typed) == "KESTREL 42"


@pytest.mark.parametrize(
    "typed", ["", "42", "kestrel", "kestrel 4", "kestrel 10", "hippo 42", "kestrel 4O", "x" * 9000]
)
def test_what_is_no_reference_is_none(typed):
    assert refs.parse(typed) is None


@given(st.sampled_from(WORDS), st.randoms(use_true_random=False))
def test_one_slip_of_the_pen_still_finds_the_word(word, dice: random.Random):
    at = dice.randrange(len(word))
    for slipped in (word[:at] + word[at + 1 :], word[:at] + "Z" + word[at + 1 :], word[:at] + "Z" + word[at:]):
        assert refs.parse(f"{slipped} 42") == f"{word} 42"


def test_a_code_is_six_figures_of_one_ask_and_one_version():
    first = refs.code("secret", UUID(int=1), 1)
    assert len(first) == 6
    assert not set(first) - set(refs.DIGITS)
    assert first == refs.code("secret", UUID(int=1), 1)
    assert len({first, refs.code("secret", UUID(int=1), 2), refs.code("secret", UUID(int=2), 1)}) == 3
    assert first != refs.code("another secret", UUID(int=1), 1)


def test_a_code_may_be_typed_with_spaces():
    assert refs.same_code(" 234 567", "234567")
    assert refs.same_code("٢٣٤٥٦٧", "234567")
    assert not refs.same_code("234568", "234567")
    assert not refs.same_code("", "234567")


EXPECTED = ["ALPACA 44", "SANDPIPER 66", "BEACON 65", "LADYBIRD 928"]
