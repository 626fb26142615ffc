"""At the door: how the person hears comes first, and the script fits in one breath."""

from __future__ import annotations

import pytest

from kith.dispatch.door import MOST_WORDS, AtTheDoor, facts, nobody_answered

TORCH = "cannot hear the knock: shine a torch at the window"


def test_how_they_hear_comes_before_the_address():
    keys = [fact.key for fact in facts(AtTheDoor(hears=TORCH, address="1 Quay Street", name="Pearl", word="KESTREL"))]
    assert keys == ["hears", "name", "address", "word"]


def test_nothing_known_is_nothing_shown():
    assert facts(AtTheDoor(name=" ")) == []


def test_who_to_ring_is_one_line():
    assert facts(AtTheDoor(ring_name="Jan", ring_phone="01632 960001"))[0].value == "Jan 01632 960001"


def test_the_script_begins_with_the_note_where_there_is_one():
    steps = nobody_answered(hears=TORCH, ring_name="Jan", ring_phone="01632 960001")
    assert steps[0].startswith("Cannot hear the knock: shine a torch at the window.")
    assert steps[-2:] == ["Then ring Jan: 01632 960001.", "If you think they are hurt, ring 999."]


def test_for_somebody_deaf_the_first_step_is_never_a_knock():
    first = nobody_answered(deaf=True, ring_name="Jan")[0]
    assert "do not hear a knock" in first
    assert "call out" not in " ".join(nobody_answered(deaf=True))
    assert "call out" not in " ".join(nobody_answered(hears=TORCH))


@pytest.mark.parametrize("hears", ["", TORCH, "long " * 90])
@pytest.mark.parametrize("deaf", [True, False])
def test_the_script_is_at_most_fifty_words(hears, deaf):
    steps = nobody_answered(hears=hears, deaf=deaf, ring_name="Jan of the Holsworthy team", ring_phone="01632 960001")
    assert sum(len(step.split()) for step in steps) <= MOST_WORDS
