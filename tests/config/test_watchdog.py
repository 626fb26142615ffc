"""The watchdog: what counts as a fault, who is rung and how often, and what it may read."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from kith.accounts import actions as accounts
from kith.config.env import Env
from kith.config.postgres import Server
from kith.config.watch.faults import Bell, Fault, Judge, Pace, Reading
from kith.config.watch.looks import DUTY, Clock, Database, Look
from kith.config.watch.watchdog import Watchdog, pace_of
from kith.config.watch.ways_out import PhoneBook, WaysOut
from tests.thread import BUILDER, build_town
from tests.thread import NOW as THREAD_NOW

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


def test_something_bad_for_longer_than_it_may_be_is_a_fault() -> None:
    judge = Judge()
    bad = Reading("web", False, "the pages do not answer", 60)
    assert judge.judge([bad], 0) == []
    assert judge.judge([bad], 59) == []
    assert judge.judge([bad], 60) == [Fault("web", "the pages do not answer", 60)]
    assert judge.judge([Reading("web", True, "")], 61) == []
    assert judge.judge([bad], 100) == []


def test_the_same_fault_is_rung_about_once_in_five_minutes_and_its_end_once() -> None:
    bell = Bell(again=300)
    web, disk = Fault("web", "no pages", 60), Fault("disk", "no room", 0)
    assert bell.to_say([web], 0) == [web]
    assert bell.to_say([web, disk], 30) == [disk]
    assert bell.to_say([web, disk], 300) == [web]
    assert bell.all_clear([disk], {"web", "disk"}) == ["no pages"]
    assert bell.all_clear([disk], {"web", "disk"}) == []


def test_what_cannot_be_seen_is_not_said_to_be_well() -> None:
    bell = Bell(again=300)
    bell.to_say([Fault("check of asks", "late", 120)], 0)
    assert bell.all_clear([Fault("database", "down", 60)], {"database"}) == []


def test_a_clock_that_is_set_is_seen_and_one_that_runs_is_not() -> None:
    clock = Clock(NOON, 1000.0)
    assert clock.look(NOON + timedelta(seconds=30), 1030.0)[0].good
    [moved] = clock.look(NOON + timedelta(hours=2, seconds=60), 1060.0)
    assert not moved.good
    assert "set by 7200 seconds" in moved.words
    [back] = clock.look(NOON + timedelta(seconds=90), 1090.0)
    assert "set by -7200 seconds" in back.words


def test_a_look_that_hangs_is_a_finding_and_is_not_begun_twice() -> None:
    go, begun = threading.Event(), []

    def hang() -> list[Reading]:
        begun.append(1)
        go.wait(5)
        return [Reading("database", True, "")]

    look = Look(hang, Reading("database", False, "the database does not answer", 60))
    look.begin()
    assert not look.found(0.05)[0].good
    look.begin()
    assert len(begun) == 1
    go.set()
    assert look.found(5)[0].good


def test_the_watch_role_reads_times_and_duty_phones_and_nothing_about_anybody(
    cluster: Server, migrated_template: str
) -> None:
    database = Database(cluster.dsn("kith_watch", migrated_template), Pace(), lambda: NOON)
    readings = {reading.check: reading for reading in database.look()}
    assert readings["database"].good
    assert not readings["check of asks"].good  # no worker ever ran here
    assert readings["due messages"].good
    assert database.duty == []
    with cluster.connect("kith_watch", migrated_template) as watch:
        for statement in (
            "SELECT body FROM outbox_message",
            "SELECT name FROM people_person",
            "SELECT label FROM promises_promise",
            "DELETE FROM promises_beat",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                watch.execute(statement)


def test_a_check_that_comes_by_more_seldom_than_the_watchdog_looks_may_be_silent_meanwhile() -> None:
    steady = [0.0]
    database = Database("", Pace().shorter(60), lambda: NOON, steady=lambda: steady[0])
    beats = [(name, NOON, None, "") for name in ("dispatch", "agreements")]

    def alive(at: float) -> list[bool]:
        steady[0] = at
        found = {reading.check: reading.good for reading in database._beating(beats)}
        return [found["check of dispatch"], found["check of agreements"]]

    assert alive(0.0) == [True, True]
    assert alive(0.5) == [False, True]  # the one comes by every 0.2 s at this pace, the other once a second
    assert alive(1.6) == [False, False]


@pytest.mark.django_db
def test_it_rings_whoever_is_on_duty_on_their_own_as_well_and_nobody_who_is_away() -> None:
    town = build_town()
    for part, phone in ((town.jan, "+447700900901"), (town.bo, "+447700900902")):
        part.user.phone = phone
        part.user.save()
    accounts.go_away(membership=town.bo, until=THREAD_NOW + timedelta(days=1), by=BUILDER, now=THREAD_NOW)
    with connection.cursor() as cursor:
        cursor.execute(DUTY, {"now": THREAD_NOW})
        phones = cursor.fetchall()
    assert ("Jan", "+447700900901") in phones and (town.jan.team.name, town.jan.team.phone) in phones
    assert not [name for name, _phone in phones if name == "Bo"]


def test_phones_are_kept_for_the_hour_when_the_database_is_down(tmp_path: Path) -> None:
    (tmp_path / "watch").mkdir()
    PhoneBook(tmp_path, []).keep([("Quay Street", "+447700900001")])
    book = PhoneBook(tmp_path, [("Gareth", "+447700900002")])
    book.keep([])
    assert book.phones() == [("Gareth", "+447700900002"), ("Quay Street", "+447700900001")]


class Outside(BaseHTTPRequestHandler):
    """Whatever listens outside: the service that rings, and the switch that waits to be told all is well."""

    heard: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        self.heard.append((self.path, ""))
        self._answer()

    def do_POST(self) -> None:
        self.heard.append((self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self._answer()

    def _answer(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        return None


@pytest.fixture
def outside():  # type: ignore[no-untyped-def]
    server = HTTPServer(("127.0.0.1", 0), Outside)
    Outside.heard.clear()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


def until_heard(count: int) -> list[tuple[str, str]]:
    end = time.monotonic() + 5
    while len(Outside.heard) < count and time.monotonic() < end:
        time.sleep(0.02)
    return Outside.heard


def test_it_rings_by_its_own_ways_and_keeps_what_it_rang(tmp_path: Path, outside: str) -> None:
    (tmp_path / "watch").mkdir()
    note = tmp_path / "note"
    program = tmp_path / "ring"
    program.write_text(f'#!/bin/sh\ncat > "{note}.part"; echo " $@" >> "{note}.part"; mv "{note}.part" "{note}"\n')
    program.chmod(0o700)
    environ = {
        "KITH_HOME": str(tmp_path),
        "KITH_WATCH_WEBHOOK": f"{outside}/ring",
        "KITH_WATCH_COMMAND": str(program),
    }
    ways = WaysOut(Env(environ), tmp_path)
    ways.ring("Kith has a fault: the pages do not answer.", [("Gareth", "+447700900002")], NOON)
    [(path, body)] = until_heard(1)
    assert (path, json.loads(body)["to"]) == ("/ring", [{"name": "Gareth", "phone": "+447700900002"}])
    assert json.loads(ways.box.read_text())["words"] == "Kith has a fault: the pages do not answer."
    end = time.monotonic() + 5
    while not note.exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert note.read_text() == "Kith has a fault: the pages do not answer. +447700900002\n"


def test_without_a_database_it_rings_and_the_outside_is_not_told_that_all_is_well(tmp_path: Path, outside: str) -> None:
    environ = {
        "KITH_HOME": str(tmp_path),
        "KITH_WATCH_URL": "postgresql://kith_watch@127.0.0.1:1/kith",
        "KITH_WATCH_WEBHOOK": f"{outside}/ring",
        "KITH_DEADMAN_URL": f"{outside}/well",
        "KITH_WATCH_LATE": "0",
        "KITH_WATCH_PHONES": "Gareth=07700 900002",
    }
    env = Env(environ)
    assert pace_of(env).late == 0
    watchdog = Watchdog(env, f"{outside}/page")
    assert [fault.check for fault in watchdog.once()] == ["database"]
    heard = until_heard(2)
    assert sorted(path for path, _ in heard) == ["/page", "/ring"]
    told = json.loads(next(body for path, body in heard if path == "/ring"))
    assert "the database does not answer" in told["words"]
    assert told["to"] == [{"name": "Gareth", "phone": "07700 900002"}]
