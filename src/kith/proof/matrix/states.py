"""The three states in which every cell is opened: both walls stand, the first is down, the second is down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock

import psycopg
from psycopg import sql

from kith.access import policy
from kith.access.policy import ALL_CLASSES, EVERYTHING, Decision

BOTH, WALL_1_OFF, WALL_2_OFF = "both", "wall1_off", "wall2_off"
Lay = Callable[[], AbstractContextManager[None]]


@contextmanager
def first_down() -> Iterator[None]:
    """The policy says yes to everybody and everything, for as long as this lasts."""

    def everything(*_args: object, **_more: object) -> object:
        return EVERYTHING

    def yes(*_args: object, **_more: object) -> Decision:
        return Decision(True, "The first wall is down.", ALL_CLASSES)

    says: dict[str, Any] = {
        "scope": everything,
        "decide": yes,
        "fields": lambda *_args, **_more: ALL_CLASSES,
        "holds": lambda *_args, **_more: True,
        "may_at": lambda *_args, **_more: True,
    }
    with ExitStack() as stack:
        for name, answer in says.items():
            stack.enter_context(mock.patch.object(policy, name, answer))
        yield


@contextmanager
def second_down(admin: psycopg.Connection[Any]) -> Iterator[None]:
    """No table keeps a row from anybody, for as long as this lasts: done as an administrator, who alone can."""
    rows = admin.execute("SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity ORDER BY 1").fetchall()
    tables = [sql.SQL(str(name)) for (name,) in rows]
    for table in tables:
        admin.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(table))
    try:
        yield
    finally:
        for table in tables:
            admin.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table))


def state(name: str, lay_second: Lay) -> AbstractContextManager[None]:
    """Put the walls into one of the three states. How row-level security is laid down is the caller's to say."""
    if name == WALL_1_OFF:
        return first_down()
    return lay_second() if name == WALL_2_OFF else nullcontext()
