"""In which order what is found is shown. Written out so that it can be read, argued with and changed. Pure.

How well an entry fits is the sum of ``1 / (10 + its place)`` in each of two lists, by words and by meaning; then it is
multiplied by what stands here. What fits well stays above what does not: these factors only order what fits alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

TOGETHER = 10
# A directory's own words, once found, are surer than a likeness of meaning, so that counts half.
MEANING_COUNTS = 0.5
# How far away something counts half as near, in km.
HALF_AS_NEAR = 8.0
LATELY_DAYS = 92


@dataclass(frozen=True)
class Order:
    """How the order of a place comes about, and the sentence under its results that says so."""

    said: LazyText | str
    sizes: Mapping[str, float]
    near: float = 0.08
    takes_new: float = 0.03
    checked_lately: float = 0.015


SMALL_FIRST, NEAR_FIRST, WORDS_ONLY = "small", "near", "words"
ORDERS: dict[str, Order] = {
    SMALL_FIRST: Order(
        _("What fits your words comes first. Of what fits alike, small groups, what is near and who takes new people."),
        {"tiny": 1.1, "small": 1.06, "unknown": 1.0, "large": 0.95},
    ),
    NEAR_FIRST: Order(
        _("What fits your words comes first. Of what fits alike, what is near and who takes new people."),
        {"tiny": 1.01, "small": 1.01, "unknown": 1.0, "large": 1.0},
        near=0.3,
    ),
    WORDS_ONLY: Order(
        _("What fits your words comes first, whoever runs it and wherever it is."),
        {"tiny": 1.0, "small": 1.0, "unknown": 1.0, "large": 1.0},
        near=0.0,
        takes_new=0.0,
        checked_lately=0.0,
    ),
}


def order_of(name: str) -> Order:
    """The order a place chose; small groups first where it chose none that we know."""
    return ORDERS.get(name, ORDERS[SMALL_FIRST])
