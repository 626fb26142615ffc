"""Each process frozen in turn: who is told, and after how long? Intervals run shorter, and the report says so."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from kith.kit import clock
from kith.kit.cli import Stop
from kith.kit.progress import bar
from kith.proof.drill import land
from kith.proof.drill.faults import FAULTS, Fault, mend
from kith.proof.drill.home import Home, on_its_database, throw_away, wait_for
from kith.proof.drill.outside import Outside, outside

FASTER = 60
# All in seconds of real life. After this long without a word from the watchdog the outside switch rings.
SWITCH_RINGS_AFTER = 180
LATE_AFTER = 300
# Whoever was not told by then never would be.
NEVER_AFTER = 1200
NEIGHBOURS = 10


@dataclass(frozen=True)
class Told:
    """Of one fault: after how many seconds of real life somebody was told, and by whom. None: never."""

    fault: str
    told_s: int | None
    by: str


def run(*, faults: int, quiet: bool) -> list[Told]:
    """Bring about so many faults, one after the other, on an instance of its own."""
    with outside(SWITCH_RINGS_AFTER / FASTER) as world:
        # One process for pages is enough, and leaves room for the clocks that run faster here.
        more = world.settings | {"KITH_PACE": str(FASTER), "KITH_LOG_LEVEL": "CRITICAL", "KITH_WEB_PROCESSES": "1"}
        with throw_away(more) as home, bar(faults, "Freezing and watching", quiet=quiet) as tick:
            home.start()
            with on_its_database(home):
                land.settle_in(clock.now(), NEIGHBOURS)
            found = []
            for number in range(faults):
                found.append(_one(FAULTS[number % len(FAULTS)], home, world))
                tick()
            return found


def _one(fault: Fault, home: Home, world: Outside) -> Told:
    _until_well(world)
    began = time.monotonic()
    heal = fault.bring(home, world)
    end = began + NEVER_AFTER / FASTER
    ring = None
    while ring is None and time.monotonic() < end:
        time.sleep(0.02)
        ring = world.first_ring(began, fault.about)
    mend(heal, home)
    if ring is None:
        return Told(fault.name, None, "nobody")
    return Told(fault.name, round((ring.at - began) * FASTER), ring.by)


def _until_well(world: Outside) -> None:
    """The watchdog has said twice that all is well, so what rings from now on is about the next fault."""
    for _ in range(2):
        moment = time.monotonic()
        wait_for(lambda since=moment: world.well_after(since), 120, lambda: _never_well(world))  # type: ignore[misc]


def _never_well(world: Outside) -> str:
    last = world.rings[-1].words if world.rings else "nothing"
    return f"The throw-away instance was never well before a fault; the last that was rung was: {last}"


def figures(found: list[Told]) -> dict[str, Any]:
    """What is printed: seconds of real life."""
    times = [one.told_s for one in found if one.told_s is not None]
    if not found:
        raise Stop("No fault, nothing to tell: give --faults a number above 0.")
    return {
        "faults": len(found),
        "unnoticed": sum(one.told_s is None for one in found),
        "late": sum(seconds > LATE_AFTER for seconds in times),
        "told_s_p50": round(median(times)) if times else None,
        "told_s_max": max(times, default=None),
        "intervals": f"{FASTER}x shorter",
        "by": {by: sum(one.by == by for one in found) for by in sorted({one.by for one in found})},
    }
