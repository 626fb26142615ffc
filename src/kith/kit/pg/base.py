"""The connection Kith speaks through: Django's own for PostgreSQL, with ``compiler`` in place of Django's."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, operations

from kith.kit.pg.known_questions import Question

# How many statements the database keeps read for one connection; psycopg's own hundred is fewer than Kith has.
STATEMENTS = 1_000


class DatabaseOperations(operations.DatabaseOperations):
    """Writes SQL as Django does."""

    compiler_module = "kith.kit.pg.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection and the questions that were asked through it before."""

    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A connection that knows no question yet."""
        super().__init__(*args, **kwargs)
        self.questions: dict[Any, Question | None] = {}
        self._bound: object = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect or take one from the pool. Words are known no more where values are bound in another way."""
        bound = self.settings_dict["OPTIONS"].get("server_side_binding", False)
        if bound != self._bound:
            self.questions.clear()
            self._bound = bound
        made = super().get_new_connection(conn_params)
        made.prepared_max = STATEMENTS
        return made
