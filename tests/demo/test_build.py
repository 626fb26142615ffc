"""The demo's district as it stands in the database."""

from __future__ import annotations

import pytest

from kith.demo.build import build
from kith.demo.district import district
from kith.places.models import Area
from kith.places.queries import locate
from tests.thread import NOW

pytestmark = pytest.mark.django_db


def test_every_area_of_the_district_has_its_deprivation() -> None:
    plan = district(NOW, volunteers=7)
    build(plan, NOW)
    assert Area.objects.filter(imd_decile__isnull=False).count() == len(plan.deprivation) > 7
    spec = next(place for place in plan.places if place.postcodes)
    code = spec.postcodes[0]
    found = locate(postcode=code.postcode)
    assert found.lsoa == code.lsoa
    assert found.imd_decile == {code: decile for code, decile, _rank in plan.deprivation}[found.lsoa]
