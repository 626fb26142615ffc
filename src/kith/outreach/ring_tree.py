"""Who rings whom, so that a group hears from each of its people with a few calls each. Numbers only; no names. Pure."""

from __future__ import annotations

from dataclasses import dataclass

FEWEST, MOST = 3, 60
# How many one person rings: two is little to ask.
EACH = 2


@dataclass(frozen=True)
class Call:
    """One person of the tree: their number, who rings them (0 for the first), and whom they ring."""

    number: int
    rung_by: int
    rings: tuple[int, ...]


def tree(people: int, each: int = EACH) -> list[Call]:
    """The calls for so many people, the first of whom begins. Everybody else is rung once, by exactly one.

    Raises ValueError for fewer than one, or where nobody would ring anybody.
    """
    if people < 1 or each < 1:
        raise ValueError("A tree has at least one person, who rings at least one.")
    return [
        Call(
            number=number,
            rung_by=0 if number == 1 else (number - 2) // each + 1,
            rings=tuple(range(each * (number - 1) + 2, min(each * number + 1, people) + 1)),
        )
        for number in range(1, people + 1)
    ]
