"""Killed in the middle of anything, again and again: every ask that was said to be in is in, whole, and once."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.conftest import Instance

ROOT = Path(__file__).resolve().parents[2]
FULL = bool(os.environ.get("KITH_TEST_FULL"))
KILLS, DATABASE_KILLS = (500, 20) if FULL else (20, 2)
LONGEST_LIFE = 0.4


@pytest.fixture
def nursery(instance: Instance) -> Iterator[subprocess.Popen[str]]:
    environ = {
        **instance.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "kith.config.settings",
    }
    command = [sys.executable, str(ROOT / "tests" / "proof" / "nursery.py")]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    yield process
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        with contextlib.suppress(BrokenPipeError):
            pipe.close()


def until(nursery: subprocess.Popen[str], word: str, said: list[str]) -> str:
    """Reads on until a line that begins with the word; what was said to be in is noted."""
    assert nursery.stdout is not None
    for line in nursery.stdout:
        if line.startswith("in "):
            said.append(line.split()[1])
        if line.startswith(word):
            return line.strip()
    pytest.fail("the nursery ended by itself")


def test_what_was_said_to_be_in_is_in_whole_and_once(instance: Instance, nursery: subprocess.Popen[str]) -> None:
    chance = random.Random(1947)
    said: list[str] = []
    until(nursery, "ready", said)
    assert nursery.stdin is not None
    for kill in range(KILLS + DATABASE_KILLS):
        # Whoever was in the middle of it tries again with the same key, as a form does.
        nursery.stdin.write(f"{len(set(said))}\n")
        child = int(until(nursery, "child", said).split()[1])
        until(nursery, "in ", said)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        if kill % (KILLS // DATABASE_KILLS + 1) == 0:
            os.kill(instance.server._postmaster() or 0, signal.SIGKILL)
            instance.server.restart()
        # Whoever lost the database has ended by itself.
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    nursery.stdin.close()
    assert nursery.stdout is not None
    said += [line.split()[1] for line in nursery.stdout if line.startswith("in ")]
    assert len(set(said)) >= KILLS
    check(instance, set(said))


def check(instance: Instance, said: set[str]) -> None:
    with instance.server.connect(database="kith") as connection:

        def one(question: str) -> int:
            row = connection.execute(question).fetchone()
            assert row is not None
            return int(row[0])

        kept = [row[0] for row in connection.execute("SELECT client_key FROM asks_ask").fetchall()]
        assert len(kept) == len(set(kept))
        assert said <= set(kept)
        # The last one may have come in without anybody having been told so.
        assert len(kept) - len(said) <= 1
        for what in (
            "SELECT count(*) FROM promises_promise WHERE kind = 'ask' AND state = 'open' AND holder_id IS NOT NULL",
            "SELECT count(DISTINCT about_id) FROM outbox_message WHERE kind = 'we-have-it' AND audience = 'person'",
            "SELECT count(*) FROM outbox_message WHERE kind = 'we-have-it' AND audience = 'person'",
            "SELECT count(DISTINCT promise_id) FROM promises_telling WHERE news = 'we-have-it'",
            "SELECT count(*) FROM trail_entry WHERE verb = 'ask.opened'",
            "SELECT count(DISTINCT reference) FROM asks_ask",
            "SELECT count(DISTINCT person_id) FROM asks_ask",
            "SELECT count(*) - 1 FROM people_person",
        ):
            assert one(what) == len(kept), what
