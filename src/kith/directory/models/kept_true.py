"""How an entry is kept true: who last said so, who changed what, who runs it, and which two may be one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation
from kith.directory import lifecycle
from kith.directory.models.entries import Organization, Service
from kith.kit.ids import uuid7
from kith.places.models import Place


class How(models.TextChoices):
    """How we know."""

    OUTCOME = "outcome", _("somebody went there")
    GROUP = "group", _("the group said so")
    PHONE = "phone", _("we rang them")
    COLLEAGUE = "colleague", _("a colleague said so")
    SOURCE = "source", _("the directory it came from said so")


class Found(models.TextChoices):
    """What was found."""

    RIGHT = "right", _("still right")
    CHANGED = "changed", _("right now, after a change")
    FULL = "full", _("full")
    PAUSED = "paused", _("having a rest")
    MOVED = "moved", _("not there any more")
    DOUBT = "doubt", _("something is not right")


class Assurance(models.Model):
    """That somebody said an entry is right, or is not. Nothing is ever changed here."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="assurances")
    at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How.choices)
    found = models.CharField(max_length=8, choices=Found.choices)
    words = models.CharField(max_length=300, blank=True)
    by_label = models.CharField(max_length=200)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["service", "-at"])]

    def __str__(self) -> str:
        return f"{self.found} {self.at:%Y-%m-%d}"


class Edit(models.Model):
    """One change of one entry: which fields, from what, to what. ``state`` as in ``lifecycle.EDIT``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="edits")
    version = models.PositiveIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=lifecycle.LIVE)
    why_looked = models.CharField(max_length=300, blank=True)
    lane = models.CharField(max_length=10)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.service_id} {self.version}"


class Leader(models.Model):
    """Whoever runs a group, as a person one knows. Ended when somebody else does; what they let us publish ends too.

    ``publish`` is that person's yes to their own number standing in the directory; without it people ring via us.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="leaders")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=32, blank=True)
    email = models.CharField(max_length=254, blank=True)
    publish = models.BooleanField(default=False)
    published_said_at = models.DateTimeField(null=True, blank=True)
    # On which days they are in (0 is Monday), for a message or a call; and whether they would rather be rung.
    in_on = models.JSONField(default=list, blank=True)
    ring_instead = models.BooleanField(default=False)
    # From when they want no more messages of ours.
    stopped_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=8, default="en-gb", db_default="en-gb")
    known_by = models.CharField(max_length=200, blank=True)
    spoken_at = models.DateTimeField(null=True, blank=True)
    notes = models.CharField(max_length=600, blank=True)
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["ended_at", "from_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(publish=False) | models.Q(published_said_at__isnull=False),
                name="directory_published_by_their_say",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MergeProposal(models.Model):
    """Two organizations that may be one, under two spellings: a person decides, and can be asked why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=300)
    state = models.CharField(max_length=6, default=lifecycle.MAYBE)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    # Why it was decided so, in that person's words.
    words = models.CharField(max_length=600, blank=True, default="")

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="directory_merge_once")]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"


class Tally(models.Model):
    """How often something was looked for, or somebody was told of a service, by day and place: never by whom."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    # search, nothing-found, signpost, opened, waited
    what = models.CharField(max_length=16)
    count = models.PositiveIntegerField(default=0)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-day", "what"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "service", "day", "what"], name="directory_tally_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.day}: {self.count}"
