"""What we show of people: the best safe way to reach them, and records that may be the same person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.kit.actor import Actor
from kith.kit.known import ask
from kith.kit.whole import among_many, fact, once, remember
from kith.matching import names
from kith.people.models import Absence, Block, ContactRoute, Person, RouteKind, Safe


def usable_routes(person: Person) -> list[ContactRoute]:
    """The person's routes we have not been told to leave alone, the preferred one first."""
    return [route for route in routes_of(person) if route.stopped_at is None and route.safe != Safe.NO]


def routes_of(person: Person) -> list[ContactRoute]:
    """Every way we know to reach them, the preferred one first."""
    return fact(("routes", person.id), lambda: list(person.routes.all()))


def written_route(person: Person) -> ContactRoute | None:
    """The route by which a text or an e-mail could leave, or None when nobody may write to them."""
    for route in usable_routes(person):
        if route.kind in (RouteKind.TEXT, RouteKind.EMAIL):
            return route
    return None


def safe_number(person: Person) -> ContactRoute | None:
    """A mobile number they said is safe to text, or None."""
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
    return ids - same, names, phones


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
    blocks = list(Block.objects.filter(Q(person_id__in=everybody) | Q(other_id__in=everybody)))
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
    alike = Q(routes__value__in=values)
    if person.name.strip():
        alike |= Q(name__iexact=person.name.strip())
    return Person.objects.visible_to(actor).filter(alike).exclude(id=person.id).distinct().order_by("created_at")
