"""Who acts: the value every action takes as ``by``. It says who, never what they may do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID


class HasIdAndName(Protocol):
    """Anything with an id and a name: a staff user, a volunteer, a person."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name."""


@dataclass(frozen=True)
class Actor:
    """One who acts. ``kind`` is user, volunteer, partner, leader, person, asker, program, public or system.

    ``keyed_by`` names the member of staff at the keyboard when somebody else's word is being entered.
    """

    kind: str
    id: UUID | None
    label: str
    keyed_by: str = ""

    @classmethod
    def user(cls, user: HasIdAndName) -> Actor:
        """A signed-in member of staff."""
        return cls("user", user.id, user.name)

    @classmethod
    def volunteer(cls, volunteer: HasIdAndName) -> Actor:
        """A volunteer holding a link, or answering by text."""
        return cls("volunteer", volunteer.id, volunteer.name)

    @classmethod
    def partner(cls, team: HasIdAndName) -> Actor:
        """A partner holding a link, or answering by phone."""
        return cls("partner", team.id, team.name)

    @classmethod
    def leader(cls, leader: HasIdAndName) -> Actor:
        """Whoever runs a group, holding a link or answering by text."""
        return cls("leader", leader.id, leader.name)

    @classmethod
    def person(cls, person: HasIdAndName) -> Actor:
        """The person whom the help is for."""
        return cls("person", person.id, person.name or "the person")

    @classmethod
    def asker(cls, person: HasIdAndName) -> Actor:
        """Somebody who asked for somebody else."""
        return cls("asker", person.id, person.name or "the asker")

    @classmethod
    def program(cls, token_id: UUID, label: str) -> Actor:
        """A team's own program; its id is that of the token it came with, and the label names the team."""
        return cls("program", token_id, label)

    @classmethod
    def public(cls) -> Actor:
        """Somebody on a public page, of whom we know nothing."""
        return cls("public", None, "somebody on a public page")

    @classmethod
    def system(cls, label: str) -> Actor:
        """A named part of Kith itself, such as the sweep of due promises."""
        return cls("system", None, label)

    def keyed_through(self, staff_name: str) -> Actor:
        """The same actor, with the name of the colleague who keyed their word."""
        return replace(self, keyed_by=staff_name)
