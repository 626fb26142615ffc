"""One community of the demo keeps a ladder of its own, to show what inheriting and changing look like."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kith.accounts.queries import duty_team
from kith.dispatch import actions as dispatch
from kith.dispatch.rungs import USUAL, Rung
from kith.kit.actor import Actor
from kith.matching import Level
from kith.places.models import Place

# Dogs are walked by neighbours: most of the time is the street's, and nobody far away is asked.
DOG_WALKS: tuple[Rung, ...] = (
    replace(USUAL[Level.STREET], share=0.45, most_offers=6),
    replace(USUAL[Level.COMMUNITY], share=0.35),
    replace(USUAL[Level.PERSON], share=0.20),
)


def keep_a_ladder(place: Place, by: Actor, now: datetime) -> None:
    """This place changed who is asked for a dog walk."""
    team = duty_team(place)
    dispatch.keep_ladder(place=place, kind="dog_walk", rungs=DOG_WALKS, organisation=team.organisation, by=by, now=now)
