"""What every row of the directory has: where it came from, when it last changed, and what we keep word for word."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.kit.ids import uuid7
from kith.places.models import Place


class SourceKind(models.TextChoices):
    """What kind of directory an entry came from."""

    OURS = "ours", _("written here")
    ORUK3 = "oruk-3", _("Open Referral UK 3.0")
    ORUK1 = "oruk-1", _("Open Referral UK 1.0")
    HSDS = "hsds", _("HSDS 3 as JSON")
    HSDS_CSV = "hsds-csv", _("HSDS 1.1 as a folder of tables")
    SHEET = "sheet", _("a spreadsheet")


class Source(models.Model):
    """Another directory whose entries we show, and how its last harvest went. ``every`` is in hours; 0 is by hand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    address = models.CharField(max_length=600, unique=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    licence = models.CharField(max_length=300, blank=True)
    # What it sends is shown at once, or only after somebody has looked.
    review = models.BooleanField(default=False)
    every = models.PositiveIntegerField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    good_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=600, blank=True)
    # Somebody asked for it to be read now.
    wanted_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Sourced(models.Model):
    """An entry of the directory. ``foreign_id`` is its name in its source; ``more`` is what the source said besides.

    ``id`` is a UUID in any case: that of the source, or made from the source's address and its own id (version 5).
    ``gone_at`` is when its source no longer had it: it is shown no more, and comes back when the source has it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    foreign_id = models.CharField(max_length=300, blank=True)
    more = models.JSONField(default=dict, blank=True)
    # A short name for exactly what its source sent last, to know what has changed there.
    digest = models.CharField(max_length=32, blank=True, default="")
    made_at = models.DateTimeField()
    # The standard's last_modified: moves only when something that is shown has changed.
    modified_at = models.DateTimeField(db_index=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        abstract = True
