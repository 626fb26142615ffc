"""Runs the sweeps of the schedule, each by itself: one that fails is written down and never holds up the others."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.db import close_old_connections

from kith.access.acting import works_as
from kith.config.env import Env
from kith.config.schedule import FASTEST, SWEEPS, Sweep
from kith.kit import clock
from kith.kit.actor import Actor
from kith.promises import actions as promises

log = logging.getLogger("kith.worker")
WORKER = Actor.system("the worker")
PAUSE = 0.5
# A sign of life is written this often at most: often enough to be missed in time, seldom enough to cost nothing.
SIGN_OF_LIFE = 5.0
# How long a stop waits for a message that is just being handed over; its lease brings it back where it was not.
LONGEST_GOODBYE = 12.0
_last_problem: dict[str, str] = {}


def function_of(sweep: Sweep) -> Callable[[datetime], int] | None:
    """The function, or None where this instance is without that package."""
    module, name = sweep.function.rsplit(".", 1)
    if find_spec(module) is None:
        return None
    function: Callable[[datetime], int] = getattr(import_module(module), name)
    return function


def sweep_once(now: datetime) -> Mapping[str, int]:
    """Every sweep once, in order. Here a failure is not hidden: a command that asked for it must know."""
    done = {}
    for sweep in SWEEPS:
        function = function_of(sweep)
        if function is not None:
            done[sweep.name] = function(now)
    return done


def work(stopping: threading.Event) -> None:
    """Sweeps until told to stop: one after the other, and each that waits for others in a thread of its own."""
    lines = [[sweep for sweep in SWEEPS if not sweep.apart], *([sweep] for sweep in SWEEPS if sweep.apart)]
    threads = [threading.Thread(target=_work, args=(line, stopping), daemon=True) for line in lines[1:]]
    for thread in threads:
        thread.start()
    _work(lines[0], stopping)
    for thread in threads:
        thread.join(LONGEST_GOODBYE)


def _work(sweeps: Sequence[Sweep], stopping: threading.Event) -> None:
    """These again and again, each when it is due. A drill lets its clock run faster."""
    with works_as("the worker"):
        _until(stopping, sweeps)


def _until(stopping: threading.Event, sweeps: Sequence[Sweep]) -> None:
    faster = min(FASTEST, max(1, Env().get("KITH_PACE")))
    due = {sweep.name: 0.0 for sweep in sweeps}
    signs = {sweep.name: 0.0 for sweep in sweeps}
    while not stopping.is_set():
        for sweep in sweeps:
            if time.monotonic() >= due[sweep.name] and not stopping.is_set():
                began = time.monotonic()
                problem = _guarded(sweep)
                ended = time.monotonic()
                due[sweep.name] = ended + sweep.seconds / faster
                if ended >= signs[sweep.name]:
                    signs[sweep.name] = ended + SIGN_OF_LIFE / faster
                    _sign_of_life(sweep, timedelta(seconds=ended - began), problem)
        stopping.wait(PAUSE / faster)


def _sign_of_life(sweep: Sweep, took: timedelta, problem: str) -> None:
    """Leaves the time for the watchdog and for the pages. When even that fails, its absence says so."""
    try:
        if problem:
            promises.miss_beat(name=sweep.name, problem=problem, by=WORKER, now=clock.now())
        else:
            promises.beat(name=sweep.name, took=took, by=WORKER, now=clock.now())
    except Exception as failed:
        quiet = not log.isEnabledFor(logging.DEBUG)
        log.error("The check of %s could leave no sign of life: %s", sweep.name, failed, exc_info=not quiet)
    finally:
        close_old_connections()


def _guarded(sweep: Sweep) -> str:
    """Answers what went wrong, or nothing."""
    close_old_connections()
    try:
        function = function_of(sweep)
        if function is not None:
            function(clock.now())
    except Exception as problem:
        # In full the first time; a line for each time it stays the same, so that the log stays readable.
        again = _last_problem.get(sweep.name) == repr(problem)
        _last_problem[sweep.name] = repr(problem)
        log.error("The sweep of %s failed: %s", sweep.name, problem, exc_info=not again)
        return repr(problem)
    else:
        _last_problem.pop(sweep.name, None)
        return ""
    finally:
        close_old_connections()
