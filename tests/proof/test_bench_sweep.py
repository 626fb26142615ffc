"""What the sweep's bench makes of its times: linear is 1, and more than that is said."""

from __future__ import annotations

import pytest

from kith.proof import bench_sweep
from kith.proof.bench_sweep import Figure, Figures


def sizes(power: float) -> list[Figure]:
    return [Figure(due * 10, due, round(0.01 * due**power, 4), due * 9, 0.1) for due in (200, 600, 2_000)]


@pytest.mark.parametrize("power", [1.0, 1.5, 2.0])
def test_the_exponent_is_how_time_grows_with_the_steps(power: float) -> None:
    assert bench_sweep._exponent(sizes(power)) == pytest.approx(power, abs=0.02)


def test_more_than_linear_or_more_than_the_bound_is_not_within() -> None:
    assert Figures([Figure(20_000, 2_000, 9.9, 18_000, 0.2)], 1.0, 900.0).within
    assert not Figures([Figure(20_000, 2_000, 10.1, 18_000, 0.2)], 1.0, 900.0).within
    assert not Figures([Figure(20_000, 2_000, 9.0, 18_000, 0.2)], 1.6, 900.0).within


def test_the_table_and_the_document_say_the_same() -> None:
    found = Figures(sizes(1.0), 1.0, 900.0)
    said = found.as_json()
    assert said["open"] == 20_000
    assert said["due"] == 2_000
    assert said["ms_each"] == found.sizes[-1].ms_each
    assert any("20,000" in line for line in bench_sweep.table(found))
