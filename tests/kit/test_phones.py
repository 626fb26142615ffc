"""Phone numbers, in the shapes that arrive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kit import phones

TEN_SHAPES = [
    "+44 1632 960001",
    "0044 1632 960001",
    "01632 960 001",
    "(01632) 960001",
    "1632960001",
    "1632960001.0",
    "1.632960001E+9",
    "tel:01632960001",
    "Mum's number 01632-960-001 (after 6)",
    "01632 960001 / 07700 900123",
    "+44 (0)1632 960001",
    "O1632 96OOO1",
    "'01632960001",
    "٠١٦٣٢٩٦٠٠٠١",
]


@pytest.mark.parametrize("shape", TEN_SHAPES)
def test_every_shape_is_the_same_number(shape: str) -> None:
    assert phones.normalise(shape) == "+441632960001"


def test_two_numbers_in_one_cell_are_both_found() -> None:
    assert phones.find("07700900123 07700900124") == ["+447700900123", "+447700900124"]
    assert phones.find("01632 960001 - 07700 900001") == ["+441632960001", "+447700900001"]
    assert phones.find("07700 900123 or her son 07700 900124, or 07700 900123") == ["+447700900123", "+447700900124"]


@pytest.mark.parametrize("text", ["", "999", "03/04/2020", "1.63296E+09", "none", "0770090012", "ZZ31 4AB", "12.50"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert phones.normalise(text) is None


def test_a_number_is_said_as_it_is_written_here() -> None:
    assert phones.said("+441632960001") == "01632 960001"
    assert phones.said("+447700900123") == "07700 900123"
    assert phones.said("+35312345678") == "+353 1 234 5678"
    assert phones.said("ask at the shop") == "ask at the shop"


def test_only_mobiles_can_be_texted() -> None:
    assert phones.can_text("+447700900123")
    assert phones.can_text("+35312345678")
    assert not phones.can_text("+441632960001")
    assert not phones.can_text("")


@given(st.integers(min_value=0, max_value=999), st.sampled_from(["+441632960", "+447700900"]))
def test_a_number_said_is_read_back(end: int, start: str) -> None:
    number = f"{start}{end:03}"
    assert phones.normalise(phones.said(number)) == number
    assert phones.normalise(number) == number


@given(st.text(max_size=400))
def test_any_text_gives_numbers_or_none(text: str) -> None:
    assert all(number.startswith("+") for number in phones.find(text))
