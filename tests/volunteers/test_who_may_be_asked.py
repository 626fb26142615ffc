"""Who may be asked now, and the figure by which somebody who knows them sees that they are others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kith.people import actions as people
from kith.volunteers import actions
from kith.volunteers.models import Volunteer
from kith.volunteers.queries import seal_of_those, who_may_be_asked
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db


def _in_hospital(volunteer: Volunteer) -> None:
    day = (NOW + timedelta(days=9)).date()
    people.leave_in_peace(
        people=[volunteer.person], what="hospital", said_by="his son", look_again_on=day, by=BUILDER, now=NOW
    )


CHANGES: dict[str, Callable[[Volunteer], object]] = {
    "rests": lambda one: actions.not_this_week(volunteer=one, by=BUILDER, now=NOW),
    "has stopped": lambda one: actions.stop_asking(volunteer=one, by=BUILDER, now=NOW),
    "is asked less": lambda one: actions.ask_me_less(volunteer=one, by=BUILDER, now=NOW),
    "is in hospital": _in_hospital,
}


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.mark.parametrize("change", CHANGES)
def test_the_figure_is_another_when_somebody(town: Town, change: str):
    first, _second = neighbour(town, "Ann Exe", 1), neighbour(town, "Bob Wye", 2)
    before = seal_of_those(NOW)
    assert before == seal_of_those(NOW)
    CHANGES[change](first)
    after = seal_of_those(NOW)
    assert after != before
    assert after[0] == who_may_be_asked(NOW).count()


def test_whoever_rested_and_is_there_again_makes_it_what_it_was(town: Town):
    one = neighbour(town, "Ann Exe", 1)
    before = seal_of_those(NOW)
    actions.not_this_week(volunteer=one, by=BUILDER, now=NOW)
    assert seal_of_those(NOW + timedelta(days=8)) == before


def test_a_new_neighbour_makes_it_another(town: Town):
    before = seal_of_those(NOW)
    neighbour(town, "Ann Exe", 1)
    assert seal_of_those(NOW) != before == (0, 0)
