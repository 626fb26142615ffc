"""Which rows the first wall lets everybody see, beside the hand-written table: the matrix below the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from kith.access import policy
from kith.access.acting import acting
from kith.access.rules import VIEW
from kith.kit.actor import Actor
from kith.people.models import Person
from kith.places.models import Place
from kith.proof.matrix import oracle
from kith.proof.matrix.cases import ASKERS, VOLUNTEERS
from kith.proof.matrix.things import IN_DIRECTORY, Stands, things
from kith.proof.matrix.ties import COLLEAGUES, Tied, role_of, to_case, to_place, to_subject
from kith.proof.matrix.world import Made, World
from kith.volunteers.models import Volunteer

# How a row of each table leads to the ask or the person of a case, or to a place.
_TO_ASK = {
    "asks.Ask": "pk", "asks.Event": "ask", "dispatch.Search": "ask", "dispatch.Offer": "ask",
    "dispatch.PartnerCard": "ask", "promises.Promise": "ask", "promises.Move": "promise__ask",
    "promises.Telling": "of__ask", "promises.Correction": "promise__ask", "promises.DutyCall": "promise__ask",
    "promises.HandOverPart": "promise__ask", "promises.HandOver": "parts__promise__ask",
    "asks.SentIn": "ask",
}  # fmt: skip
_TO_PERSON = {
    "people.Person": "pk", "people.ContactRoute": "person", "people.Block": "person", "people.Absence": "person",
    "governance.Permission": "person", "outbox.Reply": "person", "outbox.Delivery": "message__person",
    "outbox.Message": "person", "people.SafeContact": "person", "people.KeptFrom": "person",
    "governance.SpeaksFor": "person", "governance.AgeSaid": "person", "dispatch.Withdrawal": "person",
}  # fmt: skip
_TO_PLACE = {
    "places.Place": "pk", "accounts.Team": "place", "accounts.Membership": "team__place",
    "accounts.DutyTurn": "team__place", "access.TeamToken": "team__place", "outbox.Hook": "team__place",
    "dispatch.Ladder": "place", "volunteers.Volunteer": "home",
}  # fmt: skip
_THINGS = (
    "accounts.Organisation", "trail.Entry", "promises.DutyRing", "dispatch.Visit", "dispatch.RegularHelp",
    "governance.Agreement", "governance.AgreementEvent", "governance.Basis", "governance.Party",
    "governance.Retention", "governance.Stewardship", "governance.EmergencyUse", "governance.Decider",
    "governance.Incident", "governance.Ringer", "governance.IncidentPerson", "governance.Complaint",
    "safeguarding.Concern", "safeguarding.Line", "safeguarding.KeptFrom", "safeguarding.Reader",
    "directory.Leader", "outreach.Question", *(model._meta.label for model in IN_DIRECTORY),
)  # fmt: skip
# These hold the rows of volunteers and of whoever asked, too: each is a sort of its own to the table.
_HUMANS = {"people.Person": "pk", "people.ContactRoute": "person"}
WITNESSED = (*_TO_ASK, *_TO_PERSON, *_TO_PLACE, *_THINGS)
# Whoever acts as the person of a case, or as who asked in it, does so for these.
_THEMSELVES = (
    "plain street own", "plain street none", "asker everything own", "asker nothing none", "volunteer taken",
    "volunteer offered", "volunteer else", "asker volunteer", "inside",
)  # fmt: skip
EVERYBODY = (*COLLEAGUES, "volunteer", "partner", "person", "asker", "program", "leader", "public")


@dataclass
class Rows:
    """Every row that is about somebody or some place of the world, by table."""

    world: World
    of: dict[str, dict[object, Tied]] = field(default_factory=dict)
    cases: dict[str, dict[object, Made]] = field(default_factory=dict)
    places: dict[str, dict[object, Place]] = field(default_factory=dict)
    humans: dict[str, dict[object, int]] = field(default_factory=dict)
    things: dict[str, dict[object, Stands]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asks = {made.ask.id: made for made in self.world.made}
        people = {made.ask.person_id: made for made in self.world.made}
        places = {place.id: place for place in self.world.land.places.values()}
        for label, path in _TO_ASK.items():
            self.cases[label] = _found(label, path, asks)
        offers = self.cases["dispatch.Offer"]
        for pk, made in list(offers.items()):
            if made.offer is not None and made.offer.pk != pk:
                # What a second volunteer was asked is not what ties the first one.
                del offers[pk]
        for label, path in _TO_PERSON.items():
            self.cases[label] = _found(label, path, people)
        for label, path in _TO_PLACE.items():
            self.places[label] = _found(label, path, places)
        numbers = {one.pk: number for number, one in _humans(self.world)}
        for label, path in _HUMANS.items():
            self.humans[label] = _found(label, path, numbers)
        self.things = things(self.world)

    def wrong(self, who: str, label: str) -> list[str]:
        """Where what ``who`` sees of this table is not what the hand-written one says."""
        found: list[str] = []
        for actor, looking_at in self._actors(who):
            found += self._wrong_for(who, label, actor, looking_at)
        return found

    def _actors(self, who: str) -> Iterator[tuple[Actor, Made | None]]:
        world = self.world
        if who in COLLEAGUES:
            yield Actor.user(world.land.users[who]), None
        elif who == "volunteer" and world.volunteer is not None:
            yield Actor.volunteer(world.volunteer), None
        elif who == "partner" and world.partner is not None:
            yield Actor.partner(world.partner), None
        elif who == "leader" and world.entered[0].leader is not None:
            yield Actor.leader(world.entered[0].leader), None
        elif who == "public":
            yield Actor.public(), None
        elif who == "program":
            yield world.tokens["ours"][0].actor, None
        for key in _THEMSELVES if who in ("person", "asker") else ():
            made = world.of(key)
            if who == "person":
                yield Actor.person(made.ask.person), made
            elif made.ask.asker is not None:
                yield Actor.asker(made.ask.asker), made

    def _wrong_for(self, who: str, label: str, actor: Actor, looking_at: Made | None) -> list[str]:
        through = ("asks.Ask", looking_at.ask.id) if looking_at is not None else None
        # By a link or a code for one ask it is that ask alone; the walls hold without one too.
        by_link = [through] if through is None else [through, None]
        return [wrong for one in by_link for wrong in self._wrong_by(who, label, actor, looking_at, one)]

    def _wrong_by(
        self, who: str, label: str, actor: Actor, looking_at: Made | None, through: tuple[str, UUID] | None
    ) -> list[str]:
        model: Any = _model(label)
        with acting(actor, now=self.world.now, through=through):
            seen = set(model._base_manager.filter(policy.scope(actor, VIEW, model)).values_list("pk", flat=True))
            ties = dict(self._tied(who, label, looking_at))
            expected = {pk: self._expected(who, self._sort(label, pk), tied) for pk, tied in ties.items()}
            may = {pk for pk, classes in expected.items() if classes}
            wrong = [f"{who} sees {label} {pk}" for pk in (seen & expected.keys()) - may]
            wrong += [f"{who} does not see {label} {pk}" for pk in may - seen]
            sorts = {(ties[pk], self._sort(label, pk)): (pk, expected[pk]) for pk in may}
            return wrong[:3] or self._wrong_classes(actor, label, sorts)

    def _sort(self, label: str, pk: object) -> str:
        number = self.humans.get(label, {}).get(pk)
        return label if number is None else f"{label}:{'volunteer' if number > VOLUNTEERS else 'asker'}"

    def _expected(self, who: str, label: str, tied: Tied) -> frozenset[str]:
        return oracle.classes(role_of(who), label, tied, "seen.csv")

    def _tied(self, who: str, label: str, looking_at: Made | None) -> Iterable[tuple[object, Tied]]:
        for pk, made in self.cases.get(label, {}).items():
            yield pk, _stands(self.world, who, made, looking_at)
        for pk, place in self.places.get(label, {}).items():
            number = self.world.volunteers.get(pk) if isinstance(pk, UUID) else None
            if number is None:
                yield pk, to_place(self.world, who, place)
            else:
                yield pk, to_subject(self.world, who, VOLUNTEERS + number, looking_at)[1]
        for pk, number in self.humans.get(label, {}).items():
            yield pk, to_subject(self.world, who, number, looking_at)[1]
        for pk, stands in self.things.get(label, {}).items():
            yield pk, stands(who) if looking_at is None else _for_one(stands(who), looking_at)

    def _wrong_classes(
        self, actor: Actor, label: str, sorts: dict[tuple[Tied, str], tuple[Any, frozenset[str]]]
    ) -> list[str]:
        """The classes of one row of each sort; those tied in the same way are alike."""
        model: Any = _model(label)
        wrong = []
        for pk, classes in sorts.values():
            row = model._base_manager.get(pk=pk)
            shown = frozenset().union(*(policy.fields(actor, row, purpose=one) for one in _purposes(label)))
            if shown != classes:
                wrong.append(f"{actor.label} sees {''.join(sorted(shown))} of {label} {pk}")
        return wrong


def _stands(world: World, who: str, made: Made, looking_at: Made | None) -> Tied:
    if looking_at is not None and made is not looking_at:
        return Tied(frozenset({"none"}), made.case.agreement)
    return to_case(world, who, made)


@cache
def _model(label: str) -> Any:
    return next(model for model in apps.get_models() if model._meta.label == label)


def _humans(world: World) -> Iterator[tuple[int, Person]]:
    """Everybody who is a person here without being helped: whoever asked for another, and volunteers."""
    for made in world.made:
        if made.ask.asker is not None:
            yield ASKERS + made.number, made.ask.asker
    for one in Volunteer._base_manager.select_related("person").filter(pk__in=list(world.volunteers)):
        yield VOLUNTEERS + world.volunteers[one.pk], one.person


def _for_one(tied: Tied, looking_at: Made) -> Tied:
    """Whoever acts as the person of one case is tied to what is about that case alone."""
    mine = tied.case == looking_at.number
    return tied if mine else Tied(frozenset({"none"}), tied.agreement)


@cache
def _purposes(label: str) -> tuple[str, ...]:
    """For what these rows are looked at."""
    package = label.split(".")[0]
    duty = label.startswith(("promises.Hand", "promises.Duty"))
    if duty or package in ("places", "accounts", "access") or label in ("outbox.Hook", "dispatch.Ladder"):
        return ("running",)
    return {
        "governance": ("help", "running", "emergency", "audit"),
        "safeguarding": ("safeguarding",),
        "trail": ("audit",),
        "directory": ("help", "running", "planning"),
    }.get(package, ("help",))


def _found(label: str, path: str, known: dict[UUID, Any]) -> dict[object, Any]:
    model: type[models.Model] = _model(label)
    rows = model._base_manager.filter(**{f"{path}__in": list(known)}).values_list("pk", path)
    return {pk: known[key] for pk, key in rows}
