"""The clock on one page: what the worker sweeps, and how often. Nothing is queued: sweeps read the rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sweep:
    """A function ``sweep(now) -> int`` by its dotted path, run every so many seconds; it answers how much it did."""

    name: str
    function: str
    seconds: float


SWEEPS = (
    # The order matters within one beat: what a step decides is promised, and what is promised is sent.
    Sweep("asks", "kith.asks.jobs.sweep", 5),
    Sweep("dispatch", "kith.dispatch.jobs.sweep", 2),
    Sweep("promises", "kith.promises.jobs.sweep", 5),
    Sweep("duty", "kith.promises.jobs.ring", 2),
    Sweep("outbox", "kith.outbox.jobs.sweep", 2),
)
