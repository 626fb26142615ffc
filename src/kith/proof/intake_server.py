"""The site as ``./kith up`` serves it, with one address more: a bare view that writes one row. For the bench alone.

Started as ``python -m kith.proof.intake_server PORT PROCESSES THREADS`` on a throw-away database.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from gunicorn.app.base import BaseApplication

BARE = "/bare/asks"


class Site(BaseApplication):
    """The same server with the same settings as the site's own."""

    def __init__(self, port: int, processes: int, threads: int) -> None:
        self.wanted: dict[str, Any] = {
            "bind": f"127.0.0.1:{port}",
            "workers": processes,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "preload_app": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn."""
        for name, value in self.wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Called by gunicorn: the whole stack of the site, with the bare view beside its addresses."""
        django.setup()
        from django.conf import settings
        from django.core.wsgi import get_wsgi_application
        from django.urls import get_resolver

        from kith.kit.memory import settle
        from kith.proof import intake_bare

        database = settings.DATABASES["default"]
        database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": self.wanted["threads"] + 1, "timeout": 5}
        database["CONN_HEALTH_CHECKS"] = True
        settings.ROOT_URLCONF = intake_bare.addresses()
        application = get_wsgi_application()
        assert get_resolver().url_patterns
        settle()
        return application


def main(words: list[str]) -> None:
    """Serve until told to stop."""
    port, processes, threads = map(int, words)
    Site(port, processes, threads).run()


def request(path: str, body: dict[str, Any], headers: dict[str, str]) -> bytes:
    """A whole request, ready to be sent: so little is left to do while the clock runs."""
    sent = json.dumps(body).encode()
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"Content-Length: {len(sent)}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + sent


if __name__ == "__main__":
    main(sys.argv[1:])
