"""Writes a new entry: a group or a service, who runs it, where it is and when it is on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from kith.directory import lifecycle
from kith.directory.actions.finding import refind
from kith.directory.hidden import looks_confidential
from kith.directory.keeping_words import DAYS
from kith.directory.models import (
    Assurance,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.text import clean, one_line
from kith.kit.whole import insert, whole
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb

OUR_WORDS = "Kith"


class CannotEnter(ValueError):
    """This cannot be written down as it is. The message is a sentence that says what to do."""


@dataclass(frozen=True)
class On:
    """When it is on: the weekdays (0 is Monday), from when until when, and the words where that does not say it."""

    weekdays: tuple[int, ...] = ()
    opens: time | None = None
    closes: time | None = None
    words: str = ""
    interval: int = 1
    # In the standard's words, where it is not each week: "1SA" is the first Saturday of the month.
    monthly: str = ""
    # A day on which it is on, where it skips weeks.
    starts: date | None = None


@dataclass(frozen=True)
class Where:
    """Where it is. ``confidential``: it must not be found."""

    name: str = ""
    address: str = ""
    city: str = ""
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None
    accessibility: str = ""
    kind: str = "physical"
    confidential: bool = False


@dataclass(frozen=True)
class NewEntry:
    """A new entry as somebody tells it. ``facts`` are further fields of a service, by their names."""

    name: str
    who: str
    place: Place | None
    description: str = ""
    for_whom: str = ""
    size: str = "unknown"
    phone: str = ""
    email: str = ""
    url: str = ""
    fees: str = ""
    where: Where | None = None
    on: Sequence[On] = ()
    words: Sequence[str] = ()
    languages: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    # How we know, and on which day somebody said so.
    how: str = ""
    assured: datetime | None = None
    # Whoever runs it, where they stand here already under whatever name.
    run_by: Organization | None = None
    # On doubt whether it is a place of safety, somebody else looks before it is shown.
    doubt: bool = False


@whole()
def enter(*, entry: NewEntry, by: Actor, now: datetime) -> Service:
    """Write a new entry, and who runs it where nobody of that name does here yet. It can be found at once.

    On doubt whether it is a place of safety it is held back until somebody else has looked, where ``doubt`` says so.
    Recorded. Refuses (CannotEnter) one without a name, and one that the same people have in this place already.
    """
    name, who = one_line(entry.name, 300), one_line(entry.who, 300)
    if not name:
        raise CannotEnter(_("Give it a name, as people here call it."))
    organization = entry.run_by or _whoever_runs_it(who, entry, now)
    held_why = _doubted(entry, organization)
    if organization is not None and organization.services.filter(name=name, place=entry.place, gone_at=None).exists():
        raise CannotEnter(_("%(name)s is in the directory already. Change that entry instead.") % {"name": name})
    service = Service(
        organization=organization,
        place=entry.place,
        name=name,
        description=clean(entry.description),
        for_whom=clean(entry.for_whom),
        url=entry.url,
        email=entry.email,
        fees=clean(entry.fees),
        status=lifecycle.ACTIVE,
        phones=[{"number": entry.phone}] if entry.phone else [],
        languages=[{"name": one} for one in entry.languages],
        assured_date=_day(entry.assured),
        made_at=now,
        modified_at=now,
        **({"held": bool(held_why), "held_why": held_why} | dict(entry.facts)),
    )
    insert(service)
    _where_and_when(service, entry, now)
    _under(service, entry.words, now)
    if entry.assured is not None:
        insert(Assurance(service=service, at=entry.assured, how=entry.how, found="right", by_label=by.label[:200]))
    place = (entry.place.id, entry.place.name) if entry.place else None
    subject = ("directory.Service", service.id, name)
    trail.record(verb=Verb.DIRECTORY_ENTERED, by=by, now=now, subject=subject, place=place)
    refind(service_ids=[service.id], by=by, now=now)
    return service


def _doubted(entry: NewEntry, whose: Organization | None) -> str:
    """Why somebody else looks first, in a sentence; empty where nobody has to."""
    if not entry.doubt or entry.facts.get("confidential"):
        return ""
    if not looks_confidential(entry.name, entry.description, whose.name if whose else "", *entry.words):
        return ""
    return str(_("Its words say that it may be a place of safety. Somebody looks before it is shown."))


def _day(moment: datetime | None) -> date | None:
    return local(moment).date() if moment else None


def _whoever_runs_it(who: str, entry: NewEntry, now: datetime) -> Organization | None:
    if not who:
        return None
    found = Organization.objects.filter(name=who, source=None, gone_at=None, same_as=None).first()
    if found is None:
        found = Organization(name=who, size=entry.size, place=entry.place, made_at=now, modified_at=now)
        insert(found)
    return found


def _where_and_when(service: Service, entry: NewEntry, now: datetime) -> None:
    at = None
    if entry.where is not None:
        location = _location(entry.where, now)
        insert(location)
        at = ServiceAtLocation(service=service, location=location, made_at=now, modified_at=now)
        insert(at)
    for number, on in enumerate(entry.on):
        insert(_schedule(service, on, number, now))


def _location(where: Where, now: datetime) -> Location:
    address = {
        "address_1": where.address,
        "city": where.city,
        "postal_code": where.postcode,
        "country": "GB",
        "address_type": "physical",
    }
    return Location(
        name=where.name,
        location_type=where.kind,
        latitude=where.lat,
        longitude=where.lon,
        addresses=[address] if where.kind == "physical" else [],
        accessibility=[{"description": where.accessibility}] if where.accessibility else [],
        confidential=where.confidential,
        made_at=now,
        modified_at=now,
    )


def _schedule(service: Service, on: On, number: int, now: datetime) -> Schedule:
    return Schedule(
        service=service,
        position=number,
        freq="MONTHLY" if on.monthly else "WEEKLY" if on.weekdays else "",
        interval=on.interval if on.weekdays else None,
        byday=on.monthly or ",".join(DAYS[day] for day in on.weekdays),
        opens_at=f"{on.opens:%H:%M}" if on.opens else "",
        closes_at=f"{on.closes:%H:%M}" if on.closes else "",
        dtstart=on.starts.isoformat() if on.starts else "",
        description=on.words,
        weekdays=list(on.weekdays),
        opens=on.opens,
        closes=on.closes,
        made_at=now,
        modified_at=now,
    )


def _under(service: Service, words: Sequence[str], now: datetime) -> None:
    """Stand it under these words of our own list, which has each once."""
    if not words:
        return
    ours = Taxonomy.objects.filter(name=OUR_WORDS, source=None).first()
    if ours is None:
        ours = Taxonomy(name=OUR_WORDS, made_at=now, modified_at=now)
        insert(ours)
    for word in words:
        term = TaxonomyTerm.objects.filter(taxonomy=ours, name=word).first()
        if term is None:
            term = TaxonomyTerm(taxonomy=ours, name=word, made_at=now, modified_at=now)
            insert(term)
        insert(ServiceTerm(service=service, term=term))
