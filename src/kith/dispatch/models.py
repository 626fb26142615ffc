"""The search for somebody who can do an ask: where its ladder stands, and who was asked."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation, Team
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.withdrawals import Withdrawal
from kith.kit.ids import uuid7
from kith.matching import Level
from kith.places.models import Place
from kith.promises.models import Promise
from kith.volunteers.models import Volunteer

__all__ = ["LEVELS", "Ladder", "Offer", "PartnerCard", "RegularHelp", "Search", "Visit", "Withdrawal"]

LEVELS = [
    (Level.STREET.value, _("the street")),
    (Level.COMMUNITY.value, _("the community")),
    (Level.NEARBY.value, _("nearby communities")),
    (Level.DISTRICT.value, _("the district")),
    (Level.PARTNER.value, _("partners")),
    (Level.PERSON.value, _("a person on the phone")),
]


class Ladder(models.Model):
    """The rungs one place keeps for a kind of ask, or for every kind (``kind`` empty). Places beneath inherit them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="ladders")
    kind = models.CharField(max_length=20, blank=True)
    rungs = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by_label = models.CharField(max_length=200)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "kind"], name="dispatch_one_ladder_for_a_place_and_kind")
        ]

    def __str__(self) -> str:
        return f"ladder for {self.kind or 'every kind'}"


class Search(models.Model):
    """Where the ladder of one ask stands. ``look_again_at`` is when the sweep next has something to do.

    The plan is not kept: it follows from ``started_at``, ``need_by``, ``from_level`` and ``ladder``, and is the same
    each time. ``ladder`` holds the rungs as they were when the search began, so that a later edit changes no search
    that runs; empty, the built-in rungs of the kind.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ask = models.OneToOneField(Ask, on_delete=models.CASCADE, related_name="search")
    started_at = models.DateTimeField()
    need_by = models.DateTimeField()
    from_level = models.CharField(max_length=10, choices=LEVELS, default=Level.STREET.value)
    level = models.CharField(max_length=10, choices=LEVELS, blank=True)
    look_again_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    held_by_label = models.CharField(max_length=200, blank=True)
    rang_at = models.DateTimeField(null=True, blank=True)
    in_hand_at = models.DateTimeField(null=True, blank=True)
    in_hand_by_label = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=400, blank=True)
    short_of = models.CharField(max_length=200, blank=True)
    ladder = models.JSONField(default=list, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        verbose_name_plural = "searches"
        indexes = [models.Index(fields=["look_again_at"], name="dispatch_search_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(held_at__isnull=True, held_until__isnull=True)
                | models.Q(held_until__lte=models.F("held_at") + timedelta(minutes=30)),
                name="dispatch_hold_at_most_half_an_hour",
            )
        ]

    def __str__(self) -> str:
        return f"search at {self.level or self.from_level}"


class Offer(models.Model):
    """ "Could you do this?", to one volunteer. ``number`` is what they text back; one live number a phone.

    ``asked_still_at`` and ``still_at``: when somebody who said yes and nothing more was asked whether it is still all
    right, and when they said so.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="offers")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="offers")
    level = models.CharField(max_length=10, choices=LEVELS)
    number = models.PositiveSmallIntegerField()
    address = models.CharField(max_length=254)
    why = models.CharField(max_length=300)
    card = models.JSONField(default=dict)
    state = models.CharField(
        max_length=14, default=lifecycle.OFFERED, choices=list(lifecycle.OFFER.states.items()), db_index=True
    )
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_how = models.CharField(max_length=60, blank=True)
    km = models.FloatField(null=True, blank=True)
    asked_still_at = models.DateTimeField(null=True, blank=True)
    still_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-offered_at", "-id"]
        indexes = [
            models.Index(fields=["volunteer", "-offered_at"]),
            models.Index(fields=["ask", "state"]),
            # What was asked and answered since somebody last looked.
            models.Index(fields=["offered_at"], name="dispatch_offer_asked"),
            models.Index(fields=["answered_at"], name="dispatch_offer_answered"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ask", "volunteer"], name="dispatch_ask_a_volunteer_once"),
            models.UniqueConstraint(
                fields=["address", "number"],
                condition=models.Q(state__in=lifecycle.LIVE),
                name="dispatch_one_live_number_a_phone",
            ),
            models.UniqueConstraint(fields=["ask"], condition=models.Q(state="accepted"), name="dispatch_one_taker"),
        ]

    def __str__(self) -> str:
        return f"offer {self.number}"


class PartnerCard(models.Model):
    """ "Could you do this?", to one partner: the card and the person's permission, never how to reach them.

    ``check_by`` is when our holder asks whether the person was reached; a partner's yes is no end of our promise.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="partner_cards")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cards")
    card = models.JSONField(default=dict)
    state = models.CharField(
        max_length=14,
        default=lifecycle.OFFERED,
        choices=list(lifecycle.PARTNER_CARD.states.items()),
        db_index=True,
    )
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_how = models.CharField(max_length=60, blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)
    check_by = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    reached_how = models.CharField(max_length=60, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-offered_at", "-id"]
        indexes = [models.Index(fields=["team", "-offered_at"], name="dispatch_cards_of_a_partner")]
        constraints = [
            models.UniqueConstraint(fields=["ask", "team"], name="dispatch_ask_a_partner_once"),
            models.UniqueConstraint(
                fields=["ask"],
                condition=models.Q(state__in=lifecycle.PARTNER_HAS_IT),
                name="dispatch_one_partner_has_it",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=lifecycle.ACCEPTED) | models.Q(check_by__isnull=False),
                name="dispatch_partner_yes_has_a_check",
            ),
        ]

    def __str__(self) -> str:
        return f"card to {self.team_id}"


class Visit(models.Model):
    """A volunteer is inside somebody's home until they say that they are out. Where they are is never followed.

    ``due_at`` is when they meant to be out. What follows when they are not is a row swept by the worker, so that it
    needs neither their phone nor a page that is open.
    """

    class Police(models.TextChoices):
        """What a person of ours decided, when nobody could reach them."""

        RANG_999 = "999", _("I rang 999")
        RANG_101 = "101", _("I rang 101")
        NOT_NEEDED = "not", _("I did not ring the police, because")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="visits")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="visits")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="visits")
    state = models.CharField(
        max_length=12, default=lifecycle.INSIDE, choices=list(lifecycle.VISIT.states.items()), db_index=True
    )
    # As they were when they went in, for whoever has to ring them; empty again once they are out.
    name = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    buddy = models.CharField(max_length=140, blank=True, default="")
    in_at = models.DateTimeField()
    in_how = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    buddy_told_at = models.DateTimeField(null=True, blank=True)
    duty_told_at = models.DateTimeField(null=True, blank=True)
    unsafe_at = models.DateTimeField(null=True, blank=True)
    # What the duty team owes: to find out how they are.
    promise = models.ForeignKey(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    police = models.CharField(max_length=4, choices=Police.choices, blank=True)
    police_words = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    out_at = models.DateTimeField(null=True, blank=True)
    out_how = models.CharField(max_length=60, blank=True)
    out_by_label = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["due_at"], name="dispatch_visits_inside", condition=~models.Q(state="out"))]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer"], condition=~models.Q(state="out"), name="dispatch_one_visit_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(state="out", out_at__isnull=False)
                | (~models.Q(state="out") & models.Q(out_at__isnull=True)),
                name="dispatch_out_has_a_time",
            ),
            models.CheckConstraint(condition=models.Q(due_at__gt=models.F("in_at")), name="dispatch_out_after_in"),
            models.CheckConstraint(
                condition=models.Q(police="") | (models.Q(decided_at__isnull=False) & ~models.Q(decided_by_label="")),
                name="dispatch_a_person_decides_about_police",
            ),
        ]

    def __str__(self) -> str:
        return f"visit by {self.volunteer_id}"


class RegularHelp(models.Model):
    """The same volunteer comes, or rings, every so many days, with the person's say, until an agreed day.

    ``ask`` is the one that is open now; when it ends the next one opens, with the same volunteer and the same word.
    Either of the two ends it, and how to reach the person is gone a day later.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="regular")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="regular")
    every_days = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    until = models.DateTimeField()
    said_how = models.CharField(max_length=200)
    times = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_label = models.CharField(max_length=200, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name_plural = "regular help"
        constraints = [
            models.UniqueConstraint(
                fields=["ask"], condition=models.Q(ended_at__isnull=True), name="dispatch_one_regular_help_an_ask"
            ),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("started_at")), name="dispatch_regular_ends"),
            models.CheckConstraint(condition=models.Q(every_days__range=(1, 31)), name="dispatch_regular_every"),
            models.CheckConstraint(condition=~models.Q(said_how=""), name="dispatch_regular_was_said"),
        ]

    def __str__(self) -> str:
        return f"every {self.every_days} days"
