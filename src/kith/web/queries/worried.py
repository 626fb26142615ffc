"""Whom the page was about from which somebody went to "I'm worried about somebody". For the readers of a concern alone.

It looks past what the one who is worried may see, so it is asked only while a concern is being kept.
"""

from __future__ import annotations

from django.db.models import Q

from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.dispatch.models import Offer, PartnerCard
from kith.kit import phones
from kith.people.models import ContactRoute, Person
from kith.places.models import Place
from kith.places.queries import NoPlacesYet, fallback
from kith.safeguarding.carried import ASK, CARD, OFFER, PERSON, REFERENCE, Carried
from kith.safeguarding.said import About


def about(carried: Carried | None) -> tuple[About, Place | None]:
    """Whom it was about, as it stands now, and their place; the place that has what nobody can place, else."""
    ask = _ask(carried) if carried is not None else None
    if ask is not None:
        return _of_ask(ask, carried), ask.place
    person = _person(carried)
    if person is not None:
        label = " · ".join((str(person), person.place.name))
        return About("person", person.id, label, _reach(person, person.new_address), (person.name,)), person.place
    try:
        return About(), fallback()
    except NoPlacesYet:
        return About(), None


def _ask(carried: Carried) -> Ask | None:
    rows = Ask.objects.select_related("person", "place")
    if carried.sort == REFERENCE:
        wanted = carried.which.replace("-", " ").upper()
        return next((one for one in rows.filter(reference=wanted) if slug_of(one.reference) == carried.which), None)
    if carried.id is None or carried.sort not in (ASK, OFFER, CARD):
        return None
    of_offer = Q(pk__in=Offer.objects.filter(pk=carried.id).values("ask"))
    of_card = Q(pk__in=PartnerCard.objects.filter(pk=carried.id).values("ask"))
    return rows.filter({ASK: Q(pk=carried.id), OFFER: of_offer, CARD: of_card}[carried.sort]).first()


def _of_ask(ask: Ask, carried: Carried | None) -> About:
    names = [ask.person.name, ask.taken_by.name if ask.taken_by is not None else ""]
    if carried is not None and carried.sort == OFFER and carried.id is not None:
        names += [one.volunteer.name for one in Offer.objects.filter(pk=carried.id).select_related("volunteer__person")]
    named = tuple(dict.fromkeys(one for one in names if one))
    label = " · ".join(("; ".join(named) or str(ask.person), ask.reference, ask.place.name))
    return About("ask", ask.id, label, _reach(ask.person, ask.address), named)


def _person(carried: Carried | None) -> Person | None:
    if carried is None or carried.sort != PERSON or carried.id is None:
        return None
    return Person.objects.select_related("place").filter(pk=carried.id).first()


def _reach(person: Person, address: str) -> str:
    """Where they live, and how they may be reached, with what to mind."""
    found = [address] if address else []
    for route in ContactRoute.objects.filter(person=person, stopped_at__isnull=True):
        value = phones.said(route.value) if "@" not in route.value else route.value
        found.append(f"{value} ({route.get_safe_display()})")
    return "; ".join(found)
