"""Rows that belong to nobody's ask: what organisations agreed, the trail, concerns, emergencies. Who is tied to each.

Ties are read from how the world was made. All of the matrix's colleagues are of one house.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from kith.accounts.models import Organisation
from kith.directory import models as directory
from kith.dispatch.models import RegularHelp, Visit
from kith.governance import models as governed
from kith.outbox.models import Message
from kith.outreach.models import Question
from kith.promises.models import DutyRing
from kith.proof.matrix.cases import RINGERS
from kith.proof.matrix.entries import Entered
from kith.proof.matrix.ties import COLLEAGUES, NO_TIE, Tied, to_case, to_entry, to_place
from kith.proof.matrix.world import Made, World
from kith.safeguarding import models as safeguarding
from kith.trail.models import Entry

# What is about the directory as a whole, or about anybody's entry.
IN_DIRECTORY = (
    directory.Assurance, directory.Edit, directory.Location, directory.MergeProposal, directory.Organization,
    directory.Schedule, directory.SearchRow, directory.Service, directory.ServiceAtLocation, directory.ServiceTerm,
    directory.Source, directory.Tally, directory.Taxonomy, directory.TaxonomyTerm,
)  # fmt: skip
# How somebody stands to one row.
Stands = Callable[[str], Tied]
Found = Iterator[tuple[str, object, Stands]]
_AGREED = (
    governed.Agreement,
    governed.AgreementEvent,
    governed.Basis,
    governed.Party,
    governed.Retention,
    governed.Stewardship,
)
# Of thousands of lines of one house one is as good as another.
_SOME = 20
_FOR_ONE = ("sign-in-code", "told-us", "yours")


def things(world: World) -> dict[str, dict[object, Stands]]:
    """Every one of them, by table."""
    found: dict[str, dict[object, Stands]] = defaultdict(dict)
    for of in (
        _of_houses,
        _of_messages,
        _of_concerns,
        _of_emergencies,
        _of_incidents,
        _of_helpers,
        _of_duty,
        _of_directory,
    ):
        for label, pk, stands in of(world):
            found[label][pk] = stands
    return found


def _all(model: Any, ties: Callable[[Any, str], set[str]], rows: Any = None) -> Found:
    for row in model._base_manager.all() if rows is None else rows:
        yield model._meta.label, row.pk, partial(_named, ties, row)


def _named(ties: Callable[[Any, str], set[str]], row: Any, who: str) -> Tied:
    return Tied(frozenset(ties(row, who) or {NO_TIE}), "own")


def _is(world: World, user_id: object, who: str) -> bool:
    return who in world.land.users and world.land.users[who].pk == user_id


def _house(world: World, row: Any, who: str) -> set[str]:
    whose = row.controller if isinstance(row, Entry) else row.controller_id
    return {"own-house"} if who in COLLEAGUES and whose == world.land.organisations["own"].pk else set()


def _of_houses(world: World) -> Found:
    yield from _all(Organisation, lambda _row, _who: set())
    for house in (world.land.organisations["own"].pk, world.land.organisations["none"].pk, None):
        lines = Entry._base_manager.filter(controller=house).order_by("id")[:_SOME]
        yield from _all(Entry, partial(_house, world), lines)
    for model in _AGREED:
        yield from _all(model, partial(_house, world))


def _of_messages(world: World) -> Found:
    """What goes to one colleague and to nobody else."""

    def ties(row: Any, who: str) -> set[str]:
        return {"to-them"} if _is(world, row.user_id, who) else set()

    for row in Message._base_manager.filter(kind__in=_FOR_ONE):
        yield "outbox.Message", row.pk, partial(_named, ties, row)


def _of_concerns(world: World) -> Found:
    readers = {made.concern.pk: made.case.readers for made in world.made if made.concern is not None}
    also = {next(iter(readers)): ("administrator", "commissioner")}

    def ties(row: Any, who: str) -> set[str]:
        concern = getattr(row, "concern_id", row.pk)
        return {"reader"} if who in (*readers[concern], *also.get(concern, ())) else set()

    for model in (safeguarding.Concern, safeguarding.Line, safeguarding.KeptFrom, safeguarding.Reader):
        yield from _all(model, ties)


def _of_emergencies(world: World) -> Found:
    kept = {made.ask.person_id: made.case.kept_from for made in world.made}

    def of_use(row: Any, who: str) -> set[str]:
        opened = {"holds"} if _is(world, row.user_id, who) else set()
        asked = {"reviews"} if _is(world, row.reviewer_id, who) else set()
        return opened | asked | _house(world, row, who) | ({"kept"} if kept[row.person_id] == who else set())

    def of_line(row: Any, who: str) -> set[str]:
        return _rings(world, row.incident_id, who) | ({"kept"} if kept[row.person_id] == who else set())

    yield from _all(governed.EmergencyUse, of_use)
    yield from _all(governed.IncidentPerson, of_line)


def _rings(world: World, incident: Any, who: str) -> set[str]:
    """In the incident that our own actions made some ring; in the others, who happens to."""
    if world.incident is not None and incident == world.incident.pk:
        return {"rings"} if who in RINGERS else set()
    user = world.land.users.get(who)
    found = user is not None and governed.Ringer._base_manager.filter(incident=incident, user=user).exists()
    return {"rings"} if found else set()


def _of_incidents(world: World) -> Found:
    def decides(row: Any, who: str) -> set[str]:
        return _house(world, row, who) | ({"holds"} if _is(world, row.user_id, who) else set())

    def rings(row: Any, who: str) -> set[str]:
        return _house(world, row, who) | _rings(world, getattr(row, "incident_id", row.pk), who)

    yield from _all(governed.Decider, decides)
    for model in (governed.Incident, governed.Ringer, governed.Complaint):
        yield from _all(model, rings)


def _of_helpers(world: World) -> Found:
    """Whoever is in a home, or comes regularly, is tied to it by name."""
    asks = {made.ask.pk: made for made in world.made}
    for model in (Visit, RegularHelp):
        for row in model._base_manager.all():
            mine = world.volunteer is not None and row.volunteer_id == world.volunteer.pk
            yield model._meta.label, row.pk, partial(_goes, world, asks[row.ask_id], mine)


def _goes(world: World, made: Made, mine: bool, who: str) -> Tied:
    if who == "volunteer":
        return Tied(frozenset({"goes"} if mine else {NO_TIE}), made.case.agreement)
    return to_case(world, who, made)


def _of_duty(world: World) -> Found:
    for row in DutyRing._base_manager.select_related("team__place", "membership"):
        yield "promises.DutyRing", row.pk, partial(_rung, world, row)


def _rung(world: World, row: Any, who: str) -> Tied:
    holds = {"holds"} if _is(world, row.membership.user_id, who) else set()
    return Tied(to_place(world, who, row.team.place).ties | holds, "own")


def _of_directory(world: World) -> Found:
    """What stands in the directory is tied to nobody; whoever runs a group is known in a place, by an organisation."""
    for model in IN_DIRECTORY:
        yield from _all(model, lambda _row, _who: set())
    led = {entered.leader.pk: entered for entered in world.entered if entered.leader is not None}
    for pk, entered in led.items():
        yield "directory.Leader", pk, partial(_led, world, entered)
    for pk, leader in Question._base_manager.filter(leader__in=list(led)).values_list("pk", "leader"):
        yield "outreach.Question", pk, partial(_led, world, led[leader])


def _led(world: World, entered: Entered, who: str) -> Tied:
    """As ``leader`` acts whoever runs the first entry."""
    return to_entry(world, who, entered, world.entered[0])
