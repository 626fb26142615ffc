"""What is left outside of Kith about the head of each chain: one line of plain text. Pure.

Whoever holds such a line can tell whether the trail was cut short, or written anew with the right key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.trail.sealing import moment

HOW_TO_CHECK = (
    "Each line is the last seal of one chain of Kith's trail: when, whose chain, number, seal. "
    "Keep them where Kith cannot reach. To check: ./kith trail verify --anchors FILE"
)
_LINE = re.compile(r"kith-trail (\S+Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{1,18}) ([0-9a-f]{64})\b")


@dataclass(frozen=True)
class Head:
    """The last link of one chain."""

    chain: UUID
    number: int
    mac: bytes


@dataclass(frozen=True)
class Anchor:
    """A head as it was written down outside."""

    said_at: str
    head: Head


def line(head: Head, now: datetime) -> str:
    """One anchor."""
    return f"kith-trail {moment(now)} {head.chain} {head.number} {head.mac.hex()}"


def text(heads: Iterable[Head], now: datetime) -> str:
    """What is sent or written: how to check it, and a line for each chain."""
    return "\n".join([f"# {HOW_TO_CHECK}", *(line(head, now) for head in heads), ""])


def read(lines: Iterable[str]) -> Iterator[Anchor]:
    """Every anchor in a text, wherever in its lines it stands: a saved e-mail is read as well as a file."""
    for one in lines:
        for said_at, chain, number, mac in _LINE.findall(one):
            yield Anchor(said_at, Head(UUID(chain), int(number), bytes.fromhex(mac)))
