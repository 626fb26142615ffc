"""Which numbers of an entry stand there by their owner's yes: told apart by their ids."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kith.directory.models import Leader, Service
from kith.kit import phones

_LISTS = ("phones", "contacts")


def phone_of(leader: Leader) -> dict[str, Any]:
    """Their number as a line of the standard. Its id says whose it is to us, and nothing to anybody else."""
    return {"id": id_of(leader), "number": phones.said(leader.phone), "description": leader.name.split(" ")[0]}


def kept_back(service: Service, name: str, value: Any) -> Any:
    """A list of phones without the numbers that stand there by somebody's yes: an edit keeps none of these."""
    if name not in _LISTS or not isinstance(value, list):
        return value
    own = {id_of(leader) for leader in service.leaders.all()}
    return [one for one in value if not (isinstance(one, dict) and one.get("id") in own)]


def with_published(service: Service, name: str, value: Any) -> Any:
    """A list of phones with the numbers whose owners said yes, and still do."""
    if name != "phones" or not isinstance(value, list):
        return value
    return [*value, *(phone_of(leader) for leader in publishing(service))]


def publishing(service: Service) -> list[Leader]:
    """Whoever leads it now and said that their number may be shown."""
    return [one for one in service.leaders.filter(ended_at__isnull=True, publish=True) if one.phone]


def id_of(leader: Leader) -> str:
    """The id of their published number: it says whose it is to us, and nothing to anybody else."""
    return str(uuid5(NAMESPACE_URL, f"kith:number:{leader.pk}"))
