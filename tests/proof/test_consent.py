"""The drill of taking things back, small; and that it sees what it is for when nobody sweeps."""

from __future__ import annotations

import pytest

from kith.proof.drill import consent
from tests.thread import NOW

pytestmark = pytest.mark.django_db
FEW = 8


def nothing() -> None:
    pass


def test_nobody_is_lost_and_nothing_is_told_later_than_a_minute_after_they_said_so() -> None:
    found = consent.run(interleavings=FEW, seed=5, now=NOW, tick=nothing)
    assert (found.interleavings, found.lost, found.late_disclosures) == (FEW, 0, 0), found.wrong[:5]
    assert found.says > FEW and found.sent > FEW and found.looked > FEW


def test_it_sees_what_is_told_when_nothing_follows_from_what_was_said() -> None:
    found = consent.run(interleavings=FEW, seed=2, now=NOW, tick=nothing, sweeping=False)
    assert found.late_disclosures > 0
