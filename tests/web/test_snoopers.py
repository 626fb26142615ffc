"""Colleagues who open pages without a reason one can see: most are found, and the report is short enough to read."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import emergencies
import rows

from kith.governance import actions as governance
from kith.governance.models import Incident, IncidentPerson
from kith.trail import actions as trail
from kith.trail.verbs import Verb
from kith.web.queries.unusual import report
from kith.web.unusual import Seen, is_night, stands_out
from tests.thread import NOW

FULL = bool(os.environ.get("KITH_TEST_FULL"))
READERS, WEEKS, SNOOPERS, LOOKS = (400, 4, 50, 200_000) if FULL else (120, 1, 12, 12_000)
# Surnames as they are spread: the first is that of one person in eighty, most are that of one in thousands.
SHARES = [0.0125 / (1 + number / 6) for number in range(600)]


def somebody(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128))


class Reader:
    """A colleague with a surname, in a street; now and then opening a page by mistake or standing in for another."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.id = chance, somebody(chance)
        self.share = chance.choices(SHARES, SHARES)[0]
        self.early = chance.random() < 0.05

    def look(self, week: int, *, tied: bool, person: UUID | None = None, **more: object) -> Seen:
        same = not tied and self.chance.random() < self.share
        facts: dict[str, object] = {
            "same_surname": same,
            "surname_share": self.share if same else 0.0,
            "same_street": not tied and self.chance.random() < 1 / 3000,
            "at_night": self.chance.random() < (0.01 if self.early else 0.001),
        }
        day = week * 7 + self.chance.randrange(5)
        return Seen(self.id, person or somebody(self.chance), day, tied, **{**facts, **more})  # type: ignore[arg-type]

    def ordinary(self, week: int, count: int) -> Iterator[Seen]:
        """Three looks of a hundred have no tie: a name like another, a colleague who is ill."""
        for _one in range(count):
            yield self.look(week, tied=self.chance.random() >= 0.03)


def snooping(how: str, reader: Reader, week: int) -> list[Seen]:
    """What somebody does who is curious, in one week: about a family of their name, their street, many, at night."""
    chance, one, other = reader.chance, somebody(reader.chance), somebody(reader.chance)
    day = week * 7
    if how == "a relative":
        times = chance.randint(2, 4)
        facts = {"same_surname": True, "surname_share": reader.share}
        return [Seen(reader.id, one, day + chance.randrange(5), False, **facts) for _ in range(times)]  # type: ignore[arg-type]
    if how == "neighbours":
        seen = [one, other, *(one for _ in range(chance.randint(0, 2)))]
        return [Seen(reader.id, person, day, False, same_street=True) for person in seen]
    if how == "many":
        return [reader.look(week, tied=False) for _ in range(chance.randint(16, 40))]
    if how == "at night":
        return [reader.look(week, tied=False, at_night=True) for _ in range(chance.randint(3, 9))]
    if how == "an old flame":
        return [Seen(reader.id, one, day + number, False) for number in range(chance.randint(3, 5))]
    # Once, in office hours: nobody could tell, and we do not say that we can.
    return [Seen(reader.id, one, day, False)]


HOW = ("a relative", "neighbours", "many", "at night", "an old flame") * 9 + ("once",)


def test_planted_snoopers_are_found_and_few_others_are_asked() -> None:
    chance = random.Random(23)
    readers = [Reader(chance) for _one in range(READERS)]
    planted = dict(zip(chance.sample(readers, SNOOPERS), (chance.choice(HOW) for _one in range(SNOOPERS)), strict=True))
    when = {reader: chance.randrange(WEEKS) for reader in planted}
    found, alarms, looks = set(), 0, 0
    for week in range(WEEKS):
        seen = [look for reader in readers for look in reader.ordinary(week, LOOKS // READERS // WEEKS)]
        for reader, how in planted.items():
            if when[reader] == week:
                seen += snooping(how, reader, week)
        looks += len(seen)
        named = {one.reader for one in stands_out(seen)}
        guilty = {reader.id for reader in planted if when[reader] == week}
        found |= named & guilty
        alarms += len(named - guilty)
    assert looks >= LOOKS
    assert len(found) >= 0.9 * SNOOPERS
    assert alarms / WEEKS <= 20


def test_whoever_does_their_work_stands_out_nowhere() -> None:
    chance = random.Random(5)
    reader = Reader(chance)
    assert stands_out(reader.look(0, tied=True, at_night=True) for _one in range(200)) == []


def test_night_is_when_nobody_works_here() -> None:
    assert is_night(NOW.replace(hour=6)) and is_night(NOW.replace(hour=21)) and not is_night(NOW.replace(hour=20))


def test_who_reads_the_list_of_an_incident_and_rings_nobody_of_it_is_asked_why(db) -> None:
    """Both read their own families on it; only one does what the list is there for."""
    town = emergencies.build()
    people = [rows.person(town, name, town.quay) for name in ("Una Lamb", "Ann Rao", "Ben Rao", "Di Down", "Ed Down")]
    for one in people:
        rows.ask(town, one, town.quay, town.jan_in)
    incident = Incident.objects.create(
        controller=town.council, place=town.combe, name="the flood", reason="responding", words="x" * 20,
        which="everybody", criteria="x" * 20, script="x", state="running", proposed_by=town.gareth,
        proposed_at=town.now, asked=town.ruth, decided_by=town.ruth, decided_at=town.now,
        until=town.now + timedelta(days=3),
    )  # fmt: skip
    lines = [IncidentPerson.objects.create(controller=town.council, incident=incident, person=one) for one in people]
    for user in (town.nisha, town.gareth):
        for one in people:
            trail.record(
                verb=Verb.EMERGENCY_LIST_READ, by=emergencies.actor(user), now=town.now,
                subject=("person", one.id, one.name), controller=town.council.id,
            )  # fmt: skip
    assert {line.who for line in report(emergencies.actor(town.ruth), town.now)} == {"Nisha Rao", "Gareth Down"}
    governance.note_call(line=lines[0], state="spoken", note="", by=emergencies.actor(town.gareth), now=town.now)
    found = report(emergencies.actor(town.ruth), town.now)
    assert [line.who for line in found] == ["Nisha Rao"]
    assert "the same surname, for whom they did nothing" in found[0].reasons[0][0]
