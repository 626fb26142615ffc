"""The first step of every journey: the front door opens, and somebody can come in."""

from __future__ import annotations

from kith.places.models import Place
from tests.journeys.conftest import Meet


def test_the_front_door_opens_for_anybody(places: dict[str, Place], meet: Meet) -> None:
    meet().open("/", "front-door")


def test_jan_comes_in_to_her_own_street(places: dict[str, Place], meet: Meet) -> None:
    jan = meet("Jan")
    jan.open("/")
    assert "/today/" in jan.address
