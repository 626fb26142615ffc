"""What a cell put into the outbox: every word of it is read as if it had been on the page of whoever it goes to."""

from __future__ import annotations

import csv
from functools import cache
from uuid import UUID

from kith.access.acting import acting
from kith.asks.models import Ask
from kith.kit.ids import uuid7
from kith.outbox.models import Message
from kith.proof.matrix.canary import ENTRIES, Canary, found_in_all
from kith.proof.matrix.cases import VOLUNTEERS
from kith.proof.matrix.land import BY
from kith.proof.matrix.oracle import HERE
from kith.proof.matrix.world import World


@cache
def _allowed() -> dict[tuple[str, str], frozenset[str]]:
    """The hand-written table of what a message may say of whom."""
    with (HERE / "messages.csv").open(encoding="utf-8", newline="") as file:
        return {(row["to"], row["tie"]): frozenset(row["classes"]) for row in csv.DictReader(file)}


def mark() -> UUID:
    """Everything that is written after this is newer than this."""
    return uuid7()


def leaks_since(world: World, before: UUID) -> list[str]:
    """What messages written since then say of somebody, to somebody who may not know it."""
    with acting(BY):
        return [words for one in Message.objects.filter(pk__gt=before) for words in _leaks(world, one)]


def _leaks(world: World, message: Message) -> list[str]:
    found = found_in_all((message.subject, message.body, message.postal))
    return [
        f"a message ({message.kind}) to {message.audience} says {one.letter} of {one.subject}"
        for one in sorted(found)
        if not _may(world, message, one)
    ]


def _may(world: World, message: Message, one: Canary) -> bool:
    if one.subject > ENTRIES:
        tied = _to_entry(world, message, one.subject)
        return one.letter in _allowed()[message.audience if tied == "leads" else "anybody", tied]
    if one.subject > VOLUNTEERS:
        return one.letter == "A" or _is_own(world, message, one.subject)
    tie = _tie(world, message, one.subject)
    return tie is not None and one.letter in _allowed()[message.audience, tie]


def _is_own(world: World, message: Message, subject: int) -> bool:
    mine = {VOLUNTEERS + 1: world.volunteer, VOLUNTEERS + 2: world.stranger}.get(subject)
    return mine is not None and mine.person_id == message.person_id


def _to_entry(world: World, message: Message, subject: int) -> str:
    """Whether it goes to whoever runs this entry; else only what anybody may find of it."""
    entered = world.entered[subject - ENTRIES - 1]
    runs = entered.leader is not None and message.leader_id == entered.leader.pk
    return "leads" if runs else entered.entry.state


def _tie(world: World, message: Message, subject: int) -> str | None:
    """How whoever it goes to stands to the person this word belongs to, as it is now; None for not at all."""
    if subject > len(world.made):
        return None
    made = world.made[subject - 1]
    if message.audience == "staff":
        return "any"
    if message.audience == "person":
        return "self" if message.person_id == made.ask.person_id else None
    if message.audience == "asker":
        return "asked" if message.person_id == made.ask.asker_id else None
    if message.audience == "program":
        return "sent" if made.case.program else None
    now = Ask.objects.select_related("taken_by").get(pk=made.ask.pk)
    if message.audience == "partner":
        return "taken" if now.taken_by_team_id == message.team_id else "none"
    return "taken" if now.taken_by is not None and now.taken_by.person_id == message.person_id else "none"
