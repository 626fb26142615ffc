"""Which state of an offer follows which. A no, a silence and "somebody has it" are all fine endings."""

from __future__ import annotations

from kith.kit.lifecycle import Lifecycle

OFFERED, ACCEPTED, NOT_THIS_TIME, SILENT, SOMEBODY_ELSE, NOT_NEEDED, HANDED_BACK, FINISHED = (
    "offered",
    "accepted",
    "not-this-time",
    "silent",
    "somebody-else",
    "not-needed",
    "handed-back",
    "finished",
)

OFFER = Lifecycle(
    states={
        OFFERED: "asked, not answered yet",
        ACCEPTED: "said yes",
        NOT_THIS_TIME: "not this time",
        SILENT: "no answer in time",
        SOMEBODY_ELSE: "somebody else has it",
        NOT_NEEDED: "no longer needed",
        HANDED_BACK: "handed back",
        FINISHED: "it is done",
    },
    moves={
        OFFERED: {ACCEPTED, NOT_THIS_TIME, SILENT, SOMEBODY_ELSE, NOT_NEEDED},
        # Somebody who answers after the clock may still have it while nobody else does.
        SILENT: {ACCEPTED, NOT_THIS_TIME, SOMEBODY_ELSE, NOT_NEEDED},
        ACCEPTED: {HANDED_BACK, FINISHED, NOT_NEEDED},
        NOT_THIS_TIME: {ACCEPTED},
        # Asked again when it is handed back or had not come: they said nothing against it.
        SOMEBODY_ELSE: {OFFERED},
        NOT_NEEDED: {OFFERED},
        HANDED_BACK: {ACCEPTED},
        FINISHED: {OFFERED},
    },
    start=OFFERED,
    ends={NOT_THIS_TIME, SILENT, SOMEBODY_ELSE, NOT_NEEDED, HANDED_BACK, FINISHED},
)
LIFECYCLES = {"offer": OFFER}
# Offers that still reserve their number on a phone.
LIVE = (OFFERED, SILENT, ACCEPTED)
# Whoever has one of these may be asked the same ask again.
MAY_BE_ASKED_AGAIN = (SOMEBODY_ELSE, NOT_NEEDED, FINISHED)
