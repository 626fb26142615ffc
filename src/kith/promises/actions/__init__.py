"""Every change to a promise: ``promising`` makes, moves and ends one; ``homes`` rehomes it; ``watch`` steps it up."""

from __future__ import annotations

from kith.promises.actions.beats import beat, miss_beat
from kith.promises.actions.homes import disable_account, leave_team, rehome_all
from kith.promises.actions.promising import (
    Four,
    NeedsReason,
    NotMovable,
    end,
    explain,
    hand_over,
    keep,
    make,
    no_need_to_tell,
    set_next,
    tell,
    told,
)
from kith.promises.actions.watch import open_for_dead_letter, step_up

__all__ = [
    "Four",
    "NeedsReason",
    "NotMovable",
    "beat",
    "disable_account",
    "end",
    "explain",
    "hand_over",
    "keep",
    "leave_team",
    "make",
    "miss_beat",
    "no_need_to_tell",
    "open_for_dead_letter",
    "rehome_all",
    "set_next",
    "step_up",
    "tell",
    "told",
]
