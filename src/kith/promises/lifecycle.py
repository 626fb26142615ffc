"""Which state of a promise follows which. What was kept, late or broken is never rewritten."""

from __future__ import annotations

from kith.kit.lifecycle import Lifecycle

OPEN, KEPT, LATE, BROKEN, LET_GO = "open", "kept", "late", "broken", "let-go"

PROMISE = Lifecycle(
    states={
        OPEN: "open",
        KEPT: "kept",
        LATE: "kept, late",
        BROKEN: "not kept, because",
        LET_GO: "no longer wanted",
    },
    moves={OPEN: {KEPT, LATE, BROKEN, LET_GO}, KEPT: set(), LATE: set(), BROKEN: set(), LET_GO: set()},
    start=OPEN,
    ends={KEPT, LATE, BROKEN, LET_GO},
)
LIFECYCLES = {"promise": PROMISE}
