"""One transaction for a whole act: what the act calls joins it, and everything stands or falls together.

Many acts may be made one (``many``): their new rows are written together, and what was looked up is not looked up
again. It knows of no particular row; whether to fall back to one act at a time is the caller's question.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.models.expressions import DatabaseDefault

from kith.kit.known import may_be_known, tell
from kith.kit.languages import for_our_records

T = TypeVar("T")
A_MOMENT = 2.0
# Where streets and places lie, and what they are called.
A_WHILE = 30.0
_STAYS_A_WHILE = frozenset(("names", "called", "area", "areas", "postcode", "token"))
_MOST_KNOWN = 2000
_FEW = 8
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
            _update(list(changed.values()), sorted(fields))


def _insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """Write these new rows of one table."""
    meta = model._meta
    if meta.pk is None or meta.pk.db_returning or len(meta.parents) > 0:
        # The database gives these their ids, and somebody may want to know them.
        model._default_manager.bulk_create(rows)
    else:
        write_together(rows)


def write_together(rows: list[Any]) -> None:
    """Write these new rows of one table in one statement. An id the database gives is not asked for."""
    begins, fields = _how_to_insert(rows[0].__class__)
    here = connections[DEFAULT_DB_ALIAS]
    # A statement with few rows comes again and again, so the database reads it once and is only told its values.
    known = len(rows) <= _FEW and may_be_known(here)
    values: list[Any] = []
    lines = []
    for row in rows:
        line = []
        has = row.__dict__
        for one, name, as_it_is, before, after in fields:
            value = has.get(name)
            if value.__class__ is not as_it_is:
                value = one.pre_save(row, add=True)
                if value.__class__ is DatabaseDefault:
                    line.append("DEFAULT")
                    continue
                if value is not None or as_it_is is None:
                    value = one.get_db_prep_save(value, here)
            values.append(value)
            line.append(f"{before}${len(values)}{after}" if known else f"{before}%s{after}")
        lines.append(f"({', '.join(line)})")
    words = begins + ", ".join(lines)
    if known:
        tell(here, words, values)
    else:
        with here.cursor() as cursor:
            cursor.execute(words, values)
    for row in rows:
        row._state.adding, row._state.db = False, here.alias


# Of these kinds of field a value of this very class is written as it is.
_AS_IT_IS: dict[type[Any], type] = {
    models.CharField: str,
    models.TextField: str,
    models.UUIDField: UUID,
    models.BooleanField: bool,
    models.FloatField: float,
}
_Known: TypeAlias = "tuple[models.Field[Any, Any], str, type | None, str, str]"


@cache
def _how_to_insert(model: type[models.Model]) -> tuple[str, list[_Known]]:
    """How the statement begins, and of each field: its name on a row, what needs no look, and what is around it."""
    quote, meta = connection.ops.quote_name, model._meta
    fields = [one for one in meta.local_concrete_fields if not one.db_returning]
    known = []
    for one in fields:
        place = one.get_placeholder(None, None, connection) if hasattr(one, "get_placeholder") else "%s"
        before, _value, after = place.partition("%s")
        known.append((one, str(one.attname), _AS_IT_IS.get(type(_last(one))), before, after))
    columns = ", ".join(quote(str(one.column)) for one in fields)
    return " ".join(("INSERT INTO", quote(meta.db_table), f"({columns})", "VALUES ")), known


def _last(one: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The field whose values are written: a foreign key writes what the other row is known by."""
    while isinstance(one, models.ForeignKey):
        one = one.target_field
    return one


def _update(rows: list[models.Model], names: list[str]) -> None:
    """Write these fields of many rows of one table in one statement, each row with its own values."""
    meta = rows[0]._meta
    fields: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    quote, table = connection.ops.quote_name, connection.ops.quote_name(meta.db_table)
    key, *columns = (quote(one.column) for one in fields)
    # Without its length, so that words too long for their column are refused, as ever, and not cut.
    lists = ", ".join(f"%s::{one.db_type(connection).partition('(')[0]}[]" for one in fields)
    words = [
        ("UPDATE", table, "SET", ", ".join(f"{one} = new.{one}" for one in columns)),
        (f"FROM UNNEST({lists}) AS new({', '.join((key, *columns))})", f"WHERE {table}.{key} = new.{key}"),
    ]
    values = [[one.get_db_prep_save(getattr(row, one.attname), connection) for row in rows] for one in fields]
    with connection.cursor() as cursor:
        cursor.execute(" ".join(part for line in words for part in line), values)


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
        with for_our_records(), transaction.atomic(savepoint=alone):
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
        row.save(force_insert=True)
    else:
        act.rows.setdefault(type(row), []).append(row)


def change(row: models.Model, *fields: str) -> None:
    """Write these fields of a row: at once, or, where many acts are one, together with the others of its table.

    Whoever changes the same row in two places of such an act holds it in one and the same object. Fields that hold
    a list or a document are written by themselves.
    """
    act = _ACT.get()
    if act is None or not act.many:
        row.save(update_fields=fields)
    elif not row._state.adding:
        # A row that is itself still to be written takes the change with it.
        act.changes.setdefault(type(row), {}).setdefault(frozenset(fields), {})[row.pk] = row


def written(model: type[models.Model]) -> None:
    """Write now what the act still holds of this table, because it is about to be read or changed."""
    act = _ACT.get()
    if act is not None:
        act.write(model)


def once(key: Hashable, look_up: Callable[[], T]) -> T:
    """What ``look_up`` answers; where many acts are one, it is asked once for each key. Never kept any longer."""
    act = _ACT.get()
    if act is None or not act.many:
        return look_up()
    if key not in act.known:
        act.known[key] = _lately(key, look_up) if _name_of(key) in act.lately else look_up()
    found: T = act.known[key]
    return found


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
