"""What a replay knows that Kith does not: who is who behind the rows, what was really delivered, who was nudged."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from kith.asks import kinds
from kith.asks.models import Ask
from kith.demo.neighbours import VolunteerSpec
from kith.dispatch.pool import Pool
from kith.matching.eligible import obstacle_to
from kith.matching.facts import Candidate, Wanted
from kith.matching.free import window_of
from kith.outbox.models import Message
from kith.proof.replay.nature import Nature, PartnerNature
from kith.proof.replay.season import MAIN, AskSpec, Season
from kith.proof.replay.world import World

A_WEEK = timedelta(days=7)


@dataclass
class Neighbour:
    """A volunteer: the row's id, what the season says of them, and what they are really like."""

    id: UUID
    spec: VolunteerSpec
    nature: Nature
    # Ill, or gone without a word: until then they answer nothing.
    away_until: datetime | None = None
    nudged: deque[datetime] = field(default_factory=deque)

    def nudges(self, now: datetime) -> int:
        """How often they were nudged in the last seven days."""
        while self.nudged and self.nudged[0] <= now - A_WEEK:
            self.nudged.popleft()
        return len(self.nudged)

    def is_away(self, now: datetime) -> bool:
        """Whether nothing reaches them now."""
        return self.away_until is not None and now < self.away_until


@dataclass(frozen=True)
class Known:
    """An ask as the replay remembers it. ``spec`` is None for what began at a door or with somebody's worry."""

    id: UUID
    number: int
    reference: str
    kind: str
    asked_at: datetime
    need_by: datetime
    effort: int
    lat: float | None
    lon: float | None
    spec: AskSpec | None

    @property
    def group(self) -> str:
        """The kind as the report counts it."""
        return self.kind if self.kind in MAIN else "other"


@dataclass
class Helper:
    """A partner: the id of its team, and what it is really like."""

    id: UUID
    nature: PartnerNature
    # When it was asked: a busy day makes the next yes less likely.
    asked: list[datetime] = field(default_factory=list)

    def asked_today(self, now: datetime) -> int:
        """How often it was asked in the last day."""
        return sum(1 for at in self.asked if at > now - timedelta(days=1))


@dataclass(frozen=True)
class Card:
    """One card that a partner read, or heard on the phone, and the true chance that it became a yes."""

    ask: UUID
    team: UUID
    at: datetime
    chance: float
    by_phone: bool


@dataclass(frozen=True)
class Nudge:
    """One offer that reached a volunteer, and the true chance that it became a yes."""

    ask: UUID
    volunteer: UUID
    at: datetime
    chance: float


@dataclass
class Scene:
    """Everything the season's people share."""

    season: Season
    world: World
    pool: Pool
    # Everybody as matching knew them before anything was asked.
    at_first: dict[UUID, Candidate] = field(default_factory=dict)
    neighbours: dict[UUID, Neighbour] = field(default_factory=dict)
    by_volunteer: dict[UUID, Neighbour] = field(default_factory=dict)
    asks: dict[UUID, Known] = field(default_factory=dict)
    nudges: list[Nudge] = field(default_factory=list)
    # How many nudges became a yes that somebody then had.
    yes: int = 0
    rung: int = 0
    # When the thing itself was at the door, whatever anybody said about it.
    delivered: dict[UUID, datetime] = field(default_factory=dict)
    first_yes: dict[UUID, datetime] = field(default_factory=dict)
    # What matching knew of each ask as it came in, and how many could have been asked about it then.
    wanted: dict[UUID, Wanted] = field(default_factory=dict)
    could: dict[UUID, int] = field(default_factory=dict)
    did_not_come: int = 0
    partners: dict[UUID, Helper] = field(default_factory=dict)
    cards: list[Card] = field(default_factory=list)
    # How often a partner had it by its yes, and which asks' people it has really been in touch with.
    partner_yes: int = 0
    in_touch: set[tuple[UUID, UUID]] = field(default_factory=set)
    # Colleagues who fell ill, who left, how many promises changed hands as they did, and how many by a colleague's yes.
    ill: int = 0
    left: int = 0
    rehomed: int = 0
    handed_over: int = 0
    post: list[Message] = field(default_factory=list)

    @property
    def seed(self) -> int:
        """The seed of everything."""
        return self.season.seed

    def known(self, ask_id: UUID) -> Known:
        """An ask by its id; one that began at a door is looked up the first time."""
        found = self.asks.get(ask_id)
        return found if found is not None else self.remember(Ask.objects.get(id=ask_id), None)

    def remember(self, ask: Ask, spec: AskSpec | None) -> Known:
        """Note an ask and what it was in the season."""
        known = Known(
            id=ask.id,
            number=spec.number if spec is not None else 1_000_000 + len(self.asks),
            reference=ask.reference,
            kind=ask.kind,
            asked_at=ask.created_at,
            need_by=ask.need_by or kinds.need_by_default(ask.kind, ask.created_at),
            effort=kinds.effort(ask.kind, ask.words, ask.details, ask.help_at_door).minutes,
            lat=ask.lat,
            lon=ask.lon,
            spec=spec,
        )
        self.asks[ask.id] = known
        if spec is not None:
            wanted = self.wanted[ask.id] = self.pool.wanted(ask, known.need_by)
            window = window_of(wanted, ask.created_at)
            everybody = self.pool.candidates.values()
            self.could[ask.id] = sum(1 for one in everybody if obstacle_to(wanted, one, ask.created_at, window) is None)
        return known
