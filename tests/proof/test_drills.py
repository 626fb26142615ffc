"""The drills themselves, small: on instances of their own, which are gone afterwards. ``--full`` runs them large."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kith.proof.drill.frozen import Told, figures

ROOT = Path(__file__).resolve().parents[2]
FULL = os.environ.get("KITH_TEST_FULL") == "1"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A short path: a socket's name has room for little more."""
    folder = Path("/tmp") / f"kdr-{os.getpid()}" if Path("/tmp").is_dir() else tmp_path_factory.mktemp("kdr")
    folder.mkdir(mode=0o700, exist_ok=True)
    yield folder
    left = list(folder.glob("drill-*"))
    subprocess.run(["rm", "-rf", str(folder)], check=True)
    assert left == []


def drill(home: Path, *words: str) -> tuple[int, dict[str, Any], str]:
    """Runs one as somebody at a keyboard would. Its exit code, its figures and what it said."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "DATABASE_URL"))}
    environ |= {"KITH_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "kith", "drill", *words, "--json"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    assert lines, done.stderr
    return done.returncode, json.loads(lines[-1]), done.stderr


def test_killed_at_random_nothing_accepted_is_lost_or_there_twice(home: Path) -> None:
    # The kills are what it is about; six phones at once see to it that each meets work under way.
    size = (10_000, 500, 20) if FULL else (200, 40, 3)
    asks, kills, db_kills = map(str, size)
    code, found, said = drill(home, "crash", "--asks", asks, "--kills", kills, "--db-kills", db_kills, "--seed", "7")
    assert (found["accepted"], found["kills"], found["db_kills"]) == size, said
    assert (found["lost"], found["duplicates"], found["double_effects"]) == (0, 0, 0), said
    assert code == 0


def test_whatever_stands_still_somebody_is_told_within_five_minutes(home: Path) -> None:
    faults = 200 if FULL else 3
    code, found, said = drill(home, "dead-dispatcher", "--faults", str(faults))
    assert (found["faults"], found["unnoticed"], found["late"]) == (faults, 0, 0), said
    assert found["told_s_max"] <= 300
    assert found["intervals"] == "60x shorter"
    assert code == 0


def test_of_all_who_say_yes_at_the_same_moment_one_has_it(home: Path) -> None:
    races = 1_000 if FULL else 20
    code, found, said = drill(home, "race", "--races", str(races), "--each", "20")
    assert (found["races"], found["winners_not_one"], found["deadlocks"]) == (races, 0, 0), said
    assert code == 0


def test_clocks_that_change_or_jump_forget_nobody_and_tell_nobody_twice(home: Path) -> None:
    code, found, said = drill(home, "clock")
    assert (found["nights"], found["jumps"]) == (2, 6)
    assert found["messages"] > 0
    assert [found[name] for name in ("forgotten", "dates_lost", "double_sends", "quiet_hours_broken")] == [0] * 4, said
    assert code == 0


def test_nobody_told_and_told_too_late_are_counted() -> None:
    found = figures([Told("web", 90, "watchdog"), Told("all", 301, "switch"), Told("worker", None, "nobody")])
    assert (found["unnoticed"], found["late"], found["told_s_max"]) == (1, 1, 301)
