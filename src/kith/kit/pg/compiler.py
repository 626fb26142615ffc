"""Django's SQL compilers; the one for questions writes the words of each shape of question once for a connection.

Writing the words costs more than asking the question: seven joined tables are two hundred columns, each of them
quoted anew. The first time Django writes them, and they are kept only if its values are the ones we would send.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)
from django.db.backends.postgresql.compiler import SQLCompiler as Djangos
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE, MULTI, SINGLE

from kith.kit.known import may_be_known, numbered, tell
from kith.kit.pg.known_questions import NotPlain, Question, shape_of

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]

MOST_QUESTIONS = 2_000


class SQLCompiler(Djangos):
    """Django's own, which is asked only for words that are not known yet."""

    connection: Any
    elide_empty: bool
    _known: tuple[Any, Question | None, list[Any]] | None = None
    _converters: dict[int, Any] | None = None

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, Any]:
        """The words and the values. Kept words answer, unless the question is more than plain."""
        if not with_limits or with_col_aliases:
            return super().as_sql(with_limits, with_col_aliases)
        found = self._found()
        if found is None:
            return super().as_sql()
        shape, question, values = found
        if question is not None:
            self._has(question)
            return question.words, tuple(values)
        words, params = super().as_sql()
        self._keep(shape, words, params, values)
        return words, params

    def execute_sql(
        self, result_type: Any = MULTI, chunked_fetch: bool = False, chunk_size: int = GET_ITERATOR_CHUNK_SIZE
    ) -> Any:
        """Ask. Words the database has read before are not sent again."""
        if chunked_fetch or result_type not in (MULTI, SINGLE):
            return super().execute_sql(result_type, chunked_fetch, chunk_size)
        here, found = self.connection, self._found()
        if found is not None and here.connection is None:
            # A new connection may bind values in another way, and then no words are known.
            here.ensure_connection()
            self._known = None
            found = self._found()
        question = found[1] if found is not None else None
        if found is None or question is None or not question.raw:
            return super().execute_sql(result_type, chunked_fetch, chunk_size)
        here.close_if_health_check_failed()
        here.ensure_connection()
        here.validate_no_broken_transaction()
        if not may_be_known(here):
            return super().execute_sql(result_type, chunked_fetch, chunk_size)
        self._has(question)
        rows = tell(here, question.raw, found[2], answered=True)
        if result_type == SINGLE:
            return rows[0] if rows else None
        return [rows]

    def get_converters(self, expressions: Any) -> dict[int, Any]:
        """What makes values of columns, column by column."""
        if self._converters is not None:
            return self._converters
        made: dict[int, Any] = super().get_converters(expressions)
        return made

    def _found(self) -> tuple[Any, Question | None, list[Any]] | None:
        """The shape, what is known of it, and the values; None where the question is more than plain."""
        query, here = self.query, self.connection
        if not self.elide_empty or (query.select_for_update and here.get_autocommit()):
            return None
        if self._known is None:
            try:
                shape, values = shape_of(query, here)
                question = here.questions.get(shape, _NEW)
            except (NotPlain, TypeError):
                return None
            if question is None:
                # Django's values were not ours.
                return None
            self._known = shape, (None if question is _NEW else question), values
        return self._known

    def _has(self, question: Question) -> None:
        self.select, self.klass_info = question.select, question.klass_info
        self.annotation_col_map, self.col_count = question.annotation_col_map, question.col_count
        self.has_extra_select = False
        self._converters = question.converters

    def _keep(self, shape: Any, words: str, params: Any, values: list[Any]) -> None:
        questions = self.connection.questions
        if len(questions) >= MOST_QUESTIONS:
            questions.clear()
        if self.has_extra_select or list(params) != values or words.count("%s") != len(values):
            questions[shape] = None
            return
        fields = [one[0] for one in self.select[: self.col_count]]
        raw = "" if "%%" in words or "$" in words or self.has_composite_fields(fields) else numbered(words)
        questions[shape] = Question(
            words,
            raw,
            self.select,
            self.klass_info,
            self.annotation_col_map,
            len(fields),
            super().get_converters(fields),
        )


_NEW: Any = object()
