"""Questions whose words are kept: the rows are those Django's own words bring, and never another question's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.compiler import SQLCompiler as Djangos
from django.db.models import Count, F, Q, QuerySet

from kith.access.among import beneath, leading_to, one_of
from kith.accounts.models import Organisation, Team
from kith.asks.models import Ask
from kith.kit.pg.compiler import SQLCompiler
from kith.kit.pg.known_questions import MOST_VALUES, NotPlain, shape_of
from kith.people.models import ContactRoute, Person
from kith.places.models import Place
from kith.promises.models import Promise
from tests.thread import NOW

pytestmark = pytest.mark.django_db
ONE, TWO = UUID(int=1), UUID(int=2)

PLAIN: dict[str, Callable[[], QuerySet[Any, Any]]] = {
    "everything": lambda: Organisation.objects.all(),
    "by id": lambda: Ask.objects.filter(id=ONE),
    "by two ids": lambda: Ask.objects.filter(id__in=[ONE, TWO, ONE]),
    "by one id": lambda: Ask.objects.filter(id__in=[TWO]),
    "by no id or one": lambda: Ask.objects.filter(id__in=[None, ONE]),
    "with what it belongs to": lambda: Ask.objects.select_related("promise__holder__team", "person", "place"),
    "with less of it": lambda: Ask.objects.select_related("promise__holder", "person"),
    "not these": lambda: Ask.objects.exclude(state="new").filter(place=ONE),
    "either": lambda: Ask.objects.filter(Q(state="new") | Q(state="asking", person_id=ONE)),
    "both": lambda: Ask.objects.filter(Q(state="new") & ~Q(state="asking", person_id=ONE)),
    "nothing there": lambda: Ask.objects.filter(ended_at__isnull=True),
    "something there": lambda: Ask.objects.filter(ended_at__isnull=False),
    "a yes": lambda: Team.objects.filter(is_duty=True),
    "a no": lambda: Team.objects.filter(is_duty=False),
    "before": lambda: Promise.objects.filter(next_contact_by__lte=NOW),
    "after": lambda: Promise.objects.filter(next_contact_by__gt=NOW),
    "a number": lambda: Ask.objects.filter(version=3),
    "back along a key": lambda: Person.objects.filter(routes__value="x@example.org"),
    "turned round": lambda: Person.objects.order_by("-created_at", "id"),
    "the first few": lambda: Person.objects.order_by("id")[:3],
    "some of them": lambda: Person.objects.order_by("id")[2:3],
    "a few columns": lambda: Person.objects.values_list("id", "name"),
    "the columns the other way": lambda: Person.objects.values_list("name", "id"),
    "named columns": lambda: Person.objects.values("name"),
    "each once": lambda: Person.objects.values_list("name", flat=True).distinct(),
    "only some fields": lambda: Person.objects.only("name"),
    "all fields but some": lambda: Person.objects.defer("name"),
    "beneath a place": lambda: Ask.objects.filter(beneath("place__path", [ONE, TWO])),
    "one of many": lambda: Ask.objects.filter(one_of("pk", [ONE] * 100)),
    "one of many, or beneath": lambda: Ask.objects.filter(one_of("pk", [TWO]) | beneath("place__path", [ONE])),
    "not one of many": lambda: Ask.objects.exclude(one_of("controller", [ONE, TWO])),
    "led to": lambda: Ask.objects.filter(leading_to(Ask, "promise__holder__user", TWO)),
    "locked": lambda: Ask.objects.select_for_update(),
    "locked, but not what it belongs to": lambda: Ask.objects.select_related("person").select_for_update(of=("self",)),
    "locked where free": lambda: Ask.objects.select_for_update(skip_locked=True, no_key=True),
}
MORE: dict[str, Callable[[], QuerySet[Any, Any]]] = {
    "counted": lambda: Person.objects.annotate(n=Count("routes")),
    "one column by another": lambda: Ask.objects.filter(created_at=F("taken_at")),
    "within an answer": lambda: Person.objects.filter(id__in=ContactRoute.objects.values("person_id")),
    "inside a list": lambda: Place.objects.filter(path__contains=[ONE]),
    "part of a word": lambda: Person.objects.filter(name__icontains="a"),
    "too many": lambda: Ask.objects.filter(id__in=[UUID(int=n) for n in range(MOST_VALUES + 1)]),
    "a number too large for its column": lambda: Ask.objects.filter(version=10**12),
    "two together": lambda: Person.objects.filter(name="a").union(Person.objects.filter(name="b")),
}


def words(queryset: QuerySet[Any, Any], kind: type[Djangos]) -> tuple[str, list[Any]]:
    said, values = kind(queryset.query.clone(), connection, "default").as_sql()
    return said, list(values)


@pytest.mark.parametrize("name", PLAIN)
def test_kept_words_are_djangos_own(name: str):
    with transaction.atomic():
        expected = words(PLAIN[name](), Djangos)
        first, again = words(PLAIN[name](), SQLCompiler), words(PLAIN[name](), SQLCompiler)
    assert first == again == expected
    shape, _values = shape_of(PLAIN[name]().query, connection)
    assert connection.questions[shape] is not None  # type: ignore[attr-defined]


def test_no_two_different_questions_share_a_shape():
    said: dict[Any, str] = {}
    with transaction.atomic():
        for ask in PLAIN.values():
            own, _values = words(ask(), Djangos)
            assert said.setdefault(shape_of(ask().query, connection)[0], own) == own


@pytest.mark.parametrize("name", MORE)
def test_what_is_more_than_plain_is_left_to_django(name: str):
    with pytest.raises(NotPlain):
        shape_of(MORE[name]().query, connection)


def test_the_same_question_about_another_brings_the_other():
    made = [Organisation.objects.create(name=name) for name in ("Allotments", "Band", "Choir")]
    for one in made * 2:
        assert Organisation.objects.get(id=one.id).name == one.name
        assert list(Organisation.objects.filter(name=one.name).values_list("id", flat=True)) == [one.id]
        assert Organisation.objects.filter(name=one.name).exists()
    assert not Organisation.objects.filter(name="Drama").exists()
    assert Organisation.objects.filter(name="Drama").first() is None
    pair = Organisation.objects.filter(id__in=[made[2].id, made[0].id]).order_by("name")
    assert [one.name for one in pair] == ["Allotments", "Choir"]


def test_rows_come_with_what_was_asked_for_and_no_more(django_assert_num_queries: Any):
    one = Organisation.objects.create(name="Allotments")
    own = UUID(int=7)
    place = Place.objects.create(id=own, name="Zeal", kind="district", path=[own])
    for name in ("first", "second"):
        Team.objects.create(organisation=one, place=place, name=name)
    for name in ("first", "second"):
        with django_assert_num_queries(1):
            team = Team.objects.select_related("organisation").only("name", "organisation__name").get(name=name)
            assert (team.name, team.organisation.name) == (name, "Allotments")


@pytest.mark.django_db(transaction=True)
def test_locking_outside_of_a_transaction_is_refused_the_second_time_too():
    for _time in range(2):
        with pytest.raises(transaction.TransactionManagementError):
            list(Ask.objects.select_for_update())
        with transaction.atomic():
            assert list(Ask.objects.select_for_update()) == []


@pytest.mark.django_db(transaction=True)
def test_words_stay_known_over_connections_unless_values_are_bound_in_another_way():
    list(Organisation.objects.all())
    known = len(connection.questions)  # type: ignore[attr-defined]
    connection.close()
    list(Organisation.objects.all())
    assert len(connection.questions) == known > 0  # type: ignore[attr-defined]
    options = connection.settings_dict["OPTIONS"]
    before = dict(options)
    options["server_side_binding"] = not options.get("server_side_binding", False)
    connection.close()
    try:
        list(Organisation.objects.all())
        assert len(connection.questions) == 1  # type: ignore[attr-defined]
    finally:
        options.clear()
        options.update(before)
        connection.close()
