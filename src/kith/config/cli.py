"""The one way in from the terminal: finds the command, prepares what it needs, and turns problems into sentences."""

from __future__ import annotations

import argparse
import difflib
import errno
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from kith import __version__
from kith.config.catalogue import Entry, entries
from kith.config.env import VARIABLES, Env, WrongValue
from kith.kit.cli import Command, Stop, say

GROUPS = ("Begin here", "Every day", "Look after it", "Show that it works", "Work on it")
WRONG_USE = 2
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and answers its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    try:
        return _run(words)
    except (Stop, WrongValue) as problem:
        say(str(problem))
        return getattr(problem, "code", 1)
    except KeyboardInterrupt:
        say("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        say(f"There is no room left on the disk that holds {Env().home}. What was saved is safe. Free some space.")
        return 1


def _run(words: list[str]) -> int:
    known = entries()
    if not words or words[0] in ("-h", "--help", "help"):
        print(listing(known))
        return 0
    if words[0] == "--version":
        print(f"kith {__version__}")
        return 0
    entry, rest = find(words, known)
    if entry is None:
        print(suggestion(words, known), file=sys.stderr)
        return WRONG_USE
    return _run_one(entry, rest)


def find(words: Sequence[str], known: Sequence[Entry]) -> tuple[Entry | None, list[str]]:
    """The command whose name these words begin with, the longest first, and what is left."""
    for entry in sorted(known, key=lambda entry: -len(entry.name.split())):
        parts = entry.name.split()
        if list(words[: len(parts)]) == parts:
            return entry, list(words[len(parts) :])
    return None, list(words)


def listing(known: Sequence[Entry]) -> str:
    """All commands under their headings."""
    groups = [*GROUPS, *sorted({entry.group for entry in known} - set(GROUPS))]
    width = max((len(entry.name) for entry in known), default=0)
    lines = ["Kith: an ask goes in, a neighbour takes it, the person is told.", ""]
    for group in groups:
        members = [entry for entry in known if entry.group == group]
        if members:
            lines.append(group)
            lines += [f"  ./kith {entry.name:<{width}}  {entry.help}" for entry in members]
            lines.append("")
    lines.append("./kith COMMAND --help says more about one of them.")
    return "\n".join(lines)


def suggestion(words: Sequence[str], known: Sequence[Entry]) -> str:
    """What to type instead of something that is not a command."""
    family = [entry for entry in known if entry.name.split()[0] == words[0]]
    if family:
        lines = [f"`{words[0]}` needs one more word:"]
        return "\n".join(lines + [f"  ./kith {entry.name}  {entry.help}" for entry in family])
    said = " ".join(word for word in words if not word.startswith("-"))
    near = difflib.get_close_matches(said, [entry.name for entry in known], n=1, cutoff=0.5)
    meant = f"Did you mean ./kith {near[0]}? " if near else ""
    return f"There is no command `{said}`. {meant}./kith alone lists them all."


def _run_one(entry: Entry, rest: list[str]) -> int:
    _let_links_name_the_port(rest)
    if entry.module != "kith.config.commands":
        import django

        django.setup()
    command = entry.load()
    parser = argparse.ArgumentParser(prog=f"./kith {command.name}", description=command.help)
    command.add_arguments(parser)
    args = parser.parse_args(rest)
    if not command.database:
        with _as_a_part_of_kith(command):
            return command.run(args)
    return _with_database(command, args)


def _let_links_name_the_port(words: Sequence[str]) -> None:
    """Where nobody named the site's address, its links lead to the port it is served at. Settings are read only once,
    so it is said before they are."""
    env = Env()
    if env.get("KITH_BASE_URL") != VARIABLES["KITH_BASE_URL"].default:
        return
    if not any(word.startswith("--port") for word in words):
        words = ["--port", env.served_at.read_text().strip()] if env.served_at.is_file() else words
    for place, word in enumerate(words):
        port = word.partition("=")[2] if word.startswith("--port=") else "".join(words[place + 1 : place + 2])
        if word.startswith("--port") and port.isdigit():
            os.environ["KITH_BASE_URL"] = f"http://localhost:{port}"


def _with_database(command: Command, args: argparse.Namespace) -> int:
    from kith.config.instance import Here

    args.instance = instance = Here()
    instance.open()
    try:
        with _as_a_part_of_kith(command):
            return command.run(args)
    finally:
        instance.close()


def _as_a_part_of_kith(command: Command) -> AbstractContextManager[None]:
    """Whoever may run a command on this machine may see what it reads. Pages are served by processes of their own."""
    from django.apps import apps

    if not apps.ready:
        return nullcontext()
    from kith.access.acting import works_as

    return works_as(f"./kith {command.name}")


if __name__ == "__main__":
    sys.exit(main())
