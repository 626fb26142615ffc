"""One drill in many processes: each part in a process and a throw-away database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kith.kit.cli import Stop


def how_many(asked: int, work: int, worth: int) -> int:
    """As many processes as were asked for, else as there are processors; never more than are worth a database each."""
    return max(1, min(asked or os.cpu_count() or 1, work // worth))


def part_of(words: str) -> tuple[int, int]:
    """``0/2`` is the first of two."""
    which, _, of = words.partition("/")
    return int(which), int(of)


def answers_of(drill: str, count: int, *given: str) -> list[dict[str, Any]]:
    """What each part answered. One that fails ends the others, and the drill with its last words."""
    words = [sys.executable, "-m", "kith", "drill", drill, *given]
    with _running([[*words, f"--part={which}/{count}"] for which in range(count)]) as processes:
        return [_answer(one) for one in processes]


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


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    said, problem = process.communicate()
    lines = said.strip().splitlines()
    try:
        answer = json.loads(lines[-1])
    except (IndexError, ValueError):
        answer = None
    if not isinstance(answer, dict):
        last = (problem.strip().splitlines() or ["nothing"])[-1]
        raise Stop(f"One part of the drill ended before its time. Its last words: {last}") from None
    return answer
