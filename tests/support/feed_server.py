"""A directory's feed on this very machine, as well behaved or as hostile as a test wants it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

# Answers (status, headers, body) to a path and what is asked of it; a body that is an iterator is sent as it comes.
Answer = Callable[[str, dict[str, str]], tuple[int, dict[str, str], Any]]


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """The address of a server that answers so, for as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, headers, body = answer(parts.path, asked)
            if isinstance(body, dict | list):
                body, headers = json.dumps(body).encode(), {"Content-Type": "application/json", **headers}
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if isinstance(body, bytes):
                    if "Content-Length" not in headers:
                        self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                else:
                    self.send_header("Connection", "close")
                    self.end_headers()
                    for chunk in body:
                        self.wfile.write(chunk)
                    self.close_connection = True
            except OSError:
                self.close_connection = True

        def log_message(self, *_args: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def feed(pages: list[dict[str, Any]], root: dict[str, str] | None = None) -> Answer:
    """A well-behaved feed of these pages."""
    every = {one["id"]: one for page in pages for one in page["contents"]}

    def answer(path: str, asked: dict[str, str]) -> tuple[int, dict[str, str], Any]:
        if path in ("", "/"):
            return (
                200,
                {},
                root or {"version": "HSDS-UK-3.0", "profile": "x", "openapi_url": "https://example.org/x.json"},
            )
        if path == "/services":
            number = int(asked.get("page", "1"))
            return (200, {}, pages[number - 1]) if number <= len(pages) else (404, {}, {})
        found = every.get(path.removeprefix("/services/"))
        return (200, {}, found) if found else (404, {}, {})

    return answer
