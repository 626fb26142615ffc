"""Reads GLOSSARY.md: which words are avoided, where, and what is said instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .reading import ROOT

PUBLIC_ONLY, READERS_EYE = "†", "‡"


@dataclass(frozen=True)
class Avoided:
    """One word or phrase nobody should meet, and the term to use in its stead."""

    words: str
    instead: str
    public_only: bool

    @property
    def pattern(self) -> re.Pattern[str]:
        """The whole phrase in any case, one or many, however the spaces fall."""
        spaced = r"\s+".join(re.escape(word) for word in self.words.split())
        return re.compile(rf"(?<![\w-]){spaced}(?:s|es)?(?![\w-])", re.IGNORECASE)


def tables() -> list[list[dict[str, str]]]:
    """Every table of the glossary as rows by heading."""
    found: list[list[dict[str, str]]] = []
    heads: list[str] = []
    for line in (ROOT / "GLOSSARY.md").read_text().splitlines():
        if not line.startswith("|"):
            heads = []
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not heads:
            heads = cells
            found.append([])
        elif set(line) - set("|-: "):
            found[-1].append(dict(zip(heads, cells, strict=True)))
    return found


@cache
def avoided() -> tuple[Avoided, ...]:
    """All the guard looks for; what is marked for a reader's eye is left out."""
    taken = []
    for row in (row for table in tables() for row in table if "Avoid" in row):
        for entry in filter(None, (part.strip() for part in row["Avoid"].split(","))):
            if READERS_EYE not in entry:
                words = entry.replace(PUBLIC_ONLY, "").strip()
                taken.append(Avoided(words, row.get("Term") or row["Say instead"], PUBLIC_ONLY in entry))
    return tuple(taken)


def met(text: str, public: bool) -> list[str]:
    """The avoided words in a piece of visible text, each with what to say."""
    hits = []
    for word in avoided():
        if (public or not word.public_only) and (hit := word.pattern.search(text)):
            hits.append(f"{hit.group(0)!r} (say: {word.instead})")
    return hits
