"""Who waits until a group takes people again: whose time has come, and how many there are, without anybody's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q

from kith.access.acting import serving
from kith.accounts.models import Organisation
from kith.accounts.queries import duty_team
from kith.directory.models import Service
from kith.directory.queries.lines import state_words
from kith.directory.queries.shown import public_services
from kith.kit import phones, said
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.outbox import lifecycle as messages
from kith.outreach import telling
from kith.outreach.models import TellWhen
from kith.people.models import ContactRoute, Safe
from kith.places.models import Place
from kith.places.queries import fallback
from kith.promises import lifecycle as promised
from kith.promises.models import Kind, Promise

AT_ONCE = 200
_LEFT = (messages.SENT, messages.ACKNOWLEDGED)
ON_ITS_WAY = (messages.WAITING, messages.HELD)


@dataclass(frozen=True)
class Waited:
    """A group and how many wait for it: a number, and nobody's name."""

    service: Service
    count: int
    since: str
    state: str


def place_of(service: Service) -> Place:
    """Where a group is; one that is everywhere is looked after at the top."""
    return service.place or fallback()


def controller_of(place: Place) -> Organisation:
    """Who answers for what is left there."""
    return duty_team(place).organisation


def waits(service: Service, address: str) -> TellWhen | None:
    """Whether somebody waits for this group at this address."""
    return TellWhen.objects.filter(service=service, address=address).first()


def at_address(address: str) -> list[TellWhen]:
    """All that is waited for at an address."""
    return list(TellWhen.objects.filter(address=address).select_related("service", "place")) if address else []


def by_link(row_id: UUID | None) -> TellWhen | None:
    """What a link was given for, while it is waited for."""
    with serving("whoever holds the link reads what they wait for"):
        return TellWhen.objects.select_related("service", "place").filter(pk__in=[row_id]).first()


def to_tell(now: datetime) -> list[tuple[TellWhen, str]]:
    """Those to whom nothing was written yet and whose time has come, each with why; whoever waits longest first."""
    rows = TellWhen.objects.filter(why="").select_related("service__place", "place")[: AT_ONCE * 10]
    there = set(public_services().filter(waited_for__in=rows.values("pk")).values_list("pk", flat=True))
    found = [(one, _why(one, one.service_id in there, now)) for one in rows]
    return [(one, why) for one, why in found if why][:AT_ONCE]


def _why(row: TellWhen, there: bool, now: datetime) -> str:
    service = row.service
    return telling.why_now(
        there=there,
        takes=telling.takes_new(service.state, service.status, service.places_left),
        until=service.until,
        asked=local(row.said_at).date(),
        today=local(now).date(),
        long=row.ends_at <= now,
    )


def told_by_now() -> list[TellWhen]:
    """Those whose one message has left."""
    return list(TellWhen.objects.filter(message__state__in=_LEFT).select_related("message", "service", "place"))


def not_told() -> list[TellWhen]:
    """Those to whom a message was to go and cannot, or who can only be rung, and whom nobody promised to ring."""
    rows = TellWhen.objects.exclude(why="").exclude(message__state__in=(*_LEFT, *ON_ITS_WAY))
    owed = Promise.objects.filter(kind=Kind.ENTRY, state=promised.OPEN).values("about_id")
    return list(rows.exclude(pk__in=owed).select_related("message", "service", "place")[:AT_ONCE])


def may_be_written_to(address: str) -> bool:
    """Whether a message reaches it, and whoever it belongs to has not said that it is not safe, or to stop."""
    if "@" not in address and not phones.can_text(address):
        return False
    return not asked_us_not_to(address)


def asked_us_not_to(address: str) -> bool:
    """Whether somebody we know said that this number or address is not safe, or asked us to stop."""
    with serving("whether somebody asked us not to use a number"):
        known = ContactRoute.objects.filter(value=address)
        return known.filter(Q(safe=Safe.NO) | Q(stopped_at__isnull=False)).exists()


def count_of(service_id: UUID) -> int:
    """How many wait for a group."""
    with serving("how many wait for a group, as a number"):
        return TellWhen.objects.filter(service_id=service_id).count()


def waited_for(place: Place, now: datetime) -> list[Waited]:
    """What people wait for in a place and all within it, what most wait for first."""
    with serving("how many wait for which group, as numbers"):
        here = TellWhen.objects.filter(place__path__contains=[place.id]).order_by()
        rows = list(here.values("service_id").annotate(count=Count("pk"), since=Min("said_at")))
    services = Service.objects.select_related("place").in_bulk([one["service_id"] for one in rows])
    found = [(services[one["service_id"]], one["count"], one["since"]) for one in rows if one["service_id"] in services]
    lines = [Waited(one, count, said.day(since, now), _state(one, now)) for one, count, since in found]
    return sorted(lines, key=lambda one: (-one.count, one.service.name))


def to_ring(promise: Promise, actor: Actor) -> TellWhen | None:
    """Whom somebody promised to ring, for a colleague who may."""
    rows = TellWhen.objects.visible_to(actor).filter(pk__in=[promise.about_id])
    return rows.select_related("service", "place").first()


def _state(service: Service, now: datetime) -> str:
    if telling.takes_new(service.state, service.status, service.places_left):
        return ""
    return state_words(service.state, service.until, service.places_left, now)
