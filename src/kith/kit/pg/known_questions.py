"""What two questions must share to be asked in the same words, and the values in which they differ.

Only plain questions have a shape: columns of tables joined along foreign keys, compared with values. Whatever is
more than that (annotations, subqueries, functions, unions) has none, and is written by Django each time; but for a
condition that says itself in which words it is asked (``in_words``), which are then part of the shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models.expressions import Col, Value
from django.db.models.fields import related_lookups
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IntegerFieldExact,
    IsNull,
    LessThan,
    LessThanOrEqual,
)
from django.db.models.sql.datastructures import BaseTable, Join
from django.db.models.sql.where import WhereNode

# A longer list of values comes once in this length; it is not worth keeping words for.
MOST_VALUES = 24
_ONE = frozenset(
    (
        Exact,
        IntegerFieldExact,
        GreaterThan,
        GreaterThanOrEqual,
        LessThan,
        LessThanOrEqual,
        related_lookups.RelatedExact,
        related_lookups.RelatedLessThan,
        related_lookups.RelatedLessThanOrEqual,
        related_lookups.RelatedGreaterThan,
        related_lookups.RelatedGreaterThanOrEqual,
    )
)
_MANY = frozenset((In, related_lookups.RelatedIn))
_NULL = frozenset((IsNull, related_lookups.RelatedIsNull))


_more_than_plain = attrgetter(
    "extra",
    "combinator",
    "distinct_fields",
    "explain_info",
    "extra_order_by",
    "extra_tables",
    "external_aliases",
    "_filtered_relations",
)


@dataclass(frozen=True)
class Question:
    """The words of a question, and what Django needs to make rows of its answer. ``raw`` has ``$1`` for values."""

    words: str
    raw: str
    select: Any
    klass_info: Any
    annotation_col_map: Any
    col_count: int
    converters: dict[int, Any]


class NotPlain(Exception):
    """A question of which nothing is known beforehand."""


def shape_of(query: Any, connection: Any) -> tuple[Any, list[Any]]:
    """Everything of ``query`` that shows in its words, and its values in their order. Refuses with ``NotPlain``."""
    if query.group_by is not None or any(_more_than_plain(query)):
        raise NotPlain
    values: list[Any] = []
    asked = _only_whether(query, values) if query.annotations else None
    shape = (
        query.model,
        asked,
        query.default_cols,
        _frozen(query.select_related),
        (frozenset(query.deferred_loading[0]), query.deferred_loading[1]),
        tuple([_column(one) for one in query.select]),
        query.values_select,
        tuple(query.selected.items()) if query.selected else None,
        tuple([_word(one) for one in query.order_by]),
        query.default_ordering,
        query.standard_ordering,
        query.low_mark,
        query.high_mark,
        query.distinct,
        query.subquery,
        _lock(query) if query.select_for_update else None,
        tuple([_table(one, query.alias_refcount[alias]) for alias, one in query.alias_map.items()]),
        _where(query.where, values, connection),
    )
    if len(values) > MOST_VALUES:
        raise NotPlain
    return shape, values


def _lock(query: Any) -> tuple[Any, ...]:
    how = query.select_for_update_nowait, query.select_for_update_skip_locked, query.select_for_no_key_update
    return *how, *query.select_for_update_of


def _only_whether(query: Any, values: list[Any]) -> str:
    """``exists()`` selects a 1 and nothing else."""
    one = query.annotations.get("a")
    if len(query.annotations) != 1 or type(one) is not Value or one.value != 1:
        raise NotPlain
    values.append(1)
    return "whether"


def _frozen(related: Any) -> Any:
    if related.__class__ is not dict:
        return related
    return tuple([(name, _frozen(beyond)) for name, beyond in related.items()])


def _word(one: Any) -> str:
    if one.__class__ is not str:
        raise NotPlain
    return str(one)


def _column(one: Any) -> tuple[str, str]:
    if type(one) is not Col:
        raise NotPlain
    return one.alias, one.target.attname


def _table(one: Any, counted: int) -> tuple[Any, ...]:
    kind = type(one)
    if kind is BaseTable:
        return one.table_name, one.table_alias, counted > 0
    if kind is not Join or one.filtered_relation is not None:
        raise NotPlain
    return one.table_name, one.table_alias, one.parent_alias, one.join_type, one.join_cols, counted > 0


def _where(node: Any, values: list[Any], connection: Any) -> tuple[Any, ...]:
    parts: list[Any] = [node.connector, node.negated]
    for one in node.children:
        kind = type(one)
        if kind is WhereNode:
            parts.append(_where(one, values, connection))
            continue
        lhs = getattr(one, "lhs", None)
        if hasattr(lhs, "in_words") and kind is Exact and one.rhs is True:
            parts.append(_in_words(lhs, values))
            continue
        column = _column(lhs)
        if kind in _NULL and one.rhs.__class__ is bool:
            parts.append((kind, column, one.rhs))
        elif hasattr(one.rhs, "as_sql") or one.bilateral_transforms:
            raise NotPlain
        elif kind in _ONE:
            parts.append((kind, column, _one(one, values, connection)))
        elif kind in _MANY:
            parts.append((kind, column, _many(one, values, connection)))
        else:
            raise NotPlain
    return tuple(parts)


def _one(lookup: Any, values: list[Any], connection: Any) -> Any:
    """A yes or no shows in the words themselves; any other value does not."""
    if lookup.rhs.__class__ is bool:
        return lookup.rhs
    if lookup.rhs is None or (type(lookup) is IntegerFieldExact and not -32768 <= lookup.rhs <= 32767):
        raise NotPlain
    values += lookup.get_db_prep_lookup(lookup.rhs, connection)[1]
    return None


def _in_words(condition: Any, values: list[Any]) -> tuple[Any, ...]:
    """A condition that knows its own words: a column, and what is asked about it with values of its own."""
    lhs, words, given = condition.in_words()
    if words is None:
        raise NotPlain
    values += given
    return type(condition), _column(lhs), words


def _many(lookup: Any, values: list[Any], connection: Any) -> int:
    if not isinstance(lookup.rhs, (list, tuple, set, frozenset)) or len(lookup.rhs) > MOST_VALUES:
        raise NotPlain
    try:
        different = [value for value in dict.fromkeys(lookup.rhs) if value is not None]
    except TypeError as unhashable:
        raise NotPlain from unhashable
    values += lookup.get_db_prep_lookup(different, connection)[1]
    return len(different)
