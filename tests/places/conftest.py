"""A small invented district for the tests of places."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from kith.kit.actor import Actor
from kith.places import actions

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BY = Actor.system("a test")


@pytest.fixture
def add():
    """Add a place as the test's own actor."""
    return lambda kind, name, parent=None, **facts: actions.add_place(
        kind=kind, name=name, parent=parent, by=BY, now=NOW, **facts
    )


@pytest.fixture
def land(db, add):
    """Devon, one district, two communities, three streets and a village."""
    system = add("system", "Devon")
    district = add("district", "Northern Devon", system, lat=51.05, lon=-4.05, codes=["E07000043"])
    hood = add("neighbourhood", "Coast", district)
    martin = add("community", "Combe Martin", hood, lat=51.203, lon=-4.030, aliases=["Combe"])
    bideford = add("community", "Bideford", hood, lat=51.017, lon=-4.207)
    quay = add("street", "Quay Street", martin, lat=51.205, lon=-4.035, homes=60)
    add("street", "High Street", martin, lat=51.203, lon=-4.031, homes=70)
    high = add("street", "High Street", bideford, lat=51.018, lon=-4.206, homes=80)
    village = add("street", "Berrydown", martin, lat=51.17, lon=-4.03, homes=12, settings={"village": True})
    return SimpleNamespace(
        system=system,
        district=district,
        hood=hood,
        martin=martin,
        bideford=bideford,
        quay=quay,
        high=high,
        village=village,
    )


@pytest.fixture
def real_data() -> Path:
    """The folder of published data; the test is skipped, and says so, where it is not there."""
    folder = Path(os.environ.get("KITH_DATA", "../shared/data"))
    if not (folder / "north-devon-postcodes").is_dir():
        pytest.skip(f"needs the published postcodes and boundaries: set KITH_DATA (looked in {folder})")
    return folder
