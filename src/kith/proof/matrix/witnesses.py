"""Rows that no page of the matrix needs, so that every rule has a row by which it can be seen to matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.db import models

from kith.dispatch.lifecycle import OUT
from kith.dispatch.models import Ladder, Offer, PartnerCard, RegularHelp, Visit, Withdrawal
from kith.governance.models import AgeSaid, Permission, SpeaksFor
from kith.kit.whole import whole
from kith.outbox.models import Delivery, Hook, Message, Reply
from kith.people.models import Absence, KeptFrom, SafeContact
from kith.promises.models import Correction, DutyCall, DutyRing, HandOver, HandOverPart, Move, Promise
from kith.proof.matrix import odd
from kith.proof.matrix.by_hand import put_by_hand, set_by_hand
from kith.proof.matrix.world import Made, World

_HOUR = timedelta(hours=1)
_FURTHER = ("further street own", "further held")
_TELLING = ("plain ", "held ", "emergency ", "person ", "partner taken", "volunteer taken", "kept ", "inside")


def add(world: World) -> None:
    """One of each for every case that a rule of its own is about."""
    numbers = count(1)
    chosen = [made for made in world.made if _tells(made)]
    with whole():
        for made in chosen:
            for row in _rows(world, made, next(numbers)):
                put_by_hand(row)
            _whose_news(world, made)
        for row in (*odd.emergencies(world), *odd.incidents(world), *odd.concerns(world)):
            put_by_hand(row)
        for key, place in world.land.places.items():
            for row in _of_place(world, key, place.id):
                put_by_hand(row)


def _tells(made: Made) -> bool:
    key = made.case.key
    return key.startswith(_TELLING) or key in _FURTHER


def _rows(world: World, made: Made, number: int) -> Iterator[models.Model]:
    ask, now = made.ask, world.now
    mine: dict[str, Any] = {"controller_id": ask.controller_id}
    promise = ask.promise
    yield Reply(
        **mine, place=ask.place, person=ask.person, channel="text", address="x", body="x", provider_key=f"w{number}",
        at=now,
    )  # fmt: skip
    message = Message.objects.filter(person=ask.person, controller=ask.controller_id).first()
    if message is not None:
        yield Delivery(**mine, message=message, provider_id="x", state="delivered", heard_at=now)
    yield Correction(**mine, promise=promise, says="kept", reason="x", by_label="x", at=now)
    yield Move(**mine, promise=promise, what="date", reason="x", by_label="x", at=now)
    said = Permission(**mine, person=ask.person, purpose="help", given=True, how="x", by_label="x", at=now)
    yield said
    yield Withdrawal(**mine, person=ask.person, say=said, why="sharing", at=now)
    yield Absence(**mine, person=ask.person, what="moved", said_by="x", by_label="x", at=now)
    nobody = world.land.memberships["duty spare"].user
    yield KeptFrom(**mine, person=ask.person, user=nobody, why="chosen", at=now)
    yield SafeContact(**mine, person=ask.person, said_by="x", said_at=now, by_label="x", at=now)
    yield SpeaksFor(**mine, person=ask.person, name="x", basis="named", by_label="x", at=now)
    yield AgeSaid(**mine, person=ask.person, band="18-over", by_label="x", at=now)
    yield from _asked(world, made, mine)
    yield from _duty(world, made, mine)


def _whose_news(world: World, made: Made) -> None:
    """Whoever happens to hold the ask has to tell its news too."""
    if made.case.held_by:
        mine = world.land.memberships[made.case.held_by]
        for news in Promise.objects.filter(telling__of=made.ask.promise):
            set_by_hand(Promise, news.pk, holder=mine, team=mine.team_id)


def _asked(world: World, made: Made, mine: dict[str, Any]) -> Iterator[models.Model]:
    over: dict[str, Any] = {"state": "not-this-time", "offered_at": world.now, "answered_at": world.now}
    offer = made.offer
    if offer is None:
        offer = Offer(
            **mine, **over, ask=made.ask, volunteer=world.stranger, level="street", number=1, address="x", why="x"
        )
        yield offer
        visited: dict[str, Any] = {"in_at": world.now - _HOUR, "due_at": world.now, "out_at": world.now, "state": OUT}
        yield Visit(**mine, **visited, ask=made.ask, offer=offer, volunteer=world.stranger, in_how="page")
        lasts: dict[str, Any] = {"every_days": 7, "started_at": world.now, "until": world.now + _HOUR}
        yield RegularHelp(**mine, **lasts, ask=made.ask, volunteer=world.stranger, said_how="x")
    if made.card is None:
        yield PartnerCard(**mine, **over, ask=made.ask, team=world.other_partner)


def _duty(world: World, made: Made, mine: dict[str, Any]) -> Iterator[models.Model]:
    now, promise = world.now, made.ask.promise
    duty = world.land.memberships[f"duty {made.case.place}"]
    held_by = world.land.memberships.get(made.case.held_by) or duty
    yield DutyCall(
        **mine, place=made.ask.place, team=duty.team, promise=promise, label="x", raised_at=now, at_team=duty.team,
        ring_at=now + _HOUR,
    )  # fmt: skip
    yield DutyRing(**mine, team=duty.team, membership=held_by, address="x", at=now, answer_by=now + _HOUR)
    asked = HandOver(**mine, giver=duty, asked=held_by, why="away", offered_at=now, answer_by=now + _HOUR, by_label="x")
    yield asked
    yield HandOverPart(**mine, hand_over=asked, promise=promise)


def _of_place(world: World, key: str, place_id: UUID) -> Iterator[models.Model]:
    own = world.land.organisations["own"]
    team = world.land.teams[key]
    yield Ladder(controller=own, place_id=place_id, kind="post", rungs=[], changed_at=world.now, changed_by_label="x")
    yield Hook(
        controller=own, team=team, url=f"https://example.org/{key}", events=[], made_by_label="x", made_at=world.now
    )
