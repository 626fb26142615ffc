"""Which state of a sharing agreement follows which. Only a live one lets anything new cross."""

from __future__ import annotations

from kith.governance import urgent
from kith.kit.lifecycle import Lifecycle, mark

DRAFT, SIGNED, LIVE, RUN_OFF = "draft", "signed", "live", "run-off"
ENDED, EXPIRED, DROPPED = "ended", "expired", "dropped"

AGREEMENT = Lifecycle(
    states={
        DRAFT: mark("being written"),
        SIGNED: mark("signed, begins later"),
        LIVE: mark("in force"),
        RUN_OFF: mark("over for anything new, what is open runs off"),
        ENDED: mark("ended early"),
        EXPIRED: mark("its time is over"),
        DROPPED: mark("never came about"),
    },
    moves={
        DRAFT: {SIGNED, LIVE, DROPPED},
        SIGNED: {LIVE, DROPPED},
        LIVE: {RUN_OFF},
        RUN_OFF: {ENDED, EXPIRED},
        ENDED: set(),
        EXPIRED: set(),
        DROPPED: set(),
    },
    start=DRAFT,
    ends={ENDED, EXPIRED, DROPPED},
)
# Something crosses by it, be it only for those who have it already.
CROSSES = (LIVE, RUN_OFF)
LIFECYCLES = {"agreement": AGREEMENT, **urgent.LIFECYCLES}
