"""The places the front door names: public facts, with a number to ring in each."""

from __future__ import annotations

from kith.places.models import Place


def communities(place: Place) -> list[Place]:
    """The communities within a place, by name."""
    found = Place.objects.under([place.id]).of_kind(Place.Kind.COMMUNITY).defer("boundary")
    return list(found.exclude(pk=place.pk).order_by("name")[:100])
