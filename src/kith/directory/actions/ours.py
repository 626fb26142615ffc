"""What stays ours when a source sends an entry again: what was changed, decided or checked here, and what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from kith.directory.keeping_words import FOUND_AT
from kith.directory.models import Service
from kith.directory.queries.known import assured_by_us, fields_of_ours, proposed_of
from kith.directory.queries.published import numbers_of

# Not a part of what is said of a service: how it is kept.
_NOT_SAID = frozenset({"held_why", "held"})
_ASSURED = ("assured_date", "assurer_email")


@dataclass
class Kept:
    """What becomes of what a source says: the values to write, what is new in them, and what is only proposed."""

    values: dict[str, Any]
    new: dict[str, Any] = field(default_factory=dict)
    by_hand: dict[str, Any] = field(default_factory=dict)
    open_now: dict[str, Any] = field(default_factory=dict)


class Ours:
    """What is ours of the services of one source. It looks everything up once, when it is made."""

    def __init__(self, services: Iterable[UUID]) -> None:
        ids = list(services)
        self._fields, self._asked, self._assured = fields_of_ours(ids), proposed_of(ids), assured_by_us(ids)
        self._numbers = numbers_of(ids)

    def of(self, row: Service, values: dict[str, Any]) -> Kept:
        """What of these values is written over an entry, and what stays as it is here."""
        ours, asked = self._fields.get(row.id, set()), self._asked.get(row.id, {})
        values = self._waiting(row, values, decided=bool({"held", "confidential"} & ours))
        values = self._newest_word(row, values)
        if row.id in self._numbers:
            # Shown because somebody said so, whatever the source sends.
            values = values | {"phones": [*values["phones"], *self._numbers[row.id]]}
        differs = {name: value for name, value in values.items() if getattr(row, name) != value}
        shows = {"confidential"} & set(differs) if row.confidential else set()
        stays = {name for name in differs if name in ours} | shows
        proposed = {name: differs[name] for name in stays if name not in asked or asked[name] != plain(differs[name])}
        return Kept(
            values={name: value for name, value in values.items() if name not in stays},
            new={name: value for name, value in differs.items() if name not in stays and name not in _NOT_SAID},
            by_hand={name: value for name, value in proposed.items() if name not in shows},
            open_now={name: value for name, value in proposed.items() if name in shows},
        )

    def edited(self, row: Service, name: str, value: Any) -> Any:
        """A value as an edit keeps it: without the numbers that stand there by somebody's yes."""
        if name != "phones" or row.id not in self._numbers:
            return value
        return [one for one in value if one not in self._numbers[row.id]]

    def moved(self, service_id: UUID) -> bool:
        """Whether somebody here wrote where it is."""
        return FOUND_AT in self._fields.get(service_id, set())

    def _waiting(self, row: Service, values: dict[str, Any], decided: bool) -> dict[str, Any]:
        """What waits to be looked at waits until somebody has; what was decided stays so."""
        if decided:
            return {name: value for name, value in values.items() if name not in (*_NOT_SAID, "confidential")}
        if not row.held:
            return values
        hidden = row.confidential or values["confidential"]
        why = values["held_why"] or row.held_why
        return values | {"held": True, "held_why": why, "confidential": hidden}

    def _newest_word(self, row: Service, values: dict[str, Any]) -> dict[str, Any]:
        """The later of two days on which it was checked: somebody's word to us is not older for being ours."""
        mine = max((day for day in self._assured.get(row.id, ()) if day == row.assured_date), default=None)
        theirs = values["assured_date"]
        if mine is None or (theirs is not None and theirs > mine):
            return values
        return {name: value for name, value in values.items() if name not in _ASSURED}


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime | time) else value
