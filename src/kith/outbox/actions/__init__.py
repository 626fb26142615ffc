"""Writing a message, letting it leave, and hearing back."""

from __future__ import annotations

from kith.outbox.actions.afterwards import acknowledge, keep_reply, take_back, take_back_to
from kith.outbox.actions.leaving import WAITS, send_due, send_staff_code
from kith.outbox.actions.to_partner import write_to_partner
from kith.outbox.actions.writing import Letter, write, write_to_staff

__all__ = [
    "WAITS",
    "Letter",
    "acknowledge",
    "keep_reply",
    "send_due",
    "send_staff_code",
    "take_back",
    "take_back_to",
    "write",
    "write_to_partner",
    "write_to_staff",
]
