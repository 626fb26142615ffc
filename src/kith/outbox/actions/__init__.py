"""Writing a message, letting it leave, and hearing back."""

from __future__ import annotations

from kith.outbox.actions.afterwards import (
    acknowledge,
    forget_address,
    hear_of,
    keep_reply,
    take_back,
    take_back_about,
    take_back_from,
    take_back_from_others,
    take_back_one,
    take_back_to,
)
from kith.outbox.actions.anchoring import anchor_due
from kith.outbox.actions.hooks import end_hook, make_hook, tell_of_silent_hooks, write_to_program
from kith.outbox.actions.leaving import WAITS, send_due, send_staff_code
from kith.outbox.actions.to_group import write_to_group
from kith.outbox.actions.to_partner import write_to_partner
from kith.outbox.actions.writing import (
    Letter,
    write,
    write_letter,
    write_to_office,
    write_to_raiser,
    write_to_staff,
)

__all__ = [
    "WAITS",
    "Letter",
    "acknowledge",
    "anchor_due",
    "end_hook",
    "forget_address",
    "hear_of",
    "keep_reply",
    "make_hook",
    "send_due",
    "send_staff_code",
    "take_back",
    "take_back_about",
    "take_back_from",
    "take_back_from_others",
    "take_back_one",
    "take_back_to",
    "tell_of_silent_hooks",
    "write",
    "write_letter",
    "write_to_group",
    "write_to_office",
    "write_to_partner",
    "write_to_program",
    "write_to_raiser",
    "write_to_staff",
]
