"""Keeps web, worker, watchdog and the instance's own PostgreSQL running together, and stops them together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from kith.config.postgres import Server
from kith.kit.cli import Stop, say

GIVE_UP_AFTER = 5
STEADY = 20.0
LONGEST_PAUSE = 15.0


@dataclass
class Part:
    """One process: how it is started, and how often it has fallen over lately."""

    name: str
    words: list[str]
    # Without it Kith does not run; the watchdog is started again for ever instead.
    needed: bool = True
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        environ = os.environ | {"KITH_SUPERVISED": "1"}
        command = [sys.executable, "-m", "kith.config.serve", *self.words]
        # A session of its own: Ctrl-C reaches us alone, and we stop the parts in order.
        self.process = subprocess.Popen(command, env=environ, start_new_session=True)
        self.started = time.monotonic()

    def look(self, now: float) -> None:
        """Starts it again when it has died, after a pause that grows."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            code, self.process = self.process.returncode, None
            # Killed outright, by the system or by a hand, is no fault of its own: it never makes the others stop.
            own = code != -signal.SIGKILL
            self.falls = int(own) if now - self.started > STEADY else self.falls + own
            if self.needed and self.falls >= GIVE_UP_AFTER:
                raise Stop(f"The {self.name} process stopped {self.falls} times in a row, so Kith stops. See above.")
            self.again_at = now + min(LONGEST_PAUSE, 0.25 * 2 ** min(self.falls, 10))
            say(f"The {self.name} process stopped (code {code}); it is started again.")
        if now >= self.again_at:
            self.start()


@dataclass
class Supervisor:
    """``server`` is None when DATABASE_URL names somebody else's."""

    host: str
    port: int
    server: Server | None
    when_ready: Callable[[], None] | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> int:
        """Serves until a signal; answers 0 after a clean stop."""
        refuse_taken_port(self.host, self.port)
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        parts = [
            Part("web", ["web", self.host, str(self.port)]),
            Part("worker", ["worker"]),
            Part("watchdog", ["watchdog", address_of(self.host, self.port)], needed=False),
        ]
        ready = False
        try:
            while not self._stopping.is_set():
                now = time.monotonic()
                if self.server is not None and not self.server.is_running():
                    say("PostgreSQL stopped; it is started again.")
                    self.server.restart()
                for part in parts:
                    part.look(now)
                if not ready and takes_connections(self.host, self.port):
                    ready = True
                    self._announce()
                self._stopping.wait(0.2 if not ready else 0.5)
        finally:
            stop_all(parts)
            for number, handler in before.items():
                signal.signal(number, handler)
        return 0

    def _announce(self) -> None:
        say(f"Kith answers at {address_of(self.host, self.port)} (Ctrl-C stops it)")
        if self.when_ready is not None:
            self.when_ready()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping.set()


def address_of(host: str, port: int) -> str:
    """Where this machine reaches its own pages."""
    shown = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1", "::1") else host  # noqa: S104
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def stop_all(parts: list[Part], patience: float = 20) -> None:
    """Asks every part to stop, and insists with those that do not."""
    running = [part.process for part in parts if part.process is not None and part.process.poll() is None]
    for process in running:
        process.terminate()
    end = time.monotonic() + patience
    for process in running:
        try:
            process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def refuse_taken_port(host: str, port: int) -> None:
    """Says so when somebody else serves there already."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, OverflowError):
        raise Stop(f"{host}:{port} is not an address this machine can serve at.") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as problem:
            raise Stop(
                f"Kith cannot serve at {host}:{port}: {problem.strerror}. "
                f"Perhaps it runs already, or another program does; choose another port with --port {port + 1}."
            ) from None


def takes_connections(host: str, port: int) -> bool:
    """Whether somebody answers there."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        socket.create_connection((target, port), timeout=0.2).close()
    except OSError:
        return False
    return True
