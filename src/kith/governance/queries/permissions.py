"""What a person's newest say is. No row means they have not taken anything back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kith.governance.models import Permission, Purpose


def has_taken_back(person_id: UUID, purpose: Purpose, now: datetime) -> bool:
    """True when the newest say for this purpose is a no, or a yes whose time has passed."""
    newest = Permission.objects.filter(person_id=person_id, purpose=purpose, at__lte=now).first()
    if newest is None:
        return False
    return not newest.given or (newest.until is not None and newest.until <= now)


def have_taken_back(person_ids: Iterable[UUID], purpose: Purpose, now: datetime) -> set[UUID]:
    """Those of these people whose newest say for this purpose is a no, or a yes whose time has passed. One query."""
    said = Permission.objects.filter(person_id__in=set(person_ids), purpose=purpose, at__lte=now)
    newest: dict[UUID, Permission] = {}
    for one in said:
        newest.setdefault(one.person_id, one)
    return {key for key, one in newest.items() if not one.given or (one.until is not None and one.until <= now)}
