"""Whose word renews an entry, settles a doubt and is said on the public page; and what it can take on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kith.directory import actions
from kith.directory.models import Organization, Service
from kith.directory.queries.assured import assured_how_words
from kith.directory.queries.freshness import with_doubts
from kith.directory.queries.lines import facts_of, state_words
from kith.directory.queries.shown import shown
from kith.kit.actor import Actor
from tests.directory.entries import bo, fresh, theirs
from tests.directory.test_keep_true import TODAY
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.thread import NOW


def right(shed, how: str = "outcome", found: str = "right", hours: int = 0) -> None:
    by, now = Actor.public(), NOW - timedelta(hours=hours)
    actions.assure(service=shed, how=how, found=found, by=by, now=now)


def doubted(shed) -> bool:
    return bool(with_doubts(Service.objects.filter(pk=shed.pk)).get().doubted)


def test_one_visitor_who_found_it_right_does_not_renew_it_and_two_do(shed):
    right(shed, hours=30)
    assert fresh(shed).assured_date is None
    right(shed)
    assert fresh(shed).assured_date == TODAY


def test_a_right_of_long_ago_or_before_a_doubt_is_no_second_word(shed):
    right(shed, hours=24 * 100)
    right(shed, hours=50)
    right(shed, found="moved", hours=40)
    Service.objects.update(assured_date=None)
    right(shed, hours=30)
    assert fresh(shed).assured_date is None and doubted(shed)
    right(shed)
    assert fresh(shed).assured_date == TODAY and not doubted(shed)


@pytest.mark.parametrize("how", ["group", "phone", "colleague"])
def test_whoever_knows_it_settles_a_doubt_alone(shed, how):
    right(shed, found="moved", hours=2)
    assert doubted(shed)
    right(shed, how=how, hours=1)
    assert not doubted(shed)
    right(shed, found="doubt")
    assert doubted(shed)


def test_how_it_was_assured_is_said_with_when(shed):
    def words() -> str:
        return assured_how_words(shown(fresh(shed)), NOW)

    assert words() == ""
    right(shed, how="group", hours=9 * 24)
    assert words() == "The group said so 9 days ago."
    right(shed, how="outcome", hours=3 * 24)
    assert words() == "Somebody who went there said so 3 days ago."
    right(shed, how="phone", hours=24)
    assert words() == "One of us rang them 1 day ago."
    Service.objects.update(assured_date=TODAY)
    assert words() == "The directory it comes from said so today."


def test_depth_and_size_are_changed_shown_and_put_back(town, shed):
    whose = Organization.objects.create(name="The shed people", made_at=NOW, modified_at=NOW)
    Service.objects.filter(pk=shed.pk).update(organization=whose)
    to = {"depth": "steady", "size": "tiny"}
    edit = actions.change(service=fresh(shed), to=to, lane="link", by=theirs(shed), now=NOW)
    whose.refresh_from_db()
    assert (whose.size, edit.before["size"]) == ("tiny", "unknown")
    facts = {one.heading: one.words for one in facts_of(shown(fresh(shed)), NOW)}
    assert facts["What it can really take on"] == "Also people for whom things are hard at the moment"
    actions.undo(edit=edit, by=bo(town), now=NOW)
    whose.refresh_from_db()
    assert (whose.size, fresh(shed).depth) == ("unknown", "unknown")


@pytest.mark.parametrize(("state", "words"), [("full", "take people again"), ("paused", "are back")])
def test_a_day_that_has_passed_is_said_with_what_to_do(state, words):
    said = state_words(state, date(2026, 11, 1), None, NOW)
    assert "until" in said and "ring and ask whether they" in said and words in said
    assert "ring" not in state_words(state, date(2027, 3, 1), None, NOW)
