"""The entry that somebody went to, as it is shown to anybody."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kith.directory.models import Service
from kith.directory.queries.shown import NotShown, public_services, shown


@dataclass(frozen=True)
class PublicEntry:
    """An entry as anybody may see it, and the row that is renewed."""

    row: Service
    name: str
    place_name: str
    place_phone: str


def public_entry(service_id: UUID) -> PublicEntry | None:
    """The entry; None where nothing of it may leave."""
    row = public_services().filter(pk=service_id).first()
    if row is None:
        return None
    try:
        one = shown(row)
    except NotShown:
        return None
    return PublicEntry(row, one.name, one.place.name if one.place else "", one.place.phone if one.place else "")
