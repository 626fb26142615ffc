"""Postcodes, with the slips of a hurried hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kit import postcodes


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("zz31 4ab", "ZZ31 4AB"),
        ("ZZ314AB", "ZZ31 4AB"),
        (" zz31-4ab.", "ZZ31 4AB"),
        ("ZZ3I 4AB", "ZZ31 4AB"),
        ("ZZ3l 4AB", "ZZ31 4AB"),
        ("ZZ1O 1AA", "ZZ10 1AA"),
        ("ZZ31 IAA", "ZZ31 1AA"),
        ("Z1A 1HQ", "Z1A 1HQ"),
        ("ＺＺ３１ ４ＡＢ", "ZZ31 4AB"),
    ],
)
def test_slips_are_mended(written: str, meant: str) -> None:
    assert postcodes.normalise(written) == meant


@pytest.mark.parametrize("text", ["", "ZZ31", "2Z31 4AB", "not known", "01632 960001", "ZZ31 4CV", "Quay Street"])
def test_what_is_no_postcode_is_none(text: str) -> None:
    assert postcodes.normalise(text) is None


def test_half_a_postcode_still_looks_like_one() -> None:
    assert postcodes.looks_like("ZZ31 4A")
    assert not postcodes.looks_like("Fore Street")


def test_a_postcode_is_found_in_an_address() -> None:
    assert postcodes.find("12 Quay Street, Barnstaple, zz31 4ab") == ("ZZ31 4AB", "12 Quay Street, Barnstaple")
    assert postcodes.find("Flat 2, Fore Street") is None


@given(st.text(max_size=60))
def test_normal_form_is_stable(text: str) -> None:
    found = postcodes.normalise(text)
    assert found is None or postcodes.normalise(found) == found
    postcodes.find(text)
