"""Every message that leaves, and every text that comes in. A row is written with the change it tells of."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation, Team, User
from kith.directory.models import Leader
from kith.kit.ids import uuid7
from kith.outbox import lifecycle
from kith.people.models import Person
from kith.places.models import Place

# The one kind of message whose words let somebody in.
SIGN_IN_CODE = "sign-in-code"
# "We have it", to somebody who was worried about somebody. Nobody may read it in the sent box, nor that it is there.
TOLD_US = "told-us"
# Whether an entry is still right. Where it does not arrive, the group is on the list of those to ring.
ASKS_A_GROUP = "group-question"
# What somebody looked up and asked us to text to them: nothing about anybody.
LOOKED_UP = "looked-up"
# The kind that only asks a volunteer: where it does not arrive the next is asked, and nobody has to be told anything.
ASKS_A_VOLUNTEER = "offer"


class Audience(models.TextChoices):
    """To whom a message goes; the send gate asks different things of each."""

    PERSON = "person", _("the person")
    ASKER = "asker", _("the asker")
    VOLUNTEER = "volunteer", _("a volunteer")
    STAFF = "staff", _("a colleague")
    PARTNER = "partner", _("a partner")
    PROGRAM = "program", _("a team's own program")
    RAISER = "raiser", _("somebody who told us something")
    GROUP = "group", _("whoever runs a group")


class Channel(models.TextChoices):
    """How a message leaves."""

    TEXT = "text", _("Text")
    EMAIL = "email", _("E-mail")
    RING = "ring", _("Ring the duty phone")
    LETTER = "letter", _("By post")
    WEBHOOK = "webhook", _("Webhook")


class HookEvent(models.TextChoices):
    """What a team's own program may be told of an ask it sent."""

    RECEIVED = "ask.received", _("we have it")
    TAKEN = "ask.taken", _("somebody said yes")
    MOVED = "ask.moved", _("the person hears by another time")
    DONE = "ask.done", _("it is done")
    ENDED = "ask.ended", _("it ended and was not done")


class Hook(models.Model):
    """Where a team's own program hears what happens to the asks it sent. What is signed with is derived, not kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="hooks")
    url = models.CharField(max_length=254)
    events = ArrayField(models.CharField(max_length=20, choices=HookEvent.choices))
    made_by_label = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["team", "url", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "url"], name="outbox_hook_once", condition=models.Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.url}, of {self.team.name}"


class Message(models.Model):
    """One message to one address. ``key`` is what a provider uses to drop a second copy."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    # Nobody looks a message up by this, and a leader's row stays.
    leader = models.ForeignKey(
        Leader, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    hook = models.ForeignKey(Hook, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=254)
    # Name and address as they stand on an envelope, one line each; only for what goes by post.
    postal = models.CharField(max_length=600, blank=True, db_default="")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    # Whose affairs the words speak of, so that nobody they must not meet is ever written to about them.
    about_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    about_id = models.UUIDField(null=True, blank=True, db_index=True)
    about_label = models.CharField(max_length=60, blank=True)
    urgent = models.BooleanField(default=False)
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(
        max_length=14, default=lifecycle.WAITING, choices=list(lifecycle.MESSAGE.states.items()), db_index=True
    )
    why = models.CharField(max_length=300, blank=True)
    # Refused because it would not have been safe, and nobody has yet promised to find a safe way instead.
    find_a_way = models.BooleanField(default=False, db_default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    # After this a person does it: trying again would come too late to be of use.
    give_up_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["not_before"], name="outbox_due", condition=models.Q(state__in=["waiting", "held"])),
            models.Index(fields=["address", "-created_at"]),
            models.Index(fields=["place", "-created_at"]),
            models.Index(fields=["created_at"], name="outbox_find_a_way", condition=models.Q(find_a_way=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["sent", "acknowledged"]) | models.Q(sent_at__isnull=False),
                name="outbox_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(audience="staff")
                | models.Q(audience="partner", team__isnull=False, person__isnull=True)
                | models.Q(audience="program", hook__isnull=False, person__isnull=True)
                | models.Q(audience="raiser", kind__in=["told-us", "looked-up"], person__isnull=True)
                | models.Q(audience="group", leader__isnull=False, person__isnull=True)
                | (~models.Q(audience__in=["partner", "program", "raiser", "group"]) & models.Q(person__isnull=False)),
                name="outbox_message_has_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.audience}"


class Reply(models.Model):
    """A text or e-mail that came in, kept as it came, and what was made of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=254)
    body = models.TextField()
    provider_key = models.CharField(max_length=120, unique=True)
    understood = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"reply by {self.channel}"


class Delivery(models.Model):
    """What a provider said became of a message. Kept as it came; it never means that anybody has been told."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    provider_id = models.CharField(max_length=80)
    state = models.CharField(max_length=40)
    # The provider's own time of it, where it gave one; ``heard_at`` is ours.
    at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["heard_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["message", "provider_id", "state"], name="outbox_delivery_heard_once"),
        ]

    def __str__(self) -> str:
        return self.state
