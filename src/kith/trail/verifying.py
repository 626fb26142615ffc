"""Is every link of every chain as it was made? Pure: links and anchors in, what is wrong out, in plain words."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from kith.trail.anchors import Anchor
from kith.trail.sealing import NOTHING, Words, chain_of, seal_of

MOST_NAMED = 200


@dataclass(frozen=True)
class Link:
    """One seal as it stands in the database, with the line it belongs to; without words where that line is gone."""

    chain: UUID
    number: int
    sealed_at: str
    mac: bytes
    entry: int
    words: Words | None


@dataclass(frozen=True)
class Wrong:
    """One thing that is not as it was made."""

    chain: UUID | None
    number: int
    entry: int | None
    words: str


@dataclass
class Found:
    """What a look at the whole trail found. ``wrong`` names at most ``MOST_NAMED``; ``problems`` counts them all."""

    sealed: int = 0
    chains: int = 0
    anchors: int = 0
    problems: int = 0
    wrong: list[Wrong] = field(default_factory=list)

    def add(self, chain: UUID | None, number: int, entry: int | None, words: str) -> None:
        """Note one thing that is wrong."""
        self.problems += 1
        if len(self.wrong) < MOST_NAMED:
            self.wrong.append(Wrong(chain, number, entry, words))


def verify(links: Iterable[Link], key_of: Callable[[UUID], bytes], anchors: Iterable[Anchor] = ()) -> Found:
    """Look at every link in its order, chain by chain, then at every anchor that was kept outside."""
    found, walk = Found(), None
    kept = _by_head(anchors)
    found.anchors = sum(len(said) for said in kept.values())
    for link in links:
        if walk is None or walk.chain != link.chain:
            walk = _Walk(link.chain, key_of(link.chain), found)
            found.chains += 1
        found.sealed += 1
        walk.step(link)
        for anchor in kept.pop((link.chain, link.number), ()):
            if not hmac.compare_digest(anchor.head.mac, link.mac):
                walk.wrong(link, f"it was written anew: outside it was noted with another seal at {anchor.said_at}")
    for (chain, number), missing in sorted(kept.items(), key=lambda one: (str(one[0][0]), one[0][1])):
        said = missing[0].said_at
        found.add(chain, number, None, f"it is not there: outside it was noted at {said}, so the end was cut off")
    return found


def _by_head(anchors: Iterable[Anchor]) -> dict[tuple[UUID, int], list[Anchor]]:
    kept: dict[tuple[UUID, int], list[Anchor]] = {}
    for anchor in dict.fromkeys(anchors):
        kept.setdefault((anchor.head.chain, anchor.head.number), []).append(anchor)
    return kept


@dataclass
class _Walk:
    """Along one chain. After a link that is wrong it goes on from the seal that stands there, to find the next one."""

    chain: UUID
    key: bytes
    found: Found
    number: int = 0
    previous: bytes = NOTHING

    def step(self, link: Link) -> None:
        expected = self.number + 1
        if link.number != expected:
            self._gap(link, expected)
        if link.words is None:
            self.wrong(link, "its line was taken out")
        elif chain_of(link.words) != self.chain:
            self.wrong(link, "its line says it belongs to another organisation")
        else:
            made = seal_of(self.key, self.previous, str(self.chain), link.number, link.sealed_at, link.words)
            if not hmac.compare_digest(made, link.mac):
                self.wrong(link, "the line is not as it was written, or not where it was")
        self.number, self.previous = link.number, link.mac

    def _gap(self, link: Link, expected: int) -> None:
        many = f"numbers {expected} to {link.number - 1} are" if link.number > expected + 1 else f"{expected} is"
        words = f"{many} missing before it" if link.number > expected else "its number is there twice"
        self.wrong(link, words)

    def wrong(self, link: Link, words: str) -> None:
        self.found.add(self.chain, link.number, link.entry, words)
