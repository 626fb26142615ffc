"""Killed at random while asks come in: is every ask that somebody was told is in, in, whole and once?"""

from __future__ import annotations

import contextlib
import random
import threading
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import psutil
import psycopg

from kith.asks.codes import slug_of
from kith.kit import clock
from kith.kit.cli import Stop
from kith.kit.progress import bar
from kith.proof.drill import land
from kith.proof.drill.askers import Crowd
from kith.proof.drill.home import Home, NotThere, on_its_database, throw_away, wait_for

AT_ONCE = 6
# Enough that there is somebody to ask each time; more would only be more to write down.
NEIGHBOURS = 20
# Whom a kill hits: the one that dies most often in life is one of several, and costs the machine least.
VICTIMS = ("worker", "web", "one of web", "one of web")
# A step that is taken later than this after it was due is late.
LATE_AFTER = 60
SETTLES_WITHIN = 180

# Each answers how many too many there are; all must be 0.
DOUBLES = {
    "references": "SELECT count(*) - count(DISTINCT reference) FROM asks_ask",
    "people": "SELECT count(*) - count(DISTINCT person_id) FROM asks_ask",
    "promises": "SELECT count(*) - count(DISTINCT reference) FROM promises_promise WHERE kind = 'ask'",
    "promises without an ask": "SELECT count(*) FROM promises_promise p WHERE kind = 'ask'"
    " AND NOT EXISTS (SELECT FROM asks_ask a WHERE a.promise_id = p.id)",
    "searches": "SELECT count(*) - count(DISTINCT ask_id) FROM dispatch_search",
    "tellings": "SELECT count(*) - count(DISTINCT of_id) FROM promises_telling WHERE news = 'we-have-it'",
    "offers": "SELECT count(*) - count(DISTINCT (ask_id, volunteer_id)) FROM dispatch_offer WHERE state = 'offered'",
    "messages": "SELECT count(*) - count(DISTINCT (about_id, address)) FROM outbox_message WHERE kind = 'we-have-it'",
    "message keys": "SELECT count(*) - count(DISTINCT key) FROM outbox_message",
    "sent twice": "SELECT count(*) - count(DISTINCT subject_id) FROM trail_entry WHERE verb = 'message.sent'",
    "opened twice": "SELECT count(*) - count(DISTINCT subject_id) FROM trail_entry WHERE verb = 'ask.opened'",
}
# Whatever was accepted and is not whole counts as lost.
NOT_WHOLE = """
SELECT a.words FROM asks_ask a LEFT JOIN promises_promise p ON p.id = a.promise_id
 WHERE p.id IS NULL OR (p.state = 'open' AND p.holder_id IS NULL)
    OR (a.to_check::text IN ('[]', '{}') AND NOT EXISTS (SELECT FROM dispatch_search s WHERE s.ask_id = a.id))
    OR NOT EXISTS (SELECT FROM trail_entry t WHERE t.subject_id = a.id AND t.verb = 'ask.opened')
    OR NOT EXISTS (SELECT FROM promises_telling t WHERE t.of_id = p.id)
    OR NOT EXISTS (SELECT FROM outbox_message m WHERE m.about_id = a.id)
"""
STILL_TO_DO = """
SELECT (SELECT count(*) FROM asks_ask a WHERE state = 'new' AND to_check::text IN ('[]', '{}')
           AND NOT EXISTS (SELECT FROM dispatch_search s WHERE s.ask_id = a.id)),
       (SELECT count(*) FROM outbox_message WHERE state = 'waiting' AND not_before <= %(now)s),
       (SELECT count(*) FROM dispatch_search WHERE look_again_at <= %(now)s)
"""
WAITED = """
SELECT extract(epoch FROM s.started_at - a.created_at) FROM dispatch_search s JOIN asks_ask a ON a.id = s.ask_id
UNION ALL SELECT extract(epoch FROM sent_at - not_before) FROM outbox_message WHERE sent_at IS NOT NULL
UNION ALL SELECT extract(epoch FROM stepped_up_at - next_contact_by) FROM promises_promise
           WHERE stepped_up_at > next_contact_by
"""


@dataclass(frozen=True)
class Crash:
    """What came of it. ``late`` counts steps taken more than a minute after they were due."""

    accepted: int
    lost: int
    duplicates: int
    double_effects: int
    late: int
    oldest_late_s: float
    kills: int
    db_kills: int
    tries: int
    seconds: int


def run(*, asks: int, kills: int, db_kills: int, seed: int, now: datetime, quiet: bool) -> tuple[Crash, dict[str, Any]]:
    """The whole drill on an instance of its own. Answers the figures, and what was wrong where something was."""
    with throw_away({"KITH_LOG_LEVEL": "ERROR"}) as home:
        home.start()
        with on_its_database(home):
            streets = land.settle_in(now, NEIGHBOURS)
        began = time.monotonic()
        crowd = Crowd(home.port, streets, asks)
        killer = Killer(home, crowd, kills, db_kills, random.Random(seed))
        with bar(asks, "Asks come in, processes are killed", quiet=quiet) as tick:
            killer.start()
            crowd.run(AT_ONCE, tick)
            killer.finish()
        wait_for(home.answers, 60, lambda: "The pages did not come back after the last kill.")
        _settle(home)
        return _judge(home, crowd, killer, round(time.monotonic() - began))


class Killer(threading.Thread):
    """Kills web, worker and PostgreSQL, spread over the asks, so that each meets work under way."""

    def __init__(self, home: Home, crowd: Crowd, kills: int, db_kills: int, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.home, self.crowd, self.chance = home, crowd, chance
        victims = ["process"] * kills + ["database"] * db_kills
        chance.shuffle(victims)
        reach = max(1, crowd.asks - 1)
        self.when = sorted((chance.uniform(0, reach), victim) for victim in victims)
        self.done = {"process": 0, "database": 0}
        self._no_more_asks = threading.Event()

    def run(self) -> None:
        """Each kill waits for its ask. What is not running just now is waited for, so that every kill counts."""
        for at, victim in self.when:
            while len(self.crowd.told) < at and not self._no_more_asks.is_set():
                time.sleep(0.02)
            time.sleep(self.chance.uniform(0, 0.05))
            while not self._kill(victim):
                time.sleep(0.05)
            self.done[victim] += 1

    def finish(self) -> None:
        """The asks are over; what kills are left take place now."""
        self._no_more_asks.set()
        self.join(600)

    def _kill(self, victim: str) -> bool:
        with contextlib.suppress(NotThere, psutil.Error):
            if victim == "database":
                self.home.database().kill()
            else:
                for process in self._somebody():
                    process.kill()
            return True
        return False

    def _somebody(self) -> list[psutil.Process]:
        """The worker, one of the processes that serve pages, or all of those at once."""
        kind = self.chance.choice(VICTIMS)
        if kind == "worker":
            return [self.home.part("worker")]
        web = self.home.part("web")
        serving = web.children()
        return [self.chance.choice(serving)] if kind == "one of web" and serving else [web, *serving]


def _settle(home: Home) -> None:
    """Until the sweeps have caught up with everything that is due."""
    end, left = time.monotonic() + SETTLES_WITHIN, None
    while time.monotonic() < end:
        with contextlib.suppress(psycopg.OperationalError, NotThere, OSError), home.connect() as connection:
            left = connection.execute(STILL_TO_DO, {"now": clock.now()}).fetchone()
            if left is not None and not any(left):
                return
        time.sleep(0.3)
    raise Stop("After the last kill {} asks, {} messages and {} searches were left lying.".format(*(left or "???")))


def _judge(home: Home, crowd: Crowd, killer: Killer, seconds: int) -> tuple[Crash, dict[str, Any]]:
    with home.connect() as connection:
        words = [row[0] for row in connection.execute("SELECT words FROM asks_ask").fetchall()]
        references = {row[0] for row in connection.execute("SELECT reference FROM asks_ask").fetchall()}
        not_whole = {row[0] for row in connection.execute(NOT_WHOLE).fetchall()}
        doubles = {name: int((connection.execute(sql).fetchone() or [0])[0]) for name, sql in DOUBLES.items()}
        waited = [float(row[0]) for row in connection.execute(WAITED).fetchall()]
    numbers = [int(one.rsplit("Drill ", 1)[1].rstrip(".")) for one in words]
    broken = {int(one.rsplit("Drill ", 1)[1].rstrip(".")) for one in not_whole}
    lost = sorted(number for number in crowd.told if number not in set(numbers) or number in broken)
    unknown = [code for code in crowd.told.values() if code.lower() not in {_slug(one) for one in references}]
    found = Crash(
        accepted=len(crowd.told),
        lost=len(lost) + len(unknown),
        duplicates=len(numbers) - len(set(numbers)),
        double_effects=sum(doubles.values()),
        late=sum(one > LATE_AFTER for one in waited),
        oldest_late_s=round(max(waited, default=0.0), 1),
        kills=killer.done["process"],
        db_kills=killer.done["database"],
        tries=crowd.tries,
        seconds=seconds,
    )
    wrong = {"lost": lost, "references nobody knows": unknown, "never told": crowd.gave_up}
    return found, wrong | {name: count for name, count in doubles.items() if count}


def _slug(reference: str) -> str:
    return slug_of(reference).lower()


def said(found: Crash) -> dict[str, Any]:
    """The figures as they are printed."""
    return asdict(found)
