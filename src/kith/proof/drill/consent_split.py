"""Many orders of events at once: each part of them in a process and a throw-away database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kith.kit.cli import Stop
from kith.proof.drill.consent_found import Consent, together

# Fewer orders than this are lived through sooner than a second database is made.
WORTH_A_PROCESS = 40


def how_many(asked: int, interleavings: int) -> int:
    """As many processes as were asked for, else as there are processors; never more than are worth it."""
    return max(1, min(asked or os.cpu_count() or 1, interleavings // WORTH_A_PROCESS))


def part_of(words: str) -> tuple[int, int]:
    """``0/2`` is the first of two."""
    which, _, of = words.partition("/")
    return int(which), int(of)


def in_processes(count: int, interleavings: int, seed: int) -> Consent:
    """What all parts found. One that fails ends the others, and the drill with its last words."""
    words = [sys.executable, "-m", "kith", "drill", "consent", f"--interleavings={interleavings}", f"--seed={seed}"]
    with _running([[*words, f"--part={which}/{count}"] for which in range(count)]) as processes:
        return together([_found(one) for one in processes])


@contextmanager
def _running(commands: list[list[str]]) -> Iterator[list[subprocess.Popen[str]]]:
    started = [subprocess.Popen(one, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for one in commands]
    try:
        yield started
    finally:
        for one in started:
            # A part that is told to stop takes its database away first.
            if one.poll() is None:
                one.terminate()
        for one in started:
            one.communicate()


def _found(process: subprocess.Popen[str]) -> Consent:
    said, problem = process.communicate()
    lines = said.strip().splitlines()
    try:
        answer: dict[str, Any] = json.loads(lines[-1])
        return Consent(**answer)
    except (IndexError, TypeError, ValueError):
        last = (problem.strip().splitlines() or ["nothing"])[-1]
        raise Stop(f"One part of the drill ended before its time. Its last words: {last}") from None
