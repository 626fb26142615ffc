"""How much memory a document will take once it is read, told from its bytes before anybody reads it. Pure."""

from __future__ import annotations

import re

from kith.directory.reading.entries import CannotRead
from kith.kit.words import gettext as _

MB = 1024 * 1024
# A file somebody chose by hand may be larger than what a feed sends by itself.
OF_A_FILE = 1024 * MB
# No directory nests further: a service with all it refers to is some ten deep.
DEEPEST = 60
# Measured: what each of these becomes, with what holds it.
_OBJECT, _LIST, _VALUE, _LINE = 240, 64, 110, 120
_PARTS = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
_TWO, _FOUR = re.compile(rb"[\xc4-\xef]"), re.compile(rb"[\xf0-\xff]")


def of(body: bytes) -> int:
    """About how many bytes it takes once it is read; rather too many than too few."""
    letters = 4 if _FOUR.search(body) else 2 if _TWO.search(body) else 1
    parts = body.count(b"{") * _OBJECT + body.count(b"[") * _LIST + body.count(b",") * _VALUE
    return parts + body.count(b"\n") * _LINE + len(body) * (2 + letters)


def of_table(body: bytes) -> int:
    """The same of a table: each line becomes a row, each comma a cell."""
    cells = sum(body.count(one) for one in (b",", b";", b"\t"))
    return body.count(b"\n") * _OBJECT + cells * _VALUE + len(body) * 3


def check(body: bytes, name: str, most: int, *, table: bool = False) -> int:
    """Its weight. Refuses (``CannotRead``) what is heavier than ``most``, or nested without an end."""
    found = of_table(body) if table else of(body)
    if found > most:
        said = _(
            "“%(file)s” would take more than %(most)s MB to read, so it was not read. Ask whoever sends it for one"
            " place at a time, or for smaller pages."
        )
        raise CannotRead(said % {"file": name[:80], "most": max(1, most // MB)})
    if not table and body.count(b"{") + body.count(b"[") > DEEPEST and _deep(body):
        said = _(
            "“%(file)s” is nested more than %(most)s deep, so it was not read. Ask whoever made it for a whole one."
        )
        raise CannotRead(said % {"file": name[:80], "most": DEEPEST})
    return found


def _deep(body: bytes) -> bool:
    depth = 0
    for part in _PARTS.finditer(body):
        first = body[part.start()]
        if first in b"[{":
            depth += 1
            if depth > DEEPEST:
                return True
        elif first in b"]}":
            depth -= 1
    return False
