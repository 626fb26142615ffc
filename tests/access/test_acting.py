"""Who is acting: set in the transaction, and gone after it."""

from __future__ import annotations

import contextlib

import pytest
from django.db import InternalError, connection

from kith.access import acting as act
from kith.access.acting import acting, current
from kith.accounts.models import Organisation
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.trail.verbs import Verb

pytestmark = pytest.mark.django_db
# A test works as a part of Kith.
NOBODY = ("system", "")
JAN, SAM = Actor("user", uuid7(), "Jan"), Actor("volunteer", uuid7(), "Sam")


def told():
    with connection.cursor() as cursor:
        cursor.execute("SELECT (said)[1], (said)[2] FROM wall.said() said")
        return tuple(value or "" for value in cursor.fetchone())


def test_the_actor_is_told_to_the_database_and_forgotten_after():
    with acting(JAN):
        assert current() == JAN
        assert told() == ("user", str(JAN.id))
        with acting(SAM):
            assert current() == SAM
            assert told() == ("volunteer", str(SAM.id))
        assert current() == JAN
        assert told() == ("user", str(JAN.id))
    assert current() is None
    assert told() == NOBODY


def test_an_error_undoes_the_change_and_forgets_the_actor():
    with contextlib.suppress(ZeroDivisionError), acting(JAN):
        Organisation.objects.create(name="Not for long")
        raise ZeroDivisionError
    assert current() is None
    assert told() == NOBODY
    assert not Organisation.objects.exists()


def test_reading_only_ends_with_its_block():
    with pytest.raises(InternalError, match="read-only"), acting(JAN, read_only=True):
        Organisation.objects.create(name="Never")
    with acting(JAN, read_only=True):
        assert Organisation.objects.count() == 0
    Organisation.objects.create(name="Afterwards")


def test_nobody_can_have_looked_when_nobody_acts():
    with pytest.raises(RuntimeError, match="Nobody is acting"):
        act.saw(Verb.PERSON_SEEN, ("people.Person", None, "Mrs P"))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_on_the_connection_for_the_next_request():
    with acting(JAN, read_only=True):
        assert told() == ("user", str(JAN.id))
    assert told() == NOBODY
    Organisation.objects.create(name="Afterwards")
    with contextlib.suppress(ZeroDivisionError), acting(JAN):
        raise ZeroDivisionError
    assert told() == NOBODY
