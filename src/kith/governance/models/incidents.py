"""A major incident: two named people decide that everybody on a frozen list is rung, and by which words."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation, User
from kith.governance import urgent
from kith.governance.models.emergency import FEWEST_WORDS, Reason
from kith.kit.ids import uuid7
from kith.people.models import Person
from kith.places.models import Place


class Decider(models.Model):
    """A colleague their organisation's guardian named as one who may decide on a major incident."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="decides")
    named_by_label = models.CharField(max_length=200)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["named_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "user"], name="governance_decider_once", condition=models.Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}, {self.controller.name}"


class Which(models.TextChoices):
    """Who of a place goes on the list."""

    EVERYBODY = "everybody", _("Everybody we know there")
    OPEN_ASK = "open-ask", _("Everybody there with something open")


class Incident(models.Model):
    """One incident, from its proposal to its report. Its list is worked out once, as the second person says yes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    # As it is said on the phone: "the flood".
    name = models.CharField(max_length=80)
    reason = models.CharField(max_length=16, choices=Reason.choices)
    words = models.CharField(max_length=600)
    which = models.CharField(max_length=10, choices=Which.choices)
    criteria = models.CharField(max_length=600)
    script = models.CharField(max_length=600)
    state = models.CharField(max_length=14, default=urgent.PROPOSED, choices=list(urgent.INCIDENT.states.items()))
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    # Who is asked to be the second person.
    asked = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asks_second_id = models.UUIDField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    why_not = models.CharField(max_length=300, blank=True)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # The last day for which the guardians heard how many were rung.
    counted_on = models.DateField(null=True, blank=True)
    report_by = models.DateTimeField(null=True, blank=True)
    report_id = models.UUIDField(null=True, blank=True)
    report = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by_label = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="governance_incident_two_people",
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="governance_incident_runs_by_two",
                condition=models.Q(state__in=["proposed", "not-confirmed"])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="governance_incident_says_why", condition=models.Q(words__regex=rf"^.{{{FEWEST_WORDS},}}")
            ),
            models.CheckConstraint(
                name="governance_incident_reported_has_words",
                condition=~models.Q(state="reported")
                | (~models.Q(report="") & models.Q(reported_at__isnull=False) & ~models.Q(reported_by_label="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def runs(self, now: datetime) -> bool:
        """Whether its list may be read and rung at this moment. Compared at each reading; no sweep comes by first."""
        return self.state == urgent.RUNNING and now < self.until


class Ringer(models.Model):
    """A colleague named to ring the people of one incident: nobody else reads its list."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="ringers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="rings_for")

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "user"], name="governance_ringer_once"),
        ]

    def __str__(self) -> str:
        return self.user.name


class IncidentPerson(models.Model):
    """One person on the frozen list. Whether they may be rung is asked anew each time the list is read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Whether they had asked us not to contact them, so that the words said first are true.
    had_said_no = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=urgent.TO_RING, choices=list(urgent.CALL.states.items()))
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    by_label = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["incident", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["incident", "person"], name="governance_incident_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.state}"


class Complaint(models.Model):
    """Somebody minded being rung, or heard of it and minded. In their words; only added."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="complaints")
    words = models.CharField(max_length=600)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="governance_complaint_has_words"),
        ]

    def __str__(self) -> str:
        return self.words
