"""Which state of a message follows which. Sent is not told: only an acknowledgement or a person says that."""

from __future__ import annotations

from kith.kit.lifecycle import Lifecycle

WAITING, HELD, SENT, ACKNOWLEDGED, REFUSED, DEAD, TAKEN_BACK = (
    "waiting",
    "held",
    "sent",
    "acknowledged",
    "refused",
    "dead",
    "taken-back",
)

MESSAGE = Lifecycle(
    states={
        WAITING: "waiting to leave",
        HELD: "held until it may leave",
        SENT: "left us, not yet known to be read",
        ACKNOWLEDGED: "acknowledged",
        REFUSED: "not allowed to leave",
        DEAD: "could not be sent",
        TAKEN_BACK: "taken back before it left",
    },
    moves={
        WAITING: {SENT, HELD, REFUSED, DEAD, TAKEN_BACK},
        HELD: {WAITING, SENT, REFUSED, DEAD, TAKEN_BACK},
        # What left may come back as undeliverable.
        SENT: {ACKNOWLEDGED, DEAD},
        ACKNOWLEDGED: set(),
        REFUSED: set(),
        DEAD: set(),
        TAKEN_BACK: set(),
    },
    start=WAITING,
    ends={ACKNOWLEDGED, REFUSED, DEAD, TAKEN_BACK, SENT},
)
LIFECYCLES = {"message": MESSAGE}
