"""What we owe groups and entries: whom we said we would ring, and what waits for somebody to look."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kith.access.acting import serving
from kith.directory import lifecycle as entries
from kith.directory.keeping_words import PUT_BACK
from kith.directory.models import Assurance, Edit, How, Leader, Service, Source
from kith.directory.queries.freshness import ASK_AFTER, is_past_until
from kith.directory.queries.known import FROM_SOURCE
from kith.directory.queries.shown import public_services
from kith.kit import said
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.outreach import lifecycle
from kith.outreach.models import Question, TellWhen
from kith.places.models import Place
from kith.promises import lifecycle as promised
from kith.promises.models import Kind, Promise

AT_ONCE, MOST_OPEN = 100, 2_000


@dataclass(frozen=True)
class About:
    """What one promise is about; one of these, or none where the row is no longer there."""

    leader: Leader | None = None
    edit: Edit | None = None
    service: Service | None = None
    source: Source | None = None
    waits: TellWhen | None = None


def open_ones() -> QuerySet[Promise]:
    """Every open promise about an entry."""
    return Promise.objects.filter(kind=Kind.ENTRY, state=promised.OPEN)


def open_about(ids: Collection[UUID]) -> list[Promise]:
    """The open promises about these rows."""
    return list(open_ones().filter(about_id__in=list(ids)).select_related("holder__user", "place")) if ids else []


def call_promised(leader: Leader) -> Promise | None:
    """That we said we would ring whoever runs a group, while we have not."""
    with serving("whether somebody rings whoever runs a group"):
        return next(iter(open_about([leader.pk])), None)


def calls_promised(leaders: Iterable[Leader]) -> dict[UUID, Promise]:
    """The same of many, by leader. One query."""
    with serving("which groups we said we would ring"):
        return {one.about_id: one for one in open_about([one.pk for one in leaders]) if one.about_id}


def leaders_promised() -> list[UUID]:
    """The groups we said we would ring."""
    with serving("which groups we said we would ring"):
        about = open_ones().values("about_id")
        return list(Leader.objects.filter(ended_at=None, pk__in=about).values_list("service_id", flat=True))


def who_has(promise: Promise) -> str:
    """The first name of whoever has it."""
    return promise.holder.user.name.split(" ")[0] if promise.holder is not None else ""


def by_when(promise: Promise, now: datetime) -> str:
    """By when it is to be done, as people say it."""
    return said.by(promise.next_contact_by, now) if promise.next_contact_by is not None else ""


def of_place(place: Place, actor: Actor) -> QuerySet[Promise]:
    """What is owed about the entries of a place, the next first."""
    mine = Promise.objects.visible_to(actor).filter(kind=Kind.ENTRY, state=promised.OPEN)
    return mine.filter(place__path__contains=[place.id]).select_related("holder__user").order_by("next_contact_by")


def _unpromised(rows: QuerySet[Any], key: str = "pk") -> QuerySet[Any]:
    return rows.filter(~Exists(open_ones().filter(about_id=OuterRef(key))))


def edits_unpromised() -> list[Edit]:
    """Changes that wait for a look nobody has promised yet, oldest first."""
    waiting = Edit.objects.filter(state=entries.PROPOSED, service__gone_at=None)
    rows = _unpromised(waiting).select_related("service__place").order_by("at")
    return list(rows[:AT_ONCE])


def to_ring_unpromised(now: datetime) -> list[Leader]:
    """Those who would rather be rung, and of whose entry we have a question, without a promise that somebody rings."""
    before = local(now).date() - ASK_AFTER
    asked = Question.objects.filter(leader=OuterRef("pk")).exclude(state=lifecycle.ANSWERED)
    old = Q(service__assured_date=None) | Q(service__assured_date__lt=before)
    wish = Leader.objects.filter(ended_at=None, ring_instead=True, service__in=public_services()).exclude(phone="")
    old |= is_past_until(now, "service__")
    rows = _unpromised(wish.filter(old | Exists(asked))).select_related("service", "place").order_by("pk")
    return list(rows[:AT_ONCE])


def held() -> QuerySet[Service]:
    """Entries that are shown nowhere until somebody has looked."""
    decided = Edit.objects.filter(service=OuterRef("pk"), state=entries.LIVE, after__held=True)
    by_hand = decided.exclude(lane__in=(FROM_SOURCE, PUT_BACK))
    return Service.objects.filter(held=True, gone_at=None).filter(~Exists(by_hand))


def held_unpromised() -> list[Service]:
    """One held-back entry of each source, or each that came from nowhere, of which nobody has promised to look."""
    rows = _unpromised(_unpromised(held()), "source_id").select_related("source__place", "place").order_by("made_at")
    found: dict[UUID, Service] = {}
    for one in rows[:AT_ONCE]:
        found.setdefault(one.source_id or one.pk, one)
    return list(found.values())


def abouts(promises: Iterable[Promise]) -> dict[UUID, About]:
    """What these promises are about, by the row they name. Five queries."""
    ids = {one.about_id for one in promises if one.about_id is not None}
    leaders = Leader.objects.select_related("service").in_bulk(ids)
    edits = Edit.objects.select_related("service").in_bulk(ids)
    services, sources = Service.objects.in_bulk(ids), Source.objects.in_bulk(ids)
    waits = TellWhen.objects.in_bulk(ids)
    return {
        one: About(leaders.get(one), edits.get(one), services.get(one), sources.get(one), waits.get(one)) for one in ids
    }


def still_held(about: About) -> bool:
    """Whether anything of it is still held back."""
    if about.service is not None:
        return held().filter(pk=about.service.pk).exists()
    return about.source is not None and held().filter(source=about.source).exists()


def word_since(leader: Leader, since: datetime) -> Assurance | None:
    """The first word about a group, from it or from whoever rang it, since then."""
    words = Assurance.objects.filter(service=leader.service_id, at__gte=since)
    return words.filter(how__in=(How.GROUP, How.PHONE)).order_by("at", "id").first()
