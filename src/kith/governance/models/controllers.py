"""What an organisation has said of itself: who looks after the data, on what basis, and how long it keeps it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation
from kith.governance.bases import ARTICLE_6, ARTICLE_9
from kith.kit.ids import uuid7


class Stewardship(models.Model):
    """Who looks after what one organisation keeps: who answers, the guardian, whom to ring. One row for each."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="stewardship")
    # A senior information risk owner, a partner, a trustee.
    answers_name = models.CharField(max_length=200, blank=True, default="")
    answers_as = models.CharField(max_length=120, blank=True, default="")
    answers_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    data_contact = models.CharField(max_length=200, blank=True, default="")
    guardian_name = models.CharField(max_length=200, blank=True, default="")
    guardian_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # A small group may borrow the guardian of another organisation.
    guardian_of = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    safeguarding_lead = models.CharField(max_length=200, blank=True, default="")
    rights_contact = models.CharField(max_length=200, blank=True, default="")
    breach_contact = models.CharField(max_length=200, blank=True, default="")
    changed_at = models.DateTimeField()
    changed_by_label = models.CharField(max_length=200)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    def __str__(self) -> str:
        return str(self.controller)


class Basis(models.Model):
    """On what ground in law an organisation keeps things for one purpose. The newest row holds; none is rewritten."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bases")
    purpose = models.CharField(max_length=20)
    article_6 = models.CharField(max_length=10, choices=list(ARTICLE_6.items()))
    article_9 = models.CharField(max_length=10, choices=list(ARTICLE_9.items()))
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "bases"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.article_6}"


class Retention(models.Model):
    """How long an organisation keeps one kind of record, where it chose. The newest row holds; none is rewritten."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="retentions")
    kind = models.CharField(max_length=20)
    days = models.PositiveIntegerField()
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days"
