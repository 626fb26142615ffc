"""What the worker does for the trail: it seals what was written since the last look."""

from __future__ import annotations

import time
from datetime import datetime

from kith.kit.actor import Actor
from kith.trail import actions, queries
from kith.trail.floor import Floor

SWEEP = Actor.system("the sweep of the trail")
AT_ONCE = 2000
# So much at most in one sweep; what is left over is next.
MOST = 100_000
_FLOOR = Floor()


def sweep(now: datetime) -> int:
    """Seal what has no seal yet. Answers how many lines."""
    at = time.monotonic()
    database, mark, oldest = queries.under_way(at)
    above, done = _FLOOR.begin(database, at), 0
    while done < MOST:
        sealed = actions.seal(above=above, most=AT_ONCE, by=SWEEP, now=now)
        if sealed is None:
            # Another worker is at it. What it has not got to yet is still above the floor.
            return done
        done += sealed
        if sealed < AT_ONCE:
            _FLOOR.all_sealed(mark, oldest)
            break
    return done
