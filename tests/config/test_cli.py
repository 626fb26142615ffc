"""The way in from the terminal: what it lists, what it suggests, and how it stops."""

from __future__ import annotations

import argparse
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kith.config import cli
from kith.config.catalogue import Entry, entries
from kith.config.env import source_root
from kith.kit.cli import Command, Stop

ROOT = Path(__file__).resolve().parents[2]


def test_every_command_that_is_listed_can_be_run() -> None:
    for entry in entries():
        command = entry.load()
        assert command.name == entry.name
        assert command.help == entry.help
        assert command.group == entry.group
        assert entry.help, f"{entry.name} needs a line that says what it does"


def test_alone_it_lists_everything_without_loading_anything(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    said = capsys.readouterr().out
    for entry in entries():
        assert f"./kith {entry.name}" in said


def test_the_longest_name_wins() -> None:
    known = [Entry("intake", "", "", ""), Entry("intake asks", "", "", "")]
    found, rest = cli.find(["intake", "asks", "a.csv"], known)
    assert found is not None
    assert (found.name, rest) == ("intake asks", ["a.csv"])


def test_a_slip_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tset"]) == cli.WRONG_USE
    assert "Did you mean ./kith test?" in capsys.readouterr().err


def test_half_a_name_lists_the_other_halves(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["db"]) == cli.WRONG_USE
    assert "./kith db migrate" in capsys.readouterr().err


def _runs(problem: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    def run(args: argparse.Namespace) -> int:
        raise problem

    command = Command(name="try", help="", run=run, database=False)
    monkeypatch.setattr(Entry, "load", lambda self: command)
    monkeypatch.setattr(cli, "entries", lambda: [Entry("try", "", "", "kith.config.commands")])
    return cli.main(["try"])


@pytest.mark.django_db
def test_a_problem_is_a_sentence_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _runs(Stop("Nothing to take in. Name a file.", code=3), monkeypatch) == 3
    assert capsys.readouterr().err == "Nothing to take in. Name a file.\n"


def test_links_lead_to_the_port_it_is_served_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_BASE_URL", "")
    cli._let_links_name_the_port(["--no-serve", "--port", "8123"])
    assert os.environ["KITH_BASE_URL"] == "http://localhost:8123"
    monkeypatch.setenv("KITH_BASE_URL", "https://kith.example.org")
    cli._let_links_name_the_port(["--port=9000"])
    assert os.environ["KITH_BASE_URL"] == "https://kith.example.org"


@pytest.mark.django_db
def test_ctrl_c_ends_without_a_trace(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _runs(KeyboardInterrupt(), monkeypatch) == cli.INTERRUPTED
    assert capsys.readouterr().err == "Stopped.\n"


@pytest.mark.django_db
def test_a_full_disk_is_said_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _runs(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), monkeypatch) == 1
    assert "There is no room left on the disk" in capsys.readouterr().err


@pytest.mark.skipif(source_root() is None, reason="the launcher belongs to the source")
def test_the_launcher_names_the_python_it_needs(tmp_path: Path) -> None:
    (tmp_path / "kith").write_text((ROOT / "kith").read_text())
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("dirname", "basename", "id", "cat", "cksum", "tr", "rm"):
        found = subprocess.run(["sh", "-c", f"command -v {name}"], capture_output=True, text=True, check=True)
        (tools / name).symlink_to(found.stdout.strip())
    old = tools / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", tmp_path / "kith"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Kith needs Python 3.11 or newer, and this machine has Python 3.9.2" in done.stderr
    assert done.stdout == ""


def test_the_list_of_commands_comes_at_once() -> None:
    import_time = "import sys; from kith.config.cli import main; main([]); sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", import_time], capture_output=True, check=False, cwd=ROOT / "src")
    assert done.returncode == 0, "listing the commands must not load Django"
