"""A record opened without permission because life or safety needed it: by whom, why, until when, what came of it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation, Team, User
from kith.governance import urgent
from kith.kit.ids import uuid7
from kith.people.models import Person
from kith.places.models import Place

# Fewer characters than this say nothing that somebody else could review.
FEWEST_WORDS = 20


class Reason(models.TextChoices):
    """Why nobody could wait for a permission. One of these, and then their own words."""

    HARM = "harm", _("Somebody could be badly hurt")
    LIFE = "life", _("Somebody could die")
    PUBLIC_HEALTH = "public-health", _("Many people could fall ill")
    SAFEGUARDING = "safeguarding", _("Somebody is being hurt, or is not safe")
    RESPONDING = "responding", _("We are answering an emergency: a flood, a fire, a power cut")


class EmergencyUse(models.Model):
    """One use: one colleague, one person, some hours. It is told to the person, and reviewed by somebody else.

    ``access.Opening`` lets the colleague in; its times are the ones here. ``person_label`` is what those who tell the
    person and those who review it call them, since neither needs the record itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="emergency_uses")
    person_label = models.CharField(max_length=200)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16, choices=Reason.choices)
    words = models.CharField(max_length=600)
    classes = models.CharField(max_length=5)
    state = models.CharField(max_length=8, default=urgent.OPEN, choices=list(urgent.USE.states.items()))
    at = models.DateTimeField()
    until = models.DateTimeField()
    # Put away before its time, by whoever opened it.
    ended_at = models.DateTimeField(null=True, blank=True)
    # Who heard of it at once, and as what: [{"who": "Ruth", "as": "guardian"}].
    heard = models.JSONField(default=list)
    # The promises that follow from it: to tell the person, to review it, to read of it, and a second person's answer.
    tell_id = models.UUIDField(default=uuid7, editable=False)
    review_id = models.UUIDField(default=uuid7, editable=False)
    read_id = models.UUIDField(null=True, blank=True)
    asks_second_id = models.UUIDField(null=True, blank=True)
    # A further four hours: of which use, and which colleague said yes to it.
    renews = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by")
    second = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # What the person was told, how, and by whom; or why they are not told yet, and when somebody looks at that again.
    telling = models.CharField(max_length=8, default=urgent.TO_TELL, choices=list(urgent.TELLING.states.items()))
    told_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=300, blank=True)
    told_by_label = models.CharField(max_length=200, blank=True)
    not_told_because = models.CharField(max_length=300, blank=True)
    look_again_at = models.DateTimeField(null=True, blank=True)
    # Who was asked to review it; anybody else who may, may.
    reviewer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_by = models.DateTimeField()
    review = models.CharField(max_length=9, default=urgent.WAITING, choices=list(urgent.REVIEW.states.items()))
    review_words = models.CharField(max_length=600, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["controller", "-at"]),
            models.Index(fields=["until"], name="governance_use_open", condition=models.Q(state="open")),
        ]
        constraints = [
            models.CheckConstraint(
                name="governance_use_ends_after_it_starts", condition=models.Q(until__gt=models.F("at"))
            ),
            models.CheckConstraint(
                name="governance_use_says_why", condition=models.Q(words__regex=rf"^.{{{FEWEST_WORDS},}}")
            ),
            models.CheckConstraint(
                name="governance_use_reviewed_by_another",
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("user")),
            ),
            models.CheckConstraint(
                name="governance_use_review_is_whole",
                condition=models.Q(review="waiting", reviewed_at__isnull=True)
                | (
                    ~models.Q(review="waiting")
                    & ~models.Q(review_words="")
                    & models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="governance_use_renewed_by_a_second",
                condition=models.Q(renews__isnull=True)
                | (models.Q(second__isnull=False) & ~models.Q(second=models.F("user"))),
            ),
            models.CheckConstraint(
                name="governance_use_not_told_says_why",
                condition=~models.Q(telling="not-yet")
                | (~models.Q(not_told_because="") & models.Q(look_again_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="governance_use_told_says_how",
                condition=~models.Q(telling="told") | (~models.Q(told_how="") & models.Q(told_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}, {self.person_label}"

    def is_open(self, now: datetime) -> bool:
        """Whether it lets its colleague in at this moment. Compared at each reading; no sweep has to come by first."""
        return self.ended_at is None and self.at <= now < self.until
