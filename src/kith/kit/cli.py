"""What a command is, and how it stops: with a sentence, never with a trace. Finding and running them is config's."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class Stop(Exception):
    """Ends a command. Its text is the sentence to show; ``code`` the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    return None


@dataclass(frozen=True)
class Command:
    """One command of ./kith, such as ``intake asks``.

    ``run`` answers the exit code. ``group`` is the heading it is listed under. With ``database`` the instance's
    database is running and migrated before ``run`` is called.
    """

    name: str
    help: str
    run: Callable[[argparse.Namespace], int]
    add_arguments: Callable[[argparse.ArgumentParser], None] = _no_arguments
    group: str = "Every day"
    database: bool = True


def json_argument(parser: argparse.ArgumentParser) -> None:
    """The --json every reporting command has."""
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")


def print_json(report: Mapping[str, Any]) -> None:
    """The report as the one last line on standard output."""
    sys.stdout.flush()
    print(json.dumps(report, ensure_ascii=False, default=str), flush=True)


def say(sentence: str) -> None:
    """A sentence for the person at the keyboard, on standard error, so that reports stay clean."""
    print(sentence, file=sys.stderr, flush=True)
