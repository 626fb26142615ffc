"""What a provider's words for a message mean, and which of several is the furthest. None of them means told."""

from __future__ import annotations

from collections.abc import Iterable

# Nothing more comes of it, and it did not arrive: a person tells them another way.
FAILED = frozenset(
    {
        "permanent-failure",
        "temporary-failure",
        "technical-failure",
        "validation-failed",
        "virus-scan-failed",
        "cancelled",
        "returned-letter",
    }
)
_ON_THE_WAY = (
    "created",
    "pending-virus-check",
    "accepted",
    "sending",
    "pending",
    "sent",
    "received",
    "delivered",
)
_RANK = {state: rank for rank, state in enumerate(_ON_THE_WAY)}
_LAST = len(_ON_THE_WAY)


def rank(state: str) -> int:
    """How far along a provider's word is. What we do not know is only a beginning; a failure outranks everything."""
    return _LAST if state in FAILED else _RANK.get(state, 0)


def furthest(states: Iterable[str]) -> str:
    """The one that holds, in whatever order they came and however often: never an earlier one. Empty without any."""
    return max(states, key=rank, default="")
