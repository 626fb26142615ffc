"""What is one line of the trail? Labels and ids only, so a line outlives whatever it speaks of."""

from __future__ import annotations

from django.db import models

from kith.trail.verbs import Verb


class Entry(models.Model):
    """One thing done or seen. The database refuses to change or remove it.

    There are no foreign keys on purpose: erasing a person must not need the trail's permission,
    and the trail must still read as a sentence afterwards.
    """

    append_only = True

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.UUIDField(null=True, blank=True)
    actor_label = models.CharField(max_length=200)
    keyed_by = models.CharField(max_length=200, blank=True, default="")
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True, blank=True)
    subject_label = models.CharField(max_length=200, blank=True, default="")
    place_id = models.UUIDField(null=True, blank=True)
    place_label = models.CharField(max_length=200, blank=True, default="")
    controller = models.UUIDField(null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "id"], name="trail_entry_by_subject"),
            models.Index(fields=["at"], name="trail_entry_by_time"),
            models.Index(fields=["place_id", "at"], name="trail_entry_by_place"),
        ]

    def __str__(self) -> str:
        """The line as a person would say it."""
        return f"{self.actor_label} {self.sentence} {self.subject_label}".strip()

    @property
    def sentence(self) -> str:
        """What was done, in words; the bare verb when a newer or older release wrote it."""
        try:
            return Verb(self.verb).sentence
        except ValueError:
            return self.verb
