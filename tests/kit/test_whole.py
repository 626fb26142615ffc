"""Acts within an act, and many acts as one."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, DataError, IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from kith.accounts.models import Organisation
from kith.kit.whole import change, fact, forget, insert, once, put, remember, whole, written

pytestmark = pytest.mark.django_db


def organisation(name: str) -> Organisation:
    return Organisation(name=name)


def test_a_new_row_is_written_at_once():
    with whole():
        insert(organisation("Allotments"))
        assert Organisation.objects.filter(name="Allotments").exists()


def test_the_new_rows_of_many_acts_are_written_together_in_one_statement():
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        whole(many=True),
    ):
        with whole():
            insert(organisation("Allotments"))
        with whole():
            insert(organisation("Band"))
        assert not Organisation.objects.filter(name="Allotments").exists()
    assert sum("INSERT" in query["sql"] for query in asked) == 1
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Allotments", "Band"}


def test_rows_can_be_written_before_they_are_read():
    with whole(many=True):
        insert(organisation("Allotments"))
        written(Organisation)
        assert Organisation.objects.filter(name="Allotments").exists()


def test_when_one_of_many_acts_fails_nothing_of_the_others_stays():
    def all_three() -> None:
        with whole(many=True):
            insert(organisation("Allotments"))
            twin = organisation("Band")
            insert(twin)
            insert(Organisation(id=twin.id, name="Choir"))

    with pytest.raises(IntegrityError):
        all_three()
    assert not Organisation.objects.exists()
    with whole(many=True):
        pass
    assert not Organisation.objects.exists(), "what failed is not written later"


def test_what_was_looked_up_is_kept_for_many_acts_and_no_longer():
    answers = iter("abc")
    with whole(many=True):
        assert [once("key", lambda: next(answers)) for _ in range(2)] == ["a", "a"]
        remember("other", "said before")
        assert once("other", lambda: "asked") == "said before"
    with whole():
        assert [once("key", lambda: next(answers)) for _ in range(2)] == ["b", "c"]
    assert once("other", lambda: "asked") == "asked"


def test_changes_of_many_acts_are_written_in_one_statement_each_row_with_its_own_value():
    band, choir = organisation("Band"), organisation("Choir")
    band.save()
    choir.save()
    with CaptureQueriesContext(connection) as asked, whole(many=True):
        band.name, choir.name = "Silver Band", "Men's “Choir”, 12%"
        change(band, "name")
        change(choir, "name")
        late = organisation("Late")
        insert(late)
        late.name = "Later"
        change(late, "name")
    assert sum("UPDATE" in query["sql"] for query in asked) == 1
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Silver Band", "Men's “Choir”, 12%", "Later"}


def test_words_too_long_for_their_column_are_refused_and_not_cut():
    band = organisation("Band")
    band.save()

    def too_long() -> None:
        with whole(many=True):
            band.name = "B" * 500
            change(band, "name")

    with pytest.raises(DataError):
        too_long()


def test_a_statement_that_failed_is_known_anew_the_next_time():
    taken = organisation("Band")
    taken.save(force_insert=True)
    for again in range(3):
        with pytest.raises(IntegrityError), whole(many=True):
            insert(Organisation(id=taken.id, name="Choir"))
        with whole(many=True):
            insert(organisation(f"Allotments {again}"))
    assert Organisation.objects.count() == 4


def test_words_too_long_for_their_column_are_refused_however_they_are_written():
    with pytest.raises(DataError), whole(many=True):
        insert(organisation("A" * 5000))
    with whole(many=True):
        for number in range(20):
            insert(organisation(f"Choir {number}"))
    assert Organisation.objects.count() == 20


def test_a_fact_is_looked_up_once_in_an_act_until_the_act_changes_it():
    asked: list[str] = []

    def look_up() -> int:
        asked.append("")
        return len(asked)

    assert (fact(("who", 1), look_up), fact(("who", 1), look_up)) == (1, 2)
    with whole():
        assert (fact(("who", 1), look_up), fact(("who", 1), look_up)) == (3, 3)
        forget("somebody else")
        assert fact(("who", 1), look_up) == 3
        forget("who")
        assert fact(("who", 1), look_up) == 4
    with whole():
        assert fact(("who", 1), look_up) == 5


def test_writing_to_a_row_that_is_not_there_is_refused():
    with pytest.raises(DatabaseError, match="no such"):
        put(organisation("Allotments"), "name")


def test_a_row_still_to_be_written_takes_what_is_put_on_it_along():
    with whole(many=True):
        row = organisation("Allotments")
        insert(row)
        row.name = "Band"
        put(row, "name")
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Band"}
