"""A person's own number in an entry: there by their yes alone, kept in no edit, and gone when they go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kith.directory.models import Leader, Service
from kith.directory.queries.published import holds, id_of


class NeedsTheirYes(ValueError):
    """This is somebody's own number or address, and they have not said that it may be shown. Its text may be shown."""


def refuse_private(service: Service, after: Mapping[str, Any]) -> None:
    """Refuse (``NeedsTheirYes``) a leader's own number or address in any field, whoever writes it."""
    for leader in service.leaders.all():
        if any(holds(value, leader) for value in after.values()):
            problem = _(
                "This is %(name)s's own number or address. It is shown only after they said yes, by themselves."
            )
            raise NeedsTheirYes(problem % {"name": leader.name})


def without(leader: Leader, value: Any) -> Any:
    """A list of phones or contacts, or a text, without this leader's number and address."""
    if isinstance(value, list):
        return [one for one in value if not holds(one, leader) and not _is_theirs(one, leader)]
    return "" if isinstance(value, str) and holds(value, leader) else value


def _is_theirs(one: Any, leader: Leader) -> bool:
    return isinstance(one, dict) and one.get("id") == id_of(leader)
