"""What is near a surgery or a hub, on one sheet: by what it is for, with room for new people, and whether it worked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from kith.directory.models import Assurance, Service
from kith.directory.models import Found as Word
from kith.directory.queries.find import Wanted, find
from kith.directory.queries.lines import is_old, room_words
from kith.directory.queries.shown import Shown, eligible, shown_many
from kith.directory.queries.when_words import when_words
from kith.kit.clock import local
from kith.places.models import Place

MOST, NEAR_KM = 120, 8.0
# What worked is counted over one quarter, so that the sheet says what is so now.
LATELY = timedelta(days=92)


@dataclass(frozen=True)
class Dish:
    """One line: what it is, for whom, whether there is room, and how many said lately that it was as it stands here."""

    name: str
    for_whom: str
    when: str
    where: str
    room: str
    phone: str
    takes_new: bool
    worked: int
    old: bool


@dataclass(frozen=True)
class Course:
    """Everything under one word of what it is for."""

    title: str
    dishes: tuple[Dish, ...]


def menu(place: Place, now: datetime) -> list[Course]:
    """What is in and near this place, under the first word each stands under, in the order of those words.

    Within one, who takes somebody new today comes first. Of what must not be found there is the phone and the area.
    """
    today = local(now).date()
    found = find(Wanted(place=place, within_km=NEAR_KM, most=MOST), today)
    entries = shown_many(Service.objects.filter(id__in=[one.id for one in found.found]))
    worked = _worked([entry.id for entry in entries], now)
    by_word: dict[str, list[Dish]] = {}
    for entry in sorted(entries, key=lambda one: (not one.takes_new, one.name.casefold())):
        word = next((term.name for term in entry.terms), "") or _("Other things")
        by_word.setdefault(word, []).append(_dish(entry, worked.get(entry.id, 0), now))
    return [
        Course(word, tuple(dishes)) for word, dishes in sorted(by_word.items(), key=lambda pair: pair[0].casefold())
    ]


def _worked(ids: Iterable[UUID], now: datetime) -> dict[UUID, int]:
    """How often somebody who went there said lately that it is as it stands here."""
    said = Assurance.objects.filter(service__in=list(ids), how="outcome", found=Word.RIGHT, at__gt=now - LATELY)
    return dict(said.order_by().values_list("service").annotate(n=Count("id")))


def _dish(entry: Shown, worked: int, now: datetime) -> Dish:
    today = local(now).date()
    return Dish(
        name=entry.name,
        for_whom=entry.for_whom or eligible(entry),
        when=when_words(entry.runs, today),
        where=entry.area if entry.confidential else next((one.name for one in entry.locations if one.name), entry.area),
        room=room_words(entry, now),
        phone=entry.phone or (entry.place.phone if entry.place else ""),
        takes_new=entry.takes_new,
        worked=worked,
        old=is_old(entry.assured_date, today),
    )
