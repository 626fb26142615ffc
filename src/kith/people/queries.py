"""What we show of people: the best safe way to reach them, and records that may be the same person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.access.acting import serving
from kith.access.among import among
from kith.accounts.models import User
from kith.kit.actor import Actor
from kith.kit.known import ask
from kith.kit.whole import among_many, fact, once, remember
from kith.matching import names
from kith.people.models import (
    Absence,
    Block,
    ContactRoute,
    KeptFrom,
    OnPaper,
    Person,
    RouteKind,
    Safe,
    SafeContact,
    Way,
)


def usable_routes(person: Person) -> list[ContactRoute]:
    """The person's routes we have not been told to leave alone, the preferred one first."""
    said = safe_contact_of(person)
    live = [route for route in routes_of(person) if route.stopped_at is None and route.safe != Safe.NO]
    return live if said is None else [route for route in live if ways_of(route) & set(said.ways)]


def ways_of(route: ContactRoute) -> set[str]:
    """The ways a number or an address may be used for: a mobile is texted and rung."""
    return {
        RouteKind.EMAIL.value: {Way.EMAIL.value},
        RouteKind.CALL.value: {Way.CALL.value},
        RouteKind.TEXT.value: {Way.TEXT.value, Way.CALL.value},
    }[route.kind]


def routes_of(person: Person) -> list[ContactRoute]:
    """Every way we know to reach them, the preferred one first."""
    return fact(("routes", person.id), lambda: list(person.routes.all()))


def written_route(person: Person) -> ContactRoute | None:
    """The route by which a text or an e-mail could leave, or None when nobody may write to them."""
    said = safe_contact_of(person)
    for route in usable_routes(person):
        if route.kind in (RouteKind.TEXT, RouteKind.EMAIL) and (said is None or route.kind in said.ways):
            return route
    return None


def may_be_rung(person: Person) -> bool:
    """Whether somebody may ring one of their numbers."""
    return any(route.kind in (RouteKind.CALL, RouteKind.TEXT) and may_ring(route) for route in usable_routes(person))


def may_ring(route: ContactRoute) -> bool:
    """Whether this number may be rung by a person; when, and with which words, is said beside it."""
    said = safe_contact_of(route.person)
    return route.kind != RouteKind.EMAIL and (said is None or Way.CALL in said.ways)


def safe_contact_of(person: Person) -> SafeContact | None:
    """How it is safe to reach them, as it was said last; None where nobody was asked."""
    return fact(("safe", person.id), lambda: _safe_now(person.id))


def _safe_now(person_id: UUID) -> SafeContact | None:
    # Nothing said would mean that anything is safe: so this is known also where its reader may not see the line.
    with serving("how it is safe to reach somebody"):
        return SafeContact.objects.filter(person_id=person_id).first()


def says_nothing(person: Person) -> bool:
    """Whether they said that only the words that say nothing may reach them."""
    said = safe_contact_of(person)
    return said is not None and said.says_nothing


def look_up_safe(people: Iterable[UUID]) -> dict[UUID, SafeContact | None]:
    """The same for many people, in one query; within an act it is not asked again."""
    found: dict[UUID, SafeContact | None] = dict.fromkeys(people)
    lines = SafeContact.objects.filter(person_id__in=found).order_by("person_id", "-said_at", "-id")
    with serving("how it is safe to reach them"):
        found.update({line.person_id: line for line in lines.distinct("person_id")})
    for person_id, line in found.items():
        remember(("safe", person_id), line)
    return found


def safe_number(person: Person) -> ContactRoute | None:
    """A mobile number they said is safe to text, or None."""
    said = safe_contact_of(person)
    if said is not None and (said.says_nothing or Way.TEXT not in said.ways):
        return None
    routes = usable_routes(person)
    return next((one for one in routes if one.kind == RouteKind.TEXT and one.safe == Safe.YES), None)


_SHARING = """
SELECT theirs.person_id, same.person_id FROM people_contactroute theirs
JOIN people_contactroute same ON same.value = theirs.value WHERE theirs.person_id = ANY(%s)"""


def blocked_for(person: Person) -> tuple[set[UUID], list[str], list[str]]:
    """Whom this person must not meet: ids of people, names and phones as they were given. Holds both ways round.

    Each ask writes its person down anew, so what was said once holds for every record with the same number or address.
    """
    ids: set[UUID] = set()
    names, phones = [], []
    same, blocks = fact(("blocks", person.id), lambda: _blocks_of([person.id])[person.id])
    for block in blocks:
        ids.update({block.person_id} if block.other_id is None else {block.person_id, block.other_id})
        if block.person_id in same:
            names += [block.other_name] if block.other_name else []
            phones += [block.other_phone] if block.other_phone else []
    ids -= same
    if any(block.household and block.person_id in same for block in blocks):
        ids |= {one.id for one in Person.objects.filter(id__in=same) if not _may_be_one(one.name, person.name)}
        phones += [route.value for route in routes_of(person) if "@" not in route.value]
    return ids, names, phones


def must_not_know(person: Person, reader: Person) -> bool:
    """Whether the reader is somebody who must not know of this person: known to us, or by a name or number given."""
    if person.id == reader.id:
        return False
    ids, named, numbers = blocked_for(person)
    if reader.id in ids or is_named(reader.name, [route.value for route in routes_of(reader)], named, numbers):
        return True
    _ids, named, numbers = blocked_for(reader)
    return is_named(person.name, [route.value for route in routes_of(person)], named, numbers)


def is_named(name: str, values: Iterable[str], named: Iterable[str], numbers: Iterable[str]) -> bool:
    """Whether somebody of this name, reached like this, is among those who were named. In doubt, yes."""
    theirs = {names.digits_of(value) for value in values if "@" not in value}
    if theirs & {names.digits_of(number) for number in numbers}:
        return True
    words = names.words_of(name)
    return bool(words) and any(names.may_be_the_same(one, words) for line in named for one in each_name(line))


def each_name(line: str) -> list[frozenset[str]]:
    """The words of each name of a line on which several may stand."""
    return [names.words_of(part) for part in re.split(r"[,;&/\n]| and ", line) if part.strip()]


_KNOWN_OF = """
SELECT route.value, bool_or(route.stopped_at IS NOT NULL),
  bool_or(EXISTS (SELECT 1 FROM people_safecontact said WHERE said.person_id = route.person_id)),
  bool_or(EXISTS (SELECT 1 FROM people_block block WHERE block.person_id = route.person_id
    AND block.over_at IS NULL))
FROM people_contactroute route WHERE route.value = ANY(%s) GROUP BY route.value"""


@dataclass(frozen=True)
class KnownOf:
    """What we know already of whoever is reached like this: which were stopped, and whether more must be looked up."""

    stopped: frozenset[str] = frozenset()
    safe: bool = False
    blocks: bool = False


def known_of(values: Iterable[str]) -> KnownOf:
    """What is known of these numbers and addresses. One query, and none where there are none."""
    asked = tuple(sorted(set(values)))
    if not asked:
        return KnownOf()
    rows = fact(("known of", asked), lambda: ask(_KNOWN_OF, list(asked)))
    stopped = frozenset(value for value, is_stopped, _safe, _blocks in rows if is_stopped)
    return KnownOf(stopped, any(row[2] for row in rows), any(row[3] for row in rows))


def same_human(person: Person) -> list[Person]:
    """Other records of somebody of the same name who is reached the same way. Each ask writes its person down anew."""
    near = Person.objects.filter(routes__value__in=[route.value for route in routes_of(person)])
    return [one for one in near.exclude(id=person.id).distinct() if _may_be_one(one.name, person.name)]


def said_before(name: str, values: Iterable[str]) -> SafeContact | None:
    """How somebody of this name who is reached like this last said it is safe."""
    lines = SafeContact.objects.filter(person__routes__value__in=list(values)).select_related("person")
    return next((line for line in lines.distinct() if _may_be_one(line.person.name, name)), None)


def kept_from(person: Person | UUID) -> frozenset[UUID]:
    """The colleagues who must not know of this person."""
    person_id = person.id if isinstance(person, Person) else person
    rows = KeptFrom.objects.filter(person_id=person_id).values_list("user_id", flat=True)
    return fact(("kept from", person_id), lambda: frozenset(rows))


def colleagues_apart(person: Person) -> dict[UUID, str]:
    """Which colleagues must not know of this person, and whether they were chosen or found by name or number."""
    same, blocks = fact(("blocks", person.id), lambda: _blocks_of([person.id])[person.id])
    mine = [block for block in blocks if block.person_id in same]
    return _colleagues(mine, routes_of(person) if any(block.household for block in mine) else ())


def colleagues_named(names_given: Iterable[str]) -> frozenset[UUID]:
    """The colleagues who have one of these names."""
    named = [name for name in names_given if name.strip()]
    return frozenset(_colleagues([Block(other_name=name) for name in named], ()))


def colleagues_apart_at(values: Iterable[str]) -> frozenset[UUID]:
    """The colleagues who must not know of whoever is reached like this."""
    people = ContactRoute.objects.filter(value__in=list(values)).values_list("person_id", flat=True)
    rows = KeptFrom.objects.filter(person_id__in=people).values_list("user_id", flat=True)
    return frozenset(rows)


def _colleagues(blocks: list[Block], routes: Iterable[ContactRoute]) -> dict[UUID, str]:
    if not blocks:
        return {}
    found = {block.colleague_id: "chosen" for block in blocks if block.colleague_id is not None}
    own = [route.value for route in routes]
    everybody = User.objects.filter(is_active=True).values_list("id", "name", "phone")
    for user_id, name, phone in everybody:
        for block in (one for one in blocks if user_id not in one.somebody_else):
            numbers = [block.other_phone, *(own if block.household else ())]
            if is_named(name, [phone or ""], [block.other_name], [one for one in numbers if one]):
                found.setdefault(user_id, "found")
    return found


def on_paper(person: Person) -> OnPaper:
    """What may be on paper about them. Not asked, and a reason for care: into their own hand only."""
    return look_up_paper([person])[person.id]


_PAPER = """
SELECT person.id, person.further_away
  OR EXISTS (SELECT 1 FROM people_contactroute route WHERE route.person_id = person.id AND route.safe = ANY(%s))
  OR EXISTS (SELECT 1 FROM people_block block WHERE block.person_id = person.id AND block.over_at IS NULL),
  (SELECT said.on_paper FROM people_safecontact said WHERE said.person_id = person.id
    ORDER BY said.said_at DESC, said.id DESC LIMIT 1)
FROM people_person person WHERE person.id = ANY(%s)"""


def look_up_paper(people: Iterable[Person]) -> dict[UUID, OnPaper]:
    """The same for many people. One query, however many; what its reader may not see counts too."""
    # Somebody who is not there any more is on no paper.
    found = {one.id: OnPaper.NEVER for one in people}
    with serving("what may be on paper"):
        rows = ask(_PAPER, [Safe.NO, Safe.PLEASE_RING], list(found))
    for key, careful, said in rows:
        found[key] = OnPaper(said) if said is not None else OnPaper.HAND if careful else OnPaper.ANY
    return found


def look_up_blocks(people: Iterable[UUID]) -> None:
    """Look up at once whom many people must not meet. It counts only within the act in which it is asked."""
    for one, found in _blocks_of(people).items():
        remember(("blocks", one), found)


def _blocks_of(people: Iterable[UUID]) -> dict[UUID, tuple[set[UUID], list[Block]]]:
    """For each person the records that are reached the same way, itself among them, and every block of any of these."""
    same: dict[UUID, set[UUID]] = {one: {one} for one in people}
    for one, other in ask(_SHARING, list(same)):
        same[one].add(other)
    everybody = set().union(*same.values())
    holding = Block.objects.filter(over_at__isnull=True)
    blocks = list(holding.filter(Q(person_id__in=everybody) | Q(other_id__in=everybody)))
    return {
        one: (records, [block for block in blocks if records & {block.person_id, block.other_id}])
        for one, records in same.items()
    }


def is_away(*people: Person) -> bool:
    """Whether we were told of any of these that they have died, have moved or are in hospital, and it still holds."""
    if not people:
        return False
    known = _known_away(people)
    return bool(known.by_person) and any(_absence_of(one, known) is not None for one in people)


def away_now(person: Person) -> Absence | None:
    """What we were told of this person that still holds; the newest, where there are several."""
    return _absence_of(person, _known_away((person,)))


@dataclass(frozen=True)
class _Away:
    """Who is away: by their record, and by every number and address they are reached at."""

    by_person: dict[UUID, Absence]
    by_value: dict[str, list[Absence]]


def _known_away(people: Iterable[Person]) -> _Away:
    """What may hold for these: all there is, once, where many acts are one; else only what may be theirs."""
    if among_many():
        return once("away", lambda: _index(_holding()))
    ids = frozenset(one.id for one in people)
    return fact(("away", ids), lambda: _away_of(list(ids)))


# Of these people, or of anybody who is reached the same way.
_AWAY = """
SELECT gone.id FROM people_absence gone WHERE gone.what <> 'back'
AND NOT EXISTS (SELECT 1 FROM people_absence back WHERE back.ends_id = gone.id)
AND (gone.person_id = ANY(%s) OR gone.person_id IN (SELECT same.person_id FROM people_contactroute theirs
  JOIN people_contactroute same ON same.value = theirs.value WHERE theirs.person_id = ANY(%s)))"""


def _away_of(ids: list[UUID]) -> _Away:
    found = [key for (key,) in ask(_AWAY, ids, ids)]
    return _index(_holding().filter(id__in=found)) if found else _Away({}, {})


def _holding() -> QuerySet[Absence]:
    holding = Absence.objects.filter(ended_by__isnull=True).exclude(what=Absence.What.BACK)
    return holding.select_related("person").prefetch_related("person__routes").order_by("at", "id")


def _index(absences: Iterable[Absence]) -> _Away:
    known = _Away({}, {})
    for one in absences:
        known.by_person[one.person_id] = one
        for route in one.person.routes.all():
            known.by_value.setdefault(route.value, []).append(one)
    return known


def _absence_of(person: Person, known: _Away) -> Absence | None:
    """For this very record, and for another of the same name that is reached the same way; never for who lives there.

    Each ask writes its person down anew, so a record made since must not bring back what was stopped.
    """
    if person.id in known.by_person or not known.by_value:
        return known.by_person.get(person.id)
    near = [one for route in routes_of(person) for one in known.by_value.get(route.value, ())]
    return next((one for one in reversed(near) if _may_be_one(one.person.name, person.name)), None)


def _may_be_one(name: str, other: str) -> bool:
    mine, theirs = names.words_of(name), names.words_of(other)
    return not mine or not theirs or names.may_be_the_same(mine, theirs)


def maybe_same(person: Person, actor: Actor) -> QuerySet[Person]:
    """Other records that may be the same person: a shared number or address, or the same name. A person decides."""
    values = ContactRoute.objects.filter(person=person).values("value")
    alike = among("pk", ContactRoute.objects.filter(among("value", values)).values("person"))
    if person.name.strip():
        alike |= Q(name__iexact=person.name.strip())
    return Person.objects.visible_to(actor).filter(alike).exclude(id=person.id).order_by("created_at")
