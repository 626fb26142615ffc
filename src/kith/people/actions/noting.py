"""The line of the trail about a person, and the facts that no longer hold after it."""

from __future__ import annotations

from datetime import datetime

from kith.kit.actor import Actor
from kith.kit.whole import forget
from kith.people.models import Person
from kith.trail import actions as trail
from kith.trail.verbs import Verb


def _noted(person: Person, verb: Verb, by: Actor, now: datetime, detail: dict[str, object]) -> None:
    forget("routes", "blocks", "apart", "away", "safe", "kept from")
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("person", person.id, str(person)),
        place=(person.place_id, ""),
        controller=person.controller_id,
        detail=detail,
    )
