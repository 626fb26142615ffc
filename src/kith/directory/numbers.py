"""Where a number to ring may stand in an entry: feeds write it in four places, and somebody must find it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol


class HasNumbers(Protocol):
    """A service, a hall, a service at a hall, or whoever runs it: their own phones, and those of whom one asks for."""

    @property
    def phones(self) -> Sequence[Mapping[str, Any]]: ...

    @property
    def contacts(self) -> Sequence[Mapping[str, Any]]: ...


def of(part: HasNumbers) -> list[str]:
    """Its own numbers first, then those of whom one asks for."""
    lists = [part.phones, *(one.get("phones") or () for one in part.contacts if isinstance(one, Mapping))]
    said = [str(one.get("number") or "").strip() for phones in lists for one in phones if isinstance(one, Mapping)]
    return [number for number in said if number]


def of_all(parts: Iterable[HasNumbers]) -> list[str]:
    """Each number once, those of the first part first."""
    return list(dict.fromkeys(number for part in parts for number in of(part)))
