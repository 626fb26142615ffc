"""What is done to the directory by itself: working out meanings, and reading other directories when they are due."""

from __future__ import annotations

import logging
import threading
from contextvars import copy_context
from datetime import datetime, timedelta

from django.db import close_old_connections, connection

from kith.directory import actions, feeds
from kith.directory.actions import NotTaken
from kith.directory.fetching import Web
from kith.directory.models import Source
from kith.directory.queries import harvests
from kith.directory.reading.entries import CannotRead
from kith.kit import clock
from kith.kit.actor import Actor

log = logging.getLogger("kith.directory")
HARVESTER = Actor.system("reading other directories")
APART = Actor.system("what keeps hidden what must not be found")
MEANING = Actor.system("what works out meanings")
AT_ONCE = 64
LOOK_AGAIN = timedelta(hours=6)
_looked: list[datetime] = []
_running: list[threading.Thread] = []


def meanings(now: datetime) -> int:
    """Work out what the words of entries mean, where that has not been done since they changed."""
    return actions.work_out_meanings(most=AT_ONCE, by=MEANING, now=now)


def keep_apart(now: datetime) -> int:
    """Hold back whatever would give away a house that must not be found: what was written before we knew, too.

    It reads everything, so it does so at the start and then every few hours; in between it only shows that it lives.
    """
    if _looked and now - _looked[-1] < LOOK_AGAIN:
        return 0
    held = actions.keep_apart(by=APART, now=now)
    _looked[:] = [now]
    return held


def harvest(now: datetime) -> int:
    """Begins to read the directory that has been due for longest; answers whether one was begun.

    It is read in a thread of its own, so that a slow one holds up no check and no sign of life. One query where
    nothing is due.
    """
    if any(one.is_alive() for one in _running):
        return 0
    _running.clear()
    source = harvests.due(now)
    if source is None or not actions.begin_reading(source=source, by=HARVESTER, now=now):
        return 0
    # As the worker that begins it: a thread knows nothing of who began it unless it is told.
    begun = copy_context()
    thread = threading.Thread(target=begun.run, args=(_apart, source), name="directory", daemon=True)
    _running.append(thread)
    thread.start()
    return 1


def harvest_one(source: Source, *, near: bool = False) -> str:
    """Read one directory here and now; answers what was wrong, or nothing. What we have of it stays whole."""
    try:
        taken = feeds.read(Web(near=near), source.address)
        fewer = bool(source.counts.get("fewer")) and source.wanted_at is not None
        actions.take_in(source=source, taken=taken, fewer=fewer, by=HARVESTER, now=clock.now())
    except (CannotRead, NotTaken) as problem:
        actions.note_failure(source=source, problem=str(problem), by=HARVESTER, now=clock.now())
        return str(problem)
    return ""


def _apart(source: Source) -> None:
    close_old_connections()
    try:
        harvest_one(source)
    except Exception:
        log.exception("Reading the directory %s failed", source.name)
        _say_so(source)
    finally:
        connection.close()


def _say_so(source: Source) -> None:
    """Something that nobody foresaw: it is said on the page as well as in the log."""
    try:
        problem = "Something failed here that nobody foresaw; the log of this service says what."
        actions.note_failure(source=source, problem=problem, by=HARVESTER, now=clock.now())
    except Exception:
        log.exception("That could not be noted either")
