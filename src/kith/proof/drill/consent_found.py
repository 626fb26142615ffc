"""What the drill of taking things back counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Consent:
    """What came of it; ``lost`` and ``late_disclosures`` must be 0. ``wrong`` says in words what must never be."""

    interleavings: int = 0
    acts: int = 0
    says: int = 0
    looked: int = 0
    sent: int = 0
    lost: int = 0
    late_disclosures: int = 0
    wrong: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """What is counted, without the words."""
        return {name: value for name, value in asdict(self).items() if name != "wrong"}


def together(parts: Iterable[Consent]) -> Consent:
    """What several processes found, as one."""
    whole = Consent()
    for one in parts:
        for name, value in asdict(one).items():
            setattr(whole, name, getattr(whole, name) + value)
    return whole
