"""GOV.UK Notify on this machine: it answers, stumbles and calls back as the real one may, and remembers."""

from __future__ import annotations

import json
import random
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

SERVICE, SIGNS = (str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.example.org")) for name in ("service", "signs"))
KEY = f"kith_test-{SERVICE}-{SIGNS}"
TEMPLATES = {name: str(uuid.uuid5(uuid.NAMESPACE_DNS, name)) for name in ("text", "email", "letter")}
# What becomes of one call, and how often.
WELL, LOST, SLOW, BROKEN, EMPTY_YES, TOO_FAST = "well", "lost", "slow", "broken", "empty-yes", "too-fast"
ALL_WELL = {WELL: 1}
A_BAD_NIGHT = {WELL: 70, LOST: 9, SLOW: 1, BROKEN: 12, EMPTY_YES: 5, TOO_FAST: 3}


@dataclass
class FakeNotify:
    """What the simulator keeps. ``faults`` weighs what becomes of each call; ``bad`` numbers are refused for good."""

    seed: int = 1
    faults: dict[str, int] = field(default_factory=lambda: dict(ALL_WELL))
    bad: set[str] = field(default_factory=set)
    unreachable: set[str] = field(default_factory=set)
    kept: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self._chance, self._lock = random.Random(self.seed), threading.Lock()

    def by_reference(self, reference: str) -> list[dict[str, Any]]:
        """Every copy of a message that it kept."""
        return [one for one in self.kept if one["reference"] == reference]

    def callbacks(self) -> list[dict[str, str]]:
        """What it would call back with: several states of each message, some twice, in no order at all."""
        told: list[dict[str, str]] = []
        for one in self.kept:
            end = "permanent-failure" if one["to"] in self.unreachable else "delivered"
            states = ["sending", end] if self._chance.random() < 0.9 else ["sending"]
            told += [
                {"id": one["id"], "reference": one["reference"], "status": state, "to": one["to"]} for state in states
            ]
        told += self._chance.sample(told, len(told) // 4)
        self._chance.shuffle(told)
        return told

    def take(self, path: str, given: dict[str, Any]) -> tuple[int, Any]:
        """Answer a message that is handed over: a status and a body; no body at all is a line that goes dead."""
        to = str(given.get("phone_number") or given.get("email_address") or given["personalisation"]["address_line_1"])
        with self._lock:
            fault = self._chance.choices(list(self.faults), list(self.faults.values()))[0]
            self.calls.append(fault)
            if to in self.bad:
                return 400, _problem(400, "ValidationError", "phone_number Not a valid UK mobile number")
            if fault == BROKEN:
                return self._chance.choice([500, 502, 503]), {"message": "Internal server error"}
            if fault == TOO_FAST:
                return 429, _problem(429, "RateLimitError", "Exceeded rate limit for key type LIVE")
            if fault == EMPTY_YES:
                return 200, {}
            kept = {"id": str(uuid.UUID(int=self._chance.getrandbits(128))), "to": to, "path": path, **given}
            self.kept.append(kept)
        if fault == SLOW:
            time.sleep(0.15)
        return (201, {"id": kept["id"], "reference": given.get("reference")}) if fault != LOST else (0, None)


def _problem(status: int, error: str, message: str) -> dict[str, Any]:
    return {"status_code": status, "errors": [{"error": error, "message": message}]}


@contextmanager
def running(fake: FakeNotify) -> Iterator[FakeNotify]:
    """Serve the simulator on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            if not self._is_ours():
                return
            length = int(self.headers.get("Content-Length", 0))
            self._answer(*fake.take(self.path, json.loads(self.rfile.read(length))))

        def do_GET(self) -> None:
            if not self._is_ours():
                return
            reference = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
            fake.calls.append("asked")
            self._answer(200, {"notifications": fake.by_reference(reference), "links": {}})

        def _is_ours(self) -> bool:
            given = self.headers.get("Authorization", "").removeprefix("Bearer ")
            try:
                return bool(jwt.decode(given, SIGNS, algorithms=["HS256"])["iss"] == SERVICE)
            except jwt.PyJWTError:
                self._answer(403, _problem(403, "AuthError", "Invalid token"))
                return False

        def _answer(self, status: int, body: Any) -> None:
            if not status:
                self.close_connection = True
                return
            content = json.dumps(body).encode()
            try:
                self.send_response(status)
                if status == 429:
                    self.send_header("Retry-After", "5")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, *_args: object) -> None:
            return

    server = Server(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=2)


def point_at(fake: FakeNotify, settings: Any) -> None:
    """Have this instance send by the simulator: texts, e-mail and letters."""
    settings.NOTIFY_KEY, settings.NOTIFY_URL, settings.NOTIFY_TEMPLATES = KEY, fake.url, dict(TEMPLATES)
    settings.NOTIFY_TOKEN, settings.NOTIFY_SECONDS = "a-token-of-the-simulator", 0.1
