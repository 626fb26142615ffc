"""What is open past the walls between organisations, and past those round one person. Rows the policy itself reads."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kith.accounts.models import Organisation
from kith.kit.ids import uuid7


class Crossing(models.Model):
    """What may cross from one organisation to another: for what, which classes of field, in which place, until when.

    A sharing agreement opens these and ends them; ``source_id`` is it. The times are compared at each reading.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    classes = models.CharField(max_length=5)
    place_id = models.UUIDField()
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Until then whoever has something of theirs already goes on with it, so that no help is cut.
    runs_off_until = models.DateTimeField()
    source_id = models.UUIDField(db_index=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["taker", "runs_off_until"], name="access_crossing_to"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="access_crossing_ends_after_it_starts", condition=models.Q(expires_at__gte=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="access_crossing_runs_off_after_its_end",
                condition=models.Q(runs_off_until__gte=models.F("expires_at")),
            ),
            models.CheckConstraint(name="access_crossing_is_between_two", condition=~models.Q(giver=models.F("taker"))),
        ]

    def __str__(self) -> str:
        return f"{self.classes} from {self.giver_id} to {self.taker_id}"


class Opening(models.Model):
    """One person's record, open to one colleague for some hours because life or safety needs it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField()
    person_id = models.UUIDField(db_index=True)
    classes = models.CharField(max_length=5)
    starts_at = models.DateTimeField()
    until = models.DateTimeField()
    source_id = models.UUIDField(db_index=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user_id", "until"], name="access_opening_for")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="access_opening_ends_after_it_starts", condition=models.Q(until__gte=models.F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} open to {self.user_id}"
