"""Everybody who may be asked, read once for a whole sweep, with what they were asked and took this week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.asks import kinds
from kith.asks.models import Ask
from kith.dispatch.centres import centres_of
from kith.dispatch.memory import Memory
from kith.governance.queries import Passing, named_no
from kith.matching.area import Homes, homes_grid
from kith.matching.chance import History
from kith.matching.choose import TARGET, Ranked, next_few
from kith.matching.eligible import Level, Obstacle, obstacles
from kith.matching.facts import Candidate, Wanted, day_part
from kith.matching.nearby import Neighbouring
from kith.people.queries import blocked_for
from kith.places.models import Place
from kith.volunteers.models import Volunteer
from kith.volunteers.queries import seal_of_those, who_may_be_asked

MOST_AT_ONCE = 5


class Pool:
    """The volunteers of an instance at one moment. It reads; it changes nothing but its own counts."""

    def __init__(self, now: datetime) -> None:
        """Read the places, the volunteers and what they were asked: a few queries, however many asks follow."""
        self.now = now
        self._passing = Passing(now)
        self.places = {place.id: place for place in Place.objects.defer("boundary")}
        self.volunteers: dict[UUID, Volunteer] = {}
        self._organisations: set[UUID] = set()
        self._as_volunteer: dict[UUID, UUID] = {}
        self._everybody: dict[UUID, Candidate] = {}
        # Those who rest or have left as well: what they answered still says what is usual where they live.
        self._home_of: dict[UUID, UUID] = dict(Volunteer.objects.values_list("id", "home_id"))
        self._welcome(who_may_be_asked(now))
        self._memory = Memory(now, self._lives_in)
        self._count_again(set(self._everybody), now)
        self.candidates = dict(self._everybody)
        # Who they were when they were last looked at, by ``seal_of_those``; nobody has looked a second time yet.
        self._seal: tuple[int, int] | None = None
        self._offered_since: set[UUID] = set()
        self._living = self._by_home()
        self._homes: Homes | None = None
        self._neighbouring: Neighbouring | None = None
        self._named: list[tuple[str, float, float, int]] | None = None

    def later(self, now: datetime) -> Pool:
        """The same volunteers at a later moment: who rests, who came, and what was asked and answered since.

        It does not look whether somebody moved house or does other things now.
        """
        self.now = now
        self._passing = Passing(now)
        seal, others = seal_of_those(now), self._memory.read(now)
        if seal == self._seal:
            self._count_again(others, now)
            for key in (others | self._offered_since) & self.candidates.keys():
                self.candidates[key] = self._everybody[key]
        else:
            self._look_who(others, now)
            self._seal = seal
        self._offered_since.clear()
        return self

    def _look_who(self, others: set[UUID], now: datetime) -> None:
        may = dict(who_may_be_asked(now).values_list("id", "weekly_most"))
        if new := may.keys() - self._everybody.keys():
            self._welcome(who_may_be_asked(now).filter(pk__in=new))
        self._count_again(others | new, now)
        for key, most in may.items():
            if self._everybody[key].weekly_most != most:
                self._everybody[key] = self._everybody[key].told(weekly_most=most)
        self.candidates = {key: self._everybody[key] for key in may}
        if new:
            self._living = self._by_home()

    def _welcome(self, volunteers: QuerySet[Volunteer]) -> None:
        """Read these in. Nothing is counted yet."""
        for one in volunteers.prefetch_related("person__routes"):
            self.volunteers[one.id] = one
            self._organisations.add(one.controller_id)
            self._as_volunteer[one.person_id] = one.id
            self._home_of[one.id] = one.home_id
            self._everybody[one.id] = self._candidate(one)

    def _count_again(self, keys: set[UUID], now: datetime) -> None:
        for key in keys & self._everybody.keys():
            self._everybody[key] = self._everybody[key].told(**self._memory.tallies(key, now))

    def _lives_in(self, volunteer_id: UUID) -> UUID | None:
        home = self._home_of.get(volunteer_id)
        return self.at(home, "community") if home is not None else None

    @property
    def history(self) -> History:
        """What chances are learned from."""
        return self._memory.history

    def _candidate(self, one: Volunteer) -> Candidate:
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
            check_again_on=one.check_again_on,
            weekly_most=one.weekly_most,
            languages=frozenset(one.languages),
            name=one.person.name,
            phone=phones[0] if phones else "",
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

    def next_few(
        self,
        ask: Ask,
        wanted: Wanted,
        level: Level,
        already: Iterable[UUID],
        *,
        target: float = TARGET,
        waves_left: int = 1,
    ) -> list[Ranked]:
        """The few to ask next at this level: eligible, near, not overloaded, not asked before, never blocked.

        ``target`` is how likely a yes must be by the end of this level, and ``waves_left`` how often somebody can
        still be asked before that.
        """
        blocked, _names, _phones = blocked_for(ask.person)
        not_these = (ask.person_id, *blocked, *named_no(ask.person_id, self.now))
        never = {self._as_volunteer[one] for one in not_these if one in self._as_volunteer}
        return next_few(
            wanted,
            self._of_those_it_may_reach(ask, self._living_within(wanted, level)),
            self.now,
            level=level,
            already=frozenset(never).union(already),
            at_most=MOST_AT_ONCE,
            target=target,
            waves_left=waves_left,
            history=self.history,
        )

    def _of_those_it_may_reach(self, ask: Ask, candidates: Iterable[Candidate]) -> Iterable[Candidate]:
        """Without the neighbours of other organisations to which nothing may be passed on about this place."""
        place = self.places[ask.place_id]
        known = {key: self._passing.may(ask.controller_id, key, place) for key in self._organisations}
        if all(known.values()):
            return candidates
        return [one for one in candidates if known[self.volunteers[one.volunteer_id].controller_id]]

    def near(self, wanted: Wanted, minutes: float) -> Wanted:
        """The same ask with the communities that are nearby: so many minutes away on the road."""
        if self._neighbouring is None:
            self._neighbouring = Neighbouring(centres_of(self.places.values()))
        home = (wanted.lat, wanted.lon) if wanted.lat is not None and wanted.lon is not None else None
        nearby = self._neighbouring.within(wanted.community_id, minutes, home)
        return replace(wanted, nearby=nearby, nearby_minutes=minutes)

    def _living_within(self, wanted: Wanted, level: Level) -> Iterable[Candidate]:
        """No more than may live within this level, so that a thousand are not gone through for one street."""
        homes = {Level.STREET: (wanted.street_id,), Level.COMMUNITY: (wanted.community_id,)}
        if level not in homes and level is not Level.NEARBY:
            return self.candidates.values()
        within = (key for home in homes.get(level, wanted.nearby) for key in self._living.get(home, ()))
        living = (self.candidates.get(one) for one in within)
        return [one for one in living if one is not None]

    def _by_home(self) -> dict[UUID | None, list[UUID]]:
        living: dict[UUID | None, list[UUID]] = {}
        for key, one in self._everybody.items():
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
            self._offered_since.add(volunteer_id)
            self.candidates[volunteer_id] = one.told(
                offered_this_week=one.offered_this_week + 1, last_offered_at=self.now, was_asked=one.was_asked + 1
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
