"""One transaction for a whole act: what the act calls joins it, and everything stands or falls together.

Many acts may be made one (``many``): their new rows are written together, and what was looked up is not looked up
again. It knows of no particular row; whether to fall back to one act at a time is the caller's question.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import psycopg
from django.db import connection, models, transaction

from kith.kit.languages import for_our_records
from kith.kit.rows import update_row, update_rows, write_together

T = TypeVar("T")
A_MOMENT = 2.0
# Where streets and places lie, and what they are called.
A_WHILE = 30.0
_STAYS_A_WHILE = frozenset(("names", "called", "area", "areas", "postcode", "token"))
_MOST_KNOWN = 2000

_LATELY: dict[Hashable, tuple[float, Any]] = {}
Write = Callable[[list[Any]], None]


@dataclass
class _Act:
    """What the outermost act has still to write, and what it has looked up."""

    many: bool
    later: dict[Write, list[Any]] = field(default_factory=dict)
    rows: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    changes: dict[type[models.Model], dict[frozenset[str], dict[Any, Any]]] = field(default_factory=dict)
    known: dict[Hashable, Any] = field(default_factory=dict)
    # Which facts may be a moment old, by the first word of their key.
    lately: frozenset[str] = frozenset()

    def write_all(self) -> None:
        """Foreign keys are checked as the transaction ends, so the order among tables does not matter."""
        with _together():
            for model in {**self.rows, **self.changes}:
                self.write(model)
            for write, rows in self.later.items():
                write(rows)

    def write(self, model: type[models.Model]) -> None:
        rows = self.rows.pop(model, [])
        if rows:
            _insert(model, rows)
        for fields, changed in self.changes.pop(model, {}).items():
            update_rows(list(changed.values()), sorted(fields))


def _insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """Write these new rows of one table."""
    meta = model._meta
    if meta.pk is None or meta.pk.db_returning or len(meta.parents) > 0:
        # The database gives these their ids, and somebody may want to know them.
        model._default_manager.bulk_create(rows)
    else:
        write_together(rows)


@contextmanager
def _together() -> Iterator[None]:
    """Send every statement inside without waiting for the answer to the one before; a refusal is heard at the end."""
    own = connection.connection
    if own is None or not psycopg.Pipeline.is_supported():
        yield
        return
    with connection.wrap_database_errors, own.pipeline():
        yield


_ACT: ContextVar[_Act | None] = ContextVar("kith_act", default=None)
# What else every act runs inside of; the package that tells the database who acts puts it here.
around_an_act: Callable[[], AbstractContextManager[None]] = nullcontext


@contextmanager
def whole(*, many: bool = False, alone: bool = True, lately: frozenset[str] = frozenset()) -> Iterator[None]:
    """Run what is inside as one act. The outermost act opens the transaction (or a savepoint in the caller's).

    What is said inside is for our records, so it is in their language; what the reader is told is said after the act.
    An act inside an act joins it without a savepoint of its own: a savepoint costs two round trips, and an act that
    swallowed half of another would be neither. So an act must not catch what another act raises and then go on.
    ``many`` is for a sweep or a sheet: many acts of one kind, with nobody else's in between.
    ``alone=False`` is for a request that is one act: what fails takes the caller's transaction with it. ``lately``
    names facts, by the first word of their key, of which such an act may know what another knew a moment ago; they
    are looked up anew as soon as any act fails.
    """
    if _ACT.get() is not None:
        yield
        return
    # Inside of a test's own transaction, what is known there is known nowhere else.
    act = _Act(many, lately=lately if not connection.savepoint_ids else frozenset())
    token = _ACT.set(act)
    try:
        with for_our_records(), transaction.atomic(savepoint=alone), around_an_act():
            yield
            act.write_all()
    except BaseException:
        look_anew()
        raise
    finally:
        _ACT.reset(token)


def at_the_end(write: Write, row: Any) -> bool:
    """Have ``write`` called with all such rows as the act ends, inside its transaction. False outside of an act."""
    act = _ACT.get()
    if act is None:
        return False
    act.later.setdefault(write, []).append(row)
    return True


def insert(row: models.Model) -> None:
    """Write a new row: at once, or, where many acts are one, together with the others of its table."""
    act = _ACT.get()
    if act is None or not act.many:
        _insert(type(row), [row])
    else:
        act.rows.setdefault(type(row), []).append(row)


def change(row: models.Model, *fields: str) -> None:
    """Write these fields of a row: at once, or, where many acts are one, together with the others of its table.

    Whoever changes the same row in two places of such an act holds it in one and the same object. Fields that hold
    a list or a document are written by themselves.
    """
    act = _ACT.get()
    if act is None or not act.many:
        put(row, *fields)
    elif not row._state.adding:
        # A row that is itself still to be written takes the change with it.
        act.changes.setdefault(type(row), {}).setdefault(frozenset(fields), {})[row.pk] = row


def put(row: models.Model, *fields: str) -> None:
    """Write these fields of a row at once, also where many acts are one. A row still to be written takes them along."""
    act = _ACT.get()
    if act is None or not any(row is one for one in act.rows.get(type(row), ())):
        update_row(row, fields)


def written(model: type[models.Model]) -> None:
    """Write now what the act still holds of this table, because it is about to be read or changed."""
    act = _ACT.get()
    if act is not None:
        act.write(model)


def once(key: Hashable, look_up: Callable[[], T]) -> T:
    """What ``look_up`` answers; where many acts are one, it is asked once for each key. Never kept any longer."""
    act = _ACT.get()
    return look_up() if act is None or not act.many else _known_to(act, key, look_up)


def fact(key: tuple[Hashable, ...], look_up: Callable[[], T]) -> T:
    """What ``look_up`` answers, asked once for each key in any act. Never kept any longer.

    For what acts lean on and hardly ever change; the act that does says so with ``forget``.
    """
    act = _ACT.get()
    return look_up() if act is None else _known_to(act, key, look_up)


def _known_to(act: _Act, key: Hashable, look_up: Callable[[], T]) -> T:
    if key not in act.known:
        act.known[key] = _lately(key, look_up) if _name_of(key) in act.lately else look_up()
    found: T = act.known[key]
    return found


def forget(*names: str) -> None:
    """This act has changed facts whose keys begin with these words. Many acts made one keep what they began with."""
    act = _ACT.get()
    if act is not None and not act.many:
        act.known = {key: answer for key, answer in act.known.items() if _name_of(key) not in names}


def known_lately(key: tuple[Hashable, ...], look_up: Callable[[], T]) -> T:
    """What was known a moment ago, outside of any act; looked up where nobody knew."""
    return look_up() if connection.savepoint_ids or connection.in_atomic_block else _lately(key, look_up)


def is_shared(name: str) -> bool:
    """Whether what this act looks up by this name is what others in this moment know as well."""
    act = _ACT.get()
    return act is not None and act.many and name in act.lately


def look_anew() -> None:
    """Forget what acts knew a moment ago: something was not as it was thought to be."""
    _LATELY.clear()


def _name_of(key: Hashable) -> str:
    return str(key[0]) if isinstance(key, tuple) and key else str(key)


def _lately(key: Hashable, look_up: Callable[[], T]) -> T:
    """What another act knew a moment ago. A time in the key itself does not count, or nothing would be known twice."""
    parts = key if isinstance(key, tuple) else (key,)
    short = (connection.settings_dict["NAME"], *(part for part in parts if not isinstance(part, datetime)))
    known = _LATELY.get(short)
    if known is None or known[0] < time.monotonic():
        if len(_LATELY) > _MOST_KNOWN:
            _LATELY.clear()
        lasts = A_WHILE if _name_of(key) in _STAYS_A_WHILE else A_MOMENT
        known = _LATELY[short] = (time.monotonic() + lasts, look_up())
    found: T = known[1]
    return found


def among_many() -> bool:
    """Whether many acts are one just now, so that looking up everything once beats looking up each."""
    act = _ACT.get()
    return act is not None and act.many


def remember(key: Hashable, answer: object) -> None:
    """Answer ``once`` ahead of the question, because one query answered it for many."""
    act = _ACT.get()
    if act is not None and act.many:
        act.known[key] = answer
