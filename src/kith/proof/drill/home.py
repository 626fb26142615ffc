"""A throw-away instance under KITH_HOME, served as ./kith up serves, to be killed and frozen; gone at the end."""

from __future__ import annotations

import contextlib
import ctypes
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
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import psutil
import psycopg
from django.conf import settings
from django.db import connection

from kith.kit.cli import Stop

_SIGNAL_ON_PARENTS_DEATH = 1
_READY_WITHIN = 180


class NotThere(Exception):
    """The process that was to be touched is not running just now."""


@dataclass
class Home:
    """One throw-away instance with its processes. Nothing it does reaches beyond them."""

    folder: Path
    port: int
    environ: Mapping[str, str]
    _up: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def log(self) -> Path:
        """What its processes said."""
        return self.folder / "up.log"

    def start(self) -> None:
        """Serves, and waits until the pages answer."""
        words = [sys.executable, "-m", "kith", "up", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._up = subprocess.Popen(
                words, env=dict(self.environ), stdout=log, stderr=log, start_new_session=True, preexec_fn=_leave_with_us
            )
        wait_for(self.answers, _READY_WITHIN, self._did_not_start)

    def answers(self) -> bool:
        """Whether the pages answer, and well."""
        if self._up is None or self._up.poll() is not None:
            raise Stop(self._did_not_start())
        try:
            urllib.request.urlopen(self.address, timeout=2).close()  # noqa: S310  our own address
        except urllib.error.HTTPError as answer:
            answer.close()
            return answer.code < 500
        except OSError:
            return False
        return True

    def _did_not_start(self) -> str:
        said = self.log.read_text(errors="replace").strip().splitlines()[-8:] if self.log.exists() else []
        return "The throw-away instance of this drill did not serve. It said: " + " / ".join(said)

    def supervisor(self) -> psutil.Process:
        """The process that keeps the others running."""
        assert self._up is not None
        return psutil.Process(self._up.pid)

    def part(self, name: str) -> psutil.Process:
        """The process called ``web``, ``worker`` or ``watchdog``."""
        for child in self.supervisor().children():
            with contextlib.suppress(psutil.Error):
                words = child.cmdline()
                if "kith.config.serve" in words and name in words and child.status() != psutil.STATUS_ZOMBIE:
                    return child
        raise NotThere(name)

    def database(self) -> psutil.Process:
        """The postmaster, by its own note."""
        try:
            found = psutil.Process(int(self._note()[0]))
            if found.name() == "postgres":
                return found
        except (OSError, ValueError, IndexError, psutil.Error):
            pass
        raise NotThere("database")

    def _note(self) -> list[str]:
        return (self.folder / "pg" / "postmaster.pid").read_text().split("\n")

    def where(self) -> dict[str, str]:
        """How its database is reached, in libpq's words."""
        noted = self._note()[4].strip()
        # Under another account the note names a path only that process can walk.
        folder = str(self.folder / "pg") if noted.startswith("/proc/") or not noted else noted
        return {"host": folder, "port": self._note()[3].strip() or "5432", "dbname": "kith"}

    def connect(self, user: str = "kith_super") -> psycopg.Connection[Any]:
        """A connection of the harness's own, committing each statement."""
        return psycopg.connect(**self.where(), user=user, autocommit=True, connect_timeout=5)  # type: ignore[arg-type]

    def stop(self) -> None:
        """Everything of it, thawed first, ends; what does not, is killed."""
        if self._up is None:
            return
        everything = self._everything()
        for process in everything:
            with contextlib.suppress(psutil.Error):
                process.resume()
        with contextlib.suppress(ProcessLookupError):
            self._up.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._up.wait(30)
        for process in [*everything, *self._everything()]:
            with contextlib.suppress(psutil.Error):
                process.kill()
        self._up.wait()
        self._up = None

    def _everything(self) -> list[psutil.Process]:
        found: list[psutil.Process] = []
        for first in (self.supervisor, self.database):
            with contextlib.suppress(NotThere, psutil.Error):
                found += [first(), *first().children(recursive=True)]
        return found


def _leave_with_us() -> None:
    """When the drill itself is killed outright, its instance stops."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_ON_PARENTS_DEATH, signal.SIGTERM)


@contextlib.contextmanager
def throw_away(more: Mapping[str, str] | None = None) -> Iterator[Home]:
    """An instance of its own; whatever happens, it ends and its folder goes. ``more`` are its settings."""
    parent = Path(settings.KITH_HOME)
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="drill-", dir=parent))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "DATABASE_URL"))}
    kept |= {name: os.environ[name] for name in ("KITH_PG_USER",) if name in os.environ}
    # Its second wall believes words signed with our own key, because what asks in it is made by this very process.
    own = {"KITH_HOME": str(folder), "KITH_SECRET_KEY": settings.SECRET_KEY}
    home = Home(folder, free_port(), kept | own | dict(more or {}))
    with ends_on_signal():
        try:
            yield home
        finally:
            home.stop()
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def ends_on_signal() -> Iterator[None]:
    """A signal to stop ends the drill as Ctrl-C does, so that what it made is taken away."""

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def on_its_database(home: Home) -> Iterator[None]:
    """Our own actions inside work on the throw-away instance's database."""
    own = dict(connection.settings_dict)
    where = home.where()
    connection.close()
    connection.settings_dict.update(NAME=where["dbname"], USER="kith_app", HOST=where["host"], PORT=where["port"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(own)


def free_port() -> int:
    """A port nobody serves at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(true: Callable[[], bool], seconds: float, problem: Callable[[], str]) -> None:
    """Until it is so; stops with the sentence when it never is."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise Stop(problem())
        time.sleep(0.1)
