"""A concern: a worry that somebody is being hurt or is not safe, who may read it, and its line through time.

Nothing here is ever deleted, and nothing here is reached from a person, an ask or a volunteer: whoever is not a reader
finds no row, no gap and no count.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation, User
from kith.kit.ids import uuid7
from kith.outbox.models import Message
from kith.places.models import Place
from kith.promises.models import Promise
from kith.safeguarding import lifecycle


class Lane(models.TextChoices):
    """How a concern reached us."""

    WEB = "web", _("by the web page")
    LINK = "link", _("by a link we had sent them")
    COLLEAGUE = "colleague", _("by a colleague")
    PHONE = "phone", _("by phone")
    PAPER = "paper", _("on paper")
    DOOR = "door", _("at the door")


class Danger(models.TextChoices):
    """Whether somebody is in danger at this moment, as far as whoever says it knows."""

    NO = "no", _("No, not at this moment")
    YES = "yes", _("Yes")
    UNSURE = "unsure", _("I don't know")


class Answer(models.TextChoices):
    """The one way in which whoever raised it said we may safely answer."""

    NOT = "not", _("Please don't answer me")
    TEXT = "text", _("By text")
    EMAIL = "email", _("By e-mail")
    CALL = "call", _("By a call")
    OTHER = "other", _("Another way, as I say here")


class Outcome(models.TextChoices):
    """What it came to."""

    SAFE = "safe", _("They are safe now")
    COUNCIL = "council", _("The council's safeguarding team has it")
    POLICE = "police", _("The police have it")
    HELPED = "helped", _("They have the help they wanted")
    NOTHING = "nothing", _("There was nothing to worry about")
    OTHER = "other", _("Something else")


class Concern(models.Model):
    """One concern, in the words of whoever raised it. ``promise`` says who has it and by when it is looked at next."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    # Whom it is about, in the raiser's words; then what the page they came from was about, as it stood then.
    about_words = models.CharField(max_length=300, blank=True)
    about_kind = models.CharField(max_length=12, blank=True)
    about_id = models.UUIDField(null=True, blank=True, db_index=True)
    about_label = models.CharField(max_length=300, blank=True)
    about_reach = models.CharField(max_length=600, blank=True)
    # It is about somebody who works or helps here, so that nobody with that name is given it.
    about_us = models.BooleanField(default=False)
    danger = models.CharField(max_length=8, choices=Danger.choices, default=Danger.UNSURE)
    lane = models.CharField(max_length=10, choices=Lane.choices)
    said_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    raiser_kind = models.CharField(max_length=12)
    raiser_id = models.UUIDField(null=True, blank=True)
    raiser_label = models.CharField(max_length=200)
    keyed_by = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.NOT)
    answer_to = models.CharField(max_length=254, blank=True)
    answer_note = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=12, blank=True)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    client_key = models.CharField(max_length=120, unique=True, null=True, blank=True)
    state = models.CharField(
        max_length=8, default=lifecycle.NEW, choices=list(lifecycle.CONCERN.states.items()), db_index=True
    )
    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="concern")
    # Answering whoever raised it is a promise of its own where only a person can do it.
    answering = models.OneToOneField(
        Promise, null=True, blank=True, on_delete=models.PROTECT, related_name="answers_concern"
    )
    # What the promise says, for readers who may not read promises.
    holder_label = models.CharField(max_length=200, blank=True)
    look_by = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    outcome_words = models.CharField(max_length=600, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="safeguarding_concern_has_words"),
            models.CheckConstraint(
                condition=models.Q(state="ended", ended_at__isnull=False) & ~models.Q(outcome="")
                | (~models.Q(state="ended") & models.Q(ended_at__isnull=True)),
                name="safeguarding_ended_has_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=["not", "other"]) | ~models.Q(answer_to=""),
                name="safeguarding_answer_has_address",
            ),
        ]

    def __str__(self) -> str:
        return "a concern"


class Reader(models.Model):
    """Somebody who may read one concern, why, since when and by whom. ``user`` is empty once that has ended."""

    class Why(models.TextChoices):
        """How somebody came to read it."""

        LEAD = "lead", _("leads on safeguarding")
        NEXT = "next", _("nobody nearer may or could")
        SHARED = "shared", _("shown to them on purpose")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    why = models.CharField(max_length=8, choices=Why.choices)
    reason = models.CharField(max_length=300, blank=True)
    by_label = models.CharField(max_length=200)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "user"], name="safeguarding_reader_once"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=True, ended_at__isnull=False)
                | models.Q(user__isnull=False, ended_at__isnull=True),
                name="safeguarding_reader_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(why="shared") | ~models.Q(reason=""), name="safeguarding_shared_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_why_display()}"


class KeptFrom(models.Model):
    """A colleague whom one concern must not reach, because it is, or may be, about them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="kept_from")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "kept from"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "user"], name="safeguarding_kept_from_once"),
        ]

    def __str__(self) -> str:
        return f"kept from {self.user.name}"


class Line(models.Model):
    """One thing that happened to a concern, or was decided about it. Never changed; what was wrong gets a second."""

    class What(models.TextChoices):
        """What sort of line."""

        RAISED = "raised", _("raised")
        READ = "read", _("read")
        ADDED = "added", _("added")
        DECIDED = "decided", _("decided")
        OUTSIDE = "outside", _("told outside")
        SHOWN = "shown", _("shown to a colleague")
        ANSWERED = "answered", _("answered")
        HOLDER = "holder", _("somebody else has it")
        ENDED = "ended", _("ended")

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="lines")
    what = models.CharField(max_length=8, choices=What.choices)
    words = models.TextField()
    reason = models.CharField(max_length=600, blank=True)
    # Whoever was told outside, or shown it.
    to_label = models.CharField(max_length=200, blank=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(what="decided") | ~models.Q(reason=""), name="safeguarding_decision_has_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(what="outside") | ~models.Q(to_label=""), name="safeguarding_outside_says_who"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.by_label}"
