"""What whoever runs a group sees of it by their link, and whom they ring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kith.access.acting import serving
from kith.directory import keeping_words, lifecycle
from kith.directory.models import Edit, Leader, Service
from kith.directory.queries import kept
from kith.directory.queries.values import value_of
from kith.kit import phones
from kith.kit.actor import Actor
from kith.outbox.words import From
from kith.outreach.queries.owed import by_when, call_promised, who_has
from kith.promises.queries import who_answers

MOST_CHANGES = 10
NOBODY = UUID(int=0)


def leader_of(leader_id: UUID | None, actor: Actor) -> Leader | None:
    """Whoever holds the link, while they run the group; with the group."""
    rows = Leader.objects.visible_to(actor).filter(pk=leader_id or NOBODY, ended_at=None)
    return rows.select_related("service__place", "service__organization", "place").first()


def sender(leader: Leader, now: datetime) -> From:
    """Who we are to them, and the number to ring."""
    with serving("who answers for the place of a group"):
        team = who_answers(leader.place, now).team
    number = team.phone or leader.place.phone
    return From(team.name, phones.said(number) if number else "")


@dataclass(frozen=True)
class Over:
    """The place and its number, for a link that is over; ``ended``: somebody else runs the group now, or nobody."""

    place: str = ""
    phone: str = ""
    ended: bool = False
    leader: Leader | None = None


def whom_to_ring(leader_id: UUID | None, now: datetime) -> Over:
    """Whom to ring when a link is over, and whether that is because they run the group no more."""
    with serving("whom to ring when a group's link is over"):
        leader = (
            Leader.objects.select_related("place", "service__place", "service__organization")
            .filter(pk=leader_id or NOBODY)
            .first()
        )
    if leader is None:
        return Over()
    us = sender(leader, now)
    return Over(us.place, us.phone, leader.ended_at is not None, leader)


def call_words(leader: Leader, now: datetime) -> str:
    """Who rings them, and by when; empty where nobody promised to."""
    promise = call_promised(leader)
    if promise is None:
        return ""
    return _("%(name)s rings you %(by)s.") % {"name": who_has(promise), "by": by_when(promise, now)}


def own_changes(leader: Leader) -> list[kept.Change]:
    """The latest changes of the entry, whoever made them, newest first."""
    rows = Edit.objects.filter(service_id=leader.service_id).order_by("-at", "-pk")
    return [kept.change_of(edit) for edit in rows[:MOST_CHANGES]]


def own_edit(leader: Leader, edit_id: str) -> Edit | None:
    """One change of this entry."""
    try:
        return Edit.objects.filter(service_id=leader.service_id, pk=UUID(edit_id)).first()
    except ValueError:
        return None


def waits(service: Service, now: datetime) -> bool:
    """Whether a change of just now waits to be looked at, or the entry itself does since."""
    held = Service.objects.filter(pk=service.pk, held=True, gone_at=None)
    return Edit.objects.filter(service=service, state=lifecycle.PROPOSED, at=now).exists() or held.exists()


def as_it_is(service: Service, name: str) -> Any:
    """What stands there now."""
    return value_of(service, name)


def would_wait(service: Service, to: Mapping[str, Any]) -> bool:
    """Whether any of these changes waits for somebody to look."""
    return any(keeping_words.harmful(name, as_it_is(service, name), value) for name, value in to.items())
