"""Sharing agreements: who passes what to whom, for what, where, until when, and who signed. None live, none crosses."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation
from kith.governance import lifecycle
from kith.kit.ids import uuid7

# 24 months, whichever months they are.
LONGEST = timedelta(days=731)


class Agreement(models.Model):
    """One agreement. Its ``controller`` is the organisation that wrote it; who else is in it stands in its parties."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=600)
    purposes = ArrayField(models.CharField(max_length=20))
    # Ids of places. What is said about anybody outside of them does not cross.
    places = ArrayField(models.UUIDField())
    state = models.CharField(
        max_length=8, default=lifecycle.DRAFT, choices=list(lifecycle.AGREEMENT.states.items()), db_index=True
    )
    starts_at = models.DateTimeField()
    review_by = models.DateTimeField()
    expires_at = models.DateTimeField()
    live_since = models.DateTimeField(null=True, blank=True)
    # When it was over for anything new, who said so and why; and until when what is open runs off.
    over_at = models.DateTimeField(null=True, blank=True)
    over_because = models.CharField(max_length=300, blank=True, default="")
    runs_off_until = models.DateTimeField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["name", "-starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="governance_agreement_ends_after_it_starts", condition=Q(expires_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="governance_agreement_24_months_at_most",
                condition=Q(expires_at__lte=F("starts_at") + LONGEST),
            ),
            models.CheckConstraint(
                name="governance_agreement_reviewed_before_it_ends", condition=Q(review_by__lte=F("expires_at"))
            ),
            models.CheckConstraint(
                name="governance_agreement_run_off_has_an_end",
                condition=~Q(state=lifecycle.RUN_OFF) | Q(over_at__isnull=False, runs_off_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """One organisation in an agreement (its ``controller``): what it gives and gets, why it may, and its signature."""

    class SignedAs(models.TextChoices):
        """In which part somebody signed."""

        GUARDIAN = "guardian", _("guardian of the data")
        ANSWERS = "answers", _("who answers for the organisation")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parties")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    # Classes of field. What crosses between two is what the one gives and the other gets.
    gives = models.CharField(max_length=5, blank=True)
    gets = models.CharField(max_length=5, blank=True)
    article_6 = models.CharField(max_length=10, blank=True)
    article_9 = models.CharField(max_length=10, blank=True)
    # How long it keeps what it got from the others.
    keeps_days = models.PositiveIntegerField()
    contact = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_by_label = models.CharField(max_length=200, blank=True, default="")
    signed_as = models.CharField(max_length=10, blank=True, default="", choices=SignedAs.choices)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "parties"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="governance_party_once", fields=["agreement", "controller"]),
            # Nobody signs for two: an agreement with oneself is none.
            models.UniqueConstraint(name="governance_signature_once", fields=["agreement", "signed_by"]),
            models.CheckConstraint(
                name="governance_signature_says_who",
                condition=Q(signed_at__isnull=True) | (Q(signed_by__isnull=False) & ~Q(signed_as="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.controller} in {self.agreement}"


class AgreementEvent(models.Model):
    """One line of an agreement's history. Never rewritten."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=600)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.what
