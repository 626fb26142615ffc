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
# What a second line may say of a promise that has ended.
AFTERWARDS = {state: PROMISE.states[state] for state in (KEPT, LATE, BROKEN)}

OFFERED, ACCEPTED, NOT_THIS_TIME, PASSED_ON, OVER = "offered", "accepted", "not-this-time", "passed-on", "over"

HAND_OVER = Lifecycle(
    states={
        OFFERED: "asked",
        ACCEPTED: "they have it now",
        NOT_THIS_TIME: "not this time",
        PASSED_ON: "no answer in time, so the next was asked",
        OVER: "no longer needed",
    },
    moves={
        OFFERED: {ACCEPTED, NOT_THIS_TIME, PASSED_ON, OVER},
        ACCEPTED: set(),
        NOT_THIS_TIME: set(),
        PASSED_ON: set(),
        OVER: set(),
    },
    start=OFFERED,
    ends={ACCEPTED, NOT_THIS_TIME, PASSED_ON, OVER},
)
LIFECYCLES = {"promise": PROMISE, "hand-over": HAND_OVER}
