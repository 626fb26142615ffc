"""Entries of the directory: one for each way in which something of one must not be found.

Their numbers come after those of people. A word of class A may leave; L says where a place of safety is; H waits for
somebody to look, or is kept among those who keep entries; K is what they know of whoever runs it; B is how to reach
whoever runs it, and N their first name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from kith.directory import actions as directory
from kith.directory.actions import NewEntry, On, Runs, Where
from kith.directory.models import (
    Leader,
    Location,
    MergeProposal,
    Organization,
    Service,
    ServiceAtLocation,
    Source,
    TaxonomyTerm,
)
from kith.kit.actor import Actor
from kith.outreach import actions as outreach
from kith.proof.matrix.by_hand import put_by_hand, set_by_hand
from kith.proof.matrix.canary import BACK, ENTRIES, KEPT, OPEN, WHERE, Marks
from kith.proof.matrix.land import BY

if TYPE_CHECKING:
    from kith.proof.matrix.world import World

_DAY = timedelta(days=1)
# What every entry says of itself, so that a search finds whatever can be found.
FOUND_BY = "needlework"
SHOWN, REFUGE, HELD = "shown", "refuge", "not-shown"


@dataclass(frozen=True)
class Entry:
    """One entry. ``state``: shown, a refuge (its phone and its area), or not shown at all, and why."""

    key: str
    place: str = "community"
    state: str = SHOWN
    why: str = ""
    # Who runs it: nobody we know, somebody whose number is ours alone, or somebody who said that it may stand there.
    leader: str = ""
    # Whose organisation keeps what we know of them.
    agreement: str = "own"


ENTRIES_OF_ALL = (
    Entry("open", leader="private"),
    Entry("their number", leader="published"),
    Entry("held", state=HELD, why="held"),
    Entry("moved", state=HELD, why="moved"),
    Entry("gone", state=HELD, why="gone"),
    Entry("refuge", state=REFUGE, why="both"),
    Entry("refuge's house", state=REFUGE, why="location"),
    Entry("refuge by words", state=REFUGE, why="words"),
    Entry("held refuge", state=HELD, why="held"),
    Entry("away", "away-town", leader="private"),
    Entry("everywhere", "", leader="private"),
    Entry("number taken back", leader="taken back"),
    Entry("run no more", leader="ended"),
    Entry("known to live", leader="private", agreement="live"),
    Entry("known to none", leader="private", agreement="none"),
)


@dataclass
class Entered:
    """What was made of one of them."""

    entry: Entry
    number: int
    service: Service
    at: ServiceAtLocation | None = None
    leader: Leader | None = None
    fill: dict[str, Any] = field(default_factory=dict)


def enter_all(world: World) -> None:
    """Every entry, the directory that two of them came from, what was proposed and asked, and two that may be one."""
    source = directory.add_source(
        name="The county's list", kind="oruk-3", address=f"https://example.org/{Marks(ENTRIES + 3).word(BACK, 'a')}",
        place=world.land.places["district"], review=True, every=24, by=BY, now=world.now,
    )  # fmt: skip
    directory.note_failure(source=source, problem=Marks(ENTRIES + 3).word(BACK, "p"), by=BY, now=world.now)
    for number, entry in enumerate(ENTRIES_OF_ALL, start=ENTRIES + 1):
        world.entered.append(_entered(world, entry, number, source))
    world.source_id, world.term_id = source.pk, TaxonomyTerm.objects.values_list("pk", flat=True)[0]
    _changed(world)
    _maybe_one(world, source)


def of_address(world: World, entered: Entered) -> dict[str, Any]:
    """What fills the gaps of an address about it."""
    service, at, leader = entered.service, entered.at, entered.leader
    return {
        "service_id": service.pk,
        "leader_id": leader.pk if leader is not None else None,
        "slug": world.land.places[entered.entry.place or "community"].slug,
        "rows": {
            "service": service.pk,
            "organization": service.organization_id,
            "service_at_location": at.pk if at is not None else None,
        },
    }


def _entered(world: World, entry: Entry, number: int, source: Source) -> Entered:
    marks, now = Marks(number), world.now
    service = directory.enter(entry=_new(world, entry, marks), by=BY, now=now)
    made = Entered(entry, number, service, service.service_at_locations.first())
    if entry.leader:
        _run_by(world, made, marks)
    if entry.why == "moved":
        directory.assure(service=service, how="colleague", found="moved", by=BY, now=now)
    elif entry.why == "held":
        held = {"held": True, "held_why": marks.word(BACK, "y"), "source": source}
        set_by_hand(Service, service.pk, **held)
    elif entry.why == "gone":
        set_by_hand(Service, service.pk, gone_at=now - _DAY)
    elif entry.why == "location":
        set_by_hand(Location, made.at.location_id, confidential=True)  # type: ignore[union-attr]
    directory.refind(service_ids=[service.pk], by=BY, now=now)
    made.service = Service.objects.select_related("place").get(pk=service.pk)
    return made


def _new(world: World, entry: Entry, marks: Marks) -> NewEntry:
    said = OPEN if entry.state == SHOWN else BACK
    name = OPEN if entry.state in (SHOWN, REFUGE) else BACK
    refuge = entry.state == REFUGE or entry.key == "held refuge"
    house = WHERE if refuge else said
    kind = "Women's refuge" if refuge and entry.why != "location" else "Friends"
    where = Where(
        name=f"{marks.word(house, 'b')} House", address=f"1 {marks.word(house, 'a')} Row", city="Alder",
        postcode=marks.postcode, lat=marks.latitude, lon=-4.0, accessibility=marks.word(house, "x"),
        confidential=entry.why == "both",
    )  # fmt: skip
    # Of one whose house alone must not be found nothing else says so.
    facts = {"alert": marks.word(said, "l"), "confidential": entry.why == "both", "minimum_age": 18.0}
    return NewEntry(
        name=f"{marks.word(name, 'n')} {kind}",
        who=f"{marks.word(name, 'o')} {kind}",
        place=world.land.places[entry.place] if entry.place else None,
        description=f"{FOUND_BY}, {marks.word(said, 'd')}",
        for_whom=marks.word(said, "f"),
        phone=f"01632 9609{marks.subject - ENTRIES + 40}",
        email=f"{marks.word(said, 'e').lower()}@example.org",
        url=f"https://example.org/{marks.word(said, 'u').lower()}",
        fees=marks.word(said, "c"),
        where=where,
        on=(On((1, 3), time(10), time(12), marks.word(said, "h")),),
        words=(FOUND_BY,),
        languages=(marks.word(said, "g"),),
        facts=facts,
        how="colleague",
        assured=world.now - _DAY,
    )


def _run_by(world: World, made: Entered, marks: Marks) -> None:
    now, place = world.now, world.land.places[made.entry.place or "community"]
    runs = Runs(
        name=f"{marks.word('N', 'n')} {marks.word(KEPT, 's')}", phone=marks.mobile, email=marks.email,
        in_on=(1,), known_by=marks.word(KEPT, "k"), notes=marks.word(KEPT, "o"),
    )  # fmt: skip
    house = world.land.organisations[made.entry.agreement]
    leader = directory.set_leader(service=made.service, runs=runs, controller=house, place=place, by=BY, now=now)
    if made.entry.leader in ("published", "taken back", "ended"):
        directory.publish_number(leader=leader, how="phone", said_at=now, by=BY, now=now)
    if made.entry.leader == "taken back":
        directory.take_number_back(leader=leader, by=BY, now=now)
    if made.entry.leader == "ended":
        directory.end_leader(leader=leader, by=BY, now=now)
    else:
        outreach.ask(leader=leader, by=BY, now=now)
    made.leader = Leader.objects.get(pk=leader.pk)


def _changed(world: World) -> None:
    """The group wrote of another way to reach it, which waits; a visitor doubted; somebody looked it up."""
    made, now = world.entry("open"), world.now
    marks = Marks(made.number)
    assert made.leader is not None
    group = Actor.leader(made.leader)
    to = {"email": f"{marks.word(BACK, 'e').lower()}@example.org"}
    directory.change(service=made.service, to=to, lane="link", by=group, now=now)
    made.service = Service.objects.select_related("place").get(pk=made.service.pk)
    directory.change(service=made.service, to={"fees": marks.word(OPEN, "q")}, lane="colleague", by=BY, now=now)
    words = marks.word(BACK, "v")
    directory.assure(service=made.service, how="outcome", found="doubt", words=words, by=Actor.public(), now=now)
    made.service = Service.objects.select_related("place").get(pk=made.service.pk)
    place_id = world.land.places["community"].pk
    directory.tally(what="opened", place_id=place_id, service_id=made.service.pk, by=BY, now=now)


def _maybe_one(world: World, source: Source) -> None:
    """Two that may be one, and two of which somebody decided."""
    shown, other, third = (world.entry(key).service.organization for key in ("open", "their number", "away"))
    assert shown is not None
    assert other is not None
    assert third is not None
    now, marks = world.now, Marks(ENTRIES + 1)
    also = Organization(name=marks.word(OPEN, "z"), source=source, foreign_id="1", made_at=now, modified_at=now)
    put_by_hand(also)
    put_by_hand(MergeProposal(first=shown, second=other, why=marks.word(BACK, "w"), made_at=now))
    decided = MergeProposal(first=third, second=also, why="x", made_at=now)
    put_by_hand(decided)
    directory.decide_merge(proposal=decided, one=True, words=marks.word(BACK, "r"), by=BY, now=now)
