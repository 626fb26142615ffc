"""What ties somebody to a row, in the words of the hand-written table: read from how the world was made, no rule."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kith.places.models import Place
from kith.proof.matrix.canary import ENTRIES
from kith.proof.matrix.cases import ASKERS, AT_HOME, KEPT_VOLUNTEERS, RINGERS, VOLUNTEERS, Case
from kith.proof.matrix.entries import Entered
from kith.proof.matrix.land import STAFF
from kith.proof.matrix.world import Made, World

COLLEAGUES = tuple(who for who, _role, _place in STAFF)
OUTSIDE = (
    "volunteer",
    "stranger",
    "partner",
    "person",
    "neighbour",
    "asker",
    "program",
    "others-program",
    "leader",
    "public",
)
EVERYBODY = (*COLLEAGUES, *OUTSIDE)
_ROLES = {who: role for who, role, _place in STAFF}
NO_TIE = "none"


@dataclass(frozen=True)
class Tied:
    """How somebody stands to one subject: every tie, and what the organisations agreed."""

    ties: frozenset[str]
    agreement: str
    # The number of whoever it is about, where there is one.
    case: int = field(default=0, compare=False)


def role_of(who: str) -> str:
    """What the table calls them: a colleague by their role, everybody else by what they are."""
    return _ROLES.get(who, who)


def to_place(world: World, who: str, place: Place) -> Tied:
    """How somebody stands to a place."""
    return Tied(frozenset({_where(world, who, place)} if who in COLLEAGUES else {NO_TIE}), "own")


def to_case(world: World, who: str, made: Made) -> Tied:
    """How somebody stands to a person and their ask."""
    case = made.case
    ties = _of_colleague(world, who, made) if who in COLLEAGUES else {_of_other(who, case, made)}
    return Tied(frozenset(ties), case.agreement, made.number)


def _of_colleague(world: World, who: str, made: Made) -> set[str]:
    case = made.case
    ties = {_where(world, who, world.land.places[case.place])}
    if case.held_by == who:
        ties.add("holds")
    if case.further and world.land.place_of(who).kind not in ("district", "system"):
        ties.add("further")
    if case.opened_to == who:
        ties.add("emergency-over" if case.opened == "over" else "emergency-live")
    ties |= {"kept"} if case.kept_from == who else set()
    ties |= {"reader"} if who in case.readers else set()
    ties |= {"rings"} if case.listed and who in RINGERS else set()
    # An emergency use there is something to say of: whoever looks whether it was right is asked to.
    ties |= {"used"} if case.opened == "live" else set()
    return ties


def _where(world: World, who: str, place: Place) -> str:
    own = world.land.place_of(who)
    if own.id == place.id:
        return "in-place"
    if own.id in place.path:
        return "beneath"
    if place.id in own.path:
        return "above"
    district = world.land.places["district"].id
    return "beside" if (district in own.path) == (district in place.path) else "away"


def _of_other(who: str, case: Case, made: Made) -> str:
    if who == "volunteer":
        return case.volunteer or NO_TIE
    if who == "stranger":
        return "taken" if case.volunteer == "else" else NO_TIE
    if who == "partner":
        return case.partner or NO_TIE
    if who == "person":
        return "self"
    if who == "asker":
        # What a program sent was asked for by somebody who has no code of ours.
        return f"asked-{case.asker}" if case.asker and not case.program else NO_TIE
    if who in ("program", "others-program"):
        mine = "ours" if who == "program" else "others"
        return f"sent-{case.asker}" if case.program == mine else NO_TIE
    return NO_TIE


def to_entry(world: World, who: str, entered: Entered, looking_at: Entered | None = None) -> Tied:
    """How somebody stands to an entry of the directory: what may be found of it, and where it is or that they run it.

    ``leader`` acts as whoever runs the entry being looked at.
    """
    entry = entered.entry
    ties = {entry.state}
    if entry.leader == "published":
        ties.add("number-shown")
    ties |= {"over"} if entry.leader == "ended" else set()
    if who in COLLEAGUES:
        # Whoever runs what is everywhere is known in a place.
        ties |= {_where(world, who, world.land.places[entry.place or "community"])}
        ties |= set() if entry.place else {"everywhere"}
    if who == "leader" and entered is looking_at and entry.leader:
        ties.add("led" if entry.leader == "ended" else "leads")
    return Tied(frozenset(ties), entry.agreement)


def to_subject(
    world: World, who: str, subject: int, looking_at: Made | None, of: Entered | None = None
) -> tuple[str, Tied]:
    """How somebody stands to whoever a canary belongs to: what sort of subject it is, and the ties.

    ``person`` acts as the person of the case being looked at, and ``asker`` as whoever asked in it.
    """
    if subject > ENTRIES:
        return "entry", to_entry(world, who, world.entered[subject - ENTRIES - 1], of)
    if subject > VOLUNTEERS:
        return "volunteer", _to_volunteer(world, who, subject, looking_at)
    made = world.made[subject % ASKERS - 1]
    sort = "asker" if subject > ASKERS else "person"
    if who in ("person", "asker") and made is not looking_at:
        return sort, Tied(frozenset({NO_TIE}), made.case.agreement)
    return sort, to_case(world, who, made)


def _to_volunteer(world: World, who: str, subject: int, looking_at: Made | None) -> Tied:
    number = subject - VOLUNTEERS
    if who in COLLEAGUES:
        home, agreement = AT_HOME[number]
        there = replace(to_place(world, who, world.land.places[home]), agreement=agreement)
        return replace(there, ties=there.ties | {"kept"}) if KEPT_VOLUNTEERS.get(number) == who else there
    mine = {"volunteer": 1, "stranger": 2}.get(who)
    return Tied(frozenset({"self" if mine == number else _comes(world, who, number, looking_at)}), "own")


def _comes(world: World, who: str, number: int, looking_at: Made | None) -> str:
    """Whether this volunteer comes, or came, to do what they asked for."""
    theirs = [looking_at] if looking_at is not None and who in ("person", "asker") else []
    if who == "program":
        theirs = [made for made in world.made if made.case.program == "ours"]
    return "coming" if any(made.taker == number for made in theirs) else NO_TIE
