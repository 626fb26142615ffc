"""Asking and writing in words the database has read before, so that it is only told the values.

For what is asked or written at every request: the words stay the same, and few values change. It knows of no table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def may_be_known(here: BaseDatabaseWrapper) -> bool:
    """Whether nobody counts or looks at every statement just now: whoever does is to see all of them."""
    return here.connection is not None and not (here.queries_logged or here.execute_wrappers)


def ask(words: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows that answer ``words``, a question with ``%s`` for each value."""
    here = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    if may_be_known(here):
        return tell(here, numbered(words), values, answered=True)
    with here.cursor() as cursor:
        cursor.execute(words, values)
        return list(cursor.fetchall())


def tell(
    here: BaseDatabaseWrapper, words: str, values: Sequence[Any], *, answered: bool = False
) -> list[tuple[Any, ...]]:
    """Send a statement with ``$1`` for its first value, read by the database once for each connection."""
    own: psycopg.Connection[Any] = here.connection
    before = own.prepare_threshold
    own.prepare_threshold = 0
    try:
        with here.wrap_database_errors, psycopg.RawCursor(own) as cursor:
            cursor.execute(words, values, prepare=True)
            return cursor.fetchall() if answered else []
    finally:
        own.prepare_threshold = before


@cache
def numbered(words: str) -> str:
    """The same words with ``$1`` for the first ``%s``."""
    number = iter(range(1, 1000))
    return re.sub("%s", lambda _found: f"${next(number)}", words)
