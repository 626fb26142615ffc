"""A place, the postcodes and street names that lead to it, and the facts about its areas.

Places are public facts: everybody may see where they are and when somebody looks. Who works there is in ``accounts``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from functools import cached_property
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.whole import once
from kith.places.settings import PlaceSettings


class PlaceQuerySet(models.QuerySet["Place"]):
    """Sets of places."""

    def visible_to(self, actor: Actor, action: str = "view") -> Self:
        """Every place: where it is and when somebody looks are public facts, with nobody to hide them from."""
        return self.all()

    def under(self, ids: Iterable[UUID]) -> Self:
        """These places and everything beneath them."""
        return self.filter(path__overlap=list(ids))

    def of_kind(self, kind: str) -> Self:
        """Only the places of one kind."""
        return self.filter(kind=kind)


class Place(models.Model):
    """One node of the tree: a street (or village), community, neighbourhood, district or system.

    ``path`` holds the ids from the top of the tree down to the place itself; a trigger keeps it true.
    ``codes`` are the official area codes (ward, local authority) it covers. ``homes`` counts front doors, 0 if unknown.
    """

    class Kind(models.TextChoices):
        """From the smallest to the largest."""

        STREET = "street", _("street")
        COMMUNITY = "community", _("community")
        NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")
        DISTRICT = "district", _("district")
        SYSTEM = "system", _("system")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = ArrayField(models.UUIDField())
    opens = models.TimeField(default=time(8))
    closes = models.TimeField(default=time(20))
    phone = models.CharField(max_length=20, blank=True)
    colour = models.CharField(max_length=7, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    codes = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    homes = models.PositiveIntegerField(default=0)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    boundary = models.JSONField(null=True, blank=True)

    objects = models.Manager.from_queryset(PlaceQuerySet)()

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["path"], name="places_place_by_path"), models.Index(fields=["kind", "name"])]
        constraints = [
            models.UniqueConstraint(fields=["parent", "kind", "name"], name="places_one_of_a_name_under_a_parent"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="places_both_coordinates_or_neither",
            ),
            models.CheckConstraint(
                condition=~Q(kind="street", parent__isnull=True), name="places_street_has_community"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def ancestors(self) -> list[Place]:
        """The places this one lies in, the nearest first, without itself. One query, once."""
        above = self.path[:-1]
        found = once(("places", *above), lambda: {place.id: place for place in Place.objects.filter(id__in=above)})
        return [found[place_id] for place_id in reversed(above)]

    def ancestor(self, kind: str) -> Place | None:
        """The place of this kind that holds it, which may be itself; None when there is none."""
        return next((place for place in [self, *self.ancestors] if place.kind == kind), None)

    @property
    def depth(self) -> int:
        """How many places it lies in."""
        return len(self.path) - 1

    @property
    def typed_settings(self) -> PlaceSettings:
        """Its settings, each with a value."""
        return PlaceSettings.read(self.settings)


class Postcode(models.Model):
    """A postcode, where it is, and whose place that is. No place means that it lies outside ours."""

    postcode = models.CharField(max_length=8, primary_key=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="postcodes")
    lat = models.FloatField()
    lon = models.FloatField()
    lsoa21 = models.CharField(max_length=9, blank=True)
    lsoa11 = models.CharField(max_length=9, blank=True)
    lad = models.CharField(max_length=9, blank=True)
    ward = models.CharField(max_length=9, blank=True)
    terminated_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(postcode__regex=r"^[A-Z0-9]{2,4} [A-Z0-9]{3}$"), name="places_postcode_is_normal"
            )
        ]

    def __str__(self) -> str:
        return self.postcode


class Area(models.Model):
    """A statistical area (LSOA, MSOA, ward): its shape and how deprived it is. It never says anything of a person."""

    class Kind(models.TextChoices):
        """Which set of areas a code belongs to; the same code may be in two."""

        LSOA21 = "lsoa21", "LSOA 2021"
        LSOA11 = "lsoa11", "LSOA 2011"
        MSOA21 = "msoa21", "MSOA 2021"
        MSOA11 = "msoa11", "MSOA 2011"
        WARD = "ward", _("ward")
        DISTRICT = "lad", _("local authority")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120, blank=True)
    imd_year = models.PositiveSmallIntegerField(null=True, blank=True)
    imd_decile = models.PositiveSmallIntegerField(null=True, blank=True)
    imd_rank = models.PositiveIntegerField(null=True, blank=True)
    boundary = models.JSONField(null=True, blank=True)
    # The box round the boundary, so that most areas need not be opened to know a point is not in them.
    south = models.FloatField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="places_one_area_of_a_kind_and_code"),
            models.CheckConstraint(
                condition=Q(imd_decile__isnull=True) | Q(imd_decile__range=(1, 10)), name="places_decile_is_one_to_ten"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class StreetName(models.Model):
    """A way people write the name of a place: "quay st", "Combe". ``key`` is the folded form that is looked up."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=140)

    class Meta:
        indexes = [models.Index(fields=["key"])]
        constraints = [models.UniqueConstraint(fields=["place", "key"], name="places_one_key_for_a_place")]

    def __str__(self) -> str:
        return self.name
