"""Rows of later packages, made plainly, for tests of who may see them. How they are really made is tested there."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from kith.asks.models import Ask, Event
from kith.dispatch.models import Offer
from kith.people.models import ContactRoute, Person
from kith.promises.models import Promise
from kith.volunteers.models import Volunteer

NUMBERS = count(1)


def person(town, name, place, **more):
    made = Person.objects.create(controller=town.council, name=name, place=place, created_at=town.now, **more)
    ContactRoute.objects.create(controller=town.council, person=made, kind="call", value="+441632960002")
    return made


def volunteer(town, name, place):
    return Volunteer.objects.create(
        controller=town.council, person=person(town, name, place), home=place, lat=51.2, lon=-4.0, created_at=town.now
    )


def ask(town, whom, place, holder, **more):
    promise = Promise.objects.create(
        controller=town.council,
        kind="ask",
        place=place,
        team=holder.team,
        holder=holder,
        next_contact_by=town.now + timedelta(hours=2),
        explanation="We are asking.",
        meanwhile="Ring us.",
        label="shopping",
        opened_at=town.now,
    )
    made = Ask.objects.create(
        controller=town.council,
        reference=f"KESTREL {next(NUMBERS)}",
        kind="shopping",
        words="Milk and bread",
        person=whom,
        place=place,
        home=place,
        lane="phone",
        promise=promise,
        created_at=town.now,
        **more,
    )
    Event.objects.create(
        controller=town.council, ask=made, what="opened", staff_words="taken in", by_label="Jan", at=town.now
    )
    return made


def offer(town, made, whom):
    return Offer.objects.create(
        controller=town.council,
        ask=made,
        volunteer=whom,
        level="street",
        number=next(NUMBERS),
        address="+447700900123",
        why="near",
        offered_at=town.now,
    )
