"""Acts within an act, and many acts as one."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from kith.accounts.models import Organisation
from kith.kit.whole import insert, once, remember, whole, written

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
