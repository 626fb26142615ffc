"""What stands in the directory already and may be the same; who runs things here, and under which words they stand."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from kith.directory.models import Organization, Service, TaxonomyTerm
from kith.directory.queries.named import shown_name
from kith.directory.reading import same
from kith.kit.actor import Actor
from kith.places.models import Place

MOST, MOST_TERMS, MOST_PLACES = 5, 40, 100
OUR_WORDS = "Kith"


def alike(name: str, place: Place, actor: Actor) -> list[tuple[UUID, str]]:
    """Entries near here with the same name or nearly, each as it is shown. Near is here and beside it."""
    around = place.path[-2] if len(place.path) > 1 else place.pk
    here = Service.objects.visible_to(actor).filter(Q(place__path__contains=[around]) | Q(place=None), gone_at=None)
    wanted = [key for key, other in here.values_list("pk", "name").order_by("name") if same.alike(name, other)][:MOST]
    return [(one.pk, shown_name(one)) for one in here.filter(pk__in=wanted).select_related("place", "organization")]


def who_runs_things(place: Place, actor: Actor) -> list[tuple[str, str]]:
    """Whoever runs something here, by name, to be chosen from."""
    runs = Service.objects.visible_to(actor).filter(place__path__contains=[place.pk], gone_at=None, confidential=False)
    rows = Organization.objects.filter(pk__in=runs.values("organization"), gone_at=None, same_as=None)
    return [(str(key), name) for key, name in rows.order_by("name").values_list("pk", "name")]


def whoever(chosen: str, actor: Actor) -> Organization | None:
    """Whoever was chosen from that list."""
    return Organization.objects.visible_to(actor).filter(pk=chosen, gone_at=None).first() if chosen else None


def place_called(slug: str, actor: Actor) -> Place:
    """The place that was chosen."""
    return Place.objects.visible_to(actor).get(slug=slug)


def our_words() -> list[tuple[str, str]]:
    """The words of our own list, under which an entry may stand."""
    rows = TaxonomyTerm.objects.filter(taxonomy__name=OUR_WORDS, taxonomy__source=None, gone_at=None)
    return [(name, name) for name in rows.order_by("name").values_list("name", flat=True)[:MOST_TERMS]]


def places_in(place: Place) -> list[tuple[str, str]]:
    """The place and what lies in it, but for streets: where an entry may stand."""
    rows = Place.objects.filter(path__contains=[place.pk]).exclude(kind=Place.Kind.STREET).order_by("name")
    found = [(one.slug, one.name) for one in rows.defer("boundary")[:MOST_PLACES] if one.pk != place.pk]
    return [(place.slug, place.name), *found]
