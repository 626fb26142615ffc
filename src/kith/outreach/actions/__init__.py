"""What is done to reach groups. One file for each part; others import from here."""

from kith.outreach.actions.answering import answered, hear_by_text, said_on_the_phone
from kith.outreach.actions.asking import ask, ask_due, link_for, nobody_answered, send_link, silent_after
from kith.outreach.actions.owed import (
    decide_on_edit,
    decide_on_held,
    owe_a_call,
    owe_a_look,
    owe_a_look_at_held,
    ring_me,
    settle,
)
from kith.outreach.actions.telling import (
    NothingToWaitFor,
    Wish,
    forget_told,
    owe_a_ring,
    rang_them,
    tell,
    tell_me_no_more,
    tell_me_when,
    tell_no_more_at,
)

__all__ = [
    "NothingToWaitFor",
    "Wish",
    "answered",
    "ask",
    "ask_due",
    "decide_on_edit",
    "decide_on_held",
    "forget_told",
    "hear_by_text",
    "link_for",
    "nobody_answered",
    "owe_a_call",
    "owe_a_look",
    "owe_a_look_at_held",
    "owe_a_ring",
    "rang_them",
    "ring_me",
    "said_on_the_phone",
    "send_link",
    "settle",
    "silent_after",
    "tell",
    "tell_me_no_more",
    "tell_me_when",
    "tell_no_more_at",
]
