"""How true are the entries of a place? By age of the last word and by size, so that small groups are not lost in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from kith.directory import lifecycle
from kith.directory.models import Assurance, Found, How, Service, Size
from kith.directory.queries.shown import public_services
from kith.kit.clock import local
from kith.places.models import Place

# A word this old still counts as fresh; after the shorter time a group may be asked again.
FRESH_FOR = timedelta(days=183)
ASK_AFTER = timedelta(days=91)
FRESH, STALE, NEVER, QUESTIONED = "fresh", "stale", "never", "questioned"
DOUBTS = (Found.DOUBT, Found.MOVED, Found.FULL)


@dataclass
class Share:
    """How many entries of one size there are, and how they stand. Questioned ones are counted in their age as well."""

    size: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((FRESH, STALE, NEVER, QUESTIONED), 0))

    @property
    def all(self) -> int:
        """How many there are."""
        return self.counts[FRESH] + self.counts[STALE] + self.counts[NEVER]


def entries_of(place: Place) -> QuerySet[Service]:
    """What is shown of a place and of the places within it."""
    return public_services().filter(place__path__contains=[place.id])


def with_doubts(services: QuerySet[Service]) -> QuerySet[Any]:
    """The same, each with ``doubted``: a visitor found that something is not so, and nobody has settled it since.

    Whoever knows the group settles it, and so do two visitors who found all as it says; one of them alone does not.
    """
    of_it = Assurance.objects.filter(service=OuterRef("pk"))
    doubts = of_it.filter(how=How.OUTCOME, found__in=DOUBTS).order_by("-at", "-id")
    named = services.annotate(doubt_at=Subquery(doubts.values("at")[:1]), doubt_id=Subquery(doubts.values("pk")[:1]))
    later = Q(at__gt=OuterRef("doubt_at")) | Q(at=OuterRef("doubt_at"), pk__gt=OuterRef("doubt_id"))
    since = of_it.filter(later)
    known = since.exclude(how=How.OUTCOME).exclude(found=Found.DOUBT)
    rights = since.filter(how=How.OUTCOME, found=Found.RIGHT).order_by("at", "id")
    named = named.annotate(second=Subquery(rights.values("pk")[1:2]))
    open_doubt = Q(doubt_at__isnull=False, second__isnull=True) & ~Q(Exists(known))
    return named.annotate(doubted=Case(When(open_doubt, then=True), default=False, output_field=BooleanField()))


def is_past_until(now: datetime, of: str = "") -> Q:
    """The entries that are full or rest until a day that has come: nobody has said whether they are back."""
    takes_none = ~Q(**{f"{of}state__in": lifecycle.TAKES_NEW})
    return takes_none & Q(**{f"{of}until__lte": local(now).date()})


def age_of(assured: date | None, now: datetime) -> str:
    """Fresh, stale, or never checked."""
    if assured is None:
        return NEVER
    return FRESH if assured >= local(now).date() - FRESH_FOR else STALE


def by_size(place: Place, now: datetime) -> list[Share]:
    """How the entries of a place stand, for each size there is and small ones first, and for all of them last."""
    order = [size.value for size in Size]
    found: dict[str, Share] = {}
    whole = Share("")
    rows = with_doubts(entries_of(place)).values_list("organization__size", "assured_date", "doubted")
    for size, assured, doubted in rows:
        for share in (found.setdefault(size or Size.UNKNOWN.value, Share(size or Size.UNKNOWN.value)), whole):
            share.counts[age_of(assured, now)] += 1
            share.counts[QUESTIONED] += bool(doubted)
    return [*sorted(found.values(), key=lambda one: order.index(one.size)), whole]


def oldest(place: Place, now: datetime, most: int) -> list[Service]:
    """Entries whose last word is the longest ago, never checked ones and questioned ones first."""
    before = local(now).date() - FRESH_FOR
    rows = with_doubts(entries_of(place)).select_related("organization", "place")
    late = [*rows.filter(doubted=True)[:most], *rows.filter(doubted=False, assured_date=None)[:most]]
    late += rows.filter(doubted=False, assured_date__lt=before).order_by("assured_date", "name")[:most]
    return late[:most]


def last_words(services: list[UUID]) -> dict[UUID, Assurance]:
    """The last word of each of these entries: who said what, and how we know."""
    found = Assurance.objects.filter(service__in=services).order_by("service_id", "-at", "-id").distinct("service_id")
    return {one.service_id: one for one in found}
