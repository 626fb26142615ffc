"""A record as sections of sentences and tables, and as plain text. It knows no rows: ``queries.records`` fills it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """A head and its rows, under a caption."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading, what it says in sentences, and its tables. ``open_ends`` are what nobody has written down yet."""

    heading: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    open_ends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """One document made from what is configured: its title, the day it was made, and its sections."""

    title: str
    made: str
    sections: tuple[Section, ...] = field(default=())

    @property
    def open_ends(self) -> list[str]:
        """Everything in it that nobody has written down yet."""
        return [sentence for section in self.sections for sentence in section.open_ends]


def as_text(record: Record, still_missing: str) -> str:
    """The record as Markdown, which is readable as it stands."""
    lines = [f"# {record.title}", "", record.made, ""]
    for section in record.sections:
        lines += [f"## {section.heading}", ""]
        lines += [line for sentence in section.sentences for line in (sentence, "")]
        lines += [line for sentence in section.open_ends for line in (f"**{still_missing}** {sentence}", "")]
        for table in section.tables:
            lines += [table.caption, "", *_table(table.head, table.rows), ""]
    return "\n".join(lines).rstrip() + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"
