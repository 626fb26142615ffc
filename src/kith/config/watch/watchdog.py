"""The watchdog's loop: look, judge, ring; and tell the outside that all is well only while all of it is."""

from __future__ import annotations

import os
import threading
import time
import urllib.request
from functools import partial
from pathlib import Path

from kith.config.database import NAME, NAME_VARIABLE, WATCH
from kith.config.env import Env
from kith.config.postgres import Server
from kith.config.watch import looks
from kith.config.watch.faults import Bell, Fault, Judge, Pace, Reading
from kith.config.watch.looks import Clock, Database, Look
from kith.config.watch.ways_out import PhoneBook, WaysOut
from kith.kit import clock
from kith.kit.cli import say

MEANWHILE = (
    "Until it is well again nothing goes out by itself: ring people, work from the printed list of Today, and write "
    "down what happens."
)


def pace_of(env: Env) -> Pace:
    """The intervals as they are set, shortened where a drill says so."""
    faster = max(1, env.get("KITH_PACE"))
    named = ("KITH_WATCH_EVERY", "KITH_WATCH_LATE", "KITH_WATCH_AGAIN", "KITH_DEADMAN_EVERY")
    return Pace(*(env.get(name) for name in named)).shorter(faster)


def where_to_look(env: Env) -> str:
    """How kith_watch reaches the database. On a server of one's own that has no such role, as whoever serves."""
    url = env.get("KITH_WATCH_URL") or env.get("DATABASE_URL")
    if url:
        return str(url)
    return Server(env.home).dsn(WATCH, os.environ.get(NAME_VARIABLE) or NAME)


class Watchdog:
    """One for an instance. It holds no lock, keeps no database running, and may be started again at any time."""

    def __init__(self, env: Env, address: str) -> None:
        self.env, self.pace, self.home = env, pace_of(env), env.home
        (self.home / "watch").mkdir(mode=0o700, parents=True, exist_ok=True)
        self.judge, self.bell = Judge(), Bell(self.pace.again)
        self.ways, self.book = WaysOut(env, self.home), PhoneBook(self.home, env.get("KITH_WATCH_PHONES"))
        named = ("file", "email", "url")
        outside = tuple(way for way in named if env.get(f"KITH_ANCHOR_{way.upper()}"))
        self.database = Database(where_to_look(env), self.pace, clock.now, outside)
        self.clock = Clock(clock.now(), time.monotonic())
        half = self.pace.late / 2
        down = Reading("database", False, "the database does not answer", half)
        silent = Reading("web", False, "the pages do not answer", half)
        stuck = Reading("disk", False, f"the disk of {self.home} does not answer", half)
        wait = max(1.0, min(10.0, half))
        self.looks = {
            "database": Look(self.database.look, down),
            "web": Look(partial(looks.web, address, half, wait), silent),
            "disk": Look(partial(_disk, self.home), stuck),
        }
        self._pinged: float | None = None
        self._pinging: threading.Thread | None = None

    def run(self, stopping: threading.Event) -> None:
        """Looks until told to stop."""
        if not self.ways.any_set:
            say(f"The watchdog has no way out yet, so it only writes into {self.ways.box}. Set KITH_WATCH_WEBHOOK,")
            say("KITH_WATCH_COMMAND or KITH_WATCH_EMAIL_URL, and KITH_DEADMAN_URL, before anybody relies on this.")
        while not stopping.is_set():
            began = time.monotonic()
            self.once()
            stopping.wait(max(0.05, self.pace.every - (time.monotonic() - began)))

    def once(self) -> list[Fault]:
        """One look at everything; answers what is wrong."""
        readings = self._look()
        at = time.monotonic()
        faults = self.judge.judge(readings, at)
        self._say(faults, at, {reading.check for reading in readings})
        if all(reading.good for reading in readings):
            self._all_is_well(at)
        return faults

    def _look(self) -> list[Reading]:
        for look in self.looks.values():
            look.begin()
        end = time.monotonic() + min(5.0, self.pace.every)
        readings = self.clock.look(clock.now(), time.monotonic())
        for look in self.looks.values():
            readings += look.found(max(0.0, end - time.monotonic()))
        if self.database.duty:
            self.book.keep(self.database.duty)
        seen = {reading.check for reading in readings}
        for check in set(self.judge.good_at) - seen - set(self.bell.rung):
            # Hidden behind the database, which is a fault of its own.
            self.judge.forget(check, time.monotonic())
        return readings

    def _say(self, faults: list[Fault], at: float, seen: set[str]) -> None:
        due = self.bell.to_say(faults, at)
        if due:
            what = "; ".join(one.words for one in due)
            self.ways.ring(f"Kith has a fault: {what}. {MEANWHILE}", self.book.phones(), clock.now())
        clear = self.bell.all_clear(faults, seen)
        if clear:
            self.ways.ring(f"All clear, this is well again: {'; '.join(clear)}.", self.book.phones(), clock.now())

    def _all_is_well(self, at: float) -> None:
        """Opens the outside address, in a thread of its own. Silence there means that somebody is rung from outside."""
        address = self.env.get("KITH_DEADMAN_URL")
        if not address or (self._pinged is not None and at - self._pinged < self.pace.deadman):
            return
        if self._pinging is None or not self._pinging.is_alive():
            self._pinged = at
            self._pinging = threading.Thread(target=_open, args=(address,), daemon=True)
            self._pinging.start()


def _open(address: str) -> None:
    try:
        urllib.request.urlopen(address, timeout=10).close()  # noqa: S310  as it was set
    except OSError as problem:
        say(f"WATCHDOG: the dead man's switch could not be told that all is well: {problem}")


def _disk(home: Path) -> list[Reading]:
    # Read anew each time: whoever makes room may lower it without stopping anything.
    return looks.disk(home, Env().get("KITH_WATCH_FREE_MB"))
