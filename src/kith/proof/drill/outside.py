"""The world outside, on this machine: the service that rings the duty phone, and the dead man's switch."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Ring:
    """A phone rang. ``by`` is the watchdog, or the switch outside."""

    at: float
    by: str
    words: str


@dataclass
class Outside:
    """What was heard out there. The switch rings when nobody said for ``grace`` seconds that all is well."""

    grace: float
    rings: list[Ring] = field(default_factory=list)
    deaf: bool = False
    port: int = 0
    _well_at: float | None = None
    _switch_rang: bool = False
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def settings(self) -> dict[str, str]:
        """What an instance is told about it."""
        at = f"http://127.0.0.1:{self.port}"
        return {"KITH_WATCH_WEBHOOK": f"{at}/ring", "KITH_DEADMAN_URL": f"{at}/well"}

    def well_after(self, moment: float) -> bool:
        """Whether the watchdog has said since then that all is well."""
        return self._well_at is not None and self._well_at > moment

    def first_ring(self, since: float, about: tuple[str, ...]) -> Ring | None:
        """The first time since then that somebody was told of this: in words that name it, or by the switch."""
        for ring in list(self.rings):
            if ring.at >= since and (ring.by == "switch" or any(words in ring.words for words in about)):
                return ring
        return None

    def heard(self, path: str, body: bytes) -> int:
        """One request from the instance. Answers the status."""
        if path == "/well":
            self._well_at, self._switch_rang = time.monotonic(), False
            return 204
        if self.deaf:
            return 503
        told: dict[str, Any] = json.loads(body)
        if told["to"]:  # words that ring nowhere tell nobody
            self.rings.append(Ring(time.monotonic(), "watchdog", told["words"]))
        return 204

    def watch_for_silence(self) -> None:
        """The switch's own clock."""
        while not self._over.wait(0.05):
            silent = self._well_at is not None and time.monotonic() - self._well_at > self.grace
            if silent and not self._switch_rang:
                self._switch_rang = True
                self.rings.append(Ring(time.monotonic(), "switch", "nothing is heard from Kith any more"))

    def end(self) -> None:
        """Stops the clock."""
        self._over.set()


@contextmanager
def outside(grace: float) -> Iterator[Outside]:
    """The world outside, for as long as a drill takes."""
    world = Outside(grace)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _answer(self, body: bytes) -> None:
            self.send_response(world.heard(self.path, body))
            self.end_headers()

        def log_message(self, *_given: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    world.port = server.server_address[1]
    threads = [threading.Thread(target=work, daemon=True) for work in (server.serve_forever, world.watch_for_silence)]
    for thread in threads:
        thread.start()
    try:
        yield world
    finally:
        world.end()
        server.shutdown()
        server.server_close()
