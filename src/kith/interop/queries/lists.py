"""The rows of each list of the feed, in an order that stays, and nothing that may not leave.

What must not be found is asked for in the database as well as said by ``shown``: a list counts what it shows.
"""

from __future__ import annotations

from math import cos, radians, sin
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import ACos, Cos, Greatest, Least, Radians, Sin
from django.utils.translation import gettext as _

from kith.directory.models import Organization, Schedule, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from kith.directory.queries.shown import public_organizations, public_services, secret_locations
from kith.interop.asked import NEAR_METRES, Asked, refused
from kith.places.models import Postcode

EARTH_METRES = 6_371_000.0
_METRES_A_DEGREE = 111_195.0


def services(asked: Asked) -> QuerySet[Service]:
    """The services that were asked for. Of those that must not be found, nothing is found by what is not shown."""
    found = _plain(asked) if _by_what_is_hidden(asked) else public_services()
    found = _sorted(found, asked)
    if asked.search:
        for word in asked.search.split()[:8]:
            found = found.filter(search_row__text__icontains=word)
    return found.order_by("id")


def service_at_locations(asked: Asked) -> QuerySet[ServiceAtLocation]:
    """Services at their locations; none of either that must not be found."""
    secret = secret_locations().values("pk")
    hidden = ServiceAtLocation.objects.filter(location__in=secret).values("service")
    rows: QuerySet[ServiceAtLocation] = ServiceAtLocation.objects.filter(
        gone_at=None, location__gone_at=None, service__in=services(asked), service__search_row__confidential=False
    ).exclude(service__in=hidden)
    if asked.postcode:
        rows = _near(rows, asked)
    return rows.order_by("id")


def organizations(asked: Asked) -> QuerySet[Organization]:
    """Who runs something that is shown whole."""
    whole = Q(services__in=_plain(asked)) | Q(also__services__in=_plain(asked))
    found = public_organizations().filter(id__in=Organization.objects.filter(whole).values("id"))
    for word in asked.search.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return found.order_by("id")


def staying(organization_id: UUID) -> UUID:
    """The organization itself; where somebody decided that it is another, that one: an id once given out is found."""
    same = Organization.objects.filter(pk=organization_id).values_list("same_as_id", flat=True).first()
    return same or organization_id


def services_of(row: Organization) -> QuerySet[Service]:
    """What they run, where two are one of both; what must not be found is not among it."""
    return _plain(Asked()).filter(Q(organization=row) | Q(organization__same_as=row)).order_by("name", "id")


def taxonomies(asked: Asked) -> QuerySet[Taxonomy]:
    """Lists of words."""
    found = Taxonomy.objects.filter(gone_at=None)
    for word in asked.search.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return found.order_by("id")


def taxonomy_terms(asked: Asked) -> QuerySet[TaxonomyTerm]:
    """Words, with the list each is in."""
    found = TaxonomyTerm.objects.filter(gone_at=None).select_related("taxonomy")
    for word in asked.search.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(description__icontains=word))
    if asked.taxonomy_id:
        found = found.filter(Q(taxonomy=asked.taxonomy_id) | Q(more__taxonomy_id=str(asked.taxonomy_id)))
    if asked.parent_id:
        found = found.filter(Q(parent=asked.parent_id) | Q(more__parent_id=str(asked.parent_id)))
    if asked.top_only:
        found = found.filter(parent=None).exclude(more__has_key="parent_id")
    return found.order_by("id")


def terms_of(taxonomy: Taxonomy) -> QuerySet[TaxonomyTerm]:
    """The words of a list."""
    return TaxonomyTerm.objects.filter(taxonomy=taxonomy, gone_at=None).select_related("taxonomy").order_by("name")


def _plain(asked: Asked) -> QuerySet[Service]:
    return public_services().filter(search_row__confidential=False)


def _by_what_is_hidden(asked: Asked) -> bool:
    """Whether something was asked by which one could find out what is not shown of an entry."""
    when = asked.day is not None or asked.start_time or asked.end_time
    ages = asked.minimum_age is not None or asked.maximum_age is not None
    return bool(when or ages or asked.organization_id)


def _sorted(found: QuerySet[Service], asked: Asked) -> QuerySet[Service]:
    if asked.taxonomy_term_id:
        found = found.filter(id__in=_under(Q(terms__term=asked.taxonomy_term_id)))
    if asked.taxonomy_id:
        found = found.filter(id__in=_under(Q(terms__term__taxonomy=asked.taxonomy_id)))
    if asked.organization_id:
        whose = staying(asked.organization_id)
        found = found.filter(Q(organization=whose) | Q(organization__same_as=whose))
    if asked.modified_after:
        found = found.filter(modified_at__gt=asked.modified_after)
    # Somebody of these ages fits: what nobody said is no limit.
    if asked.minimum_age is not None:
        found = found.filter(Q(maximum_age=None) | Q(maximum_age__gte=asked.minimum_age))
    if asked.maximum_age is not None:
        found = found.filter(Q(minimum_age=None) | Q(minimum_age__lte=asked.maximum_age))
    if asked.day is not None or asked.start_time or asked.end_time:
        found = found.filter(id__in=_on(asked))
    return found


def _under(words: Q) -> QuerySet[Service, UUID]:
    return Service.objects.filter(words).values_list("id", flat=True)


def _on(asked: Asked) -> QuerySet[Service, UUID]:
    """Services with one run of hours that fits all that was asked: the day, from when, and until when."""
    fits = Schedule.objects.filter(gone_at=None)
    if asked.day is not None:
        fits = fits.filter(weekdays__contains=[asked.day])
    if asked.start_time:
        fits = fits.filter(opens__gte=asked.start_time)
    if asked.end_time:
        fits = fits.filter(closes__lte=asked.end_time)
    either = Q(schedules__in=fits) | Q(service_at_locations__in=fits.values("at"), service_at_locations__gone_at=None)
    return Service.objects.filter(either).values_list("id", flat=True)


def _near(rows: QuerySet[ServiceAtLocation], asked: Asked) -> QuerySet[ServiceAtLocation]:
    """Within so many metres as the crow flies. Refuses a postcode that is not known here."""
    spot = Postcode.objects.filter(postcode=asked.postcode).values_list("lat", "lon").first()
    if spot is None:
        said = _("We do not know where %(postcode)s is. Try one nearby.")
        raise refused("postcode", said % {"postcode": asked.postcode})
    lat, lon = spot
    metres = NEAR_METRES if asked.proximity is None else asked.proximity
    high = metres / _METRES_A_DEGREE
    wide = high / max(0.1, cos(radians(lat)))
    rows = rows.filter(location__latitude__range=(lat - high, lat + high))
    rows = rows.filter(location__longitude__range=(lon - wide, lon + wide))
    there, east = Radians(F("location__latitude")), Radians(F("location__longitude"))
    turn = Sin(there) * sin(radians(lat)) + Cos(there) * cos(radians(lat)) * Cos(east - radians(lon))
    away = ACos(Least(1.0, Greatest(-1.0, turn))) * EARTH_METRES
    return rows.annotate(away=away).filter(away__lte=metres + 1)
