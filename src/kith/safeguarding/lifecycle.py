"""Which state of a concern follows which. A concern ends with an outcome and is never taken away."""

from __future__ import annotations

from kith.kit.lifecycle import Lifecycle

NEW, READ, ENDED = "new", "read", "ended"

CONCERN = Lifecycle(
    states={NEW: "nobody has read it yet", READ: "somebody has it", ENDED: "ended"},
    moves={NEW: {READ}, READ: {ENDED}, ENDED: set()},
    start=NEW,
    ends={ENDED},
)
LIFECYCLES = {"concern": CONCERN}
