"""What a group was asked, by whom and how, and what came of it; and who waits until it takes people again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation
from kith.directory.models import Leader, Service
from kith.kit.ids import uuid7
from kith.outbox.models import Message
from kith.outreach import lifecycle
from kith.places.models import Place


class By(models.TextChoices):
    """How a group was asked."""

    TEXT = "text", _("by text")
    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("on the phone")


class TellWhen(models.Model):
    """Somebody waits until a group that is full or rests takes people again. No person, no name: where to tell them.

    The row goes with the one message they get, at the latest on the day ``ends_at``. ``by_name``: they said that the
    message may say what it is about.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="waited_for")
    address = models.CharField(max_length=254, db_index=True)
    by_name = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="en-gb")
    lane = models.CharField(max_length=10)
    said_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The one message, on its way; and why it was written, in one word.
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=8, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.UniqueConstraint(fields=["service", "address"], name="outreach_tell_once")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.said_at:%Y-%m-%d}"


class Question(models.Model):
    """One question to a group whether its entry is still right: written at most once a quarter to one address.

    A call that nobody answered is one as well, so that the same number is not rung again the next hour.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="questions")
    leader = models.ForeignKey(Leader, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    how = models.CharField(max_length=8, choices=By.choices)
    # Empty for a call. The quarter counts for an address, whatever it leads and whoever asks.
    address = models.CharField(max_length=254, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=lifecycle.ASKED, choices=list(lifecycle.QUESTION.states.items()))
    answer = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["address", "-asked_at"], name="outreach_asked_lately")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.how} {self.asked_at:%Y-%m-%d}"
