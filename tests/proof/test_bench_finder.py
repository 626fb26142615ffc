"""The bench of the finder: the middle of several looks, what is to be mended, and what is said where it cannot look."""

from __future__ import annotations

import shutil

import pytest

from kith.proof import bench_finder


def a_look(performance=0.97, accessibility=1.0, shift=0.0):
    audits = {name: {"score": 1.0, "title": name, "displayValue": "1.0 s"} for name in bench_finder._SHOWN}
    audits["cumulative-layout-shift"] = {"score": 1.0 - shift, "title": "Lines move", "displayValue": str(shift)}
    refs = [{"id": name, "weight": 10} for name in audits]
    scores = {"performance": performance, "accessibility": accessibility, "best-practices": 1.0}
    return {"audits": audits, "categories": {name: {"score": s, "auditRefs": refs} for name, s in scores.items()}}


def test_the_middle_of_the_looks_counts_and_any_fault_is_named():
    seen = bench_finder.judged("a page", [a_look(0.99), a_look(0.94, shift=0.3), a_look(0.96)])
    assert (seen.performance, seen.accessibility, seen.within) == (96, 100, True)
    assert seen.faults == ("cumulative-layout-shift: Lines move",)


@pytest.mark.parametrize("slip", [{"performance": 0.94}, {"accessibility": 0.99}])
def test_a_slow_page_and_one_not_everybody_can_read_are_not_within(slip):
    assert not bench_finder.judged("a page", [a_look(**slip)]).within


def test_without_node_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(bench_finder.Missing, match=r"node 18 or newer .*apt-get install nodejs"):
        bench_finder.tool({})
