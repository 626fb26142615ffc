"""What colleagues read of how an entry is kept: its changes, what waits to be looked at, and who runs what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kith.access import policy
from kith.access.acting import Part
from kith.access.policy import standing
from kith.accounts.models import Organisation
from kith.accounts.roles import ROLES, Permission
from kith.directory import entry_words, keeping_words, lifecycle, wheres
from kith.directory.models import Assurance, Depth, Edit, Leader, Service, Size, State
from kith.directory.queries.hour_words import hours_words
from kith.directory.queries.wheres import may_be_said
from kith.kit.actor import Actor
from kith.places.models import Place

MOST = 100
LANES = {
    "link": lambda: _("by its link"),
    "text": lambda: _("by text"),
    "phone": lambda: _("on the phone"),
    "paper": lambda: _("on paper"),
    "group": lambda: _("by the group"),
    "colleague": lambda: _("by a colleague"),
    "outcome": lambda: _("by somebody who went there"),
    "source": lambda: _("by the directory it came from"),
    keeping_words.PUT_BACK: lambda: _("a change put back"),
}


@dataclass(frozen=True)
class Line:
    """One field of a change, as it is read."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change with its lines."""

    edit: Edit
    lines: list[Line]
    how: str


def entry_for(service_id: UUID, actor: Actor) -> Service | None:
    """An entry this colleague keeps; None where it is not in a place of theirs."""
    found = Service.objects.visible_to(actor).select_related("place", "organization").filter(pk=service_id).first()
    if found is None or not may_keep(found, actor):
        return None
    return found


def may_keep(service: Service, actor: Actor) -> bool:
    """Whether this colleague keeps that entry: by its place, or anywhere where it is said to be everywhere."""
    if service.place is None:
        return policy.holds(actor, Permission.KEEP_DIRECTORY)
    return policy.may_at(actor, Permission.KEEP_DIRECTORY, service.place)


def is_held(service: Service) -> bool:
    """Whether it is shown nowhere until somebody has looked, as it is by now."""
    return Service.objects.filter(pk=service.pk, held=True).exists()


def lines_of(before: dict[str, Any], after: dict[str, Any]) -> list[Line]:
    """A change, field by field, in plain words."""
    was, is_ = keeping_words.read(before), keeping_words.read(after)
    return [
        Line(
            entry_words.name_of(name),
            entry_words.said_as(name, was.get(name), _WORDS),
            entry_words.said_as(name, is_.get(name), _WORDS),
        )
        for name in (*keeping_words.FIELDS, *keeping_words.TOLD)
        if name in is_
    ]


def changes_of(service: Service, actor: Actor) -> list[Change]:
    """The history of an entry, newest first."""
    return [change_of(edit) for edit in Edit.objects.visible_to(actor).filter(service=service)[:MOST]]


def to_look_at(place: Place, actor: Actor) -> list[Change]:
    """What waits because it could harm, oldest first."""
    waiting = Edit.objects.visible_to(actor).filter(state=lifecycle.PROPOSED)
    here = waiting.filter(service__place__path__contains=[place.id]).select_related("service__place")
    return [change_of(edit) for edit in here.order_by("at")[:MOST]]


def edit_for(edit_id: UUID, actor: Actor) -> Edit | None:
    """One change of an entry this colleague keeps."""
    edit = Edit.objects.visible_to(actor).select_related("service__place").filter(pk=edit_id).first()
    return edit if edit is not None and may_keep(edit.service, actor) else None


def leaders_in(place: Place, actor: Actor) -> QuerySet[Leader]:
    """Who runs what here, by the name of the group and in no other order: nobody is measured."""
    here = Leader.objects.visible_to(actor).filter(ended_at=None, place__path__contains=[place.id])
    return here.select_related("service__place").order_by("service__name", "name")


def leader_for(leader_id: UUID, actor: Actor) -> Leader | None:
    """One leader this colleague may see, with their group."""
    return Leader.objects.visible_to(actor).select_related("service__place", "place").filter(pk=leader_id).first()


def leaders_of(service: Service, actor: Actor) -> QuerySet[Leader]:
    """Who runs it, and who did."""
    return Leader.objects.visible_to(actor).filter(service=service)


def led_by_nobody(place: Place) -> QuerySet[Service]:
    """Small groups here of whom nobody of us knows anybody."""
    here = Service.objects.filter(gone_at=None, held=False, place__path__contains=[place.id])
    small = here.filter(organization__size__in=("tiny", "small", "unknown"))
    return small.exclude(leaders__ended_at=None, leaders__isnull=False).order_by("name")


def organisation_of(actor: Actor, service: Service) -> Organisation:
    """The colleague's own organisation, which answers for what we keep of whoever runs it."""
    return Organisation.objects.get(pk=_part(actor, service).organisation)


def place_of(actor: Actor, service: Service) -> Place:
    """Where a group is; one that is everywhere is kept where the colleague is."""
    return service.place or Place.objects.get(pk=_part(actor, service).place)


def _part(actor: Actor, service: Service) -> Part:
    parts = [part for part in standing(actor) if Permission.KEEP_DIRECTORY in ROLES[part.role].permissions]
    path = service.place.path if service.place else []
    return next((part for part in parts if part.place in path), parts[0])


def words_on(service: Service, most: int) -> list[Assurance]:
    """Who said that an entry is right, newest first."""
    return list(Assurance.objects.filter(service=service)[:most])


def change_of(edit: Edit) -> Change:
    """A change with its lines. Where something was that must not be found any more is in none of them."""
    lines = lines_of(edit.before, edit.after)
    if _SAYS_WHERE & set(edit.after) and not may_be_said(edit.service):
        hidden, named = str(_("not shown to anybody")), {entry_words.name_of(name) for name in _SAYS_WHERE}
        lines = [Line(one.name, hidden, hidden) if one.name in named else one for one in lines]
    return Change(edit, lines, LANES.get(edit.lane, LANES["colleague"])())


_SAYS_WHERE = {keeping_words.FOUND_AT, keeping_words.WHERE}
_WORDS = {
    "hours": hours_words,
    "found_at": wheres.said,
    "size": lambda value: str(Size(value).label) if value in Size.values else str(value),
    "depth": lambda value: str(Depth(value).label) if value in Depth.values else str(value),
    "state": lambda value: str(State(value).label) if value in State.values else str(value),
    "pace_per": lambda value: {"week": _("a week"), "month": _("a month")}.get(value, str(value)),
}
