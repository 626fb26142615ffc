"""What came of a season, counted from the rows themselves and held against what its people know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer, PartnerCard
from kith.matching import Level
from kith.outbox import lifecycle as messages
from kith.outbox.models import Message
from kith.promises.models import Kind, Move, Telling
from kith.proof.replay.scene import Known, Scene

PHONE = "phone"
RUNGS = ("street", "community", "nearby", "district", "partner", PHONE)


@dataclass(frozen=True)
class Row:
    """One ask as it ended."""

    id: UUID
    state: str
    created_at: datetime
    ended_at: datetime | None
    # The team of the partner that has it, or had it when it ended.
    partner: UUID | None


def rows() -> list[Row]:
    """Every ask there is, in the order in which they came."""
    found = Ask.objects.order_by("created_at", "id")
    return [
        Row(each["id"], each["state"], each["created_at"], each["ended_at"], each["taken_by_team_id"])
        for each in found.values("id", "state", "created_at", "ended_at", "taken_by_team_id")
    ]


def by_rung(asks: list[Row]) -> Counter[str]:
    """Where whoever did it was found; on the phone where a person rang round, or found another way."""
    found: dict[UUID, str] = {}
    offers = Offer.objects.filter(state=lifecycle.FINISHED).order_by("answered_at", "id")
    for ask_id, level in offers.values_list("ask_id", "level"):
        found[ask_id] = PHONE if level == Level.PERSON else level
    counted = Counter(dict.fromkeys(RUNGS, 0))
    for row in asks:
        if row.state == ask_states.DONE:
            counted["partner" if row.partner is not None else found.get(row.id, PHONE)] += 1
    return counted


def loads(scene: Scene) -> list[int]:
    """How many each volunteer did in the season; those who did none as well."""
    done = Counter(Offer.objects.filter(state=lifecycle.FINISHED).values_list("volunteer_id", flat=True))
    return [done[one] for one in scene.by_volunteer]


def reconciled(scene: Scene, asks: list[Row]) -> dict[str, object]:
    """Do the counts add up? Those of the rows among themselves, and those of the rows with what people saw."""
    states = Counter(row.state for row in asks)
    offers = Counter(Offer.objects.values_list("state", flat=True))
    left, cards_left = _written("offer"), _written("partner-card")
    cards = PartnerCard.objects.order_by("offered_at", "id").values_list("ask", "team", "state")
    rung = sum(1 for card in scene.cards if card.by_phone)
    told = sum(1 for row in asks if row.id in scene.asks and scene.asks[row.id].spec is not None)
    still_open = sum(count for state, count in states.items() if state not in ask_states.ENDED)
    ended = sum(states[state] for state in ask_states.ENDED)
    return {
        "opened": len(asks),
        "of_the_season": told,
        "done": states[ask_states.DONE],
        "not_done_because": states[ask_states.NOT_DONE],
        "no_longer_wanted": states[ask_states.NO_LONGER],
        "still_open": still_open,
        "offers": {state: offers[state] for state in lifecycle.OFFER.states if offers[state]},
        "offers_written": left,
        "nudges_read": len(scene.nudges),
        "cards": dict(sorted(Counter(state for _ask, _team, state in cards).items())),
        "cards_written": cards_left,
        "cards_read": len(scene.cards) - rung,
        "adds_up": ended + still_open == len(asks)
        and told == len(scene.season.asks)
        and left == len(scene.nudges)
        and cards_left == len(scene.cards) - rung
        and {(row.id, row.partner) for row in asks if row.partner and row.state == ask_states.DONE}
        <= {(ask, team) for ask, team, state in cards if state == lifecycle.FINISHED}
        and _done_once(scene, asks),
    }


def _written(kind: str) -> int:
    """How many messages of a kind have left."""
    return Message.objects.filter(kind=kind, state__in=(messages.SENT, messages.ACKNOWLEDGED)).count()


def _done_once(scene: Scene, asks: list[Row]) -> bool:
    """Whether each ask that a neighbour or a partner ended was ended once, but for those that had not come."""
    ended = {row.id for row in asks if row.state in (ask_states.DONE, ask_states.NOT_DONE)}
    finished = Counter(Offer.objects.filter(state=lifecycle.FINISHED).values_list("ask_id", flat=True))
    finished.update(PartnerCard.objects.filter(state=lifecycle.FINISHED).values_list("ask_id", flat=True))
    again = sum(count - 1 for count in finished.values())
    return max(again, len(finished.keys() - ended)) <= scene.did_not_come


def silences(asks: list[Row], end: datetime) -> list[float]:
    """The longest stretch of each ask, in hours, in which its person heard nothing from anybody."""
    heard: dict[UUID, list[datetime]] = {}
    for about_id, at in Telling.objects.filter(told_at__isnull=False).values_list("of__about_id", "told_at"):
        if about_id is not None and at is not None:
            heard.setdefault(about_id, []).append(at)
    return [max(_gaps(row, heard.get(row.id, []), end)) for row in asks]


def _gaps(row: Row, heard: list[datetime], end: datetime) -> Iterator[float]:
    until = row.ended_at or end
    moments = [row.created_at, *sorted(at for at in heard if at <= until), until]
    for earlier, later in pairwise(moments):
        yield (later - earlier).total_seconds() / 3600


def dates_moved() -> tuple[int, int]:
    """How often a date somebody had been given was moved, and how often for one ask at most."""
    moved = Counter(
        Move.objects.filter(what=Move.What.DATE, promise__kind=Kind.ASK).values_list("promise__about_id", flat=True)
    )
    return sum(moved.values()), max(moved.values(), default=0)


def waits(scene: Scene) -> list[tuple[Known, float]]:
    """For each ask of the season that anybody took: how many minutes from asking until somebody had it."""
    return [
        (known, (scene.first_yes[known.id] - known.asked_at).total_seconds() / 60)
        for known in scene.asks.values()
        if known.spec is not None and known.id in scene.first_yes
    ]
