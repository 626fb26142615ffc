"""What we show of people: the best safe way to reach them, and records that may be the same person."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.kit.actor import Actor
from kith.kit.whole import once, remember
from kith.people.models import Block, ContactRoute, Person, RouteKind, Safe


def usable_routes(person: Person) -> list[ContactRoute]:
    """The person's routes we have not been told to leave alone, the preferred one first."""
    return [route for route in routes_of(person) if route.stopped_at is None and route.safe != Safe.NO]


def routes_of(person: Person) -> list[ContactRoute]:
    """Every way we know to reach them, the preferred one first."""
    return once(("routes", person.id), lambda: list(person.routes.all()))


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


def blocked_for(person: Person) -> tuple[set[UUID], list[str], list[str]]:
    """Whom this person must not meet: ids of people, names and phones as they were given. Holds both ways round.

    Each ask writes its person down anew, so what was said once holds for every record with the same number or address.
    """
    ids: set[UUID] = set()
    names, phones = [], []
    same, blocks = once(("blocks", person.id), lambda: _blocks_of([person.id])[person.id])
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
    theirs = list(ContactRoute.objects.filter(person_id__in=same).values_list("person_id", "value"))
    sharing: dict[str, set[UUID]] = {}
    for other, value in ContactRoute.objects.filter(value__in={value for _one, value in theirs}).values_list(
        "person_id", "value"
    ):
        sharing.setdefault(value, set()).add(other)
    for one, value in theirs:
        same[one] |= sharing.get(value, set())
    everybody = set().union(*same.values())
    blocks = list(Block.objects.filter(Q(person_id__in=everybody) | Q(other_id__in=everybody)))
    return {
        one: (records, [block for block in blocks if records & {block.person_id, block.other_id}])
        for one, records in same.items()
    }


def maybe_same(person: Person, actor: Actor) -> QuerySet[Person]:
    """Other records that may be the same person: a shared number or address, or the same name. A person decides."""
    values = ContactRoute.objects.filter(person=person).values("value")
    alike = Q(routes__value__in=values)
    if person.name.strip():
        alike |= Q(name__iexact=person.name.strip())
    return Person.objects.visible_to(actor).filter(alike).exclude(id=person.id).distinct().order_by("created_at")
