"""What a person permitted, in their own say, and what they took back. Rows are added, never overwritten."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation
from kith.governance.models.speaking import SpeaksFor
from kith.kit.ids import uuid7
from kith.people.models import Person


class Purpose(models.TextChoices):
    """What a permission is for. Taking one back never takes back the others."""

    HELP = "help", _("being helped")
    CONTACT = "contact", _("being contacted")
    SHARING = "sharing", _("being told about to somebody named")
    REGULAR = "regular", _("somebody named coming regularly, who may keep how to reach them")


# The three things a person may take back, each by itself.
THREE = (Purpose.SHARING, Purpose.CONTACT, Purpose.HELP)


class ToWhom(models.TextChoices):
    """Who may be told. ``ANYBODY`` is whoever is needed to help; the others are one of them, by name."""

    ANYBODY = "anybody", _("whoever is needed to help")
    ORGANISATION = "organisation", _("an organisation")
    TEAM = "team", _("a team, group or service")
    COLLEAGUE = "colleague", _("one of us, by name")
    HELPER = "helper", _("one volunteer, by name")
    SOMEBODY = "somebody", _("somebody the person named")


class Way(models.TextChoices):
    """How it was said. None counts for more than another, and each counts from when it was said."""

    CALL = "call", _("on the phone")
    DOOR = "door", _("at the door")
    PAPER = "paper", _("on paper")
    PAGE = "page", _("on their page")
    TEXT = "text", _("by text")
    OTHER = "other", _("in another way")


class Permission(models.Model):
    """One yes or no: to whom, for what, how it was given and who wrote it down. The newest row for a purpose counts.

    ``at`` is when it was said, from which it counts; ``keyed_at`` is when it was written down.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="permissions")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    given = models.BooleanField()
    to_kind = models.CharField(max_length=12, choices=ToWhom.choices, default=ToWhom.ANYBODY)
    # The organisation, team, membership or person it names. No foreign key, because it may be any of these.
    to_id = models.UUIDField(null=True, blank=True)
    to_label = models.CharField(max_length=200, blank=True)
    # What they may be told: some of the classes A to E.
    classes = models.CharField(max_length=5, blank=True, default="")
    what_for = models.CharField(max_length=200, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.OTHER)
    how = models.CharField(max_length=200)
    # Whoever said it for them; empty when they said it themselves.
    said_by = models.ForeignKey(SpeaksFor, null=True, blank=True, on_delete=models.PROTECT, related_name="says")
    # A best-interest decision of a named professional, in their words. Never worked out by anybody else.
    capacity_note = models.CharField(max_length=600, blank=True, default="")
    capacity_by = models.CharField(max_length=200, blank=True, default="")
    # Which version of our wording was shown, read out or printed.
    wording = models.CharField(max_length=12, blank=True, default="")
    by_label = models.CharField(max_length=200)
    until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    keyed_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["person", "purpose", "-at"]),
            # What the sweep asks for: every no, and every yes that ends.
            models.Index(
                fields=["at"],
                name="governance_no_or_ends",
                condition=models.Q(given=False) | models.Q(until__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity_note="", capacity_by="")
                | (~models.Q(capacity_note="") & ~models.Q(capacity_by="")),
                name="governance_best_interest_has_name",
            ),
            models.CheckConstraint(
                condition=models.Q(to_kind="anybody") | models.Q(purpose="sharing"),
                name="governance_only_sharing_names_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {'given' if self.given else 'taken back'}"
