"""What ``./kith test`` does: form, mistakes, types, contracts, migrations, then every test on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from kith.config.env import source_root
from kith.kit.cli import Stop, say

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def root() -> Path:
    """The folder of the source, where ./kith is."""
    here = source_root()
    if here is None:
        raise Stop("The tests belong to the source, which is not here. Clone Kith, and run ./kith test there.")
    return here


def run(*, quick: bool = False, full: bool = False, paths: Sequence[str] = ()) -> int:
    """Every stage in turn; the tests always run, so that one report shows everything. Answers the exit code."""
    at = root()
    _refuse_without_tools()
    failed = [] if paths else [name for name, words in stages() if not _stage(name, words, at)]
    environ = dict(os.environ)
    if not quick:
        environ |= browser()
    if full:
        environ["KITH_TEST_FULL"] = "1"
    # Straight to our own output: pytest shows how far it is, and its summary is the last line there.
    done = subprocess.run([sys.executable, "-m", "pytest", *_selection(quick, paths)], cwd=at, env=environ, check=False)
    if failed:
        say(f"Not in order before the tests: {', '.join(failed)}. See above.")
    return done.returncode or (1 if failed else 0)


def stages() -> list[tuple[str, list[str]]]:
    """What is asked of the code before any test runs; each changes nothing."""
    python = sys.executable
    tool = Path(python).parent
    return [
        ("form", [python, "-m", "ruff", "format", "--check", "--quiet", "."]),
        ("mistakes", [python, "-m", "ruff", "check", "--quiet", "."]),
        ("types", [python, "-m", "mypy", "--no-error-summary"]),
        ("contracts", [str(tool / "lint-imports"), "--no-logo"]),
        ("migrations", [python, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"]),
    ]


def _stage(name: str, words: list[str], at: Path) -> bool:
    began = time.monotonic()
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "kith.config.settings", "PYTHONPATH": str(at / "src")}
    done = subprocess.run(words, cwd=at, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        say(done.stdout + done.stderr)
    say(f"{name:<12} {'ok' if done.returncode == 0 else 'NOT OK':<7} {time.monotonic() - began:6.1f} s")
    return done.returncode == 0


def _selection(quick: bool, paths: Sequence[str]) -> list[str]:
    # What a file makes for all of its tests is made once; conftest.py puts what takes longest first.
    words = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    if quick:
        words += ["-m", "not slow and not journey"]
    return [*words, *paths]


def _refuse_without_tools() -> None:
    missing = [name for name in ("pytest", "ruff", "mypy", "importlinter") if find_spec(name) is None]
    if missing:
        raise Stop(f"{' and '.join(missing)} are not installed. Run ./kith test, which installs what tests need.")


def browser() -> dict[str, str]:
    """Where the journeys find Chromium: the system's, or Playwright's own; installs one where that is possible."""
    found = _installed()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium for the journeys (about a minute).")
        _apt("update")
        _apt("install", "--no-install-recommends", "chromium")
        found = _installed()
    if found is not None:
        return {"KITH_CHROMIUM": found}
    if _playwrights_own():
        return {}
    raise Stop(
        "The journeys need a browser and none could be installed. Install Chromium (on Debian, as root: "
        "apt-get install chromium), or run ./kith test --quick, which leaves the journeys out."
    )


def _installed() -> str | None:
    return next((path for path in map(shutil.which, CHROMIUM) if path), None)


def _apt(*words: str) -> None:
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", "-y", *words], env=environ, stdout=sys.stderr, check=False)


def _playwrights_own() -> bool:
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False)
    return done.returncode == 0
