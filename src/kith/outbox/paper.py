"""May this be on paper, or stand where others read too? Every print and every list asks here; it fails closed.

What leaves is asked in ``permissions``; this is the same gate for what is printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from kith.outbox.permissions import GO, Verdict
from kith.people.models import OnPaper, Person
from kith.people.queries import look_up_paper, on_paper


class Paper(StrEnum):
    """What is printed, by whose hands it is in."""

    # Posted, or put through the door: whoever lives there may open it.
    LETTER = "letter"
    # Given to the person themselves.
    CARD = "card"
    # With name and address, in the hand of whoever goes there.
    DOOR = "door"
    # Read by everybody at a meeting.
    LIST = "list"
    # Printed by the person, or by whoever asked for them, from their own page.
    OWN = "own"


_ALLOWED: dict[OnPaper, frozenset[Paper]] = {
    OnPaper.ANY: frozenset(Paper),
    OnPaper.HAND: frozenset({Paper.CARD, Paper.DOOR, Paper.OWN}),
    OnPaper.NEVER: frozenset(),
}


def may_be_printed(person: Person, paper: Paper) -> Verdict:
    """Whether this may be printed of this person. What we do not know is a no."""
    if Paper(paper) in _ALLOWED.get(on_paper(person), frozenset()):
        return GO
    return Verdict(False, _("They said that this is not safe on paper."), unsafe=True)


def who_may_be_named(people: Iterable[Person]) -> set[UUID]:
    """Who of these may stand on a list that others read."""
    return {key for key, paper in look_up_paper(people).items() if Paper.LIST in _ALLOWED.get(paper, frozenset())}
