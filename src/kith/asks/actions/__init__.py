"""Every change to an ask, split by what happens: taken in, somebody says something, a yes, a telling, an ending."""

from __future__ import annotations

from kith.asks.actions.answers import give_up, mark, say_when, take
from kith.asks.actions.endings import (
    TooLate,
    also_asked,
    did_not_come,
    finish,
    no_longer_wanted,
    nobody_answered,
    not_done,
)
from kith.asks.actions.history import happened
from kith.asks.actions.intake import open_ask
from kith.asks.actions.says import (
    add_words,
    learnt,
    move_date,
    settle_checks,
    they_said_no,
    they_said_yes,
    we_are_late,
)
from kith.asks.actions.sheets import note_sheet, take_in_row, take_in_rows
from kith.asks.actions.tellings import ring_duty, seen, tell_asker, tell_person, told_by_us, write_to_person
from kith.asks.actions.wishes import let_look, text_my_word, wish

__all__ = [
    "TooLate",
    "add_words",
    "also_asked",
    "did_not_come",
    "finish",
    "give_up",
    "happened",
    "learnt",
    "let_look",
    "mark",
    "move_date",
    "no_longer_wanted",
    "nobody_answered",
    "not_done",
    "note_sheet",
    "open_ask",
    "ring_duty",
    "say_when",
    "seen",
    "settle_checks",
    "take",
    "take_in_row",
    "take_in_rows",
    "tell_asker",
    "tell_person",
    "text_my_word",
    "they_said_no",
    "they_said_yes",
    "told_by_us",
    "we_are_late",
    "wish",
    "write_to_person",
]
