"""Other records of what is surely the same human being: the whole name and a number or address are the same."""

from __future__ import annotations

from kith.people.models import ContactRoute, Person


def surely_the_same(person: Person) -> list[Person]:
    """Each ask writes its person down anew. A name of one word, or nobody's, is never enough."""
    if len(person.name.split()) < 2:
        return []
    values = ContactRoute.objects.filter(person=person).values("value")
    near = ContactRoute.objects.filter(value__in=values).exclude(person=person).values("person")
    found = Person.objects.filter(pk__in=near, name__iexact=person.name.strip()).select_related("place")
    return list(found.order_by("id")[:20])
