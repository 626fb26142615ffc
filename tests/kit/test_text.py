"""Typed text, kept as meant and safe to show."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kith.kit import text

WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


def test_names_in_every_script_stay() -> None:
    for name in ("Siân Tŵr", "محمد حدّاد", "Zoë 👩🏽‍🌾", f"Gwen {WALES}", "D’Arcy-O'Neil"):
        assert text.clean(name) == unicodedata.normalize("NFC", name)


def test_overrides_that_spoof_are_taken_out() -> None:
    assert text.clean("ring \u202e10069 23610\u202c now\u200b") == "ring 10069 23610 now"
    assert text.clean("a\x00b\x07c\ud800") == "abc"
    assert text.clean("hidden\U000e0061\U000e0062") == "hidden"


def test_lines_stay_lines() -> None:
    assert text.clean(" milk \r\nbread\r\n\r\n\r\n\r\neggs ") == "milk\nbread\n\neggs"
    assert text.one_line(" milk\r\n bread ") == "milk bread"


def test_long_text_is_cut_at_a_word() -> None:
    assert text.shorten("bread and milk and eggs", 16) == "bread and milk…"
    assert len(text.shorten("x" * 500, 50)) == 50


def test_folding_forgets_accents_and_capitals() -> None:
    assert text.fold("  SIÂN   Tŵr ") == "sian twr"


def test_a_slug_is_plain() -> None:
    assert text.slug("Great Torrington & Ŵyl") == "great-torrington-wyl"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(anything: str) -> None:
    once = text.clean(anything)
    assert text.clean(once) == once
    once.encode("utf-8")
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in once)
