"""Links that open one page for one actor, and grants that opened it for a while. What they allow is in ``rules``."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kith.kit.actor import Actor
from kith.kit.ids import uuid7


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
