"""Which numbers of an entry stand there by their owner's yes: told apart by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from kith.directory.models import Leader, Service, ServiceAtLocation
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


def numbers_of(services: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Of many services, the numbers whose owners said yes, and still do."""
    rows = Leader.objects.filter(service__in=list(services), ended_at=None, publish=True).exclude(phone="")
    found: dict[UUID, list[dict[str, Any]]] = {}
    for one in rows:
        found.setdefault(one.service_id, []).append(phone_of(one))
    return found


def id_of(leader: Leader) -> str:
    """The id of their published number: it says whose it is to us, and nothing to anybody else."""
    return str(uuid5(NAMESPACE_URL, f"kith:number:{leader.pk}"))


def holds(value: Any, leader: Leader) -> bool:
    """Whether a value holds their number or address, however it is written."""
    if isinstance(value, Mapping):
        return any(holds(one, leader) for one in value.values())
    if isinstance(value, list):
        return any(holds(one, leader) for one in value)
    if not isinstance(value, str):
        return False
    mail = leader.email.casefold()
    return bool(mail and mail in value.casefold()) or bool(leader.phone and leader.phone in phones.find(value))


def stands_already(leader: Leader) -> list[str]:
    """In which entries here their number or address stands though they have not said so; that of their own first."""
    if leader.publish or not (leader.phone or leader.email):
        return []
    own = leader.service
    beside = Service.objects.filter(place=own.place, gone_at=None).exclude(pk=own.pk).select_related("organization")
    found = [own.name] if any(holds(value, leader) for value in _everything(own)) else []
    return found + [one.name for one in beside if any(holds(value, leader) for value in _said(one))]


def _everything(service: Service) -> Iterator[Any]:
    yield from _said(service)
    for at in ServiceAtLocation.objects.filter(service=service, gone_at=None).select_related("location"):
        yield from (at.phones, at.contacts, at.description, at.location.phones, at.location.contacts)


def _said(service: Service) -> Iterator[Any]:
    yield from (service.phones, service.contacts, service.email, service.description, service.alert, service.fees)
    if service.organization is not None:
        yield from (service.organization.phones, service.organization.contacts, service.organization.email)
