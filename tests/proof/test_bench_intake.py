"""What the bench of the intake says of its figures."""

from __future__ import annotations

import pytest

from kith.proof.bench_intake import Turn, figures, table


def turn(per_second: float) -> Turn:
    return Turn(per_second, (1000 / per_second,) * 40, 40)


@pytest.mark.parametrize(
    ("ours", "kept", "met", "fails"), [(300.0, 120, True, False), (100.0, 120, False, False), (300.0, 119, True, True)]
)
def test_being_slow_is_said_and_losing_one_is_a_failure(ours: float, kept: int, met: bool, fails: bool) -> None:
    found = figures([turn(500.0)] * 3, [turn(ours)] * 3, kept)
    assert (found.met, found.fails, found.lost) == (met, fails, 120 - kept)
    said = "\n".join(table(found))
    assert f"ratio {ours / 500:.3f}" in said and ("NOT MET" in said) is not met
    assert f"lost {120 - kept}" in said


def test_the_first_turn_warms_up_and_its_asks_are_counted() -> None:
    found = figures([turn(1.0), turn(400.0)], [turn(1.0), turn(100.0)], 80)
    assert (found.accepted, found.bare_per_s, found.ours_per_s, found.ratio) == (80, 400.0, 100.0, 0.25)
    assert found.ratio_low == found.ratio_high == 0.25
