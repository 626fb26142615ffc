"""Which state of an ask follows which. Sent is no ending: an ask is done, not done because, or no longer wanted."""

from __future__ import annotations

from kith.kit.lifecycle import Lifecycle

SPEAK_FIRST, NEW, ASKING, STUCK, TAKEN, DONE, NOT_DONE, NO_LONGER = (
    "speak-first",
    "new",
    "asking",
    "stuck",
    "taken",
    "done",
    "not-done",
    "no-longer-wanted",
)

ASK = Lifecycle(
    states={
        SPEAK_FIRST: "to be spoken with first",
        NEW: "new",
        ASKING: "being asked",
        STUCK: "nobody left to ask here",
        TAKEN: "taken",
        DONE: "done",
        NOT_DONE: "not done, because",
        NO_LONGER: "no longer wanted",
    },
    moves={
        SPEAK_FIRST: {NEW, NO_LONGER, NOT_DONE},
        NEW: {ASKING, STUCK, TAKEN, DONE, NOT_DONE, NO_LONGER},
        ASKING: {TAKEN, STUCK, DONE, NOT_DONE, NO_LONGER},
        STUCK: {ASKING, TAKEN, DONE, NOT_DONE, NO_LONGER},
        TAKEN: {DONE, NOT_DONE, NO_LONGER, ASKING, STUCK},
        # "It did not come": the same ask opens again with its holder.
        DONE: {ASKING},
        NOT_DONE: {ASKING},
        # It was stopped, because we were told that they had died, moved or were in hospital, and goes on where it was.
        NO_LONGER: {ASKING, NEW, SPEAK_FIRST},
    },
    start=NEW,
    ends={DONE, NOT_DONE, NO_LONGER},
    other_starts={SPEAK_FIRST},
)
LIFECYCLES = {"ask": ASK}
ENDED = (DONE, NOT_DONE, NO_LONGER)
# A volunteer may still say yes in these.
WANTED = (NEW, ASKING, STUCK)
