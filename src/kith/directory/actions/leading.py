"""Who runs a group, as a person one knows: how they are reached, what of it may be shown, and the end of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kith.accounts.models import Organisation
from kith.directory.actions.finding import refind
from kith.directory.actions.keeping import locked, noted
from kith.directory.actions.published import without
from kith.directory.models import Leader, Organization, Service, ServiceAtLocation
from kith.directory.queries.published import phone_of
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.whole import insert, put, whole
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb


class NotTheirs(ValueError):
    """There is no number to show, or they lead this group no more. Its text may be shown."""


@dataclass(frozen=True)
class Runs:
    """Who runs a group: a name, ways to reach them that are ours alone, when they are in, and who of us knows them."""

    name: str
    phone: str = ""
    email: str = ""
    in_on: tuple[int, ...] = ()
    ring_instead: bool = False
    known_by: str = ""
    notes: str = ""
    language: str = "en-gb"


def set_leader(
    *, service: Service, runs: Runs, controller: Organisation, place: Place, by: Actor, now: datetime
) -> Leader:
    """Write down who runs a group now. Whoever did before ends in the same act, with their published number.

    Records it. Nobody's number is shown by this: people ring via us until ``publish_number``.
    """
    with whole():
        service = locked(service.pk)
        for before in service.leaders.filter(ended_at__isnull=True):
            _ended(service, before, by, now)
        leader = Leader(controller=controller, place=place, service=service, from_at=now, **_columns(runs))
        insert(leader)
        _noted(leader, Verb.LEADER_SET, by, now)
        refind(service_ids=[service.pk], by=by, now=now)
    return leader


def change_leader(*, leader: Leader, runs: Runs, by: Actor, now: datetime) -> Leader:
    """Change how whoever runs a group is reached, and when they are in. Records it.

    Their yes was to the number they had: where that changes, the published one is taken back.
    """
    with whole():
        service = locked(leader.service_id)
        leader = Leader.objects.select_for_update(of=("self",)).get(pk=leader.pk)
        columns = _columns(runs)
        if leader.publish and columns["phone"] != leader.phone:
            _take_back(service, leader, by, now)
        for name, value in columns.items():
            setattr(leader, name, value)
        put(leader, *columns)
        _noted(leader, Verb.LEADER_CHANGED, by, now)
        refind(service_ids=[service.pk], by=by, now=now)
    return leader


def end_leader(*, leader: Leader, by: Actor, now: datetime) -> None:
    """They run it no more: from this moment their number stands nowhere. Records it. Twice is once."""
    with whole():
        service = locked(leader.service_id)
        leader = Leader.objects.select_for_update(of=("self",)).get(pk=leader.pk)
        if leader.ended_at is None:
            _ended(service, leader, by, now)
            refind(service_ids=[service.pk], by=by, now=now)


def publish_number(*, leader: Leader, how: str, said_at: datetime, by: Actor, now: datetime) -> None:
    """They said that their own number may stand in the directory: ``how`` and when they said it. Records both.

    Refuses (``NotTheirs``) somebody who leads the group no more, or of whom we have no number.
    """
    with whole():
        service = locked(leader.service_id)
        leader = Leader.objects.select_for_update(of=("self",)).get(pk=leader.pk)
        if leader.ended_at is not None or not leader.phone:
            raise NotTheirs(_("There is no number of theirs to show, or they run this group no more."))
        leader.publish, leader.published_said_at = True, said_at
        put(leader, "publish", "published_said_at")
        mine = phone_of(leader)
        service.phones = [*(one for one in service.phones if one.get("id") != mine["id"]), mine]
        _touch(service, now, "phones")
        _noted(leader, Verb.LEADER_NUMBER_SHOWN, by, now, {"how": how[:60], "said": said_at.isoformat()})
        refind(service_ids=[service.pk], by=by, now=now)


def take_number_back(*, leader: Leader, by: Actor, now: datetime) -> None:
    """They would rather not: their number is shown nowhere from this moment, and people ring via us. Records it."""
    with whole():
        service = locked(leader.service_id)
        leader = Leader.objects.select_for_update(of=("self",)).get(pk=leader.pk)
        _take_back(service, leader, by, now)
        beside = Service.objects.filter(organization=service.organization_id).exclude(organization=None)
        refind(service_ids=[service.pk, *beside.values_list("pk", flat=True)], by=by, now=now)


def spoke_with_leader(*, leader: Leader, by: Actor, now: datetime, known: bool = True) -> None:
    """One of us spoke with whoever runs a group, and knows them. Records it."""
    with whole():
        leader.spoken_at = now
        if known and not leader.known_by:
            leader.known_by = by.keyed_by or by.label
        leader.known_by = leader.known_by[:200]
        put(leader, "spoken_at", "known_by")
        _noted(leader, Verb.LEADER_SPOKEN_WITH, by, now)


def ring_them_instead(*, leader: Leader, ring: bool, in_on: tuple[int, ...], by: Actor, now: datetime) -> None:
    """Whether they would rather be rung than written to, and on which days they are in. Records it."""
    with whole():
        leader.ring_instead, leader.in_on = ring, sorted(set(in_on))
        put(leader, "ring_instead", "in_on")
        _noted(leader, Verb.LEADER_CHANGED, by, now, {"ring": ring, "days": leader.in_on})


def write_to_them_no_more(*, leader: Leader, stopped: bool, by: Actor, now: datetime) -> None:
    """They said STOP to our messages, or START again. Records it. A colleague may still ring, which they can refuse."""
    with whole():
        leader.stopped_at = now if stopped else None
        put(leader, "stopped_at")
        _noted(leader, Verb.LEADER_CHANGED, by, now, {"stopped": stopped})


def _columns(runs: Runs) -> dict[str, object]:
    return {
        "name": runs.name.strip()[:200],
        "phone": (phones.normalise(runs.phone) or "")[:32],
        "email": runs.email.strip()[:254],
        "in_on": sorted(set(runs.in_on)),
        "ring_instead": runs.ring_instead,
        "known_by": runs.known_by.strip()[:200],
        "notes": runs.notes.strip()[:600],
        "language": runs.language[:8],
    }


def _ended(service: Service, leader: Leader, by: Actor, now: datetime) -> None:
    _take_back(service, leader, by, now)
    leader.ended_at = now
    put(leader, "ended_at")
    _noted(leader, Verb.LEADER_ENDED, by, now)


def _take_back(service: Service, leader: Leader, by: Actor, now: datetime) -> None:
    """Out of the entry, of where it is and of whoever runs it, however it came there."""
    was = leader.publish
    leader.publish = False
    put(leader, "publish")
    found = {name: without(leader, getattr(service, name)) for name in ("phones", "contacts", "email")}
    changed = [name for name, value in found.items() if value != getattr(service, name)]
    for name in changed:
        setattr(service, name, found[name])
    if changed:
        _touch(service, now, *changed)
    parts = [*ServiceAtLocation.objects.filter(service=service), service.organization]
    changed += [name for part in parts if part is not None for name in _out_of(part, leader, now)]
    if was or changed:
        noted(service, Verb.LEADER_NUMBER_TAKEN_BACK, by, now)


def _out_of(part: ServiceAtLocation | Organization, leader: Leader, now: datetime) -> list[str]:
    names = ("phones", "contacts", "email") if isinstance(part, Organization) else ("phones", "contacts")
    found = {name: without(leader, getattr(part, name)) for name in names}
    changed = [name for name, value in found.items() if value != getattr(part, name)]
    for name in changed:
        setattr(part, name, found[name])
    if changed:
        part.modified_at = now
        put(part, *changed, "modified_at")
    return changed


def _touch(service: Service, now: datetime, *columns: str) -> None:
    service.version, service.modified_at = service.version + 1, now
    put(service, *columns, "version", "modified_at")


def _noted(leader: Leader, verb: Verb, by: Actor, now: datetime, detail: dict[str, object] | None = None) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("directory.Leader", leader.pk, leader.name),
        place=(leader.place_id, ""),
        controller=leader.controller_id,
        detail=detail,
    )
