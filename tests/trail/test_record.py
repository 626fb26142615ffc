"""The trail: what a line keeps, and that nobody can change one."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import Error, connection, transaction

from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.trail import queries
from kith.trail.actions import record
from kith.trail.models import Entry
from kith.trail.verbs import Verb

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def write(**changes):
    """One line, with sensible words where the test gives none."""
    given = {
        "verb": Verb.ASK_OPENED,
        "by": Actor.system("a test"),
        "now": NOW,
        "subject": ("ask", uuid7(), "KESTREL 42"),
    }
    return record(**{**given, **changes})


@pytest.mark.django_db
def test_a_line_keeps_who_what_where_and_when():
    place, controller = uuid7(), uuid7()
    jan = Actor("user", uuid7(), "Jan")
    entry = write(
        by=jan.keyed_through("Nisha"), place=(place, "Combe Martin"), controller=controller, detail={"lane": "paper"}
    )
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.actor_kind, kept.actor_id, kept.actor_label, kept.keyed_by) == ("user", jan.id, "Jan", "Nisha")
    assert (kept.place_id, kept.place_label, kept.controller) == (place, "Combe Martin", controller)
    assert kept.at == NOW
    assert kept.detail == {"lane": "paper"}
    assert str(kept) == "Jan took in the ask KESTREL 42"


@pytest.mark.django_db
def test_the_role_that_serves_may_not_change_a_line():
    entry = write()
    with pytest.raises(Error, match="permission denied"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(actor_label="somebody else")
    with pytest.raises(Error, match="permission denied"), transaction.atomic():
        entry.delete()
    assert Entry.objects.get(pk=entry.pk).actor_label == "a test"


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE trail_entry SET verb = 'x'", "DELETE FROM trail_entry"])
def test_a_line_cannot_be_changed_by_those_who_own_the_database_either(cluster, change):
    with cluster.connect(database=connection.settings_dict["NAME"]) as owner, owner.transaction(force_rollback=True):
        owner.execute(
            "INSERT INTO trail_entry (at, actor_kind, actor_label, keyed_by, verb, subject_kind, subject_label,"
            " place_label, detail) VALUES (now(), 'system', 'a test', '', 'ask.opened', 'ask', '', '', '{}')"
        )
        with pytest.raises(psycopg.Error, match="only ever added to"), owner.transaction():
            owner.execute(change)


@pytest.mark.django_db
def test_a_line_falls_with_the_change_it_speaks_of():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_the_history_of_one_thing_reads_oldest_first():
    ask = uuid7()
    write(subject=("ask", ask, "KESTREL 42"))
    write(subject=("ask", ask, "KESTREL 42"), verb=Verb.ASK_TAKEN)
    write(verb=Verb.ASK_DONE)
    assert [entry.verb for entry in queries.history_of(ask)] == ["ask.opened", "ask.taken"]
    assert [entry.verb for entry in queries.history_of(ask, Verb.ASK_TAKEN)] == ["ask.taken"]
    last = queries.last_about(ask)
    assert last is not None and last.verb == "ask.taken"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        write(now=datetime(2026, 11, 22, 9, 30))


@pytest.mark.django_db
def test_a_label_longer_than_its_column_is_cut():
    assert len(write(subject=("ask", None, "x" * 900)).subject_label) == 200


def test_every_verb_says_a_sentence_and_the_lines_are_in_order():
    values = [verb.value for verb in Verb]
    assert values == sorted(values)
    assert max(map(len, values)) <= 60
    assert all(verb.sentence and not verb.sentence.endswith(".") for verb in Verb)


def test_a_verb_of_another_release_is_shown_as_it_was_written():
    assert Entry(verb="ask.teleported").sentence == "ask.teleported"
