"""A person, the ways to reach them, and whom they must not meet. What they need is kept in ``asks``."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation, User
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
    # From when no other organisation is shown anything new of them; beside each ask's own, as asks may be out of sight.
    withheld_from = models.DateTimeField(null=True, blank=True)
    # Details given by somebody else stay unused until the person has been spoken to.
    spoken_to_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["place"]),
            # They are few, and each list of promises is compared with all of them.
            models.Index(fields=["id"], condition=models.Q(further_away=True), name="people_further_away"),
        ]

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
    # A colleague, where it is known to be one; they then see nothing of this person, and hold nothing for them.
    colleague = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Colleagues of the same name or number who are known to be somebody else.
    somebody_else = ArrayField(models.UUIDField(), default=list, blank=True)
    # Whoever else lives there: nobody answers for them, so nothing may be said to them.
    household = models.BooleanField(default=False)
    said_by = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    # Set where a worker has heard from the person that it is over. What is over holds nobody apart.
    over_at = models.DateTimeField(null=True, blank=True)
    over_said_by = models.CharField(max_length=200, blank=True, default="")

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(other__isnull=False)
                | models.Q(colleague__isnull=False)
                | models.Q(household=True)
                | ~models.Q(other_name="")
                | ~models.Q(other_phone=""),
                name="people_block_names_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(over_at__isnull=True) | ~models.Q(over_said_by=""),
                name="people_block_over_says_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} must not meet {self.other_name or self.other_id}"


class KeptFrom(models.Model):
    """A colleague who must not know of a person: worked out from their blocks, so that one look-up answers it.

    To such a colleague the person is not there at all, in no role and in no emergency. See ``access.rules``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kept_from")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # Chosen by hand, or found by name or number.
    why = models.CharField(max_length=8)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "kept from"
        constraints = [models.UniqueConstraint(fields=["person", "user"], name="people_kept_from_once")]

    def __str__(self) -> str:
        return f"{self.person_id} is kept from {self.user_id}"


class Way(models.TextChoices):
    """A way to reach somebody that is safe, or is not."""

    TEXT = "text", _("a text")
    CALL = "call", _("a call")
    EMAIL = "email", _("an e-mail")
    DOOR = "door", _("somebody at the door")


class OnPaper(models.TextChoices):
    """What may be on paper about somebody."""

    ANY = "any", _("Paper is safe: a letter, a card, a list")
    HAND = "hand", _("Only into their own hand: nothing by post, nothing through the door, on no list")
    NEVER = "never", _("Nothing on paper at all")


class SafeContact(models.Model):
    """How it is safe to reach somebody, as it was said on a day. Lines are only added; what was said last holds."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="safe_contacts")
    # The ways that are safe; none of them is, where this is empty.
    ways = ArrayField(models.CharField(max_length=8, choices=Way.choices), default=list, blank=True)
    on_paper = models.CharField(max_length=8, choices=OnPaper.choices, default=OnPaper.HAND)
    from_hour = models.TimeField(null=True, blank=True)
    to_hour = models.TimeField(null=True, blank=True)
    # Monday is 1; no days means every day.
    days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    only_please_ring = models.BooleanField(default=False)
    no_voicemail = models.BooleanField(default=True)
    # "Pat from the library": what we call ourselves, in words and on the phone.
    call_ourselves = models.CharField(max_length=60, blank=True)
    ask_for = models.CharField(max_length=60, blank=True)
    if_somebody_else = models.CharField(max_length=300, blank=True)
    said_by = models.CharField(max_length=200)
    said_at = models.DateTimeField()
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-said_at", "-id"]
        indexes = [models.Index(fields=["person", "-said_at"], name="people_safe_newest")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(said_by=""), name="people_safe_says_who"),
            models.CheckConstraint(condition=models.Q(said_at__lte=models.F("at")), name="people_safe_said_before"),
        ]

    def __str__(self) -> str:
        return f"how it is safe to reach {self.person_id}"

    @property
    def says_nothing(self) -> bool:
        """Whether only the words that say nothing may go there: a name we agreed on gives nothing away by itself."""
        return self.only_please_ring or bool(self.call_ourselves)


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
