"""The chains: every line is sealed once and in order, and whatever is changed afterwards is found."""

import hmac
import json
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from kith.access.acting import works_as
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.trail import actions, anchors, commands, floor, jobs, keys, queries, sealing
from kith.trail.models import Entry, Seal
from kith.trail.verbs import Verb
from kith.trail.verifying import verify

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
BY = Actor.system("a test")
ONE, OTHER = uuid7(), uuid7()
TOOL = Path(__file__).parents[2] / "tools" / "verify_trail.py"


def write(count: int, controller=ONE, **changes) -> list[Entry]:
    given = {"verb": Verb.ASK_OPENED, "by": BY, "now": NOW, "controller": controller}
    return [
        actions.record(**{**given, "subject": ("ask", uuid7(), f"KESTREL {number}"), **changes})
        for number in range(count)
    ]


def seal_all(now: datetime = NOW) -> int:
    jobs._FLOOR.__init__()
    return jobs.sweep(now)


def found(kept=()):
    with commands.own_connection() as own:
        return verify(queries.links(own), keys.key_of, kept)


@pytest.mark.django_db
def test_every_line_gets_one_seal_in_the_chain_of_its_organisation():
    write(3)
    write(2, OTHER)
    write(1, None)
    assert seal_all() == 6
    assert seal_all() == 0
    numbers = list(Seal.objects.order_by("entry_id").values_list("chain", "number"))
    assert numbers == [(ONE, 1), (ONE, 2), (ONE, 3), (OTHER, 1), (OTHER, 2), (sealing.NOBODY, 1)]
    assert (found().problems, found().sealed, found().chains) == (0, 6, 3)


@pytest.mark.django_db
def test_a_chain_goes_on_where_it_ended():
    write(2)
    seal_all()
    write(2)
    assert seal_all(NOW + timedelta(seconds=5)) == 2
    assert [head.number for head in queries.heads()] == [4]
    assert found().problems == 0


@pytest.mark.django_db
def test_odd_words_are_sealed_as_they_are():
    write(1, detail={"n": 1.10, "big": 10**20, "كلمة": ["\u2028", "\\", '"', None, True], "tiny": 1e-30})
    write(1, None, subject=("ask", None, "line\nbreak\ttab \x7f ü 𝛼"), by=Actor("user", None, "İ"))
    seal_all()
    assert found().problems == 0


def test_every_column_of_a_line_is_sealed():
    columns = {field.column for field in Entry._meta.local_concrete_fields}
    assert columns == set(sealing.FIELDS)


def test_the_key_is_as_the_standard_says_and_of_one_chain_alone():
    extracted = hmac.digest(b"kith trail 1", b"secret", "sha256")
    expected = hmac.digest(extracted, f"chain {ONE}".encode() + b"\x01", "sha256")
    assert sealing.key_of("secret", ONE) == expected
    assert len({sealing.key_of("secret", ONE), sealing.key_of("secret", OTHER), sealing.key_of("other", ONE)}) == 3


@pytest.mark.django_db
def test_the_role_that_serves_may_not_change_a_seal():
    from django.db import Error, transaction

    write(1)
    seal_all()
    with pytest.raises(Error, match="permission denied"), transaction.atomic():
        Seal.objects.update(number=7)
    with pytest.raises(Error, match="permission denied"), transaction.atomic():
        Seal.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_the_same_moment_never_fork_a_chain():
    from django.db import connections

    write(300)
    write(300, OTHER)
    done: list[int] = []

    def one() -> None:
        try:
            while True:
                sealed = actions.seal(above=0, most=20, by=BY, now=NOW)
                done.append(sealed or 0)
                if sealed == 0:
                    return
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sum(done) == 600
    assert sorted(head.number for head in queries.heads()) == [300, 300]
    assert found().problems == 0


@pytest.mark.django_db(transaction=True)
def test_a_line_whose_transaction_ends_late_is_sealed_all_the_same():
    """It has a lower number than lines that were sealed before it could be seen."""
    from django.db import connections, transaction

    written, go_on = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with works_as("a test"), transaction.atomic():
                write(1)
                written.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    assert written.wait(10)
    write(5)
    jobs._FLOOR.__init__()
    assert jobs.sweep(NOW) == 5
    # However often it looks meanwhile, it never takes the one that is still being written for sealed.
    jobs._FLOOR.mark = floor.Mark(-1e9, *_mark(jobs._FLOOR))
    assert jobs.sweep(NOW) == 0
    assert jobs._FLOOR.value == 0
    go_on.set()
    thread.join(10)
    assert jobs.sweep(NOW) == 1
    assert found().problems == 0


def _mark(one: floor.Floor) -> tuple[int, int]:
    assert one.mark is not None
    return one.mark.highest, one.mark.later


def test_the_floor_rises_only_past_what_nobody_is_still_writing():
    one = floor.Floor()
    assert one.begin(5, 1.0) == 0
    one.all_sealed(floor.Mark(1.0, 100, later=900), oldest_under_way=880)
    one.all_sealed(floor.Mark(70.0, 200, later=950), oldest_under_way=899)
    assert one.value == 0, "a transaction from before the mark is still under way"
    one.all_sealed(floor.Mark(80.0, 300, later=990), oldest_under_way=900)
    assert one.value == 100
    assert one.begin(5, 90.0) == 100
    assert one.begin(6, 91.0) == 0, "another database"
    assert one.begin(6, 91.0 + 2 * floor.LOOK_AT_ALL_AGAIN) == 0


def as_superuser(cluster):
    own = cluster.connect(database=connection.settings_dict["NAME"])
    own.execute("SET session_replication_role = replica")
    return own


CHANGES = {
    "edit": ("UPDATE trail_entry SET actor_label = 'somebody else' WHERE id = {id}", "not as it was written"),
    "one hidden word": ("UPDATE trail_entry SET detail = '{{\"x\": 1}}' WHERE id = {id}", "not as it was written"),
    "delete": ("DELETE FROM trail_entry WHERE id = {id}", "taken out"),
    "delete both": (
        "DELETE FROM trail_entry WHERE id = {id}; DELETE FROM trail_seal WHERE entry_id = {id}",
        "missing before it",
    ),
    "another organisation": ("UPDATE trail_entry SET controller = NULL WHERE id = {id}", "another organisation"),
    "later": ("UPDATE trail_seal SET sealed_at = sealed_at + interval '1 day' WHERE entry_id = {id}", "not as it was"),
    "truncate": (
        "DELETE FROM trail_entry WHERE id >= {id}; DELETE FROM trail_seal WHERE entry_id >= {id}",
        "the end was cut off",
    ),
    "all of it": ("TRUNCATE trail_entry; TRUNCATE trail_seal", "the end was cut off"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_changed_is_found_and_named_by_both_verifiers(cluster, tmp_path, what):
    change, words = CHANGES[what]
    entries = write(8)
    seal_all()
    (tmp_path / "anchors").write_text(anchors.text(queries.heads(), NOW))
    kept = list(anchors.read((tmp_path / "anchors").read_text().splitlines()))
    assert found(kept).problems == 0 and found(kept).anchors == 1
    chains = {str(head.chain): keys.key_of(head.chain).hex() for head in queries.heads()}
    (tmp_path / "keys").write_text(json.dumps(chains))
    assert outside(tmp_path, ok=True)
    with as_superuser(cluster) as own:
        own.execute(change.format(id=entries[4].id))
    assert words in " ".join(wrong.words for wrong in found(kept).wrong)
    assert outside(tmp_path, ok=False)


def outside(folder: Path, ok: bool) -> bool:
    """What the verifier that shares nothing with Kith makes of an export."""
    with commands.own_connection() as own:
        lines = [json.dumps(commands.exported(link)) for link in queries.links(own)]
    (folder / "export").write_text("\n".join(lines))
    words = [sys.executable, "-I", TOOL, folder / "export", "--keys", folder / "keys", "--anchors", folder / "anchors"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode == (0 if ok else 1)


def test_the_verifier_that_stands_alone_imports_nothing_of_ours_and_is_short():
    text = TOOL.read_text()
    assert "kith." not in text.replace("./kith", "") and "import kith" not in text
    assert len(text.splitlines()) <= 110


@pytest.mark.django_db(transaction=True)
def test_a_line_put_in_among_sealed_ones_is_found(cluster):
    entries = write(2)
    with as_superuser(cluster) as own:
        own.execute(f"SELECT setval('trail_entry_id_seq', {entries[-1].id + 10})")
    write(2)
    seal_all()
    with as_superuser(cluster) as own:
        own.execute(
            "INSERT INTO trail_entry SELECT %s, at, actor_kind, actor_id, 'nobody', keyed_by, verb, subject_kind,"
            " subject_id, subject_label, place_id, place_label, controller, detail FROM trail_entry WHERE id = %s",
            [entries[-1].id + 3, entries[0].id],
        )
    problems, waiting, _oldest = commands.look([], NOW + timedelta(minutes=2))
    assert waiting == 1
    assert [wrong.words for wrong in problems.wrong if "among sealed lines" in wrong.words]


def test_an_anchor_is_read_from_a_saved_email():
    head = anchors.Head(ONE, 12, bytes(range(32)))
    text = anchors.text([head], NOW).replace("\n", "\r\n> ")
    assert [one.head for one in anchors.read(["Subject: x", *text.splitlines()])] == [head]
