"""What the watchdog looks at: the database as kith_watch, the pages, the disk and the clock. It judges nothing."""

from __future__ import annotations

import math
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from kith.config.schedule import FASTEST, SWEEPS, Sweep
from kith.config.watch.faults import Pace, Reading

# How long what is due may lie there, although its sweep comes to its end each time: a row nobody gets past.
LIES = 180
# How far the clock on the wall may move against the steady one between two looks.
JUMP = 60
OVERDUE = """
SELECT
  (SELECT min(next_contact_by) FROM promises_promise WHERE state = 'open' AND next_contact_by < %(due)s
      AND (stepped_up_at IS NULL OR stepped_up_at < next_contact_by)),
  (SELECT min(not_before) FROM outbox_message WHERE state IN ('waiting', 'held') AND not_before < %(due)s),
  (SELECT min(look_again_at) FROM dispatch_search WHERE look_again_at < %(due)s)
"""
# How long something written down may be without a seal. It looks no further back than anything can have waited.
UNSEALED_AFTER = 60
UNSEALED = """
SELECT min(e.at) FROM trail_entry e
WHERE e.id > (SELECT coalesce(max(entry_id), 0) - 20000 FROM trail_seal)
  AND NOT EXISTS (SELECT FROM trail_seal s WHERE s.entry_id = e.id)
"""
# So long the last seals may have been left nowhere outside, where somebody tried.
OUTSIDE_AFTER = 900
OUTSIDE = "SELECT max(at) FILTER (WHERE problem = ''), max(at) FROM trail_anchoring WHERE way = %s AND at > %s"
# The phones of the teams that answer, and the mobiles of whoever is on their duty lists and here.
DUTY = """
SELECT name, phone FROM accounts_team WHERE is_duty AND phone <> ''
UNION
SELECT person.name, person.phone
FROM accounts_dutyturn turn
  JOIN accounts_team team ON team.id = turn.team_id AND team.is_duty
  JOIN accounts_membership part ON part.id = turn.membership_id
  JOIN accounts_user person ON person.id = part.user_id
WHERE person.is_active AND person.phone <> '' AND part.ended_at IS NULL
  AND (part.ends_at IS NULL OR part.ends_at > %(now)s)
  AND NOT coalesce(part.away_until > %(now)s AND (part.away_from IS NULL OR part.away_from <= %(now)s), false)
ORDER BY 1, 2
"""
DUE = (
    ("promises", "a promised time has passed and the next team was not told"),
    ("messages", "messages are not leaving"),
    ("searches", "looking for somebody does not go on"),
)


@dataclass
class Look:
    """One look in a thread of its own, so that one which hangs holds up nobody. What hangs is not begun again."""

    ask: Callable[[], list[Reading]]
    hangs: Reading
    _thread: threading.Thread | None = None
    _found: list[Reading] = field(default_factory=list)

    def begin(self) -> None:
        """Starts looking, where the look before has come to its end."""
        if self._thread is None or not self._thread.is_alive():
            self._found = []
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def found(self, patience: float) -> list[Reading]:
        """What it found within the patience; that it hangs, where it does."""
        if self._thread is not None:
            self._thread.join(patience)
            if not self._thread.is_alive():
                return self._found
        return [self.hangs]

    def _run(self) -> None:
        try:
            self._found = self.ask()
        except Exception as problem:  # noqa: BLE001  a look that fails is a finding too
            self._found = [
                Reading(self.hangs.check, False, f"{self.hangs.words} ({problem})"[:300], self.hangs.patience)
            ]


@dataclass
class Database:
    """Signs of life and what lies there overdue; and which phones are on duty, to be kept for a worse hour."""

    dsn: str
    pace: Pace
    now: Callable[[], datetime]
    # By which ways the last seals of the trail are to be left outside.
    outside: tuple[str, ...] = ()
    duty: list[tuple[str, str]] | None = None
    # A clock that never jumps.
    steady: Callable[[], float] = time.monotonic
    _last: dict[str, Any] = field(default_factory=dict)
    _changed: dict[str, float] = field(default_factory=dict)

    def look(self) -> list[Reading]:
        """A few questions over a new connection: an old one may work when no new one does."""
        with psycopg.connect(self.dsn, autocommit=True, connect_timeout=5) as connection:
            beats = connection.execute("SELECT name, at, failing_since, problem FROM promises_beat").fetchall()
            due = self.now() - timedelta(seconds=LIES / self.pace.faster)
            lying = connection.execute(OVERDUE, {"due": due}).fetchone()
            unsealed = connection.execute(UNSEALED).fetchone()
            left = [self._left_outside(connection, way) for way in self.outside]
            phones = connection.execute(DUTY, {"now": self.now()}).fetchall()
        self.duty = [(str(name), str(phone)) for name, phone in phones]
        assert lying is not None
        assert unsealed is not None
        good = Reading("database", True, "")
        return [good, *self._beating(beats), *self._lying(lying), self._sealing(unsealed[0]), *left]

    def _beating(self, beats: Sequence[Any]) -> list[Reading]:
        """By whether the sign of life changed since the last look, and not by its time: clocks jump."""
        rows = {row[0]: row for row in beats}
        found, looked = [], self.steady()
        for sweep in SWEEPS:
            _, at, failing, problem = rows.get(sweep.name, (sweep.name, None, None, ""))
            if at is not None and (sweep.name not in self._last or self._last[sweep.name] != at):
                self._changed[sweep.name] = looked
            alive = looked - self._changed.get(sweep.name, -math.inf) <= self._rests(sweep)
            why = f": {problem}" if failing and problem else ""
            words = f"the check of {sweep.name} no longer comes to its end{why}"
            found.append(Reading(f"check of {sweep.name}", alive, words, self.pace.late))
            self._last[sweep.name] = at
        return found

    def _rests(self, sweep: Sweep) -> float:
        """How long a check may well say nothing: only where it comes by more seldom than the watchdog looks."""
        rests = 1.5 * sweep.seconds / min(FASTEST, self.pace.faster)
        return rests if rests > self.pace.every else 0.0

    def _sealing(self, since: datetime | None) -> Reading:
        """The oldest line of the trail without a seal. One that was dated back is waited for as well."""
        most = UNSEALED_AFTER / self.pace.faster
        late = since is not None and since < self.now() - timedelta(seconds=most)
        words = "what was written on the trail is not being sealed, so it could be changed unseen"
        return Reading("trail", not late, _since(words, since), most)

    def _left_outside(self, connection: psycopg.Connection[Any], way: str) -> Reading:
        """Whether the last seals went this way lately. Where nobody tried, it is the check itself that is late."""
        patience = OUTSIDE_AFTER / self.pace.faster
        went, tried = connection.execute(OUTSIDE, [way, self.now() - timedelta(seconds=patience)]).fetchone() or (0, 0)
        words = f"the last seals of the trail cannot be left outside by {way}: ./kith trail anchor says why"
        return Reading(f"trail by {way}", went is not None or tried is None, words, patience)

    def _lying(self, oldest: Sequence[datetime | None]) -> list[Reading]:
        pairs = zip(DUE, oldest, strict=True)
        return [Reading(f"due {name}", since is None, _since(words, since)) for (name, words), since in pairs]


def _since(words: str, since: datetime | None) -> str:
    return words if since is None else f"{words} (the oldest has been due since {since:%H:%M} UTC)"


def web(address: str, patience: float, wait: float) -> list[Reading]:
    """Any answer counts, one that says something is wrong as well: then the pages speak for themselves."""
    try:
        urllib.request.urlopen(address, timeout=wait).close()  # noqa: S310  our own address
    except urllib.error.HTTPError as answer:
        answer.close()
    except OSError as problem:
        return [Reading("web", False, f"the pages do not answer ({getattr(problem, 'reason', problem)})", patience)]
    return [Reading("web", True, "")]


def disk(home: Path, least_mb: int) -> list[Reading]:
    """Whether there is room left where the instance writes."""
    free = shutil.disk_usage(home).free // (1024 * 1024)
    return [Reading("disk", free >= least_mb, f"only {free} MB are free on the disk of {home}")]


@dataclass
class Clock:
    """Compares the clock on the wall with the one that only ever goes forward."""

    wall: datetime
    steady: float

    def look(self, wall: datetime, steady: float) -> list[Reading]:
        """Whether the clock was set since the last look."""
        moved = (wall - self.wall).total_seconds() - (steady - self.steady)
        self.wall, self.steady = wall, steady
        words = f"the clock of this machine was set by {round(moved)} seconds: promised times are told early or late"
        return [Reading("clock", abs(moved) < JUMP, words)]
