"""Where stopping could harm somebody, so that one of us looks before an ask ends. Pure."""

from __future__ import annotations

from collections.abc import Collection

# Without the first they may run out of what keeps them well; the second asks whether somebody is all right.
_MEDICINE, _CHECK = "prescription", "welfare_check"


def needs_a_look(*, kind: str, urgency: int, red_flags: Collection[str]) -> bool:
    """A medicine, a check that somebody is all right, and words that could not wait: never ended by a button alone."""
    return kind in (_MEDICINE, _CHECK) or urgency > 0 or bool(red_flags)
