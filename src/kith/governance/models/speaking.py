"""Rows about who may speak for somebody, and how old somebody said they are. Lines are only added."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation
from kith.governance.whose_say import Band
from kith.kit.ids import uuid7
from kith.people.models import Person


class SpeaksBy(models.TextChoices):
    """Why somebody may speak for another. Each but the last is a paper that somebody has seen."""

    HEALTH_LPA = "lpa-health", _("lasting power of attorney for health and care")
    MONEY_LPA = "lpa-money", _("lasting power of attorney for money and property")
    DEPUTY = "deputy", _("a deputy named by the court")
    PARENT = "parent", _("parental responsibility, until they are 18")
    NAMED = "named", _("the person named them")


# They may be told what the person lets them know, and carry word; deciding stays with the person.
ONLY_TOLD = (SpeaksBy.NAMED, SpeaksBy.MONEY_LPA)


class MayBeTold(models.TextChoices):
    """What somebody who speaks for another is told. Never the safe ways to reach them, nor who must not know."""

    EVERYTHING = "everything", _("everything about their asks")
    WHEN_DONE = "when-done", _("only when it is done")
    NOTHING = "nothing", _("nothing")


class SpeaksFor(models.Model):
    """Somebody who may speak for a person: why, what they may be told and decide, until when, and who saw it.

    A line that ``ends`` another says that it is over. What the person says of it is written beside it.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spoken_for_by")
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=12, choices=SpeaksBy.choices)
    may_be_told = models.CharField(max_length=12, choices=MayBeTold.choices, default=MayBeTold.NOTHING)
    # Of help, contact and sharing.
    may_decide = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    seen = models.CharField(max_length=300, blank=True)
    seen_by_label = models.CharField(max_length=200, blank=True)
    ends = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="ended_by")
    why_ended = models.CharField(max_length=300, blank=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "speaks for"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="governance_speaker_has_name"),
            models.CheckConstraint(
                condition=models.Q(basis="named")
                | models.Q(ends__isnull=False)
                | (~models.Q(seen="") & ~models.Q(seen_by_label="")),
                name="governance_speaker_paper_was_seen",
            ),
            models.CheckConstraint(
                condition=~models.Q(basis__in=["named", "lpa-money"]) | models.Q(may_decide=[]),
                name="governance_speaker_named_decides_nothing",
            ),
            models.CheckConstraint(
                condition=~models.Q(basis="parent") | models.Q(until__isnull=False),
                name="governance_speaker_parent_has_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.person_id}"


class AgeSaid(models.Model):
    """How old somebody said they are, as roughly as it helps; or that their own say counts. The newest line holds."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ages_said")
    band = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Band])
    # Only where a date was offered: the day they are 18, which is all we need of it.
    grown_on = models.DateField(null=True, blank=True)
    # A professional who spoke with them noted that their own yes and no count, and why.
    own_say_by = models.CharField(max_length=200, blank=True)
    own_say_note = models.CharField(max_length=300, blank=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "ages said"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(own_say_by="", own_say_note="")
                | (~models.Q(own_say_by="") & ~models.Q(own_say_note="")),
                name="governance_own_say_has_name_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.band}"
