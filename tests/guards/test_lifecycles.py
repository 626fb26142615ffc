"""Life cycles are whole: every state has words, a way in, and a way on."""

from __future__ import annotations

import importlib

import pytest

from kith.kit.lifecycle import Lifecycle

from .reading import dotted, listed, sources

MODULES = [dotted(path) for path in sources("lifecycle") if dotted(path) != "kith.kit.lifecycle"]


@pytest.mark.parametrize("module", MODULES)
def test_every_life_cycle_is_whole(module):
    cycles = getattr(importlib.import_module(module), "LIFECYCLES", None)
    assert cycles, (
        f"{module} has no LIFECYCLES. How to mend it: LIFECYCLES = {{'ask': Lifecycle(states, moves, start, ends)}}"
    )
    problems = []
    for name, cycle in cycles.items():
        assert isinstance(cycle, Lifecycle), f"{module}: {name} must be a kith.kit.lifecycle.Lifecycle"
        problems += [f"{name}: {what}" for what in cycle.problems()]
    assert not problems, listed(problems, f"complete the table in {module}.")


def test_a_table_with_a_hole_is_refused():
    cycle = Lifecycle(states={"new": "new", "lost": "lost"}, moves={"new": {"away"}}, start="new", ends=())
    said = " ".join(cycle.problems())
    for part in ("lost has no line", "away, which is not a state", "lost cannot be reached", "no way leads from new"):
        assert part in said
