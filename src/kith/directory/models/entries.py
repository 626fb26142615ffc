"""Organizations, services, locations and what binds them, in the words of Open Referral UK 3.0.

Lists that are never asked for by themselves (phones, contacts, languages, cost options, areas) stand as JSON in the
standard's own shape, so that what came in goes out again without a loss. Spelt as the standard spells it.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.directory import lifecycle
from kith.directory.models.base import Sourced
from kith.kit.ids import uuid7
from kith.places.models import Place


class Size(models.TextChoices):
    """How large an organization is, so that small ones are not buried under large ones."""

    TINY = "tiny", _("a few neighbours")
    SMALL = "small", _("a small group or charity")
    LARGE = "large", _("a large organisation, or a public body")
    UNKNOWN = "unknown", _("we do not know")


class Depth(models.TextChoices):
    """What it can really take on, in its own words to us; never a label on anybody who comes."""

    LIGHT = "light", _("company, something to do, a friendly word")
    STEADY = "steady", _("also people for whom things are hard at the moment")
    DEEP = "deep", _("also people with complex needs: trained workers, one to one")
    UNKNOWN = "unknown", _("we have not asked")


class State(models.TextChoices):
    """What a service is now."""

    OPEN = lifecycle.OPEN, _("open")
    ONLINE = lifecycle.ONLINE, _("online for now")
    OUTDOOR = lifecycle.OUTDOOR, _("outdoors for now")
    PAUSED = lifecycle.PAUSED, _("having a rest")
    WAITING = lifecycle.WAITING, _("has a waiting list")
    FULL = lifecycle.FULL, _("full")


class Taxonomy(Sourced):
    """A list of words by which a directory sorts what it has."""

    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    uri = models.CharField(max_length=600, blank=True)
    version = models.CharField(max_length=100, blank=True)

    class Meta(Sourced.Meta):
        verbose_name_plural = "taxonomies"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(Sourced):
    """One word of such a list."""

    taxonomy = models.ForeignKey(Taxonomy, null=True, blank=True, on_delete=models.CASCADE, related_name="terms")
    # As the source wrote it, where it names a list it does not have.
    taxonomy_name = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    term_uri = models.CharField(max_length=600, blank=True)

    class Meta(Sourced.Meta):
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Organization(Sourced):
    """Whoever runs services: a few neighbours, a charity, a public body."""

    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=600, blank=True)
    logo = models.CharField(max_length=600, blank=True)
    uri = models.CharField(max_length=600, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")
    size = models.CharField(max_length=8, choices=Size.choices, default=Size.UNKNOWN)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organization_identifiers = models.JSONField(default=list, blank=True)
    attributes = models.JSONField(default=list, blank=True)
    contacts = models.JSONField(default=list, blank=True)
    phones = models.JSONField(default=list, blank=True)
    # Somebody decided that this is the same as another: everything of it is shown there.
    same_as = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="also")

    class Meta(Sourced.Meta):
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Service(Sourced):
    """One thing somebody can come to or be helped by. ``place`` is where it is found; none means everywhere.

    ``places_left`` None means that nobody counts; ``pace`` is how many new people ``pace_per`` (week, month).
    ``until`` is when a service that is full or resting expects to take people again.
    """

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="services")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    alternate_name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    url = models.CharField(max_length=600, blank=True)
    email = models.CharField(max_length=254, blank=True)
    status = models.CharField(max_length=20, default=lifecycle.ACTIVE)
    fees = models.TextField(blank=True)
    accreditations = models.TextField(blank=True)
    minimum_age = models.FloatField(null=True, blank=True)
    maximum_age = models.FloatField(null=True, blank=True)
    alert = models.TextField(blank=True)
    assured_date = models.DateField(null=True, blank=True)
    assurer_email = models.CharField(max_length=254, blank=True)
    # In the standard's shapes: lists of objects.
    languages = models.JSONField(default=list, blank=True)
    cost_options = models.JSONField(default=list, blank=True)
    contacts = models.JSONField(default=list, blank=True)
    phones = models.JSONField(default=list, blank=True)
    service_areas = models.JSONField(default=list, blank=True)
    funding = models.JSONField(default=list, blank=True)
    eligibility = models.JSONField(default=list, blank=True)
    attributes = models.JSONField(default=list, blank=True)
    # What a place needs to know besides.
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    until = models.DateField(null=True, blank=True)
    places_left = models.PositiveIntegerField(null=True, blank=True)
    pace = models.PositiveIntegerField(null=True, blank=True)
    pace_per = models.CharField(max_length=5, blank=True, choices=[("week", _("a week")), ("month", _("a month"))])
    for_whom = models.TextField(blank=True)
    depth = models.CharField(max_length=8, choices=Depth.choices, default=Depth.UNKNOWN)
    free = models.BooleanField(null=True, blank=True)
    step_free = models.BooleanField(null=True, blank=True)
    # Split into pods of at most so many; and a drop-in keeps no register.
    pod_most = models.PositiveIntegerField(null=True, blank=True)
    drop_in = models.BooleanField(default=False)
    # Only the phone and the area are shown anywhere: by the source, by us, or by its kind. On doubt, yes.
    confidential = models.BooleanField(default=False)
    # Held back until somebody here has looked: it is in no output.
    held = models.BooleanField(default=False)
    held_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Sourced.Meta):
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["place", "name"]),
            # What must not be found is asked for at every change of anything.
            models.Index(fields=["id"], condition=models.Q(confidential=True), name="directory_service_hidden"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="directory_service_has_name"),
            models.CheckConstraint(
                condition=models.Q(pace__isnull=True) | ~models.Q(pace_per=""), name="directory_pace_has_period"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Location(Sourced):
    """Where something is: a hall, a bench, a telephone line, a web page."""

    location_type = models.CharField(max_length=10, default="physical")
    name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    external_identifier = models.CharField(max_length=100, blank=True)
    external_identifier_type = models.CharField(max_length=100, blank=True)
    addresses = models.JSONField(default=list, blank=True)
    accessibility = models.JSONField(default=list, blank=True)
    attributes = models.JSONField(default=list, blank=True)
    contacts = models.JSONField(default=list, blank=True)
    phones = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    schedules = models.JSONField(default=list, blank=True)
    # A refuge, or whatever else must not be found: its address is in no output.
    confidential = models.BooleanField(default=False)

    class Meta(Sourced.Meta):
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["id"], condition=models.Q(confidential=True), name="directory_house_hidden")]

    def __str__(self) -> str:
        return self.name or self.location_type


class ServiceAtLocation(Sourced):
    """A service at one of its locations."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="service_at_locations")
    description = models.TextField(blank=True)
    contacts = models.JSONField(default=list, blank=True)
    phones = models.JSONField(default=list, blank=True)
    service_areas = models.JSONField(default=list, blank=True)
    attributes = models.JSONField(default=list, blank=True)

    class Meta(Sourced.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.service_id} at {self.location_id}"


class Schedule(Sourced):
    """When a service is on: the standard's fields as they were sent, and what could be read of them.

    ``weekdays`` are 0 (Monday) to 6; ``opens`` and ``closes`` None means that the hours could not be read, and then
    ``description`` says them in the source's own words.
    """

    service = models.ForeignKey(Service, null=True, on_delete=models.CASCADE, related_name="schedules")
    at = models.ForeignKey(ServiceAtLocation, null=True, on_delete=models.CASCADE, related_name="schedules")
    position = models.PositiveIntegerField(default=0)
    valid_from = models.CharField(max_length=30, blank=True)
    valid_to = models.CharField(max_length=30, blank=True)
    dtstart = models.CharField(max_length=40, blank=True)
    freq = models.CharField(max_length=20, blank=True)
    interval = models.PositiveIntegerField(null=True, blank=True)
    byday = models.CharField(max_length=100, blank=True)
    bymonthday = models.CharField(max_length=100, blank=True)
    opens_at = models.CharField(max_length=30, blank=True)
    closes_at = models.CharField(max_length=30, blank=True)
    description = models.TextField(blank=True)
    schedule_link = models.CharField(max_length=600, blank=True)
    attending_type = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    weekdays = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)

    class Meta(Sourced.Meta):
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service__isnull=False) | models.Q(at__isnull=False), name="directory_schedule_of"
            )
        ]

    def __str__(self) -> str:
        return self.description or f"{self.byday} {self.opens_at}"


class ServiceTerm(models.Model):
    """That a service stands under a word of a taxonomy: from its attributes, to be found by."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="terms")
    term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="+")

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "term"], name="directory_service_term_once")]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.term_id}"
