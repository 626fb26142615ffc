"""A process that forks others, each of which takes in asks until it is killed. Run by the kill drill, never imported.

It prints "child PID" for each, and "in KEY" for every ask after its commit. A line on its input asks for the next.
"""

from __future__ import annotations

import os
import signal
import sys

import django

django.setup()

from django.db import DatabaseError, connection  # noqa: E402

from kith.asks import actions as asks  # noqa: E402
from kith.config.worker import sweep_once  # noqa: E402
from kith.kit.actor import Actor  # noqa: E402
from tests.asks.test_open_ask import shopping  # noqa: E402
from tests.thread import NOW, build_town, neighbour  # noqa: E402


def take_in(number: int) -> None:
    """Asks from this number on. Every fourth time the clocks sweep as well, as a worker does."""
    while True:
        key = f"drill-{number}"
        asks.open_ask(wanted=shopping(client_key=key), by=Actor.public(), now=NOW)
        os.write(1, f"in {key}\n".encode())
        if number % 4 == 0:
            sweep_once(NOW)
        number += 1


def main() -> None:
    """Forks a child for each line, beginning with the number on it."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    build = build_town()
    neighbour(build)
    connection.close()
    os.write(1, b"ready\n")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                take_in(int(line))
            except DatabaseError:
                os.write(1, b"lost the database\n")
            finally:
                os._exit(0)
        os.write(1, f"child {pid}\n".encode())


if __name__ == "__main__":
    main()
