"""Whoever owns the database cannot change the trail unseen: a few of the thousand tamperings of the drill."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from kith.config.postgres import Server
from kith.kit import clock
from kith.proof.drill import tamper

FULL = bool(os.environ.get("KITH_TEST_FULL"))


@pytest.mark.django_db(transaction=True)
def test_every_kind_of_tampering_is_found(cluster: Server) -> None:
    count = 1000 if FULL else 70
    with cluster.connect(database=connection.settings_dict["NAME"]) as own:
        found = tamper.run(tamperings=count, seed=11, now=clock.now(), own=own, tick=lambda: None)
    assert (found.tamperings, found.found, found.false_alarms, found.wrong) == (count, count, 0, [])
    assert len(found.by_kind) == 7
    assert found.checked_by_the_other and not found.not_found_by_the_other
    # It is what lies outside that finds a trail cut short, or written anew with the right key.
    assert found.found_without_anchors < count
