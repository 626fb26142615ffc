"""The tree: which kinds hang under which, and that paths stay true."""

import itertools
from datetime import time

import pytest
from django.db import Error, transaction

from kith.kit.actor import Actor
from kith.places import actions
from kith.places.kinds import ORDER, may_hang_under
from kith.places.models import Place
from kith.trail.queries import history_of

from .conftest import BY, NOW

pytestmark = pytest.mark.django_db


def test_a_place_knows_what_it_lies_in(land):
    assert [place.name for place in land.quay.ancestors] == ["Combe Martin", "Coast", "Northern Devon", "Devon"]
    assert land.quay.ancestor("district") == land.district
    assert land.quay.ancestor("street") == land.quay
    assert land.district.ancestor("community") is None


def test_everything_under_a_place_is_found_by_its_path(land):
    assert set(Place.objects.under([land.bideford.id])) == {land.bideford, land.high}
    assert Place.objects.under([land.system.id]).count() == Place.objects.count()
    assert Place.objects.visible_to(Actor.public()).count() == Place.objects.count()


@pytest.mark.parametrize(("kind", "above"), list(itertools.product(ORDER, ORDER)))
def test_the_database_and_the_table_of_kinds_agree(db, add, kind, above):
    parent = None
    for step in reversed(ORDER[ORDER.index(above) :]):
        parent = add(step, f"The {step}", parent)
    child = Place(kind=kind, name="Child", slug="child", parent=parent)
    child.path = [*parent.path, child.id]
    try:
        with transaction.atomic():
            child.save(force_insert=True)
        kept = True
    except Error:
        kept = False
    assert kept == may_hang_under(kind, above)


def test_the_database_refuses_a_path_that_is_not_true(land):
    with pytest.raises(Error, match="path of Quay Street"), transaction.atomic():
        Place.objects.filter(pk=land.quay.pk).update(path=[land.quay.id])
    with pytest.raises(Error, match="keeps its kind"), transaction.atomic():
        Place.objects.filter(pk=land.quay.pk).update(kind="community")


def test_a_place_takes_its_hours_from_where_it_lies_and_is_written_on_the_trail(land, add):
    actions.set_hours(place=land.martin, opens=time(9), closes=time(17), and_below=True, by=BY, now=NOW)
    new = add("street", "Shute Lane", land.martin)
    assert (new.opens, new.closes) == (time(9), time(17))
    assert Place.objects.get(pk=land.quay.pk).opens == time(9)
    assert [entry.verb for entry in history_of(land.martin.id)] == ["place.made", "place.hours"]
    assert [entry.verb for entry in history_of(new.id)] == ["place.made"]


def test_two_streets_of_one_name_have_two_addresses_on_the_web(land):
    slugs = sorted(Place.objects.filter(name="High Street").values_list("slug", flat=True))
    assert slugs == ["high-street", "high-street-bideford"]


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("street", "Quay Street", "there already"),
        ("street", "  ", "needs a name"),
        ("district", "Elsewhere", "cannot lie"),
        ("planet", "Elsewhere", "not a kind"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused_with_a_sentence(land, add, kind, name, said):
    with pytest.raises(actions.CannotPlace, match=said):
        add(kind, name, land.martin)


def test_a_street_needs_its_community(db, add):
    with pytest.raises(actions.CannotPlace, match="needs the community"):
        add("street", "Quay Street")


def test_a_community_that_began_alone_joins_its_district(land, add):
    alone = add("community", "Sutcombe")
    lane = add("street", "Church Lane", alone)
    actions.move_place(place=alone, parent=land.district, by=BY, now=NOW)
    assert Place.objects.get(pk=lane.pk).ancestor("district") == land.district
    assert history_of(alone.id).last().detail["after"] == "Northern Devon"
    with pytest.raises(actions.CannotPlace, match="lies in it"):
        actions.move_place(place=land.district, parent=alone, by=BY, now=NOW)


def test_a_renamed_place_is_found_by_both_names_and_keeps_its_address(land):
    actions.rename(place=land.quay, name="Harbour Street", by=BY, now=NOW)
    kept = Place.objects.get(pk=land.quay.pk)
    assert (kept.name, kept.slug) == ("Harbour Street", "quay-street")
    assert {name.key for name in kept.names.all()} == {"quay street", "harbour street"}
    assert history_of(kept.id).last().verb == "place.renamed"


def test_facts_are_changed_and_only_those_that_may_be(land):
    actions.change_place(place=land.quay, homes=61, phone="01632 960001", by=BY, now=NOW)
    assert Place.objects.get(pk=land.quay.pk).homes == 61
    assert history_of(land.quay.id).last().detail == {"changed": ["homes", "phone"]}
    with pytest.raises(actions.CannotPlace, match="slug"):
        actions.change_place(place=land.quay, slug="x", by=BY, now=NOW)


def test_settings_have_values_from_the_first_day(land):
    assert land.village.typed_settings.village
    assert land.quay.typed_settings.offers_at_once == 3
    assert land.quay.typed_settings.stored()["languages"] == ["en"]
