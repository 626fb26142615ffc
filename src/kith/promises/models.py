"""What we said we would do: who holds it, by when we are next in touch, why, and what to do meanwhile."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Membership, Organisation, Team
from kith.kit.ids import uuid7
from kith.outbox.models import Message
from kith.people.models import Person
from kith.places.models import Place
from kith.promises import lifecycle


class Kind(models.TextChoices):
    """What sort of promise; each kind says which page shows it."""

    ASK = "ask", _("an ask")
    TELL = "tell", _("telling somebody")
    MESSAGE = "message", _("a message that could not be sent")
    DECISION = "decision", _("a decision of the morning")
    CLOSE = "close", _("speaking with those close to somebody")
    PERMISSION = "permission", _("deciding with somebody what they permit")
    PRIVATE = "private", _("something only its holder reads")
    EMERGENCY = "emergency", _("something that follows an emergency use")
    REVIEW = "review", _("looking whether an emergency use was right")
    ENTRY = "entry", _("keeping an entry of the directory true")


class Promise(models.Model):
    """One promise. Open means a live holder, a next contact, an explanation and a meanwhile: all four."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="promises")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="promises")
    holder = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="promises")
    next_contact_by = models.DateTimeField(null=True, blank=True)
    explanation = models.CharField(max_length=600, blank=True)
    meanwhile = models.CharField(max_length=600, blank=True)
    reference = models.CharField(max_length=40, blank=True, db_index=True)
    label = models.CharField(max_length=300)
    about_id = models.UUIDField(null=True, blank=True, db_index=True)
    # Whose affairs it is about, so that no colleague they must not know has it, sees it or hears of it.
    about_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="promises")
    state = models.CharField(
        max_length=8, default=lifecycle.OPEN, choices=list(lifecycle.PROMISE.states.items()), db_index=True
    )
    why_ended = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # Since when this holder has it; the database refuses one whose membership was over by then.
    held_since = models.DateTimeField(null=True, blank=True)
    # The first time we gave that passed without a word. It stays when the date moves: late is never made good.
    first_missed_at = models.DateTimeField(null=True, blank=True)
    # The next place up was told that this date has passed; set by the watchdog, cleared when the date moves.
    stepped_up_at = models.DateTimeField(null=True, blank=True)
    stepped_up_to = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["next_contact_by", "id"]
        indexes = [
            models.Index(fields=["next_contact_by"], name="promises_due", condition=models.Q(state="open")),
            models.Index(fields=["place", "state"]),
            models.Index(fields=["holder", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="open")
                | (
                    models.Q(holder__isnull=False)
                    & models.Q(next_contact_by__isnull=False)
                    & ~models.Q(explanation="")
                    & ~models.Q(meanwhile="")
                ),
                name="promises_open_has_all_four",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at__isnull=True)
                | (~models.Q(state="open") & models.Q(ended_at__isnull=False)),
                name="promises_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Move(models.Model):
    """One change of a promise's date or holder, with its reason. Never edited."""

    class What(models.TextChoices):
        """What changed."""

        NEWS = "news", _("told the news, and a new date with it")
        DATE = "date", _("the date was moved")
        HOLDER = "holder", _("somebody else has it")
        STEP_UP = "step-up", _("the next place was told")
        LEFT = "left", _("the holder left; re-homed")
        AWAY = "away", _("the holder is away; whoever is on duty has it")

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="moves")
    what = models.CharField(max_length=8, choices=What.choices)
    reason = models.CharField(max_length=300)
    from_due = models.DateTimeField(null=True, blank=True)
    to_due = models.DateTimeField(null=True, blank=True)
    from_label = models.CharField(max_length=200, blank=True)
    to_label = models.CharField(max_length=200, blank=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="promises_move_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.reason}"


class Telling(models.Model):
    """News somebody must hear. It is a promise of its own (``promise``) about another (``of``).

    ``told_at`` is set by a person who told them or by their own acknowledgement, never by a message that left.
    """

    class How(models.TextChoices):
        """The way somebody is told."""

        TEXT = "text", _("by text")
        EMAIL = "email", _("by e-mail")
        CALL = "call", _("by a call")
        CARD = "card", _("by a card")
        LETTER = "letter", _("by a letter")
        VISIT = "visit", _("at the door")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    promise = models.OneToOneField(Promise, on_delete=models.CASCADE, related_name="telling")
    of = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="tellings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tellings")
    news = models.CharField(max_length=40)
    words = models.TextField()
    how = models.CharField(max_length=8, choices=How.choices)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="tellings")
    move = models.ForeignKey(Move, null=True, blank=True, on_delete=models.PROTECT, related_name="tellings")
    # The moment by which they had been told they would hear; a telling cannot be put off past it unseen.
    hear_by = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=8, blank=True)
    told_note = models.CharField(max_length=300, blank=True)
    told_by_label = models.CharField(max_length=200, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["hear_by"], name="promises_untold", condition=models.Q(told_at__isnull=True))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(told_at__isnull=True) | (~models.Q(told_how="") & ~models.Q(told_by_label="")),
                name="promises_told_says_how",
            )
        ]

    def __str__(self) -> str:
        return f"tell {self.person}: {self.news}"


class Beat(models.Model):
    """When a check that runs by itself last came to its end, so that somebody notices when it no longer does.

    One row for each check. It is about nobody, and written anew every few seconds, so no history of it is kept.
    """

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField(null=True, blank=True)
    took_ms = models.PositiveIntegerField(default=0)
    # Since when it has failed each time, and with what; empty while it is well.
    failing_since = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Correction(models.Model):
    """A second line under how a promise ended. The first is never rewritten, nor is this; the newest one holds."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="corrections")
    says = models.CharField(max_length=8, choices=list(lifecycle.AFTERWARDS.items()))
    reason = models.CharField(max_length=300)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="promises_correction_has_reason"),
            models.CheckConstraint(
                condition=models.Q(says__in=list(lifecycle.AFTERWARDS)), name="promises_correction_says_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.says}: {self.reason}"


class HandOver(models.Model):
    """A colleague is asked to have some promises from now on. Until they say yes, whoever holds them keeps them."""

    class Why(models.TextChoices):
        """Why somebody hands over."""

        SICK = "sick", _("not well today")
        AWAY = "away", _("away for a while")
        OTHER = "other", _("handing over")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="handed_over")
    asked = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="asked_to_have")
    why = models.CharField(max_length=8, choices=Why.choices)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=14, default=lifecycle.OFFERED, choices=list(lifecycle.HAND_OVER.states.items()), db_index=True
    )
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_how = models.CharField(max_length=20, blank=True)
    by_label = models.CharField(max_length=200)
    # Whoever was asked before, when nobody answered in time.
    after = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-offered_at", "-id"]
        indexes = [
            models.Index(fields=["answer_by"], name="promises_handover_waits", condition=models.Q(state="offered")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="offered", answered_at__isnull=True)
                | (~models.Q(state="offered") & models.Q(answered_at__isnull=False)),
                name="promises_handover_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver.user.name} to {self.asked.user.name}"


class HandOverPart(models.Model):
    """One promise of a hand-over, and when it came to whoever was asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="parts")
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="hand_overs")
    moved_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "promise"], name="promises_handover_part_once"),
        ]

    def __str__(self) -> str:
        return str(self.promise)


class DutyCall(models.Model):
    """One thing a duty phone has to hear of. It climbs from phone to phone until somebody says that they saw it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # The place it is about, and the team that was to hear of it first.
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, null=True, blank=True, on_delete=models.CASCADE, related_name="duty_calls")
    about_id = models.UUIDField(null=True, blank=True, db_index=True)
    reference = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=300)
    why = models.CharField(max_length=300, blank=True)
    # A concern rings at once; the others wait for the next list.
    red = models.BooleanField(default=False)
    no_channel = models.BooleanField(default=False)
    medicine = models.BooleanField(default=False)
    due = models.DateTimeField(null=True, blank=True)
    raised_at = models.DateTimeField()
    # Where the ringing has got to: this team's phone of this number (0 first), from this moment on.
    at_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField(default=0)
    ring_at = models.DateTimeField()
    rings = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by_label = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["raised_at", "id"]
        indexes = [
            models.Index(fields=["ring_at"], name="promises_to_ring", condition=models.Q(seen_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about_id"], name="promises_one_call_about", condition=models.Q(seen_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.label


class DutyRing(models.Model):
    """One ring of one phone, with the list as it was read out, and who said that they have seen it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="duty_rings")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="duty_rings")
    address = models.CharField(max_length=254, db_index=True)
    at = models.DateTimeField(db_index=True)
    answer_by = models.DateTimeField()
    red = models.BooleanField(default=False)
    # In the order in which they were said: call, reference, label, why, due.
    items = models.JSONField(default=list)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=200, blank=True)
    acknowledged_how = models.CharField(max_length=20, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.team} at {self.at:%H:%M}"
