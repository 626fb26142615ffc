"""What is done to reach groups. One file for each part; others import from here."""

from kith.outreach.actions.answering import answered, hear_by_text, said_on_the_phone
from kith.outreach.actions.asking import ask, ask_due, link_for, nobody_answered, silent_after

__all__ = [
    "answered",
    "ask",
    "ask_due",
    "hear_by_text",
    "link_for",
    "nobody_answered",
    "said_on_the_phone",
    "silent_after",
]
