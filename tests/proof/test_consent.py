"""The drill of taking things back, small; and that it sees what it is for when nobody sweeps."""

from __future__ import annotations

import os

import pytest
from django.db import transaction

from kith.proof.drill import consent, consent_split
from kith.proof.drill.consent_found import Consent, together
from tests.thread import NOW

pytestmark = pytest.mark.django_db
FEW = 8
MANY = 1000 if os.environ.get("KITH_TEST_FULL") == "1" else 40


def nothing() -> None:
    pass


def test_nobody_is_lost_and_nothing_is_told_later_than_a_minute_after_they_said_so() -> None:
    found = consent.run(interleavings=MANY, seed=5, now=NOW, tick=nothing)
    assert (found.interleavings, found.lost, found.late_disclosures) == (MANY, 0, 0), found.wrong[:5]
    assert found.says > MANY and found.sent > MANY and found.looked > MANY


def test_one_seed_brings_the_same_orders_however_they_are_shared_out() -> None:
    whole, *parts = (lived(part) for part in ((0, 1), (0, 2), (1, 2)))
    assert together(parts).figures() == whole.figures()


def lived(part: tuple[int, int]) -> Consent:
    """Each process begins on an empty database."""
    with transaction.atomic():
        found = consent.run(interleavings=FEW, seed=3, now=NOW, tick=nothing, part=part)
        transaction.set_rollback(True)
    return found


def test_no_more_processes_are_begun_than_are_worth_it() -> None:
    assert [consent_split.how_many(asked, count) for asked, count in ((4, 1000), (4, 100), (4, 3))] == [4, 2, 1]


def test_it_sees_what_is_told_when_nothing_follows_from_what_was_said() -> None:
    found = consent.run(interleavings=FEW, seed=2, now=NOW, tick=nothing, sweeping=False)
    assert found.late_disclosures > 0
