"""What a command may ask of the instance it runs on. Commands get one as ``args.instance``; config provides it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import psycopg


class Instance(Protocol):
    """One KITH_HOME with its database."""

    home: Path
    embedded: bool

    def empty(self) -> None:
        """Throws away every row: the database is made anew, migrated and without content."""

    def keep_copy(self, name: str) -> None:
        """Keeps the whole database as it is now under ``name``, for the same code and migrations only."""

    def bring_back(self, name: str) -> bool:
        """Puts the kept copy in place of the database. False when there is none made by this very code."""

    def scratch(self) -> AbstractContextManager[Mapping[str, str]]:
        """A migrated throw-away database; yields the environment for a process of ours that works on it."""

    def over_the_walls(self, environ: Mapping[str, str]) -> AbstractContextManager[psycopg.Connection[Any]]:
        """PostgreSQL's own superuser, on a throw-away database of ``scratch`` and no other: for drills of an attack."""

    def sweep(self, now: datetime) -> Mapping[str, int]:
        """Runs every sweep of the schedule once, as the worker would; answers how much each did."""

    def serve(self, host: str, port: int, when_ready: Callable[[], None] | None = None) -> int:
        """Serves pages and sweeps until stopped; answers the exit code."""
