"""What is done to reach groups. One file for each part; others import from here."""

from kith.outreach.actions.answering import answered, hear_by_text, said_on_the_phone
from kith.outreach.actions.asking import ask, ask_due, link_for, nobody_answered, silent_after
from kith.outreach.actions.owed import (
    decide_on_edit,
    decide_on_held,
    owe_a_call,
    owe_a_look,
    owe_a_look_at_held,
    ring_me,
    settle,
)

__all__ = [
    "answered",
    "ask",
    "ask_due",
    "decide_on_edit",
    "decide_on_held",
    "hear_by_text",
    "link_for",
    "nobody_answered",
    "owe_a_call",
    "owe_a_look",
    "owe_a_look_at_held",
    "ring_me",
    "said_on_the_phone",
    "settle",
    "silent_after",
]
