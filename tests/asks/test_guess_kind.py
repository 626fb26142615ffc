"""Which kind of ask a sentence holds, and what each kind needs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.asks import kinds

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_the_kinds_are_these_eight() -> None:
    assert list(kinds.KINDS) == [
        "shopping", "prescription", "call", "dog_walk", "post", "parcel", "welfare_check", "other",
    ]  # fmt: skip
    for kind in kinds.KINDS.values():
        assert kind.meanwhile
        assert kinds.need_by_default(kind.slug, NOW) > NOW


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("Shopping", ["shopping"]),
        ("shopping + prescription, and could someone walk the dog", ["shopping", "prescription", "dog_walk"]),
        ("bread, milk and eggs", ["shopping"]),
        ("perscription from Bridge Chemist; stamps", ["prescription", "post"]),
        ("shopping prescription dog walk", ["shopping", "prescription", "dog_walk"]),
        ("1. shopping 2. medication", ["shopping", "prescription"]),
        ("dog food and milk", ["shopping"]),
        ("befriending call, v lonely", ["call"]),
        ("please call when you are outside with the shopping", ["shopping"]),
        ("collect a parcel from the post office", ["parcel"]),
        ("can someone check on mum, she hasn't answered", ["welfare_check"]),
        ("Shopping, and fix the tap", ["shopping", "other"]),
        ("siopa a presgripsiwn", ["shopping", "prescription"]),
        ("تسوق ودواء", ["shopping", "prescription"]),
        ("hello there", ["other"]),
        ("", []),
    ],
)
def test_a_sentence_holds_its_asks(words: str, slugs: list[str]) -> None:
    assert [slug for slug, _ in kinds.guess(words)] == slugs


def test_one_ask_keeps_the_words_whole() -> None:
    words = "Bread, milk and eggs (brown)\nplease"
    assert kinds.guess(words) == [("shopping", words)]


def test_a_controlled_or_chilled_medicine_needs_a_checked_volunteer() -> None:
    details = kinds.details_from("prescription", "insulin from Bridge Pharmacy, not ready yet")
    assert details == {"pharmacy": "Bridge Pharmacy", "ready": "no", "careful": "yes"}
    assert kinds.checks_needed("prescription", details) == "basic"
    assert kinds.checks_needed("prescription", {"careful": "no"}) == "none"


def test_shopping_without_a_way_to_pay_is_not_offered() -> None:
    assert "paid" in kinds.wanting("shopping", {})
    assert kinds.wanting("shopping", {"paid": "receipt"}) == ""
    assert kinds.wanting("call", {}) == ""


def test_effort_grows_with_the_list_and_sees_steps_and_dogs() -> None:
    effort = kinds.effort("shopping", "milk\n" * 30, {}, at_door="up a few steps, a dog")
    assert (effort.bags, effort.steps, effort.dog) == (4, True, True)


@given(st.text(max_size=300))
def test_any_words_hold_at_least_one_ask_unless_blank(words: str) -> None:
    found = kinds.guess(words)
    assert bool(found) == bool(words.strip())
    assert len({slug for slug, _ in found}) == len(found)
    assert all(slug in kinds.KINDS and part.strip() for slug, part in found)
