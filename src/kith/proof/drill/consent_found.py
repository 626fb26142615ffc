"""What the drill of taking things back counts."""

from __future__ import annotations

from dataclasses import dataclass, field


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
