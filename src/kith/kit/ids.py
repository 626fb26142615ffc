"""Identifiers: time-ordered, made before the row is written, and saying nothing about who was there before."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import count
from uuid import UUID

import uuid6

_SOURCE: ContextVar[Callable[[], UUID] | None] = ContextVar("kith_ids", default=None)


def uuid7() -> UUID:
    """A fresh version 7 UUID (RFC 9562)."""
    source = _SOURCE.get()
    return UUID(str(uuid6.uuid7())) if source is None else source()


@contextmanager
def repeatable(seed: int, now: Callable[[], datetime]) -> Iterator[None]:
    """Meanwhile every identifier follows from ``seed`` and the clock given, so that a replay can be told again.

    Only for a throw-away database: whoever knows the seed can tell the identifiers.
    """
    chance, numbers = random.Random(f"ids:{seed}"), count()  # noqa: S311  no secret: it must come out the same

    def source() -> UUID:
        number = next(numbers)
        high = int(now().timestamp() * 1000) << 80 | 7 << 76 | (number >> 28 & 0xFFF) << 64
        return UUID(int=high | 2 << 62 | (number & 0xFFFFFFF) << 34 | chance.getrandbits(34))

    token = _SOURCE.set(source)
    try:
        yield
    finally:
        _SOURCE.reset(token)
