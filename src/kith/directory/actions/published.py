"""A person's own number in an entry: there by their yes alone, kept in no edit, and gone when they go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kith.directory.models import Leader, Service
from kith.directory.queries.published import id_of
from kith.kit import phones


class NeedsTheirYes(ValueError):
    """This is somebody's own number or address, and they have not said that it may be shown. Its text may be shown."""


def refuse_private(service: Service, after: Mapping[str, Any]) -> None:
    """Refuse (``NeedsTheirYes``) a leader's own number or address in any field, whoever writes it."""
    for leader in service.leaders.all():
        if any(_holds(value, leader) for value in after.values()):
            problem = _(
                "This is %(name)s's own number or address. It is shown only after they said yes, by themselves."
            )
            raise NeedsTheirYes(problem % {"name": leader.name})


def without(leader: Leader, value: Any) -> Any:
    """A list of phones or contacts, or a text, without this leader's number and address."""
    if isinstance(value, list):
        return [one for one in value if not _holds(one, leader) and not _is_theirs(one, leader)]
    return "" if isinstance(value, str) and _holds(value, leader) else value


def _is_theirs(one: Any, leader: Leader) -> bool:
    return isinstance(one, dict) and one.get("id") == id_of(leader)


def _holds(value: Any, leader: Leader) -> bool:
    """Whether a value holds their number or address, however it is written."""
    if isinstance(value, Mapping):
        return any(_holds(one, leader) for one in value.values())
    if isinstance(value, list):
        return any(_holds(one, leader) for one in value)
    if not isinstance(value, str):
        return False
    mail = leader.email.casefold()
    return bool(mail and mail in value.casefold()) or bool(leader.phone and leader.phone in phones.find(value))
