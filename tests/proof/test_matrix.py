"""Both walls against the hand-written table: a sample of cells in each state, and each clause made weaker."""

from __future__ import annotations

import os
from pathlib import Path
from unittest import mock

import pytest

FULL = os.environ.get("KITH_TEST_FULL") == "1"
CELLS, SEED = (10_000 if FULL else 2_000), 3
NAME = f"kith_matrix_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture(scope="module")
def walls(cluster, migrated_template, django_db_blocker):
    """A database of its own with the matrix's people in it, how its second wall is laid down, and a sample of cells."""
    from kith.kit import clock
    from kith.proof import bench_land
    from kith.proof.matrix.run import Matrix
    from kith.proof.matrix.states import second_down

    with cluster.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {NAME} TEMPLATE {migrated_template} OWNER kith_owner STRATEGY FILE_COPY")
    with django_db_blocker.unblock(), bench_land.on(NAME), cluster.connect(database=NAME) as admin:
        made = Matrix.make(clock.now())
        yield made, lambda: second_down(admin), made.sample(CELLS, SEED)
    with cluster.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def opened(walls, state):
    made, lay_second, sample = walls
    return made.run(sample, lay_second, lambda: None, states=(state,))[state]


def second_stands(walls):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relrowsecurity")
        return cursor.fetchone()[0] > 0


def said(found):
    return "\n".join(str(one) for one in found.wrong[:40])


@pytest.mark.slow
def test_nobody_sees_what_they_may_not_and_everybody_what_they_may(walls):
    found = opened(walls, "both")
    assert found.cells > CELLS * 0.95
    assert (found.leaks, found.refusals, found.others) == (0, 0, 0), said(found)


@pytest.mark.slow
def test_with_the_first_wall_down_nobody_sees_what_they_may_not(walls):
    if not second_stands(walls):
        pytest.skip("the second wall is not up")
    found = opened(walls, "wall1_off")
    assert found.leaks == 0, said(found)


@pytest.mark.slow
def test_with_the_second_wall_down_nobody_sees_what_they_may_not(walls):
    if not second_stands(walls):
        pytest.skip("the second wall is not up, so it cannot be laid down")
    found = opened(walls, "wall2_off")
    assert found.leaks == 0, said(found)


def test_there_are_more_than_a_hundred_thousand_cells(walls):
    assert sum(1 for _cell in walls[0].browser.cells()) >= 100_000


def test_both_walls_down_is_seen(walls):
    """The matrix can fail: with neither wall somebody sees what they may not."""
    from kith.proof.matrix import states
    from kith.proof.matrix.cells import Cell

    made, lay_second, _sample = walls
    case = made.world.of("plain away none").number
    with states.first_down(), lay_second():
        wrong = made.look(Cell("street", "ask", "GET", case)) or []
    assert {one.what for one in wrong} == {"leak"}
    assert any(f"B of person {case}" in one.words for one in wrong)


@pytest.mark.parametrize("address", ["ask_add", "permission", "to_read"])
def test_a_page_that_forgot_to_say_that_it_was_read_is_seen(walls, address):
    """It can fail: with the trail's line left out, the page about somebody is called wrong."""
    from kith.access import gate

    made, _lay_second, _sample = walls
    cells = [one for one in made.browser.cells() if (one.who, one.address, one.method) == ("lead", address, "GET")]
    for cell in cells:
        with mock.patch.object(gate, "_write_down"):
            wrong = made.look(cell) or []
        if [one.what for one in wrong] == ["no line of the trail"]:
            break
    else:
        pytest.fail(f"no cell of {address} says anything of anybody")
    assert made.look(cell) == []


def test_every_line_of_the_tables_can_be_read(walls):
    from kith.proof.matrix import oracle

    names = {line.answer for line in oracle.answers()}
    assert names <= {"ok", "not-there", "sign-in", "code", "token", oracle.ANY, oracle.MAY}
    assert all(line.why for line in (*oracle.answers(), *oracle.rows()))
    used = {
        word
        for file in ("answers.csv", "rows.csv", "seen.csv")
        for word in (Path(oracle.HERE) / file).read_text().split()
    }
    assert oracle.groups().keys() <= {name for word in used for name in word.replace(",", " ").split()}


@pytest.mark.slow
def test_a_weakened_clause_is_noticed(walls):
    """All refusals and expiries, and a tenth of the rest; ``./kith permissions mutate`` tries every one."""
    from django.db import transaction

    from kith.proof import mutate
    from kith.proof.matrix import witnesses
    from kith.proof.matrix.seeing import Rows

    made, lay_second, _sample = walls
    every = mutate.mutants()
    chosen = every if FULL else [one for turn, one in enumerate(every) if one.grave or turn % 10 == 0]
    with lay_second(), transaction.atomic():
        witnesses.add(made.world)
        rows = Rows(made.world)
        assert not mutate.as_it_is(rows)
        found = mutate.run(rows, chosen, lambda: None)
        transaction.set_rollback(True)
    assert found.caught >= mutate.MUST_CATCH * found.mutants, found.missed
    assert found.grave_caught == found.grave, found.missed


def test_every_address_of_the_site_is_in_the_table():
    """A new page: say in src/kith/proof/matrix/answers.csv who may open it, and in which words of groups.csv."""
    from kith.proof.matrix import oracle
    from kith.proof.matrix.addresses import addresses

    named = {name for line in oracle.answers() for name in line.about}
    assert not {address.name for address in addresses()} - named


def test_a_person_is_told_whom_they_let_look_and_not_how_to_reach_them(walls):
    from kith.proof.matrix import judge
    from kith.proof.matrix.canary import Canary
    from kith.proof.matrix.cases import ASKERS

    made = walls[0]
    about = made.world.of("asker when-done own")
    (cell,) = made.named(f"person GET status_link case {about.number}")
    assert made.look(cell) == []
    name, number = (Canary(ASKERS + about.number, letter) for letter in "NB")
    assert judge.leaks(made.world, cell, about, [name]) == []
    assert judge.leaks(made.world, cell, about, [number]) != []


PUBLIC = (
    "service_page",
    "service_print",
    "oruk_service",
    "oruk_service_at_location",
    "find_in",
    "find",
    "oruk_services",
)


@pytest.fixture(scope="module")
def anybodys(walls):
    """The matrix, and what anybody may open of the directory."""
    made = walls[0]
    cells = [cell for cell in made.browser.cells() if (cell.who, cell.method) == ("public", "GET")]
    return made, [cell for cell in cells if cell.address in PUBLIC]


def leaked(anybodys, *, entry):
    """What the matrix says leaks to anybody about one entry, on its own pages and in lists."""
    made, every = anybodys
    number = made.world.entry(entry).number
    cells = [cell for cell in every if cell.entry in ("", entry) and cell.place in ("", "community")]
    assert len(cells) == len(PUBLIC)
    wrong = [one.words for cell in cells for one in made.look(cell) or []]
    return {words[0] for words in wrong if f" of entry {number} " in words}


@pytest.mark.parametrize("entry", ["open", "their number", "held", "refuge", "refuge's house", "refuge by words"])
def test_with_nothing_broken_nothing_is_found(anybodys, entry):
    assert leaked(anybodys, entry=entry) == set()


def test_a_refuge_no_longer_known_by_its_words_is_found(anybodys):
    with mock.patch("kith.directory.queries.shown.looks_confidential", return_value=False):
        assert "L" in leaked(anybodys, entry="refuge by words")


def test_a_house_no_longer_kept_secret_is_found(anybodys):
    from kith.directory.models import Location

    nowhere = Location.objects.none()
    with mock.patch("kith.directory.queries.shown.secret_locations", return_value=nowhere):
        assert "L" in leaked(anybodys, entry="refuge's house")


def test_an_entry_shown_before_anybody_looked_is_found(anybodys):
    from kith.directory.models import Service

    with (
        mock.patch("kith.web.views.finder.public_services", Service.objects.all),
        mock.patch("kith.directory.queries.shown._may_leave", return_value=True),
    ):
        assert "H" in leaked(anybodys, entry="held")


def test_a_number_shown_without_their_yes_is_found(anybodys):
    from django.db import transaction

    from kith.directory.queries.published import phone_of
    from kith.proof.matrix.by_hand import set_by_hand

    made = anybodys[0].world.entry("open")
    with transaction.atomic():
        set_by_hand(type(made.service), made.service.pk, phones=[phone_of(made.leader)])
        found = leaked(anybodys, entry="open")
        transaction.set_rollback(True)
    assert "B" in found


def test_a_leader_seen_from_the_next_district_is_found(walls):
    from kith.access import policy

    made = walls[0]
    (cell,) = made.named("far-lead GET leader open")
    assert made.look(cell) == []
    yes, all_of_it = {"return_value": True}, {"return_value": policy.EVERYTHING}
    with (
        mock.patch.object(policy, "may_at", **yes),
        mock.patch.object(policy, "scope", **all_of_it),
        walls[1](),
    ):
        wrong = made.look(cell) or []
    assert {one.words[0] for one in wrong if " of entry " in one.words} >= {"B", "K"}


def test_what_several_processes_found_is_put_together():
    from multiprocessing import Pipe

    from kith.proof.matrix import shares
    from kith.proof.matrix.run import Found

    ends, ticks = [], []
    for leaks in (0, 2):
        ours, theirs = Pipe(duplex=False)
        theirs.send(10)
        theirs.send({"both": Found(cells=10, leaks=leaks)})
        ends.append(ours)
    found = shares._together(ends, lambda: ticks.append(1))
    assert (found["both"].cells, found["both"].leaks, len(ticks)) == (20, 2, 20)


def test_a_process_that_ended_early_is_not_taken_for_one_that_found_nothing():
    from multiprocessing import Pipe

    from kith.proof.matrix import shares

    ours, theirs = Pipe(duplex=False)
    theirs.close()
    with pytest.raises(shares.Broken):
        shares._together([ours], lambda: None)
