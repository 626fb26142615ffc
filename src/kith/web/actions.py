"""Begins an empty instance: its first places, its first team and the first person who answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kith.accounts import actions as accounts
from kith.accounts import queries
from kith.accounts.models import User
from kith.kit.actor import Actor
from kith.places import actions as places
from kith.places.files import StreetLine


@dataclass(frozen=True)
class Beginning:
    """What the first page asks for."""

    place: str
    district: str
    phone: str
    organisation: str
    team: str
    name: str
    email: str = ""
    mobile: str = ""
    streets: tuple[str, ...] = ()


@transaction.atomic
def begin_instance(*, beginning: Beginning, by: Actor, now: datetime) -> User:
    """Make the district, the place, its streets, the organisation, both duty teams and their first member.

    Recorded, each part by its own action. Refuses (NotPossible) an instance that has already begun, and whatever
    those actions refuse. The first member answers for the district too, until somebody else does.
    """
    if not queries.is_empty():
        raise accounts.NotPossible(_("This place is already set up. Sign in instead."))
    said: dict[str, Any] = {"by": by, "now": now}
    district = places.add_place(kind="district", name=beginning.district, phone=beginning.phone, **said)
    place = places.add_place(kind="community", name=beginning.place, parent=district, phone=beginning.phone, **said)
    if beginning.streets:
        places.load_streets(community=place, lines=[StreetLine(name) for name in beginning.streets], **said)
    organisation = accounts.create_organisation(name=beginning.organisation, **said)
    user = accounts.add_user(name=beginning.name, email=beginning.email, phone=beginning.mobile, **said)
    for where, name in ((place, beginning.team), (district, _("%(place)s duty") % {"place": district.name})):
        accounts.add_place_team(
            place=where, organisation=organisation, name=name, duty=user, phone=beginning.phone, **said
        )
    return user
