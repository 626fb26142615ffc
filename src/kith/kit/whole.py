"""One transaction for a whole act: what the act calls joins it, and everything stands or falls together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

# What the outermost act has still to write, by whoever writes it; None outside of any act.
_LATER: ContextVar[dict[Callable[[list[Any]], None], list[Any]] | None] = ContextVar("kith_act", default=None)


@contextmanager
def whole() -> Iterator[None]:
    """Run what is inside as one act. The outermost act opens the transaction (or a savepoint in the caller's).

    An act inside an act joins it without a savepoint of its own: a savepoint costs two round trips, and an act that
    swallowed half of another would be neither. So an act must not catch what another act raises and then go on.
    """
    if _LATER.get() is not None:
        yield
        return
    later: dict[Callable[[list[Any]], None], list[Any]] = {}
    token = _LATER.set(later)
    try:
        with transaction.atomic():
            yield
            for write, rows in later.items():
                write(rows)
    finally:
        _LATER.reset(token)


def at_the_end(write: Callable[[list[Any]], None], row: Any) -> bool:
    """Have ``write`` called with every such row at the end of the act, inside its transaction. False outside of an act."""
    later = _LATER.get()
    if later is None:
        return False
    later.setdefault(write, []).append(row)
    return True
