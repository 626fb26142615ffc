"""Which state of an offer follows which. A no, a silence and "somebody has it" are all fine endings."""

from __future__ import annotations

from datetime import timedelta

from kith.kit.lifecycle import Lifecycle

OFFERED, ACCEPTED, NOT_THIS_TIME, SILENT, SOMEBODY_ELSE, NOT_NEEDED, HANDED_BACK, CAME_BACK, FINISHED = (
    "offered",
    "accepted",
    "not-this-time",
    "silent",
    "somebody-else",
    "not-needed",
    "handed-back",
    "came-back",
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
        CAME_BACK: "came back: we heard nothing",
        FINISHED: "it is done",
    },
    moves={
        OFFERED: {ACCEPTED, NOT_THIS_TIME, SILENT, SOMEBODY_ELSE, NOT_NEEDED},
        # Somebody who answers after the clock may still have it while nobody else does.
        SILENT: {ACCEPTED, NOT_THIS_TIME, SOMEBODY_ELSE, NOT_NEEDED},
        ACCEPTED: {HANDED_BACK, CAME_BACK, FINISHED, NOT_NEEDED},
        NOT_THIS_TIME: {ACCEPTED},
        # Asked again when it is handed back or had not come: they said nothing against it.
        SOMEBODY_ELSE: {OFFERED},
        NOT_NEEDED: {OFFERED},
        # They may have done it all the same.
        HANDED_BACK: {ACCEPTED, FINISHED},
        CAME_BACK: {ACCEPTED, FINISHED},
        FINISHED: {OFFERED},
    },
    start=OFFERED,
    ends={NOT_THIS_TIME, SILENT, SOMEBODY_ELSE, NOT_NEEDED, HANDED_BACK, CAME_BACK, FINISHED},
)
# How we know whether the person was reached: the partner's own word is a hint, and counts as nothing.
NOBODY_SAID, PARTNER_SAYS_SO = "nobody said so in time", "the partner says so"
REACHED, NOT_REACHED = "reached", "not-reached"
# A partner that has it is not yet known to have been in touch: our holder asks the person.
PARTNER_CARD = Lifecycle(
    states={
        OFFERED: "asked, not answered yet",
        ACCEPTED: "said yes",
        REACHED: "has been in touch with the person",
        NOT_THIS_TIME: "not this time",
        SILENT: "no answer in time",
        SOMEBODY_ELSE: "somebody else has it",
        NOT_NEEDED: "no longer needed",
        HANDED_BACK: "handed back",
        NOT_REACHED: "was not in touch in time",
        FINISHED: "it is done",
    },
    moves={
        OFFERED: {ACCEPTED, NOT_THIS_TIME, SILENT, SOMEBODY_ELSE, NOT_NEEDED},
        SILENT: {ACCEPTED, NOT_THIS_TIME, SOMEBODY_ELSE, NOT_NEEDED},
        ACCEPTED: {REACHED, HANDED_BACK, NOT_REACHED, FINISHED, NOT_NEEDED},
        REACHED: {HANDED_BACK, NOT_REACHED, FINISHED, NOT_NEEDED},
        NOT_THIS_TIME: {ACCEPTED},
        SOMEBODY_ELSE: {OFFERED},
        NOT_NEEDED: {OFFERED},
        HANDED_BACK: {ACCEPTED},
        NOT_REACHED: {ACCEPTED},
        FINISHED: {OFFERED},
    },
    start=OFFERED,
    ends={NOT_THIS_TIME, SILENT, SOMEBODY_ELSE, NOT_NEEDED, HANDED_BACK, NOT_REACHED, FINISHED},
)
INSIDE, BUDDY_TOLD, DUTY_TOLD, OUT = "inside", "buddy-told", "duty-told", "out"
# Somebody who went into somebody's home. Being late is no end: only being out is.
VISIT = Lifecycle(
    states={
        INSIDE: "inside, and not late",
        BUDDY_TOLD: "not out in time: their buddy was asked to ring them",
        DUTY_TOLD: "not out in time: the duty phone was rung",
        OUT: "out",
    },
    moves={
        INSIDE: {BUDDY_TOLD, DUTY_TOLD, OUT},
        # More time is asked for by themselves, whoever was told meanwhile.
        BUDDY_TOLD: {INSIDE, DUTY_TOLD, OUT},
        DUTY_TOLD: {INSIDE, OUT},
        OUT: (),
    },
    start=INSIDE,
    ends={OUT},
)
LIFECYCLES = {"offer": OFFER, "partner card": PARTNER_CARD, "visit": VISIT}
# So long before the check, the person and the partner are asked whether they were in touch.
ASK_BEFORE = timedelta(minutes=30)
PARTNER_HAS_IT = (ACCEPTED, REACHED)
PARTNER_LIVE = (OFFERED, SILENT, ACCEPTED, REACHED)
# Offers that still reserve their number on a phone.
LIVE = (OFFERED, SILENT, ACCEPTED)
# Whoever has one of these may be asked the same ask again.
MAY_BE_ASKED_AGAIN = (SOMEBODY_ELSE, NOT_NEEDED, FINISHED)
