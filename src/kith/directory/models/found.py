"""The one table that is searched: made anew from the entries whenever one of them changes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from kith.access.managers import VisibleQuerySet
from kith.directory.models.entries import Service
from kith.places.models import Place


class SearchRow(models.Model):
    """What may be found of one service, and what its line in a list of results says: nothing that may not leave.

    The table has one more column, ``embedding halfvec(384)``, which only SQL speaks of: what the words mean, or NULL
    where nobody has worked it out. ``meant`` is the mark of the words it was worked out from. ``reach`` says whose
    place it is: ``in:`` each place it lies in, ``of:`` its own place, or ``everywhere``. ``open_on`` has a bit for
    each part of each day (morning, afternoon, evening; Monday first), and ``hours_known`` whether that is all.
    """

    service = models.OneToOneField(Service, primary_key=True, on_delete=models.CASCADE, related_name="search_row")
    place = models.ForeignKey(Place, null=True, on_delete=models.CASCADE, related_name="+")
    reach = ArrayField(models.CharField(max_length=40))
    words = SearchVectorField()
    text = models.TextField()
    meant = models.CharField(max_length=64, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    state = models.CharField(max_length=8)
    takes_new = models.BooleanField()
    until = models.DateField(null=True)
    places_left = models.PositiveIntegerField(null=True)
    free = models.BooleanField(null=True)
    step_free = models.BooleanField(null=True)
    drop_in = models.BooleanField()
    open_on = models.IntegerField(default=0)
    hours_known = models.BooleanField()
    size = models.CharField(max_length=8)
    assured_on = models.DateField(null=True)
    confidential = models.BooleanField()
    card = models.JSONField()
    made_at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="directory_search_words", fastupdate=False),
            GinIndex(fields=["reach"], name="directory_search_reach", fastupdate=False),
            models.Index(fields=["lat", "lon"], name="directory_search_where"),
            models.Index(fields=["service"], condition=models.Q(confidential=True), name="directory_search_hidden"),
        ]

    def __str__(self) -> str:
        return str(self.service_id)
