"""Every change to a concern: raised, given to whoever reads it, read, decided, shown, answered and ended."""

from kith.safeguarding.actions.climbing import (
    answer_by_hand,
    follow,
    give_to_next,
    mend_holder,
    mend_readers,
    note_answered,
)
from kith.safeguarding.actions.deciding import (
    CannotShow,
    NeedsWords,
    add,
    answered,
    decide,
    end,
    have_read,
    keep_from,
    may_reach,
    show,
    take_away,
    told_outside,
)
from kith.safeguarding.actions.raising import NobodyToRead, raise_concern

__all__ = [
    "CannotShow",
    "NeedsWords",
    "NobodyToRead",
    "add",
    "answer_by_hand",
    "answered",
    "decide",
    "end",
    "follow",
    "give_to_next",
    "have_read",
    "keep_from",
    "may_reach",
    "mend_holder",
    "mend_readers",
    "note_answered",
    "raise_concern",
    "show",
    "take_away",
    "told_outside",
]
