"""Parts that nobody should play, or that nobody happens to: so that each clause about them is seen to matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import models

from kith.governance.models import Complaint, Decider, EmergencyUse, Incident, IncidentPerson, Ringer
from kith.proof.matrix.world import World
from kith.safeguarding.models import KeptFrom, Reader

_HOUR, _WORDS = timedelta(hours=1), "Somebody could be badly hurt"
_ANYBODY = ("street", "builder", "link", "lead", "safeguarding", "guardian", "administrator", "commissioner")


def emergencies(world: World) -> Iterator[models.Model]:
    """A use by each of them; one that nobody was asked to review, and two of another house that somebody was."""
    users, far = world.land.users, world.land.organisations["none"]
    own = world.land.organisations["own"]
    for who in _ANYBODY:
        yield _use(world, controller=far, user=users[who])
    yield _use(world, controller=own, user=users["far-lead"])
    for who in ("guardian", "safeguarding", "administrator"):
        yield _use(world, controller=far, user=users["far-lead"], reviewer=users[who])


def _use(world: World, **more: Any) -> EmergencyUse:
    person, now = world.of("plain away none").person, world.now
    return EmergencyUse(
        person=person, person_label="x", place_id=person.place_id, team=world.land.teams["away"], reason="harm",
        words=_WORDS, classes="ABC", at=now, until=now + _HOUR, review_by=now + _HOUR, **more,
    )  # fmt: skip


def incidents(world: World) -> Iterator[models.Model]:
    """One of our own house in which none of them rings, and one of another house in which all of them do."""
    own, far = world.land.organisations["own"], world.land.organisations["none"]
    for house, ringers in ((own, ()), (far, _ANYBODY)):
        incident = _incident(world, house)
        yield incident
        mine: dict[str, Any] = {"controller": house, "incident": incident}
        for who in (*ringers, "far-lead"):
            yield Ringer(**mine, user=world.land.users[who])
        yield IncidentPerson(**mine, person=world.of("plain away none").person)
        yield Complaint(**mine, words=_WORDS, by_label="x", at=world.now)
    for who in _ANYBODY:
        yield Decider(controller=far, user=world.land.users[who], named_by_label="x", named_at=world.now)


def _incident(world: World, house: Any) -> Incident:
    users, now = world.land.users, world.now
    return Incident(
        controller=house, place=world.land.places["away"], name="x", reason="harm", words=_WORDS, which="everybody",
        criteria=_WORDS, script="x", proposed_by=users["far-lead"], proposed_at=now, asked=users["guardian"],
        until=now + _HOUR,
    )  # fmt: skip


def concerns(world: World) -> Iterator[models.Model]:
    """Somebody kept from each, and one that was given to somebody who reads none."""
    told = [made.concern for made in world.made if made.concern is not None]
    for concern in told:
        mine: dict[str, Any] = {"controller_id": concern.controller_id, "concern": concern}
        yield KeptFrom(**mine, user=world.land.users["far-lead"], why="x", at=world.now)
    mine = {"controller_id": told[0].controller_id, "concern": told[0]}
    for who in ("administrator", "commissioner"):
        yield Reader(**mine, user=world.land.users[who], name="x", why="lead", by_label="x", since=world.now)
