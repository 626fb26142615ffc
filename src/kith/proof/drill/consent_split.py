"""Many orders of events at once: each part of them in a process and a throw-away database of its own."""

from __future__ import annotations

from kith.kit.cli import Stop
from kith.proof.drill import split
from kith.proof.drill.consent_found import Consent, together
from kith.proof.drill.split import part_of

__all__ = ["how_many", "in_processes", "part_of"]

# Fewer orders than this are lived through sooner than a second database is made.
WORTH_A_PROCESS = 40


def how_many(asked: int, interleavings: int) -> int:
    """As many processes as were asked for, else as there are processors; never more than are worth it."""
    return split.how_many(asked, interleavings, WORTH_A_PROCESS)


def in_processes(count: int, interleavings: int, seed: int) -> Consent:
    """What all parts found."""
    given = (f"--interleavings={interleavings}", f"--seed={seed}")
    try:
        return together([Consent(**answer) for answer in split.answers_of("consent", count, *given)])
    except TypeError:
        raise Stop("One part of the drill answered with something else. Are all of them of one version?") from None
