"""Who works here, for whom, and who answers now.

What a role may do is in ``roles``; who may see which row is in ``access``.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kith.accounts.roles import ROLES
from kith.kit.ids import uuid7


class Organisation(models.Model):
    """A body that answers for the personal data it holds: a practice, a council, a charity, a parish scheme."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("GP practice or neighbourhood of practices")
        COUNCIL = "council", _("Council")
        CHARITY = "charity", _("Charity")
        VILLAGE_SCHEME = "village_scheme", _("Village or street scheme")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    contact = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds a member of staff by e-mail, however it was typed. Making one is an action."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A member of staff: paid or not, but with an account. Signs in by a code, so needs an e-mail or a phone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    # One of the two is enough: a street co-ordinator may have no e-mail, a desk may have no mobile.
    email = models.EmailField(max_length=254, unique=True, null=True, blank=True)
    phone = models.CharField(max_length=16, unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="accounts_user_email_lower_case",
                condition=models.Q(email=Lower("email")) | models.Q(email__isnull=True),
            ),
            models.CheckConstraint(
                name="accounts_user_phone_e164",
                condition=models.Q(phone__regex=r"^\+[1-9][0-9]{6,14}$") | models.Q(phone__isnull=True),
            ),
            models.CheckConstraint(
                name="accounts_user_can_be_reached",
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class PartnerKind(models.TextChoices):
    """What sort of partner a team is, where it is not one of our own."""

    BUSINESS = "business", _("A business")
    MUTUAL_AID = "mutual_aid", _("A mutual-aid group")
    NHS_VOLUNTEERS = "nhs_volunteers", _("NHS volunteers")
    COUNCIL = "council", _("The council")
    POLICE_FIRE = "police_fire", _("Police or fire service")
    OTHER = "other", _("Another group or service")


class Team(models.Model):
    """People of one organisation who work for one place. The duty team is the one that answers for the place.

    A partner is a team without accounts: it is asked by link or by phone, and holds no promise. Ours does.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=16, blank=True)
    is_duty = models.BooleanField(default=False)
    # Blank for our own teams; the rest is said of partners only.
    partner_kind = models.CharField(max_length=16, choices=PartnerKind, blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")
    contact_name = models.CharField(max_length=120, blank=True, default="")
    takes_kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    most_a_day = models.PositiveSmallIntegerField(null=True, blank=True)
    # Monday is 1; no days means every day, and no hours any hour.
    open_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="accounts_one_duty_team_per_place", fields=["place"], condition=models.Q(is_duty=True)
            ),
            models.UniqueConstraint(name="accounts_team_name_once", fields=["organisation", "place", "name"]),
            models.CheckConstraint(
                name="accounts_partner_is_no_duty_team", condition=models.Q(partner_kind="") | models.Q(is_duty=False)
            ),
            models.CheckConstraint(
                name="accounts_partner_can_be_reached",
                condition=models.Q(partner_kind="") | ~models.Q(phone="") | ~models.Q(email=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Sets of memberships, by the words used for them."""

    def live(self, now: datetime | None = None) -> MembershipQuerySet:
        """Not ended, and of somebody who still has an account; with ``now``, not past the day it was given for."""
        found = self.filter(ended_at__isnull=True, user__is_active=True)
        return found if now is None else found.filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now))

    def here(self, now: datetime) -> MembershipQuerySet:
        """Live and not away at this moment."""
        away = models.Q(away_until__gt=now) & (models.Q(away_from__isnull=True) | models.Q(away_from__lte=now))
        return self.live(now).exclude(away)


class Membership(models.Model):
    """One person's part in one team, with one role. It can hold promises, so it ends; it is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=[(slug, role.name) for slug, role in ROLES.items()])
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # The day it was given for, such as a contract's or a student's last; a sweep ends it then, as if they had left.
    ends_at = models.DateTimeField(null=True, blank=True)
    # Away from (empty: from when it was said) until.
    away_from = models.DateTimeField(null=True, blank=True)
    away_until = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="accounts_membership_once",
                fields=["user", "team", "role"],
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="accounts_membership_ends_after_it_starts",
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
            ),
            models.CheckConstraint(
                name="accounts_membership_away_has_an_end",
                condition=models.Q(away_from__isnull=True) | models.Q(away_until__gt=models.F("away_from")),
            ),
            models.CheckConstraint(name="accounts_membership_role_known", condition=models.Q(role__in=list(ROLES))),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}, {self.team.name}"

    @property
    def is_live(self) -> bool:
        """Whether this membership may hold anything."""
        return self.ended_at is None and self.user.is_active

    def is_live_at(self, now: datetime) -> bool:
        """Whether it may hold anything at this moment: live, and not past the day it was given for."""
        return self.is_live and (self.ends_at is None or self.ends_at > now)

    def is_away(self, now: datetime) -> bool:
        """Whether they are away at this moment."""
        begun = self.away_from is None or self.away_from <= now
        return self.away_until is not None and self.away_until > now and begun


class DutyTurn(models.Model):
    """A place on a team's duty list: the first one not away is rung first."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="duty_turns")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="duty_turns")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["team", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="accounts_duty_turn_once", fields=["team", "membership"]),
            models.UniqueConstraint(
                name="accounts_duty_turn_position",
                fields=["team", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.membership}"
