"""What changes who may come in and what they may see."""

from kith.access.actions.crossing import close_record, end_crossings, open_crossing, open_record
from kith.access.actions.letting_in import (
    TRIES_KEPT,
    end_grants,
    end_links,
    end_token,
    issue_link,
    make_token,
    note_read,
    note_token_used,
    note_try,
    open_for,
)

__all__ = [
    "TRIES_KEPT",
    "close_record",
    "end_crossings",
    "end_grants",
    "end_links",
    "end_token",
    "issue_link",
    "make_token",
    "note_read",
    "note_token_used",
    "note_try",
    "open_crossing",
    "open_for",
    "open_record",
]
