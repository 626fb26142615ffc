"""Links that open one page for one actor, grants that opened it for a while, and the tokens of teams' own programs.

What each allows is in ``rules``.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.crossings import Crossing, Opening
from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation, Team
from kith.kit.actor import Actor
from kith.kit.ids import uuid7

__all__ = ["Crossing", "Grant", "HeldByActor", "Link", "Opening", "Scope", "TeamToken", "Try"]


class HeldByActor(models.Model):
    """Somebody without an account, what they hold it for, and until when. Labels and ids only, no foreign keys."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True, blank=True, db_index=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True, blank=True)
    actor_label = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def actor(self) -> Actor:
        """Whoever holds this."""
        return Actor(self.actor_kind, self.actor_id, self.actor_label)


class Link(HeldByActor):
    """An address that can be guessed by nobody. Only its fingerprint is kept; reading it never changes it."""

    fingerprint = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="access_link_ends_after_it_starts", condition=models.Q(expires_at__gt=models.F("given_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} for {self.actor_label}"


class Grant(HeldByActor):
    """A page opened for a while to one browser, after a reference and a code. The time is compared at each reading."""

    # What the page's own address calls the row, such as "kestrel-42".
    address = models.CharField(max_length=60)
    place_id = models.UUIDField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    classes = models.CharField(max_length=5)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="access_grant_ends_after_it_starts", condition=models.Q(expires_at__gt=models.F("given_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.address} for {self.actor_label}"


class Try(models.Model):
    """One try at something that is limited: a wrong code, an ask from a public page. The key is a fingerprint."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "tries"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["key", "at"], name="access_try_by_key")]

    def __str__(self) -> str:
        return f"a try at {self.at:%H:%M}"


class Scope(models.TextChoices):
    """What a token is good for."""

    SEND = "asks:send", _("send asks")
    READ = "asks:read", _("read what is happening with the asks it sent")


class TeamToken(models.Model):
    """Lets a team's own program send asks. Its words are shown once and only their fingerprint is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices))
    fingerprint = models.CharField(max_length=64, unique=True)
    # More asks in one minute than this wait for the next.
    most_a_minute = models.PositiveIntegerField(default=600)
    made_by_label = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Noted once an hour, so that a token nobody uses any more can be seen and ended.
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["team", "name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="access_token_ends_after_it_starts", condition=models.Q(expires_at__gt=models.F("made_at"))
            ),
            models.CheckConstraint(name="access_token_is_for_something", condition=models.Q(scopes__len__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.name}, of {self.team.name}"

    @property
    def actor(self) -> Actor:
        """Whoever uses this token, as the trail names them."""
        return Actor.program(self.id, f"{self.team.name}, by its program {self.name}")
