"""Where people take things back, in the drill of it: one street, and everybody in it who does not change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kith.accounts.models import Membership, Team
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import Partner
from kith.dispatch.pool import Pool
from kith.kit.actor import Actor
from kith.places.models import Place
from kith.proof.drill import land

BY = Actor.system("the consent drill")
NEIGHBOURS = 24


@dataclass
class Scene:
    """The place where it happens, and everybody in it who does not change."""

    street: Place
    community: str
    pool: Pool
    shop: Team
    others: list[Membership]

    @classmethod
    def lay_out(cls, now: datetime) -> Scene:
        """The town of the demo with a few neighbours and one partner."""
        land.settle_in(now, NEIGHBOURS)
        street = Place.objects.filter(kind=Place.Kind.STREET).select_related("parent").order_by("name", "id")[0]
        about = Partner(name="The Drill Pharmacy", partner_kind="business", phone="01632 960777")
        shop = dispatch.add_partner(place=street.ancestor("community") or street, partner=about, by=BY, now=now)
        everybody = Membership.objects.live(now).select_related("user", "team__place", "team__organisation")
        return cls(street, street.parent.name if street.parent else "", Pool(now), shop, list(everybody.order_by("id")))
