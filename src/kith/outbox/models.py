"""Every message that leaves, and every text that comes in. A row is written with the change it tells of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation, Team, User
from kith.kit.ids import uuid7
from kith.outbox import lifecycle
from kith.people.models import Person
from kith.places.models import Place

# The one kind of message whose words let somebody in.
SIGN_IN_CODE = "sign-in-code"


class Audience(models.TextChoices):
    """To whom a message goes; the send gate asks different things of each."""

    PERSON = "person", _("the person")
    ASKER = "asker", _("the asker")
    VOLUNTEER = "volunteer", _("a volunteer")
    STAFF = "staff", _("a colleague")
    PARTNER = "partner", _("a partner")


class Channel(models.TextChoices):
    """How a message leaves."""

    TEXT = "text", _("Text")
    EMAIL = "email", _("E-mail")
    RING = "ring", _("Ring the duty phone")


class Message(models.Model):
    """One message to one address. ``key`` is what a provider uses to drop a second copy."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=254)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    # Whose affairs the words speak of, so that nobody they must not meet is ever written to about them.
    about_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    about_id = models.UUIDField(null=True, blank=True, db_index=True)
    about_label = models.CharField(max_length=60, blank=True)
    urgent = models.BooleanField(default=False)
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(
        max_length=14, default=lifecycle.WAITING, choices=list(lifecycle.MESSAGE.states.items()), db_index=True
    )
    why = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["not_before"], name="outbox_due", condition=models.Q(state__in=["waiting", "held"])),
            models.Index(fields=["address", "-created_at"]),
            models.Index(fields=["place", "-created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["sent", "acknowledged"]) | models.Q(sent_at__isnull=False),
                name="outbox_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(audience="staff")
                | models.Q(audience="partner", team__isnull=False, person__isnull=True)
                | (~models.Q(audience="partner") & models.Q(person__isnull=False)),
                name="outbox_message_has_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.audience}"


class Reply(models.Model):
    """A text or e-mail that came in, kept as it came, and what was made of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=254)
    body = models.TextField()
    provider_key = models.CharField(max_length=120, unique=True)
    understood = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"reply by {self.channel}"
