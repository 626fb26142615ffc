"""Every address of the site as the resolver knows it, what stands at its gate, and what fills the gaps in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kith.access.gate import Gate

# What an address is about, by the names of its gaps. What is in neither is about nobody in particular.
ABOUT_CASE = frozenset(
    {
        "reference", "person_id", "promise_id", "telling_id", "token", "offer_id", "ask_id", "block_id", "concern_id",
        "visit_id", "use_id", "line_id",
    }
)  # fmt: skip
ABOUT_ENTRY = frozenset({"service_id", "leader_id", "row_id"})
ABOUT_PLACE = frozenset({"slug", "place", "team_id", "membership_id"})


@dataclass(frozen=True)
class Address:
    """One named address."""

    name: str
    gate: Gate
    gaps: tuple[tuple[str, str], ...]

    @property
    def about(self) -> str:
        """entry (of the directory), case, place or nothing."""
        if self.gate.reason == "group" or any(gap in ABOUT_ENTRY for gap, _converter in self.gaps):
            return "entry"
        for gap, converter in self.gaps:
            if gap in ABOUT_CASE or (gap == "slug" and converter == "Reference"):
                return "case"
        return "place" if any(gap in ABOUT_PLACE for gap, _converter in self.gaps) else "nothing"

    def at(self, fill: Mapping[str, Any]) -> str:
        """The path, with its gaps filled."""
        return reverse(self.name, kwargs={gap: fill[gap] for gap, _converter in self.gaps})


@cache
def addresses() -> tuple[Address, ...]:
    """All of them, by name. Two patterns of one name are one address to the table."""
    found: dict[str, Address] = {}
    for pattern in _patterns(get_resolver().url_patterns):
        name, gate = str(pattern.name), getattr(pattern.callback, "kith_gate", None)
        if gate is None:
            continue
        gaps = tuple((gap, type(one).__name__) for gap, one in pattern.pattern.converters.items())
        found.setdefault(name, Address(name, gate, gaps))
    return tuple(found[name] for name in sorted(found))


def _patterns(patterns: list[Any]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one
