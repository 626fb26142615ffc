"""An ask: anything a person needs somebody else to do, its life and what has happened to it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.access.models import TeamToken
from kith.accounts.models import Organisation, Team
from kith.asks import lifecycle
from kith.kit.ids import uuid7
from kith.people.models import Person
from kith.places.models import Place
from kith.promises.models import Promise
from kith.volunteers.models import Volunteer


class Knows(models.TextChoices):
    """Whether the person knows that somebody asked for them."""

    SELF = "self", _("It is for me")
    SAID_YES = "said-yes", _("They said yes")
    NOT_YET = "not-yet", _("They don't know yet")


class AskerMay(models.TextChoices):
    """What the person allows somebody who asked for them to be told."""

    EVERYTHING = "everything", _("Everything about this ask")
    WHEN_DONE = "when-done", _("Only when it is done")
    NOTHING = "nothing", _("Nothing")


class PartnersMay(models.TextChoices):
    """Whether a local business, group or service may be asked as well."""

    YES = "yes", _("Yes")
    ASK_FIRST = "ask-first", _("Ask me first")
    NO = "no", _("No")


class Lane(models.TextChoices):
    """How an ask reached us. The lane never decides who waits longer."""

    WEB = "web", _("web page")
    PHONE = "phone", _("phone")
    PAPER = "paper", _("paper")
    TEXT = "text", _("text")
    SHEET = "sheet", _("spreadsheet")
    DOOR = "door", _("at the door")
    PROGRAM = "program", _("another program")


class Ask(models.Model):
    """One ask. ``place`` decides who may see it; ``promise`` says who has it and when the person next hears."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40, unique=True)
    code_version = models.PositiveSmallIntegerField(default=1)
    # What a volunteer says to show who they are, where the person chose it; else it is worked out and not kept.
    own_word = models.CharField(max_length=40, blank=True, default="")
    word_version = models.PositiveSmallIntegerField(default=1)
    # The regular visits it is bound to, so that it stays the same from one to the next.
    word_of = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=20)
    words = models.TextField()
    details = models.JSONField(default=dict, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="asks")
    asker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="asked_for")
    asker_relation = models.CharField(max_length=100, blank=True)
    knows = models.CharField(max_length=10, choices=Knows.choices, default=Knows.SELF)
    asker_may = models.CharField(max_length=12, choices=AskerMay.choices, default=AskerMay.NOTHING)
    partners_may = models.CharField(max_length=10, choices=PartnersMay.choices, default=PartnersMay.ASK_FIRST)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="asks")
    # Where it really is; ``place`` is the district's when the person asked for somebody from further away.
    home = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lsoa = models.CharField(max_length=12, blank=True)
    further_away = models.BooleanField(default=False)
    help_at_door = models.CharField(max_length=300, blank=True)
    need_by = models.DateTimeField(null=True, blank=True)
    need_by_words = models.CharField(max_length=200, blank=True)
    urgency = models.PositiveSmallIntegerField(default=0)
    red_flags = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    lane = models.CharField(max_length=8, choices=Lane.choices)
    to_check = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    as_given = models.JSONField(default=dict, blank=True)
    client_key = models.CharField(max_length=120, unique=True, null=True, blank=True)
    state = models.CharField(
        max_length=18, default=lifecycle.NEW, choices=list(lifecycle.ASK.states.items()), db_index=True
    )
    version = models.PositiveIntegerField(default=0)
    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="ask")
    taken_by = models.ForeignKey(Volunteer, null=True, blank=True, on_delete=models.PROTECT, related_name="taken")
    # A partner that said yes. Our own holder keeps the promise.
    taken_by_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="taken")
    taken_at = models.DateTimeField(null=True, blank=True)
    coming_from = models.DateTimeField(null=True, blank=True)
    coming_to = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    # From when nobody outside our own team may be told anything new, because the person took that back or it ran out;
    # and whether one of us decided with them that whoever has it may finish this one all the same.
    withheld_from = models.DateTimeField(null=True, blank=True)
    let_finish = models.BooleanField(default=False, db_default=False)
    # What the person took back, while nobody is asked and one of us is to decide with them: sharing or help.
    paused_for = models.CharField(max_length=8, blank=True, default="", db_default="")
    from_ask = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="led_to")
    created_at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["place", "state"]),
            models.Index(fields=["taken_by", "state"]),
            models.Index(fields=["-created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=lifecycle.ENDED, ended_at__isnull=False)
                | (~models.Q(state__in=lifecycle.ENDED) & models.Q(ended_at__isnull=True)),
                name="asks_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="not-done") | ~models.Q(ended_why=""), name="asks_not_done_has_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="taken") | models.Q(taken_at__isnull=False), name="asks_taken_has_time"
            ),
            models.CheckConstraint(condition=~models.Q(words=""), name="asks_has_words"),
            models.CheckConstraint(
                condition=models.Q(taken_by__isnull=True) | models.Q(taken_by_team__isnull=True), name="asks_one_taker"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def taker(self) -> str:
        """The first name of the volunteer who has it, or the name of the partner; empty while nobody has."""
        if self.taken_by is not None:
            return self.taken_by.first_name
        return self.taken_by_team.name if self.taken_by_team is not None else ""


class Event(models.Model):
    """One thing that happened to an ask, in a sentence for colleagues and, where they may read it, the person."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=30)
    staff_words = models.CharField(max_length=600)
    person_words = models.CharField(max_length=600, blank=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.staff_words


class SheetRow(models.Model):
    """A row of a spreadsheet already taken in: the same cells for the n-th time are never taken in twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    occurrence = models.PositiveIntegerField()
    taken_in_at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fingerprint", "occurrence"], name="asks_sheet_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.fingerprint[:8]} #{self.occurrence}"


class SentIn(models.Model):
    """An ask that a team's own program sent: under which key, and what it was answered.

    The same key a second time is answered with the same words, even where the first answer never arrived.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="sent_in")
    token = models.ForeignKey(TeamToken, on_delete=models.PROTECT, related_name="sent_in")
    key = models.CharField(max_length=255)
    # Of what was sent, so that another ask under the same key is noticed.
    fingerprint = models.CharField(max_length=64)
    ask = models.OneToOneField(Ask, on_delete=models.CASCADE, related_name="sent_in")
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "asks sent in"
        indexes = [models.Index(fields=["token", "-at"], name="asks_sent_in_lately")]
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="asks_sent_in_once")]

    def __str__(self) -> str:
        return f"{self.ask.reference} by {self.token.name}"
