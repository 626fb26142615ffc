"""Runs the sweeps of the schedule, each by itself: one that fails is written down and never holds up the others."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from django.db import close_old_connections

from kith.config.schedule import SWEEPS, Sweep
from kith.kit import clock

log = logging.getLogger("kith.worker")
BEAT = 0.5
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
    """Sweeps until told to stop."""
    due = {sweep.name: 0.0 for sweep in SWEEPS}
    while not stopping.is_set():
        for sweep in SWEEPS:
            if time.monotonic() >= due[sweep.name] and not stopping.is_set():
                _guarded(sweep)
                due[sweep.name] = time.monotonic() + sweep.seconds
        stopping.wait(BEAT)


def _guarded(sweep: Sweep) -> None:
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
    else:
        _last_problem.pop(sweep.name, None)
    finally:
        close_old_connections()
