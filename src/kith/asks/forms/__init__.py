"""The questions of the public form, one page each, in their order. What the answers come to is in ``meaning``."""

from __future__ import annotations

from kith.asks.forms.meaning import read_through, too_late, wanted_of, words_of
from kith.asks.forms.steps import ENOUGH, STEPS, Answers, Step, after, kind_of, order

__all__ = [
    "ENOUGH",
    "STEPS",
    "Answers",
    "Step",
    "after",
    "kind_of",
    "order",
    "read_through",
    "too_late",
    "wanted_of",
    "words_of",
]
