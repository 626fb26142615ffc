"""Which state follows which where nobody can wait: an emergency use, its telling and review, a major incident."""

from __future__ import annotations

from kith.kit.lifecycle import Lifecycle, mark

OPEN, OVER = "open", "over"

USE = Lifecycle(
    states={OPEN: mark("open"), OVER: mark("over")},
    moves={OPEN: {OVER}, OVER: set()},
    start=OPEN,
    ends={OVER},
)

TO_TELL, NOT_YET, TOLD, GOES_ON = "to-tell", "not-yet", "told", "goes-on"

TELLING = Lifecycle(
    states={
        TO_TELL: mark("to be told"),
        NOT_YET: mark("not told yet, because"),
        TOLD: mark("told"),
        GOES_ON: mark("told together with the next"),
    },
    moves={TO_TELL: {NOT_YET, TOLD, GOES_ON}, NOT_YET: {NOT_YET, TOLD, GOES_ON}, TOLD: set(), GOES_ON: set()},
    start=TO_TELL,
    ends={TOLD, GOES_ON},
)

WAITING, JUSTIFIED, NOT_JUSTIFIED, UNCLEAR = "waiting", "justified", "not", "unclear"

REVIEW = Lifecycle(
    states={
        WAITING: mark("waiting for its review"),
        JUSTIFIED: mark("it was right"),
        NOT_JUSTIFIED: mark("it was not right"),
        UNCLEAR: mark("it is not clear"),
    },
    # What was not clear may become clear; the other two stand.
    moves={
        WAITING: {JUSTIFIED, NOT_JUSTIFIED, UNCLEAR},
        UNCLEAR: {JUSTIFIED, NOT_JUSTIFIED},
        JUSTIFIED: set(),
        NOT_JUSTIFIED: set(),
    },
    start=WAITING,
    ends={JUSTIFIED, NOT_JUSTIFIED, UNCLEAR},
)

PROPOSED, RUNNING, NOT_CONFIRMED, ENDED, REPORTED = "proposed", "running", "not-confirmed", "ended", "reported"

INCIDENT = Lifecycle(
    states={
        PROPOSED: mark("waiting for a second person"),
        RUNNING: mark("running"),
        NOT_CONFIRMED: mark("not confirmed"),
        ENDED: mark("ended, to be reported on"),
        REPORTED: mark("reported on"),
    },
    moves={
        PROPOSED: {RUNNING, NOT_CONFIRMED},
        RUNNING: {ENDED},
        NOT_CONFIRMED: set(),
        ENDED: {REPORTED},
        REPORTED: set(),
    },
    start=PROPOSED,
    ends={NOT_CONFIRMED, REPORTED},
)

TO_RING, SPOKEN, NO_ANSWER, STOPPED, IN_PERSON = "to-ring", "spoken", "no-answer", "stopped", "in-person"

CALL = Lifecycle(
    states={
        TO_RING: mark("to ring"),
        NO_ANSWER: mark("nobody answered"),
        SPOKEN: mark("spoken with"),
        STOPPED: mark("told us to stop"),
        IN_PERSON: mark("not by phone: a colleague reaches them"),
    },
    moves={
        TO_RING: {NO_ANSWER, SPOKEN, STOPPED, IN_PERSON},
        NO_ANSWER: {NO_ANSWER, SPOKEN, STOPPED, IN_PERSON},
        SPOKEN: {STOPPED},
        STOPPED: set(),
        IN_PERSON: {SPOKEN, STOPPED},
    },
    start=TO_RING,
    other_starts={IN_PERSON},
    ends={SPOKEN, STOPPED},
)

LIFECYCLES = {
    "emergency use": USE,
    "telling of an emergency use": TELLING,
    "review of an emergency use": REVIEW,
    "major incident": INCIDENT,
    "a person of a major incident": CALL,
}
