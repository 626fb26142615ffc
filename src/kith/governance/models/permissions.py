"""What a person permitted, in their own say, and what they took back. Rows are added, never overwritten."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation
from kith.kit.ids import uuid7
from kith.people.models import Person


class Purpose(models.TextChoices):
    """What a permission is for. Taking one back never takes back the others."""

    HELP = "help", _("being helped")
    CONTACT = "contact", _("being contacted")
    SHARING = "sharing", _("being told about to somebody named")
    REGULAR = "regular", _("somebody named coming regularly, who may keep how to reach them")


class Permission(models.Model):
    """One yes or no: to whom, for what, how it was given and who wrote it down. The newest row for a purpose counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="permissions")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    given = models.BooleanField()
    to_label = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=200)
    by_label = models.CharField(max_length=200)
    until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "purpose", "-at"])]

    def __str__(self) -> str:
        return f"{self.purpose} {'given' if self.given else 'taken back'}"
