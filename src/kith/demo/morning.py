"""A morning's asks as rows of the sheet a group would keep: every kind, every lane of spelling, the cast among them.

Pure and seeded. A time a thing is needed by always lies after the morning, so that nothing is late before it begins.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kith.demo import asks_said, land
from kith.demo.district import SEED, District, district
from kith.demo.partners import may_be_asked
from kith.demo.people_names import FIRST, LAST
from kith.demo.spots import PlaceSpec
from kith.kit.clock import local

ROWS = 84
COLUMNS = (
    "Date and time", "Name", "Phone", "Email", "Address", "Village or town", "Postcode", "What do they need?",
    "Needed by", "Who is it for?", "Asked by", "Relation", "Asker phone", "Do they know?", "Safe to ring or text?",
    "Best hours", "Neighbour ok?", "May we ask a partner?", "Must not know", "At the door", "Language", "Interpreter",
)  # fmt: skip
_FIRST_MOBILE, _LAST_MOBILE = 900, 949
_SHARES = {
    "shopping": 18,
    "prescription": 12,
    "call": 9,
    "dog_walk": 7,
    "post": 7,
    "parcel": 7,
    "welfare_check": 6,
    "other": 8,
}


@dataclass(frozen=True)
class Call:
    """One line of the sheet: when it was written and its cells. ``kind`` is what the line means, for tests."""

    at: datetime
    cells: dict[str, str] = field(hash=False)
    kind: str = ""


def morning(seed: int, start: datetime, end: datetime) -> list[dict[str, str]]:
    """The rows of the sheet, in the order they were written; each has every column."""
    return [call.cells for call in calls(seed, start, end)]


def calls(seed: int = SEED, start: datetime | None = None, end: datetime | None = None) -> list[Call]:
    """The same rows with their times, for whoever tells the morning minute by minute."""
    if start is None or end is None:
        raise ValueError("A morning needs its start and its end.")
    chance = random.Random(f"morning:{seed}")
    here = district(end, seed)
    told = [*_of_the_stories(here), *_of_the_rules(here), *_invented(chance, here)]
    chance.shuffle(told)
    times = sorted(start + (end - start) * 0.985 * chance.random() for _row in told)
    return [_call(chance, at, end, row) for at, row in zip(times, told, strict=True)]


@dataclass
class _Row:
    """A line before it has its time: the kind, the cells, and how many hours after the morning it is needed."""

    kind: str
    cells: dict[str, str]
    hours: float | None = None


def _call(chance: random.Random, at: datetime, end: datetime, row: _Row) -> Call:
    wall = local(at)
    cells = dict.fromkeys(COLUMNS, "") | row.cells
    cells["Date and time"] = f"{wall:%d/%m/%Y %H:%M}"
    if row.hours is not None:
        cells["Needed by"] = _needed_by(chance, wall, local(end + timedelta(hours=row.hours)))
    return Call(at, cells, row.kind)


def _needed_by(chance: random.Random, asked: datetime, needed: datetime) -> str:
    """A time in the words people use, rounded up to the half hour."""
    needed += timedelta(minutes=-needed.minute % 30)
    if needed.replace(fold=0).utcoffset() != needed.replace(fold=1).utcoffset():
        # The hour that comes twice in October would be read as the first of the two.
        needed += timedelta(hours=1)
    days = (needed.date() - asked.date()).days
    clock = f"{needed:%-I}{needed:.%M}".removesuffix(".00") + f"{needed:%p}".lower()
    if days == 0:
        return chance.choice((f"today by {clock}", f"by {clock} today", f"{needed:%H:%M} today"))
    if days == 1:
        return chance.choice((f"tomorrow by {clock}", f"tommorow by {clock}"))
    return chance.choice((f"{needed:%d/%m/%Y %H:%M}", f"by {clock} {needed:%A}"))


def _invented(chance: random.Random, here: District) -> Iterator[_Row]:
    """The lines of people nobody has met before."""
    mobiles = iter(range(_FIRST_MOBILE, _LAST_MOBILE + 1))
    kinds = [kind for kind, count in _SHARES.items() for _each in range(count)]
    for number, kind in enumerate(kinds):
        said = asks_said.SAID[kind]
        words = said[sum(1 for before in kinds[:number] if before == kind) % len(said)]
        home = _home(chance, here)
        cells = {
            "Name": _name(chance, number),
            "What do they need?": words,
            "At the door": chance.choice(asks_said.AT_DOOR),
            "May we ask a partner?": may_be_asked(here.seed, number),
            "Safe to ring or text?": chance.choices(("yes", "Y", "only say please ring", "no"), (72, 18, 8, 2))[0],
            **_where(chance, here, home),
            **_reach(chance, number, mobiles),
            **_for_whom(chance, number),
        }
        # A quarter say nothing about when; the kind then decides.
        hours = None if number % 4 == 3 else chance.choice((1.5, 2.5, 4, 5, 7, 22, 26, 30, 50))
        yield _Row(kind, cells, hours)


def _home(chance: random.Random, here: District) -> PlaceSpec:
    shares = [town.volunteers for town in land.TOWNS]
    town = chance.choices(land.TOWNS, shares)[0]
    return chance.choice([place for place in here.places if place.kind == "street" and place.community == town.key])


def _name(chance: random.Random, number: int) -> str:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    title = chance.choice(("Mr", "Mrs", "Miss", "Ms"))
    strange = {5: "Siân ap Gruffydd-Llewelyn", 19: "Zoë 🌻 Fry", 33: "", 47: "rather not say"}
    return strange.get(number, chance.choice((f"{first} {last}", f"{title} {last}", f"{last}, {first}", first)))


def _where(chance: random.Random, here: District, home: PlaceSpec) -> dict[str, str]:
    """An address with the slips people make; the street is always there, the postcode mostly."""
    postcode = chance.choice(home.postcodes).postcode
    town = here.place(home.community).name
    written = chance.choices((postcode, postcode.lower(), postcode.replace(" ", ""), ""), (60, 12, 15, 13))[0]
    as_said = chance.choice((town, town, town, *asks_said.TOWN_SLIPS[town]))
    house = chance.randint(1, 60)
    street = home.name if not home.village else f"Rose Cottage, {home.name}"
    address = (
        street if home.village else f"{house} {street.replace('Street', chance.choice(('Street', 'St', 'Street')))}"
    )
    return {"Address": address, "Village or town": as_said, "Postcode": written}


def _reach(chance: random.Random, number: int, mobiles: Iterator[int]) -> dict[str, str]:
    """Mostly a mobile, written in one of the ways people write one; some a landline, some an e-mail, a few nothing."""
    if number % 17 == 4:
        return {"Phone": ""}
    if number % 6 == 2:
        return {"Phone": f"01632 960{500 + number}"}
    if number % 9 == 7:
        return {"Phone": "", "Email": f"asker{number}@example.com"}
    mobile = next(mobiles, _LAST_MOBILE)
    written = (
        f"07700 900{mobile}",
        f"07700900{mobile}",
        f"7700900{mobile}",
        f"+44 7700 900{mobile}",
        f"07700-900-{mobile}",
    )
    return {"Phone": chance.choice(written)}


def _for_whom(chance: random.Random, number: int) -> dict[str, str]:
    if number % 11 != 6:
        return {"Who is it for?": chance.choice(("me", "self", "", "myself"))}
    whom, asker, relation, know = asks_said.ELSE[number // 11 % len(asks_said.ELSE)]
    return {
        "Who is it for?": whom,
        "Asked by": asker,
        "Relation": relation,
        "Asker phone": f"01632 960{600 + number}",
        "Do they know?": know,
    }


def _at(here: District, key: str, house: str) -> dict[str, str]:
    place = here.place(key)
    return {
        "Address": f"{house} {place.name}".strip() if not place.village else f"{house}, {place.name}",
        "Village or town": here.place(place.community).name,
        "Postcode": place.postcodes[0].postcode,
    }


_YES = {"Safe to ring or text?": "yes", "Who is it for?": "me"}


def _of_the_stories(here: District) -> list[_Row]:
    """The lines of the people everybody knows."""
    return [
        _Row("shopping", {
            "Name": "Mrs P", **_at(here, "combe-martin/quay-street", "7"), "Safe to ring or text?": "",
            "What do they need?": "Shopping: bread, milk, tea bags, tin of salmon. On account at the Co-op",
            "At the door": "Cannot hear the knock: shine a torch at the window", "Who is it for?": "me",
        }, 5),
        _Row("call", {
            "Name": "Mum (Mrs P)", **_at(here, "combe-martin/quay-street", "7"), "Asked by": "Carol",
            "Relation": "daughter", "Asker phone": "01632 960701", "Who is it for?": "my mum",
            "Do they know?": "no, not yet",
            "What do they need?": "A friendly call, she sees nobody in the week", "Safe to ring or text?": "yes",
        }, 28),
        _Row("prescription", {
            "Name": "Mr Haddad", "Phone": "01632 960702", **_at(here, "barnstaple/bear-street", "31"), **_YES,
            "What do they need?": "أحتاج دواء من الصيدلية قبل المساء من فضلكم", "Language": "Arabic",
            "Interpreter": "yes please, not my son",
        }, 5),
        _Row("call", {
            "Name": "Jay", "Phone": "", "Address": "no address, by the bus station", "Village or town": "Barnstaple",
            "What do they need?": "somebody to talk to. I talked to Nisha before", "Safe to ring or text?": "no",
            "Who is it for?": "me",
        }, 24),
        _Row("shopping", {
            "Name": "M", "Phone": "01632 960703", **_at(here, "holsworthy/black-torrington", "2 Mill Cottages"),
            "What do they need?": "nappies size 5, milk and bread. Receipt", "Best hours": "mornings",
            "Safe to ring or text?": "only say please ring", "Neighbour ok?": "no, somebody from further away please",
            "Must not know": "Margaret Cole", "Who is it for?": "me",
        }, 26),
    ]  # fmt: skip


def _of_the_rules(here: District) -> list[_Row]:
    """The lines that a rule of the house depends on: checks, danger, nobody near, several needs, a wrong postcode."""
    return [
        _Row("prescription", {
            "Name": "Ted Luxton", "Phone": "01632 960704", **_at(here, "bideford/mill-street", "12"), **_YES,
            "What do they need?": "Insulin from Bridge Chemist, is ready, has to stay in the fridge bag",
        }, 6),
        _Row("prescription", {
            "Name": "Arthur Slee", "Phone": "01632 960705", **_at(here, "ilfracombe/fore-street", "4"), **_YES,
            "What do they need?": "Prescription from Quayside Pharmacy. Says he has had chest pains since breakfast",
        }, 4),
        _Row("shopping", {
            "Name": "Enid Vanstone", "Phone": "01632 960706", **_at(here, "holsworthy/sutcombe", "The Forge"), **_YES,
            "What do they need?": "Shopping, two bags, will pay from the receipt", "May we ask a partner?": "yes",
        }, 25),
        _Row("shopping", {
            "Name": "Doreen Copp", "Phone": "01632 960707", **_at(here, "south-molton/east-street", "19"), **_YES,
            "What do they need?": "Shopping from Spar on account, and walk the dog, and post two letters",
        }, 7),
        _Row("other", {
            "Name": "Winnie Oke", "Phone": "01632 960708", "Address": "22 New St", "Village or town": "Torrington",
            "Postcode": "ZZ38 9ZZ", **_YES, "What do they need?": "Help to fill in the form for the bus pass",
        }, 48),
    ]  # fmt: skip
