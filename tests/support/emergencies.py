"""The small town, with a link worker from another organisation, a guardian, a safeguarding lead and Mrs P."""

from __future__ import annotations

from datetime import timedelta

import rows
import town as made_up

from kith.accounts import actions as accounts
from kith.kit.actor import Actor


def build():
    town = made_up.build()
    now, by = town.now, town.by
    surgery = accounts.create_organisation(name="Braunton Surgery", contact="data@example.org", by=by, now=now)
    town.surgery = surgery
    town.nisha = accounts.add_user(name="Nisha Rao", email="nisha@example.org", phone="07700 900301", by=by, now=now)
    made_up.place("neighbourhood", "Pathfields", town.district)
    town.nisha_team = accounts.add_place_team(
        place=made_up.Place.objects.get(name="Pathfields"),
        organisation=surgery,
        name="Pathfields link workers",
        duty=town.nisha,
        role="link_worker",
        by=by,
        now=now,
    )
    for name, role in (("ruth", "guardian"), ("grace", "safeguarding_lead"), ("femi", "administrator")):
        user = accounts.add_user(
            name=f"{name.title()} Amory",
            email=f"{name}@example.org",
            phone=f"07700 9003{len(name)}{ord(name[0]) % 10}",
            by=by,
            now=now,
        )
        setattr(town, name, user)
        accounts.join_team(user=user, team=town.gareth_team, role=role, by=by, now=now)
    town.mrs_p = rows.person(town, "Mrs P", town.quay)
    town.council.contact = "Northern Devon Neighbours, office@example.org"
    town.council.save()
    town.shopping = rows.ask(town, town.mrs_p, town.quay, town.jan_in)
    town.shopping.reference = "KESTREL 42"
    town.shopping.save()
    return town


WORDS = "The river is in the houses and nobody answers her door"
FOUR_HOURS, A_SECOND = timedelta(hours=4), timedelta(seconds=1)


def actor(user):
    return Actor.user(user)
