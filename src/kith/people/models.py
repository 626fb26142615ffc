"""A person, the ways to reach them, and whom they must not meet. What they need is kept in ``asks``."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation
from kith.kit.ids import uuid7
from kith.places.models import Place

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "lady", "nurse", "sister", "father"})


class Safe(models.TextChoices):
    """The answer to "Is it safe to text or ring this number?"."""

    YES = "yes", _("Yes, it is safe")
    PLEASE_RING = "please-ring", _("Only say 'please ring'")
    NO = "no", _("No, do not use it")
    NOT_ASKED = "not-asked", _("Not asked yet")


class RouteKind(models.TextChoices):
    """How a message or a person reaches somebody."""

    TEXT = "text", _("Mobile, for texts and calls")
    CALL = "call", _("Phone, for calls")
    EMAIL = "email", _("E-mail")


_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "rev", "sir", "lady", "captain", "capt"})


def called(name: str) -> str:
    """The part of a name that is used to call somebody; a title stays with the name it belongs to."""
    last, _comma, first = name.partition(",")
    words = (first if first.strip() else last).split()
    if len(words) > 1 and words[0].lower().rstrip(".") in _TITLES:
        return f"{words[0]} {words[1]}"
    return words[0] if words else ""


class Person(models.Model):
    """Somebody helped, asking for another, or helping. A name is never required."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12, default="en")
    interpreter = models.CharField(max_length=200, blank=True)
    hear_at_door = models.CharField(max_length=300, blank=True)
    talk_with_me = models.CharField(max_length=300, blank=True)
    further_away = models.BooleanField(default=False)
    # Where they live now, once we were told that they have moved. An ask keeps the address it was made for.
    moved_to = models.CharField(max_length=300, blank=True, default="")
    moved_to_town = models.CharField(max_length=120, blank=True, default="")
    moved_to_postcode = models.CharField(max_length=10, blank=True, default="")
    # Details given by somebody else stay unused until the person has been spoken to.
    spoken_to_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["place"])]

    def __str__(self) -> str:
        return self.name or str(_("somebody"))

    @property
    def first_name(self) -> str:
        """What most pages call them: "Sam" of "Sam Tidy" and of "Tidy, Sam", "Mrs P" of "Mrs P"."""
        return called(self.name) or str(_("somebody"))

    @property
    def new_address(self) -> str:
        """Where they live since they moved, on one line; empty where nobody told us."""
        parts = (self.moved_to, self.moved_to_town, self.moved_to_postcode)
        return ", ".join(part for part in parts if part)


class ContactRoute(models.Model):
    """One way to reach a person, and whether it is safe."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="routes")
    kind = models.CharField(max_length=8, choices=RouteKind.choices)
    value = models.CharField(max_length=254)
    safe = models.CharField(max_length=12, choices=Safe.choices, default=Safe.NOT_ASKED)
    preferred = models.BooleanField(default=False)
    no_voicemail = models.BooleanField(default=True)
    from_hour = models.TimeField(null=True, blank=True)
    to_hour = models.TimeField(null=True, blank=True)
    given_by_other = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-preferred", "id"]
        indexes = [models.Index(fields=["value"])]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "value"], name="people_route_once"),
            models.CheckConstraint(condition=~models.Q(value=""), name="people_route_has_value"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Block(models.Model):
    """Two people who must not meet or know. ``other`` when we know them, else the name or phone as it was given."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocks")
    other = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="blocked_by")
    other_name = models.CharField(max_length=200, blank=True)
    other_phone = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(other__isnull=False) | ~models.Q(other_name="") | ~models.Q(other_phone=""),
                name="people_block_names_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} must not meet {self.other_name or self.other_id}"


class Absence(models.Model):
    """Somebody told us that a person has died, has moved or is in hospital; or that this is over, or was wrong.

    Lines are only added. What was said holds until another line ``ends`` it; until then nothing leaves by itself.
    """

    class What(models.TextChoices):
        """What we were told."""

        DIED = "died", _("has died")
        MOVED = "moved", _("has moved")
        HOSPITAL = "hospital", _("is in hospital")
        BACK = "back", _("can be reached again")

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    what = models.CharField(max_length=8, choices=What.choices)
    said_by = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    # The line it was said along with, where one human being has several records.
    along_with = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="along")
    ends = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="ended_by")
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(said_by=""), name="people_absence_says_who"),
            models.CheckConstraint(
                condition=models.Q(what="back", ends__isnull=False) | (~models.Q(what="back") & models.Q(ends=None)),
                name="people_absence_back_ends_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(what="hospital") | models.Q(look_again_on__isnull=False),
                name="people_absence_hospital_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_what_display()}"
