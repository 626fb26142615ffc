"""Every change to a promise: ``promising`` makes, moves and ends one; ``homes`` rehomes it; ``watch`` steps it up."""

from __future__ import annotations

from kith.promises.actions.agreements import (
    bring_home,
    daily_word,
    give_word,
    need_no_word,
)
from kith.promises.actions.away import Covered, away, back, off_sick
from kith.promises.actions.beats import beat, miss_beat
from kith.promises.actions.duty import About, call_duty, ring_due, seen, stop_ringing
from kith.promises.actions.handing import (
    AnswerIsOver,
    CannotAsk,
    ask_to_have,
    have_this,
    pass_on,
    say_not_this_time,
    say_yes,
    take_back,
)
from kith.promises.actions.homes import (
    cover,
    disable_account,
    end_by_its_day,
    keep_from_holder,
    leave_team,
    rehome_all,
)
from kith.promises.actions.promising import (
    Four,
    NeedsReason,
    NothingToCorrect,
    NotMovable,
    correct,
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
from kith.promises.actions.sending import goes_by
from kith.promises.actions.to_read import seen_to, to_read
from kith.promises.actions.watch import find_a_safe_way, open_for_dead_letter, step_up

__all__ = [
    "About",
    "AnswerIsOver",
    "CannotAsk",
    "Covered",
    "Four",
    "NeedsReason",
    "NotMovable",
    "NothingToCorrect",
    "ask_to_have",
    "away",
    "back",
    "beat",
    "bring_home",
    "call_duty",
    "correct",
    "cover",
    "daily_word",
    "disable_account",
    "end",
    "end_by_its_day",
    "explain",
    "find_a_safe_way",
    "give_word",
    "goes_by",
    "hand_over",
    "have_this",
    "keep",
    "keep_from_holder",
    "leave_team",
    "make",
    "miss_beat",
    "need_no_word",
    "no_need_to_tell",
    "off_sick",
    "open_for_dead_letter",
    "pass_on",
    "rehome_all",
    "ring_due",
    "say_not_this_time",
    "say_yes",
    "seen",
    "seen_to",
    "set_next",
    "step_up",
    "stop_ringing",
    "take_back",
    "tell",
    "to_read",
    "told",
]
