"""How a service goes on, how it is known to be right, and how an edit ends. Plain Python."""

from __future__ import annotations

from kith.kit.lifecycle import Lifecycle

# What a service is now, beside what the standard calls its status.
OPEN, ONLINE, OUTDOOR, PAUSED, WAITING, FULL = "open", "online", "outdoor", "paused", "waiting", "full"
STATES = (OPEN, ONLINE, OUTDOOR, PAUSED, WAITING, FULL)
# They take somebody new today; the others stay findable, with until when.
TAKES_NEW = (OPEN, ONLINE, OUTDOOR)

# The status of the standard.
ACTIVE, INACTIVE, DEFUNCT, CLOSED = "active", "inactive", "defunct", "temporarily closed"
STATUSES = (ACTIVE, INACTIVE, DEFUNCT, CLOSED)

LIVE, PROPOSED, REFUSED, UNDONE = "live", "proposed", "refused", "undone"
EDIT = Lifecycle(
    states={
        PROPOSED: "waits for somebody to look, because it could harm",
        LIVE: "shown",
        REFUSED: "not taken over",
        UNDONE: "put back as it was",
    },
    moves={PROPOSED: {LIVE, REFUSED}, LIVE: {UNDONE}, REFUSED: set(), UNDONE: set()},
    start=LIVE,
    other_starts={PROPOSED},
    ends={LIVE, REFUSED, UNDONE},
)

# Two organizations that may be one: a person decides.
MAYBE, ONE, TWO = "maybe", "one", "two"
MERGE = Lifecycle(
    states={MAYBE: "may be one", ONE: "are one", TWO: "are two"},
    moves={MAYBE: {ONE, TWO}, ONE: {TWO}, TWO: {ONE}},
    start=MAYBE,
    ends={ONE, TWO},
)
LIFECYCLES = {"edit": EDIT, "merge": MERGE}
