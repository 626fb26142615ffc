"""./kith up: web, worker, watchdog and database as one; what dies comes back, and everything stops together."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from kith.config.postgres import Server
from kith.config.supervisor import refuse_taken_port
from kith.kit.cli import Stop

# Seconds for what takes five on a quiet machine: everything else may be running beside it.
BUSY = 180


def wait_until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.1)
    pytest.fail("it did not come about")


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
    except urllib.error.HTTPError as problem:
        problem.close()
        return True
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ku-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def parts(process: subprocess.Popen[bytes], kind: str) -> list[psutil.Process]:
    children = psutil.Process(process.pid).children()
    return [child for child in children if child.is_running() and kind in child.cmdline()]


def runs(process: psutil.Process) -> bool:
    """Whether it still does anything: the dead whom nobody has asked about yet are dead."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.slow
def test_what_dies_is_started_again_and_a_signal_stops_everything(home: Path) -> None:
    port, server = free_port(), Server(home)
    environ = {name: value for name, value in os.environ.items() if name != "KITH_DATABASE_NAME"}
    words = [sys.executable, "-m", "kith", "up", "--port", str(port)]
    with subprocess.Popen(words, env=environ | {"KITH_HOME": str(home)}, stderr=subprocess.DEVNULL) as up:
        try:
            wait_until(lambda: answers(port), BUSY)
            [web], [worker], [watchdog] = parts(up, "web"), parts(up, "worker"), parts(up, "watchdog")
            everything = psutil.Process(up.pid).children(recursive=True)
            web.kill()
            worker.kill()
            watchdog.kill()
            postmaster = server._postmaster()
            assert postmaster is not None
            os.kill(postmaster, signal.SIGKILL)
            wait_until(
                lambda: (
                    server.answers() and answers(port) and bool(parts(up, "worker")) and bool(parts(up, "watchdog"))
                ),
                BUSY,
            )
            everything += psutil.Process(up.pid).children(recursive=True)
            up.send_signal(signal.SIGTERM)
            assert up.wait(40) == 0
            assert not server.is_running()
            assert [process for process in everything if runs(process)] == []
        finally:
            up.kill()


def test_a_taken_port_is_named_with_another_to_try() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Stop, match=f"choose another port with --port {port + 1}"):
            refuse_taken_port("127.0.0.1", port)
