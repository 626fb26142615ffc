"""Conditions the database can answer from an index although others stand beside them: one of a set asked for once.

Row-level security lets a condition lead to rows only if it can give nothing away; comparing ids can, and a look along
the path of a place cannot. So the places are found first, by themselves, and the rows by the ids of their places.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.expressions import Expression

# Somebody nobody is: stands for whoever is asked about in what is kept of a question.
_ONE = UUID("00000000-0000-4000-8000-00000000a110")

_BENEATH = "ARRAY(SELECT found.id FROM places_place found WHERE found.path && %s::uuid[])"
_COMPARED = ("", "in", "gt", "isnull")


class _Among(Func):
    """``column = ANY(array)``."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field: ClassVar[Any] = models.BooleanField()

    def in_words(self) -> tuple[Any, str | None, list[Any]]:
        """The column, and in which words and with which values it is asked about; None where Django has to write."""
        column, asked = self.get_source_expressions()
        return (column, asked.words, [asked.value]) if isinstance(asked, _Asked) else (column, None, [])


class _Asked(Expression):
    """An array of ids, in words of our own, with one value to ask by."""

    output_field: ClassVar[Any] = ArrayField(models.UUIDField())

    def __init__(self, words: str, value: Any) -> None:
        super().__init__()
        self.words, self.value = words, value

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The words, which never hold anything anybody typed."""
        return self.words, (self.value,)


def among(lookup: str, rows: models.QuerySet[Any, Any]) -> Q:
    """Where ``lookup`` is one of these, which are asked for once and not row by row."""
    return Q(_Among(F(lookup), ArraySubquery(rows.order_by())))


def one_of(lookup: str, ids: Iterable[UUID]) -> Q:
    """Where ``lookup`` is one of these ids."""
    return Q(_Among(F(lookup), _Asked("%s::uuid[]", list(ids))))


def beneath(path: str, places: Iterable[UUID]) -> Q:
    """Where the place whose ``path`` this is is one of these, or lies beneath one."""
    lookup = path.removesuffix("path").removesuffix("__") or "pk"
    return Q(_Among(F(lookup), _Asked(_BENEATH, list(places))))


def leading_to(model: type[models.Model], path: str, one: UUID) -> Q:
    """The rows whose ``path`` leads to ``one``, found from there, step by step, and not from every row."""
    lookup, words = _written(model, path)
    return Q(_Among(F(lookup), _Asked(words, one))) if words else Q(**{lookup: one})


@cache
def _written(model: type[models.Model], path: str) -> tuple[str, str]:
    """The question as SQL, which is the same whoever it is about."""
    lookup, rows = _step(model, path)
    if rows is None:
        return lookup, ""
    words, params = rows.order_by().query.sql_with_params()
    if params != (_ONE,):
        raise TypeError(f"{path} of {model._meta.label} asks for more than one thing: {params}")
    return lookup, f"ARRAY({words})"


def _step(model: type[models.Model], path: str) -> tuple[str, models.QuerySet[Any, Any] | None]:
    name, _, rest = path.partition("__")
    if not rest:
        return name, None
    field: Any = model._meta.get_field(name)
    there = field.related_model
    lookup, further = _step(there, rest)
    rows = there._base_manager.filter(Q(**{lookup: _ONE}) if further is None else among(lookup, further))
    if not field.concrete:
        return "pk", rows.values(field.field.attname)
    return name, further if lookup == "pk" and further is not None else rows.values("pk")


def is_of_the_row(model: type[models.Model], q: Q) -> bool:
    """Whether a condition speaks of the row's own columns alone, so that no other row has to be there for it."""
    return bool(q.children) and all(_is_own(model, child) for child in q.children)


def _is_own(model: type[models.Model], child: Any) -> bool:
    if isinstance(child, Q):
        return is_of_the_row(model, child)
    lookup = child[0] if isinstance(child, tuple) else child.get_source_expressions()[0].name
    name, _, rest = lookup.partition("__")
    return rest in _COMPARED and (name == "pk" or bool(model._meta.get_field(name).concrete))
