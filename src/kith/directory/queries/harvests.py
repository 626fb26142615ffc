"""Which other directories are due, how each is doing, and what waits for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kith.access import policy
from kith.accounts.roles import ROLES, Permission
from kith.directory import lifecycle
from kith.directory.keeping_words import PUT_BACK
from kith.directory.models import Edit, MergeProposal, Service, Source
from kith.directory.queries.known import FROM_SOURCE
from kith.kit.actor import Actor
from kith.places.models import Place

SHOWN = 50
# So many times its own rhythm without a good reading, and somebody should look.
LATE_TIMES = 3


@dataclass(frozen=True)
class Health:
    """How another directory is doing. ``late``: it should have been read well long ago."""

    source: Source
    entries: int
    held: int
    next_at: datetime | None
    late: bool

    @property
    def rhythm(self) -> str:
        """How often it is read, in words."""
        every = self.source.every
        if not self.source.address.startswith("http"):
            return _("by hand, from a file")
        if every == 0:
            return _("by hand")
        if every % 24 == 0:
            return _("every day") if every == 24 else _("every %(days)s days") % {"days": every // 24}
        return _("every hour") if every == 1 else _("every %(hours)s hours") % {"hours": every}


def due(now: datetime) -> Source | None:
    """The directory that has been due for longest; one somebody asked for goes first. One query."""
    return to_read(now).first()


def to_read(now: datetime, every: bool = False) -> QuerySet[Source]:
    """Those that are due, or all that are not paused."""
    web = Source.objects.filter(address__startswith="http", paused_at=None)
    again = Q(tried_at=None) | Q(tried_at__lte=now - F("every") * timedelta(hours=1))
    is_due = Q(wanted_at__isnull=False) | (Q(every__gt=0) & again)
    return (web if every else web.filter(is_due)).order_by("wanted_at", "tried_at", "id")


def counts_said(source: Source) -> str:
    """What the last good reading did, in a sentence."""
    words = {name: source.counts.get(name, 0) for name in ("created", "changed", "unchanged", "gone", "rejected")}
    said = _("%(created)s new, %(changed)s changed, %(unchanged)s as before, %(gone)s gone, %(rejected)s not usable.")
    unplaced = int(source.counts.get("unplaced", 0))
    if not unplaced:
        return said % words
    where = source.place.name if source.place else _("the top of this site")
    more = _("%(count)s could not be placed, so they stand at %(place)s.") % {"count": unplaced, "place": where}
    return f"{said % words} {more}"


def places_for(actor: Actor) -> list[Place]:
    """Where a directory may be put by this colleague: their own place first, what lies in it, what it lies in."""
    own = [part.place for part in policy.standing(actor) if Permission.KEEP_DIRECTORY in ROLES[part.role].permissions]
    above = {key for path in Place.objects.filter(pk__in=own).values_list("path", flat=True) for key in path}
    rows = Place.objects.filter(Q(path__overlap=own) | Q(pk__in=above)).exclude(kind=Place.Kind.STREET)
    return sorted(rows.defer("boundary"), key=lambda one: (one.pk not in own, one.name))


def every_source(actor: Actor, now: datetime) -> list[Health]:
    """How all of them are doing. Three queries however many."""
    sources = list(Source.objects.visible_to(actor).select_related("place"))
    here = Count("id", filter=Q(gone_at=None))
    waits = Count("id", filter=Q(gone_at=None, held=True))
    counted = Service.objects.exclude(source=None).order_by().values("source_id").annotate(here=here, waits=waits)
    counts = {one["source_id"]: (one["here"], one["waits"]) for one in counted}
    return [_health(one, *counts.get(one.pk, (0, 0)), now) for one in sources]


def _health(source: Source, entries: int, held: int, now: datetime) -> Health:
    web = source.address.startswith("http") and source.paused_at is None
    next_at = (source.tried_at or now) + timedelta(hours=source.every) if source.every and web else None
    since = source.good_at or source.made_at
    late = next_at is not None and now - since > timedelta(hours=source.every) * LATE_TIMES
    return Health(source, entries, held, now if web and source.wanted_at else next_at, late)


def held_back(actor: Actor) -> QuerySet[Service]:
    """Entries that wait for somebody to look, of places this colleague keeps, those that may be a refuge first."""
    decided = Edit.objects.filter(service=OuterRef("pk"), state=lifecycle.LIVE, after__held=True)
    waiting = Service.objects.visible_to(actor).filter(_kept_by(actor), held=True, gone_at=None)
    waiting = waiting.filter(~Exists(decided.exclude(lane__in=(FROM_SOURCE, PUT_BACK))))
    return waiting.select_related("source", "organization", "place").order_by("-confidential", "name", "id")


def _kept_by(actor: Actor) -> Q:
    """As ``may_look`` says it of one, as a filter: what is cut after so many is cut from what one may decide."""
    if actor.kind == "system":
        return Q()
    parts = [part for part in policy.standing(actor) if Permission.KEEP_DIRECTORY in ROLES[part.role].permissions]
    if not parts:
        return Q(pk__in=[])
    return Q(place=None) | Q(place__path__overlap=[part.place for part in parts])


def may_look(actor: Actor, service: Service) -> bool:
    """Whether this colleague decides about that entry: by its place, or anywhere where nobody knows its place."""
    if service.place is None:
        return policy.holds(actor, Permission.KEEP_DIRECTORY)
    return policy.may_at(actor, Permission.KEEP_DIRECTORY, service.place)


def maybe_one(actor: Actor) -> QuerySet[MergeProposal]:
    """Pairs that may be one, oldest first."""
    found = MergeProposal.objects.visible_to(actor).filter(
        state=lifecycle.MAYBE, first__gone_at=None, second__gone_at=None
    )
    return found.select_related("first__source", "second__source").order_by("made_at", "id")


def decided(actor: Actor) -> QuerySet[MergeProposal]:
    """What was decided lately, newest first, so that it can be explained or decided anew."""
    found = MergeProposal.objects.visible_to(actor).exclude(state=lifecycle.MAYBE)
    return found.select_related("first", "second").order_by("-decided_at", "-id")


def services_of(proposals: list[MergeProposal]) -> dict[Any, list[tuple[UUID, str]]]:
    """What each of these runs, a few of each by id and name, to tell them apart by. One query."""
    ids = [key for one in proposals for key in (one.first_id, one.second_id)]
    found: dict[Any, list[tuple[UUID, str]]] = {}
    rows = Service.objects.filter(organization_id__in=ids, gone_at=None, confidential=False, held=False)
    for key, service_id, name in rows.order_by("name").values_list("organization_id", "id", "name"):
        if len(found.setdefault(key, [])) < 4:
            found[key].append((service_id, name))
    return found
