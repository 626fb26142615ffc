"""A season told again: nobody is missed, the counts add up, the same seed tells the same, and naive rules do worse."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from kith.config.postgres import Server
from kith.proof import bench_land
from kith.proof.replay import figures, nature, report
from kith.proof.replay.explain import explain
from kith.proof.replay.naive import naive
from kith.proof.replay.run import Told, tell
from kith.proof.replay.season import START, season

TEMPLATE = "kith_template"


@contextmanager
def an_empty_database(server: Server, name: str) -> Iterator[None]:
    """A copy of the migrated database of its own, because a season needs nobody else's rows."""
    with server.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER kith_owner STRATEGY FILE_COPY")
    try:
        with bench_land.on(name):
            yield
    finally:
        with server.connect() as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def season_database(cluster: Server, migrated_template: str, django_db_setup: None, django_db_blocker: Any) -> Any:
    """Tells a season on a database of its own and answers what came of it."""

    def told(asks: int, volunteers: int, weeks: int, seed: int = 1) -> tuple[Told, report.Report, list[str]]:
        name = f"kith_replay_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        with django_db_blocker.unblock(), an_empty_database(cluster, name):
            it = tell(season(asks=asks, volunteers=volunteers, seed=seed, weeks=weeks), lambda: None)
            found = report.report_of(it, naive(it.scene))
            first = next(iter(it.scene.asks.values())).reference
            return it, found, explain(first)

    return told


@pytest.mark.slow
def test_two_hundred_asks_of_a_season_miss_nobody_and_add_up(season_database: Any) -> None:
    told, found, story = season_database(asks=200, volunteers=300, weeks=2)
    ours, other = found.figures, found.naive
    assert ours["missed"] == 0, ours["first_missed"]
    assert ours["asks"] == 200
    assert ours["by_kind"] == {"shopping": 60, "prescription": 94, "call": 30, "other": 16}
    assert ours["reconciled"]["adds_up"], ours["reconciled"]
    assert ours["reconciled"]["still_open"] == 0
    assert ours["checks"] > 60
    assert ours["need_by_kept"] > other["need_by_kept"]
    assert ours["over_floor"] < other["nudges_per_accept"] / other["floor"]
    assert other["missed"] > 0
    assert sum(ours["by_rung"].values()) == pytest.approx(1, abs=0.01)
    assert any("Asked" in line for line in story)
    assert len(list(report.table(found, 1.0))) > 20
    assert told.scene.nudges
    assert ours["colleagues"]["left"] >= 2


def test_the_same_seed_tells_the_same_season(season_database: Any) -> None:
    first, second = (season_database(asks=12, volunteers=60, weeks=1)[1] for _turn in range(2))
    assert first.as_json(0) == second.as_json(0)
    assert first.figures["missed"] == 0


@pytest.mark.slow
def test_where_neighbours_are_few_partners_do_some_of_it_and_colleagues_may_fall_ill_or_leave(
    season_database: Any,
) -> None:
    told, found, _story = season_database(asks=40, volunteers=24, weeks=1, seed=4)
    ours, scene = found.figures, told.scene
    assert ours["missed"] == 0, ours.get("first_missed")
    assert ours["reconciled"]["adds_up"], ours["reconciled"]
    assert ours["by_rung"]["partner"] > 0
    assert ours["partners"]["asked"] >= ours["partners"]["yes"] >= ours["partners"]["done"] > 0
    assert ours["reconciled"]["cards"]["finished"] >= ours["partners"]["done"]
    assert ours["colleagues"]["ill"] > 0
    assert ours["colleagues"]["left"] > 0
    assert all(0 < card.chance < 1 for card in scene.cards)
    lines = list(report.table(found, 1.0))
    assert not any("nudge" in line for line in lines)
    assert any(line.startswith("Partners:") for line in lines)


def test_two_thousand_asks_are_of_the_kinds_a_real_district_had() -> None:
    told = season(asks=2_000, volunteers=50, seed=1)
    kinds = [ask.group for ask in told.asks]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "shopping": 600,
        "prescription": 940,
        "call": 300,
        "other": 160,
    }
    weeks = [(ask.at - START).days // 7 for ask in told.asks]
    assert weeks.count(1) > 3 * weeks.count(16)
    assert told == season(asks=2_000, volunteers=50, seed=1)
    assert told != season(asks=2_000, volunteers=50, seed=2)


def test_people_meet_the_same_luck_however_they_are_asked() -> None:
    one = nature.nature(1, "Sam Tidy", mobile=True)
    assert nature.answer(1, one, 7, 0, 0.5) == nature.answer(1, one, 7, 0, 0.5)
    likely = sum(nature.answer(1, one, ask, 0, 0.9).says == nature.YES for ask in range(200))
    hardly = sum(nature.answer(1, one, ask, 0, 0.1).says == nature.YES for ask in range(200))
    assert likely > 160 > 40 > hardly


def test_a_partner_has_a_luck_of_its_own_and_says_yes_less_on_a_busy_day() -> None:
    one = nature.partner(1, "Quayside Pharmacy")
    assert nature.partner_answer(1, one, 7, 0, 0.5) == nature.partner_answer(1, one, 7, 0, 0.5)
    quiet, busy = (nature.chance_of_a_partners_yes(one, START, asked) for asked in (0, 12))
    assert quiet > busy
    says = {nature.partner_answer(1, one, ask, 0, 0.5).says for ask in range(200)}
    assert says == {nature.YES, nature.NO, nature.SILENT}
    left = timedelta(hours=5)
    assert nature.partner_deed(1, one, 7, 1, 30, left) == nature.partner_deed(1, one, 7, 1, 30, left)


def test_most_people_let_partners_be_asked_or_want_to_be_asked_first() -> None:
    said = [ask.partners_may for ask in season(asks=400, volunteers=20, seed=1).asks]
    shares = {answer: said.count(answer) / len(said) for answer in set(said)}
    assert shares["yes"] > 0.35 < shares["ask-first"]
    assert 0 < shares["no"] < 0.2


def test_somebody_nudged_too_often_says_yes_less() -> None:
    one = nature.nature(1, "Sam Tidy", mobile=True)
    fresh, tired = (nature.chance_of_yes(one, "shopping", 1.0, "car", START, nudged) for nudged in (0, 12))
    assert fresh > tired


def test_figures_hold_what_they_say() -> None:
    assert figures.gini([1, 1, 1, 1]) == 0
    assert figures.gini([0, 0, 0, 4]) == 0.75
    assert figures.gini([]) == 0
    assert figures.share(0, 10).low == 0
    assert figures.share(10, 10).high == 1
    assert figures.median_of([], 1).of == 0
    middle = figures.median_of([1.0, 2.0, 3.0, 4.0, 5.0], 1)
    assert middle.low <= middle.figure == 3.0 <= middle.high
    assert figures.quantile([1.0, 2.0, 3.0, 4.0], 0.95) == 4.0
