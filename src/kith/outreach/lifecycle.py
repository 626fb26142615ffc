"""How a question to a group goes on. Plain Python."""

from __future__ import annotations

from kith.kit.lifecycle import Lifecycle

ASKED, ANSWERED, SILENT = "asked", "answered", "silent"
QUESTION = Lifecycle(
    states={
        ASKED: "asked",
        ANSWERED: "answered",
        SILENT: "no word yet: on the round of calls",
    },
    moves={ASKED: {ANSWERED, SILENT}, SILENT: {ANSWERED}, ANSWERED: set()},
    start=ASKED,
    other_starts={SILENT},
    ends={ANSWERED, SILENT},
)
LIFECYCLES = {"question to a group": QUESTION}
