"""Directories that are read again by themselves: when, what is said of each, and how a failure leaves everything."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from feed_server import feed, serving

from kith.directory import actions, jobs
from kith.directory.actions import AlreadySo, TooFew
from kith.directory.models import Service, Source
from kith.directory.queries import harvests
from kith.kit import clock
from kith.kit.actor import Actor
from kith.proof.feed import directory, pages
from kith.trail.models import Entry
from kith.trail.verbs import Verb

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = Actor.system("a test")


def a_source(address="https://directory.example.org/v3", every=24, **more):
    given = {"name": "Moorshire", "kind": "oruk-3", "place": None, "review": False}
    return actions.add_source(**(given | more), address=address, every=every, by=BY, now=NOW)


def test_a_directory_is_read_again_by_its_own_rhythm():
    one = a_source()
    assert harvests.due(NOW) == one
    Source.objects.filter(pk=one.pk).update(tried_at=NOW)
    assert harvests.due(NOW + timedelta(hours=23)) is None
    assert harvests.due(NOW + timedelta(hours=24)) == one


def test_paused_ones_files_and_those_by_hand_are_not_due_but_one_that_is_asked_for_is():
    paused, by_hand = a_source(), a_source("https://other.example.org/", every=0)
    a_source("file:///somewhere/list.csv")
    actions.pause_source(source=paused, by=BY, now=NOW)
    assert harvests.due(NOW) is None
    actions.want_source(source=by_hand, by=BY, now=NOW)
    assert harvests.due(NOW) == by_hand
    with pytest.raises(AlreadySo):
        actions.pause_source(source=paused, by=BY, now=NOW)
    actions.resume_source(source=paused, by=BY, now=NOW)
    assert harvests.due(NOW) == by_hand


def test_where_nothing_is_due_it_costs_one_question(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert jobs.harvest(NOW) == 0


def test_it_is_read_and_said_what_changed_and_a_failure_leaves_what_we_had():
    works = [True]
    good = feed(pages(25, 10))

    def answer(path, asked):
        return good(path, asked) if works[0] or asked.get("page") != "3" else (500, {}, {})

    with serving(answer) as address:
        source = a_source(address)
        assert jobs.harvest_one(source, near=True) == ""
        source.refresh_from_db()
        assert source.counts["created"] == 25 and source.good_at is not None and source.problem == ""
        before = list(Service.objects.order_by("id").values("id", "modified_at", "gone_at"))
        works[0], good_at = False, source.good_at
        quick(jobs)
        assert "just now (500)" in jobs.harvest_one(source, near=True)
        jobs.harvest_one(source, near=True)
    source.refresh_from_db()
    assert "500" in source.problem and source.good_at == good_at and source.tried_at > good_at
    assert before == list(Service.objects.order_by("id").values("id", "modified_at", "gone_at"))
    assert Entry.objects.filter(verb=Verb.SOURCE_FAILED).count() == 1
    assert harvests.every_source(Actor.system("a test"), clock.now())[0].entries == 25


def test_one_that_lost_most_is_believed_only_when_somebody_says_so():
    full, few = feed([directory(60)]), feed([directory(60) | {"contents": directory(60)["contents"][:3]}])
    answers = [full]
    with serving(lambda path, asked: answers[0](path, asked)) as address:
        source = a_source(address)
        jobs.harvest_one(source, near=True)
        answers[0] = few
        assert "lacks 57 of the 60" in jobs.harvest_one(source, near=True)
        source.refresh_from_db()
        source = actions.want_source(source=source, fewer=True, by=BY, now=clock.now())
        assert jobs.harvest_one(source, near=True) == ""
    assert Service.objects.filter(gone_at=None).count() == 3
    assert issubclass(TooFew, actions.NotTaken)


def test_a_slow_one_holds_up_nobody_and_only_one_is_read_at_a_time(monkeypatch):
    a_source()
    a_source("https://other.example.org/")
    reading, go_on = threading.Event(), threading.Event()

    def slow(source):
        reading.set()
        go_on.wait(5)

    monkeypatch.setattr(jobs, "_apart", slow)
    assert jobs.harvest(NOW) == 1
    assert reading.wait(5)
    assert jobs.harvest(NOW) == 0
    go_on.set()
    for one in jobs._running:
        one.join(5)
    assert jobs.harvest(NOW) == 1


def test_two_workers_do_not_begin_with_the_same_one():
    one = a_source()
    twice = Source.objects.get(pk=one.pk)
    assert actions.begin_reading(source=one, by=BY, now=NOW) is True
    assert actions.begin_reading(source=twice, by=BY, now=NOW) is False


def test_one_that_was_not_read_well_for_long_is_said_to_be_late():
    one = a_source()
    actions.note_failure(source=one, problem="Nobody answers.", by=BY, now=NOW + timedelta(days=4))
    (health,) = harvests.every_source(BY, NOW + timedelta(days=4))
    assert health.late and health.rhythm == "every day"


def quick(module):
    """Without waiting between one try and the next."""
    made = module.Web
    if not isinstance(made, type):
        return
    from kith.directory.fetching import Limits

    module.Web = lambda near=False: made(near=near, limits=Limits(tries=1, pause=0))


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch):
    monkeypatch.setattr(jobs, "Web", jobs.Web)
