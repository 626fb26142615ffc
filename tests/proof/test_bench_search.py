"""The bench of finding: its directory is made from a seed, and its judged queries can be judged."""

from __future__ import annotations

from dataclasses import replace

from kith.proof import bench_search
from kith.proof.search_kinds import JUDGED, KINDS


def test_every_judged_query_names_kinds_that_are_there_and_one_that_was_meant():
    keys = {kind.key for kind in KINDS}
    assert len(JUDGED) == 40 and len(keys) == len(KINDS)
    for words, grades in JUDGED:
        assert set(grades) <= keys and max(grades.values()) == 3, words


def test_the_best_order_scores_one_and_a_worse_one_less():
    assert bench_search._gain([3, 2, 0]) > bench_search._gain([0, 2, 3])


def test_what_is_not_within_its_bounds_says_so():
    fine = bench_search.Speed(100, 9.0, 19.0, 5.0, 9.0, 4.0, 8.0, 1.3, 1.0, 0.99, 12.0, 60.0)
    assert fine.within
    for slip in ({"p95_ms": 21.0}, {"times_bare": 2.1}, {"recall_near": 0.9}, {"recall_wide": 0.97}):
        assert not replace(fine, **slip).within, slip
