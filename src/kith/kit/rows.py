"""Statements that write rows: new ones of a table together, a few fields of one row or of many.

They do what saving each would do, without its questions, and in words the database has read before where they come
again and again. They know of no act: ``kith.kit.whole`` says when something is written.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models
from django.db.models.expressions import DatabaseDefault

from kith.kit.known import ask, may_be_known, tell

_FEW = 8
# Of these kinds of field a value of this very class is written as it is.
_AS_IT_IS: dict[type[Any], type] = {
    models.CharField: str,
    models.TextField: str,
    models.UUIDField: UUID,
    models.BooleanField: bool,
    models.FloatField: float,
}
_Known: TypeAlias = "tuple[models.Field[Any, Any], str, type | None, str, str]"


def write_together(rows: list[Any]) -> None:
    """Write these new rows of one table in one statement. An id that the database counts is not asked for."""
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
                    value = _default_of(one)
                    setattr(row, name, value)
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


def copy_together(rows: list[Any]) -> None:
    """Write many new rows of one table as a stream, which costs a third of a statement with all of their values.

    Only into tables that the second wall leaves open: PostgreSQL copies into no other.
    """
    begins, fields = _how_to_insert(rows[0].__class__)
    here = connections[DEFAULT_DB_ALIAS]
    columns = begins.removeprefix("INSERT INTO ").removesuffix(" VALUES ")
    with here.cursor() as cursor, cursor.copy(f"COPY {columns} FROM STDIN") as copy:
        for row in rows:
            copy.write_row([one.get_db_prep_save(one.pre_save(row, add=True), here) for one, *_more in fields])
    for row in rows:
        row._state.adding, row._state.db = False, here.alias


@cache
def _how_to_insert(model: type[models.Model]) -> tuple[str, list[_Known]]:
    """How the statement begins, and of each field: its name on a row, what needs no look, and what is around it."""
    quote, meta = connection.ops.quote_name, model._meta
    fields = [one for one in meta.local_concrete_fields if not one.db_returning or one.has_db_default()]
    known = []
    for one in fields:
        before, _percent_s, after = _place_of(one).partition("%s")
        known.append((one, str(one.attname), _AS_IT_IS.get(type(_last(one))), before, after))
    columns = ", ".join(quote(str(one.column)) for one in fields)
    return " ".join(("INSERT INTO", quote(meta.db_table), f"({columns})", "VALUES ")), known


def _default_of(one: Any) -> Any:
    """What the database would write by itself: a plain value, which the row then has too."""
    default = one.db_default
    if hasattr(default, "resolve_expression"):
        raise NotImplementedError(f"{one} has a default that only the database can work out: give it a value.")
    return default


def _place_of(one: Any) -> str:
    """What stands for a value of this field: some kinds say what they are."""
    return str(one.get_placeholder(None, None, connection)) if hasattr(one, "get_placeholder") else "%s"


def _last(one: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The field whose values are written: a foreign key writes what the other row is known by."""
    while isinstance(one, models.ForeignKey):
        one = one.target_field
    return one


def update_row(row: models.Model, fields: tuple[str, ...]) -> None:
    """Write these fields of one row that is there. Refuses (``DatabaseError``) a row that is not."""
    words, known = _how_to_update(type(row), fields)
    if not ask(words, *(_value(row, one, name, as_it_is) for one, name, as_it_is in known)):
        raise DatabaseError(f"there is no such {row._meta.label} to write to")


@cache
def _how_to_update(model: type[models.Model], fields: tuple[str, ...]) -> tuple[str, list[Any]]:
    """The statement that writes these fields of one row, and of each field: its name on a row, what needs no look."""
    quote, meta = connection.ops.quote_name, model._meta
    assert meta.pk is not None
    sets: list[Any] = [meta.get_field(name) for name in fields]
    known = [(one, one.attname, _AS_IT_IS.get(type(_last(one)))) for one in (*sets, meta.pk)]
    columns = ", ".join(f"{quote(one.column)} = {_place_of(one)}" for one in sets)
    key = f"{quote(meta.db_table)}.{quote(str(meta.pk.column))}"
    parts = ("UPDATE", quote(meta.db_table), "SET", columns, "WHERE", f"{key} = %s", "RETURNING 1")
    return " ".join(parts), known


def _value(row: models.Model, one: models.Field[Any, Any], name: str, as_it_is: type | None) -> Any:
    """What the database is told of this field."""
    value = row.__dict__.get(name)
    if value.__class__ is as_it_is:
        return value
    value = one.pre_save(row, add=False)
    return value if value is None else one.get_db_prep_save(value, connection)


def update_rows(rows: list[models.Model], names: list[str]) -> None:
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
