"""What a volunteer does, when, how far, and which checks they hold. Who they are is a ``people.Person``."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation
from kith.kit.ids import uuid7
from kith.people.models import Person
from kith.places.models import Place


class Travel(models.TextChoices):
    """How a volunteer gets about."""

    FOOT = "foot", _("On foot")
    BICYCLE = "bicycle", _("By bicycle")
    CAR = "car", _("By car")


class CheckLevel(models.TextChoices):
    """The level of check held. The certificate itself is never kept."""

    NONE = "none", _("No check")
    BASIC = "basic", _("A basic check")
    STANDARD = "standard", _("A standard check")
    ENHANCED = "enhanced", _("An enhanced check")
    BARRED = "barred", _("An enhanced check with the barred lists")


class Volunteer(models.Model):
    """A neighbour who helps. ``slots`` are day parts such as ``mon-morning``; ``weekly_most`` is asks a week.

    Of a check only its level, its day, who looked at it and when it is looked at again. ``buddy`` is whoever they chose
    to be told when they are not out of a visit in time; name and number stand here too, because they may read them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="volunteer")
    home = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    lat = models.FloatField()
    lon = models.FloatField()
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    slots = ArrayField(models.CharField(max_length=16), default=list)
    travel = models.CharField(max_length=8, choices=Travel.choices, default=Travel.FOOT)
    reach_km = models.FloatField(default=2.0)
    check_level = models.CharField(max_length=10, choices=CheckLevel.choices, default=CheckLevel.NONE)
    check_on = models.DateField(null=True, blank=True)
    check_by = models.CharField(max_length=120, blank=True, default="")
    check_again_on = models.DateField(null=True, blank=True)
    buddy = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    buddy_name = models.CharField(max_length=80, blank=True, default="")
    buddy_phone = models.CharField(max_length=20, blank=True, default="")
    weekly_most = models.PositiveSmallIntegerField(default=3)
    resting_until = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["home"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(check_level="none", check_on__isnull=True)
                | (~models.Q(check_level="none") & models.Q(check_on__isnull=False)),
                name="volunteers_check_has_date",
            ),
            models.CheckConstraint(condition=models.Q(reach_km__gt=0), name="volunteers_reach_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name."""
        return str(self.person)

    @property
    def first_name(self) -> str:
        """The first word of the name, which is what the people they help are told."""
        return self.person.first_name
