"""The processes the supervisor starts: ``python -m kith.config.serve web HOST PORT``, ``worker``, ``watchdog URL``."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from typing import Any

from kith.config.database import POOL_VARIABLE
from kith.config.env import Env, WrongValue
from kith.kit.cli import Stop, say

_SIGNAL_ON_PARENTS_DEATH = 1


def leave_with_parent() -> None:
    """Stops this process when the supervisor is killed outright, where the system can tell us so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_ON_PARENTS_DEATH, signal.SIGTERM)
    if os.getppid() == 1 and "KITH_SUPERVISED" in os.environ:
        sys.exit(0)


def web(host: str, port: int) -> int:
    """The pages, by gunicorn; each of its processes has a pool of connections of its own."""
    env = Env()
    threads = env.get("KITH_WEB_THREADS")
    os.environ[POOL_VARIABLE] = str(threads + 1)
    from gunicorn.app.base import BaseApplication

    class Site(BaseApplication):
        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "workers": env.get("KITH_WEB_PROCESSES"),
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 60,
                "graceful_timeout": 15,
                "loglevel": "warning",
                "control_socket_disable": True,
                # Read once, then shared: what dies is back at once. No connection is opened before the fork.
                "preload_app": True,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from django.urls import get_resolver

            from kith.config.wsgi import application

            assert get_resolver().url_patterns  # read before anybody waits for it
            return application

    Site().run()
    return 0


def worker() -> int:
    """The sweeps, until a signal says stop; the one under way is finished first."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    import django

    django.setup()
    from kith.config.worker import work

    work(stopping)
    return 0


def watchdog(address: str) -> int:
    """Looks at the others, until a signal says stop. It starts nothing: it must live while the database does not."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    from kith.config.watch.watchdog import Watchdog

    try:
        Watchdog(Env(), address).run(stopping)
    except WrongValue as problem:
        say(str(problem))
        return 1
    return 0


def main(words: list[str]) -> int:
    """Attached to the instance's own PostgreSQL while it runs, so that nobody stops it under us."""
    leave_with_parent()
    if words[0] == "watchdog":
        return watchdog(words[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    from kith.config.instance import Here

    instance = Here()
    try:
        instance.attach()
        instance.refuse_to_serve_unsafely()
        return web(words[1], int(words[2])) if words[0] == "web" else worker()
    except (Stop, WrongValue) as problem:
        say(str(problem))
        return getattr(problem, "code", 1)
    finally:
        instance.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
