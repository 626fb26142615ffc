"""The bench of pages: it opens real pages of a filled place, and says which are beyond their bound."""

from __future__ import annotations

import pytest

from kith.kit import clock
from kith.proof import bench, bench_land
from kith.proof.bench import BARE, Figures


@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_is_opened_and_asks_few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_land, "ASKS", 12)
    monkeypatch.setattr(bench_land, "VOLUNTEERS", 60)
    now = clock.now()
    left_out: list[str] = []
    visits = bench_land.visits(bench_land.fill(now), now, left_out.append)
    found = bench.measure(visits, 2, lambda: None)
    assert left_out == []
    assert {"today", "ask", "status", "offer", "public_form", "nobody_missed", BARE} <= found.keys()
    beyond = {name: one.queries for name, one in found.items() if one.queries > bench.MOST_QUERIES}
    assert not beyond, "How to mend it: fetch what the page shows in one query of its package."


@pytest.mark.parametrize(
    ("p95", "queries", "within", "fails"),
    [(150, 15, True, False), (151, 15, False, False), (451, 15, False, True), (20, 16, False, True)],
)
def test_milliseconds_fail_at_three_times_the_bound_and_questions_at_once(
    p95: float, queries: int, within: bool, fails: bool
) -> None:
    one = Figures(p50_ms=10, p95_ms=p95, cpu_ms=5, queries=queries, bytes=9_000)
    assert (one.within, one.fails) == (within, fails)
    assert ("NOT WITHIN" in bench.table({"today": one})[1]) is not within
