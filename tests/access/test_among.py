"""Sets asked for once: the same rows as by the plain lookup, found from an index behind the second wall too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.access.acting import acting, an_act
from kith.access.among import beneath, is_of_the_row, leading_to
from kith.access.rules import TIES
from kith.access.wall_policies import protected
from kith.kit.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(town):
    """Mrs P with Jan, and Ray with Gareth."""
    import rows

    town.mrs_p, town.ray = rows.person(town, "Mrs P", town.quay), rows.person(town, "Ray", town.pound)
    town.shopping = rows.ask(town, town.mrs_p, town.quay, town.jan_in)
    town.post = rows.ask(town, town.ray, town.pound, town.gareth_in)
    return town


def test_what_leads_to_a_colleague_is_the_same_from_either_end(two):
    tried = 0
    for model in protected():
        holder = TIES[model._meta.label].holder if model._meta.label in TIES else ""
        if not holder:
            continue
        rows, tried = model._base_manager, tried + 1
        for user in (two.jan, two.gareth):
            plain = set(rows.filter(**{holder: user.pk}).values_list("pk", flat=True))
            assert set(rows.filter(leading_to(model, holder, user.pk)).values_list("pk", flat=True)) == plain
            if model._meta.label in ("people.Person", "asks.Ask", "promises.Promise"):
                assert len(plain) == 1
    assert tried > 10


@pytest.mark.parametrize("label", ["people.Person", "asks.Ask", "promises.Promise"])
def test_places_lead_to_rows_behind_the_second_wall(two, label):
    from django.apps import apps
    from django.db import connection

    jan = Actor.user(two.jan)
    with acting(jan), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = apps.get_model(label)._base_manager.filter(beneath("place__path", [two.quay.pk])).order_by()
        plan = rows.explain().splitlines()
        assert [line for line in plan if "Index Cond: (place_id = ANY" in line], plan
        assert set(rows) == set(apps.get_model(label).objects.visible_to(jan)) != set()


def test_a_condition_is_of_the_row_only_without_any_other_row(two):
    from django.db.models import Q

    from kith.people.models import ContactRoute, Person

    assert is_of_the_row(Person, Q(further_away=True) & ~Q(controller=two.mrs_p.controller_id))
    assert not is_of_the_row(ContactRoute, Q(person__further_away=True))
    assert not is_of_the_row(Person, Q(volunteer=two.mrs_p.pk))
    assert not is_of_the_row(Person, Q(further_away=True) | Q(asks__promise__holder__user=two.jan.pk))
    assert not is_of_the_row(Person, Q())


def test_the_first_wall_keeps_somebody_back_by_itself_where_the_second_looks_away(two):
    from kith.people.models import KeptFrom, Person

    jan = Actor.user(two.jan)
    with acting(jan, now=two.now + timedelta(minutes=1)):
        assert [str(one) for one in Person.objects.visible_to(jan)] == ["Mrs P"]
        with an_act():
            KeptFrom.objects.create(
                controller=two.mrs_p.controller, person=two.mrs_p, user=two.jan, why="chosen", at=two.now
            )
        # Asked anew after an act: it may have changed what they may see.
        assert not Person.objects.visible_to(jan)
        with an_act():
            assert not Person.objects.visible_to(jan)
            assert Person.objects.filter(pk=two.mrs_p.pk).exists()


def test_every_way_to_who_must_not_know_can_be_told_by_the_people(two):
    ways = {way for tie in TIES.values() for way in tie.kept_from}
    assert ways and all(way.endswith("kept_from__user") for way in ways)
