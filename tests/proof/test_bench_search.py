"""The bench of finding: its directory is made from a seed, and its judged queries can be judged."""

from __future__ import annotations

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
    fine = bench_search.Speed(100, 5.0, 19.0, 25.0, 4.0, 15.0, 1.3, 1.0, 0.99)
    slow = bench_search.Speed(100, 5.0, 21.0, 25.0, 4.0, 15.0, 1.3, 1.0, 0.99)
    missing = bench_search.Speed(100, 5.0, 19.0, 25.0, 4.0, 15.0, 1.3, 0.9, 0.9)
    assert fine.within and not slow.within and not missing.within
