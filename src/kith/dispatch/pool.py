"""Everybody who may be asked, read once for a whole sweep, with what they were asked and took this week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from kith.asks import kinds
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer
from kith.matching.area import Homes, homes_grid
from kith.matching.choose import Ranked, next_few
from kith.matching.eligible import Level, Obstacle, obstacles
from kith.matching.facts import Candidate, Wanted, day_part
from kith.people.queries import blocked_for
from kith.places.models import Place
from kith.volunteers.models import Volunteer
from kith.volunteers.queries import who_may_be_asked

A_WEEK = timedelta(days=7)
MOST_AT_ONCE = 5


class Pool:
    """The volunteers of an instance at one moment. It reads; it changes nothing but its own counts."""

    def __init__(self, now: datetime) -> None:
        """Read the places, the volunteers and this week's offers: three queries, however many asks follow."""
        self.now = now
        self.places = {place.id: place for place in Place.objects.defer("boundary")}
        self.volunteers = {one.id: one for one in who_may_be_asked(now).prefetch_related("person__routes")}
        self._as_volunteer = {one.person_id: one.id for one in self.volunteers.values()}
        counts = self._counts(now)
        self.candidates = {one.id: self._candidate(one, counts.get(one.id, {})) for one in self.volunteers.values()}
        self._living = self._by_home()
        self._homes: Homes | None = None
        self._named: list[tuple[str, float, float, int]] | None = None

    def later(self, now: datetime) -> Pool:
        """The same volunteers at a later moment, with this week's offers counted anew."""
        self.now = now
        counts = self._counts(now)
        for key, one in self.candidates.items():
            row = counts.get(key)
            if row is not None:
                self.candidates[key] = replace(one, **_tallies(row))
        return self

    def _counts(self, now: datetime) -> dict[UUID, dict[str, Any]]:
        week = Q(offered_at__gt=now - A_WEEK)
        yes = Q(state__in=(lifecycle.ACCEPTED, lifecycle.FINISHED))
        rows = Offer.objects.values("volunteer_id").annotate(
            offered=Count("id", filter=week),
            taken=Count("id", filter=week & yes),
            yes=Count("id", filter=yes),
            asked=Count("id"),
            last=Max("offered_at"),
        )
        return {row["volunteer_id"]: dict(row) for row in rows}

    def _candidate(self, one: Volunteer, counts: Mapping[str, Any]) -> Candidate:
        phones = [route.value for route in one.person.routes.all() if "@" not in route.value]
        return Candidate(
            volunteer_id=one.id,
            lat=one.lat,
            lon=one.lon,
            street_id=self.at(one.home_id, "street"),
            community_id=self.at(one.home_id, "community"),
            kinds=frozenset(one.kinds),
            slots=tuple(day_part(slot) for slot in one.slots),
            travel=one.travel,
            reach_km=one.reach_km,
            check_level=one.check_level,
            check_on=one.check_on,
            weekly_most=one.weekly_most,
            languages=frozenset(one.languages),
            name=one.person.name,
            phone=phones[0] if phones else "",
            **_tallies(counts),
        )

    def at(self, place_id: UUID, kind: str) -> UUID | None:
        """The id of the place of one kind that holds this place."""
        path = self.places[place_id].path
        return next((one for one in reversed(path) if one in self.places and self.places[one].kind == kind), None)

    def wanted(self, ask: Ask, need_by: datetime) -> Wanted:
        """What matching needs to know of an ask. Its real street and community, so that a neighbour can be left out."""
        kind = kinds.KINDS[ask.kind]
        _ids, names, phones = blocked_for(ask.person)
        language = ask.person.language if not ask.person.language.startswith("en") else ""
        return Wanted(
            kind=ask.kind,
            need_by=need_by,
            lat=ask.lat,
            lon=ask.lon,
            street_id=self.at(ask.home_id, "street"),
            community_id=self.at(ask.home_id, "community"),
            checks_needed=kinds.checks_needed(ask.kind, ask.details),
            language=language,
            effort=kinds.effort(ask.kind, ask.words, ask.details, ask.help_at_door).minutes,
            blocked_names=names,
            blocked_phones=phones,
            further_away=ask.further_away,
            by_phone=not kind.needs_address,
        )

    def next_few(self, ask: Ask, wanted: Wanted, level: Level, already: Iterable[UUID]) -> list[Ranked]:
        """The few to ask next at this level: eligible, near, not overloaded, not asked before, never blocked."""
        blocked, _names, _phones = blocked_for(ask.person)
        never = {self._as_volunteer[one] for one in (ask.person_id, *blocked) if one in self._as_volunteer}
        may = self._living_within(wanted, level)
        return next_few(
            wanted, may, self.now, level=level, already=frozenset(never).union(already), at_most=MOST_AT_ONCE
        )

    def _living_within(self, wanted: Wanted, level: Level) -> Iterable[Candidate]:
        """No more than may live within this level, so that a thousand are not gone through for one street."""
        home = {Level.STREET: wanted.street_id, Level.COMMUNITY: wanted.community_id}
        if level not in home:
            return self.candidates.values()
        return [self.candidates[one] for one in self._living.get(home[level], ())]

    def _by_home(self) -> dict[UUID | None, list[UUID]]:
        living: dict[UUID | None, list[UUID]] = {}
        for key, one in self.candidates.items():
            for home in {one.street_id, one.community_id}:
                living.setdefault(home, []).append(key)
        return living

    def short_of(self, wanted: Wanted) -> Counter[Obstacle]:
        """What holds back those who live near enough, for "short of someone who ..."."""
        return obstacles(wanted, self.candidates.values(), self.now, Level.DISTRICT)

    def was_offered(self, volunteer_id: UUID) -> None:
        """Count an offer just made, so that the next ask of the same sweep sees it."""
        one = self.candidates.get(volunteer_id)
        if one is not None:
            self.candidates[volunteer_id] = replace(
                one, offered_this_week=one.offered_this_week + 1, last_offered_at=self.now, was_asked=one.was_asked + 1
            )

    @property
    def homes(self) -> Homes:
        """Every street with its homes, for the rough area of a card."""
        if self._homes is None:
            self._homes = homes_grid(
                (place.lat, place.lon, place.homes)
                for place in self.places.values()
                if place.kind == Place.Kind.STREET and place.lat is not None and place.lon is not None
            )
        return self._homes

    @property
    def named(self) -> list[tuple[str, float, float, int]]:
        """Communities by name, with their homes: the only names a card may say."""
        if self._named is None:
            self._named = self._communities()
        return self._named

    def _communities(self) -> list[tuple[str, float, float, int]]:
        homes: Counter[UUID] = Counter()
        for place in self.places.values():
            if place.kind == Place.Kind.STREET:
                homes[place.parent_id] += place.homes  # type: ignore[index]
        return [
            (place.name, place.lat, place.lon, max(homes[place.id], place.homes))
            for place in self.places.values()
            if place.kind == Place.Kind.COMMUNITY and place.lat is not None and place.lon is not None
        ]


def _tallies(row: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody was asked and took, by the names matching has for it."""
    return {
        "taken_this_week": row.get("taken", 0),
        "offered_this_week": row.get("offered", 0),
        "last_offered_at": row.get("last"),
        "said_yes": row.get("yes", 0),
        "was_asked": row.get("asked", 0),
    }
