"""A small made-up town, built by our own actions, for tests of who may and who answers."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

from kith.accounts import actions as accounts
from kith.accounts.models import Membership
from kith.kit.actor import Actor
from kith.places.models import Place

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BUILDER = Actor.system("test town")


def place(kind: str, name: str, parent: Place | None = None) -> Place:
    made = Place(kind=kind, name=name, slug=name.lower().replace(" ", "-"), parent=parent, phone="+441632960001")
    made.path = [*(parent.path if parent else []), made.id]
    made.save()
    return made


def user(name: str):
    email = f"{name.split()[0].lower()}@example.org"
    return accounts.add_user(name=name, email=email, by=BUILDER, now=NOW)


def build() -> SimpleNamespace:
    """Northern Devon > Combe Martin and Braunton > one street each; Gareth, Bea and Jan answer."""
    district = place("district", "Northern Devon")
    combe = place("community", "Combe Martin", district)
    braunton = place("community", "Braunton", district)
    quay = place("street", "Quay Street", combe)
    pound = place("street", "Pound Lane", braunton)
    council = accounts.create_organisation(name="Northern Devon Neighbours", kind="charity", by=BUILDER, now=NOW)
    town = SimpleNamespace(
        now=NOW, by=BUILDER, district=district, combe=combe, braunton=braunton, quay=quay, pound=pound, council=council
    )
    answering = [("gareth", "Gareth Down", district), ("bea", "Bea Hill", combe), ("jan", "Jan Ford", quay)]
    for key, name, where in answering:
        person = user(name)
        team = accounts.add_place_team(
            place=where, organisation=council, name=f"{where.name} team", duty=person, by=BUILDER, now=NOW
        )
        setattr(town, key, person)
        setattr(town, f"{key}_team", team)
        setattr(town, f"{key}_in", Membership.objects.get(user=person, team=team))
    return town
