"""The places the front door names: public facts, with a number to ring in each."""

from __future__ import annotations

from kith.accounts.models import Team
from kith.places.models import Place


def communities(place: Place) -> list[tuple[Place, str]]:
    """The communities within a place, by name, with the number of whoever answers there."""
    found = Place.objects.under([place.id]).of_kind(Place.Kind.COMMUNITY).defer("boundary")
    places = list(found.exclude(pk=place.pk).order_by("name")[:100])
    teams = dict(Team.objects.filter(place__in=places, is_duty=True).values_list("place_id", "phone"))
    return [(one, teams.get(one.id) or one.phone) for one in places]
