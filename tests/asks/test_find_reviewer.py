"""Somebody who may look whether an emergency use was right always has it, or it is said that nobody may."""

from __future__ import annotations

from datetime import timedelta

import pytest
import rows
from emergencies import A_SECOND, WORDS, actor, build

from kith.accounts import actions as accounts
from kith.accounts.models import Membership
from kith.asks import actions as asks
from kith.asks import jobs, missed
from kith.asks.who_reviews import to_name_a_reviewer
from kith.governance.permissions import check_may_review
from kith.governance.queries import too_few_to_look
from kith.kit import clock
from kith.outbox.actions import send_due
from kith.outbox.models import Message
from kith.people.models import Block
from kith.promises import jobs as promise_jobs
from kith.promises.actions import leave_team
from kith.promises.models import Promise
from kith.web.queries.missed import overview

pytestmark = pytest.mark.django_db
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def town(db):
    return build()


def use(town, user=None, **more):
    facts = {"person": town.mrs_p, "reason": "life", "words": WORDS, "by": actor(user or town.nisha), "now": town.now}
    return asks.use_in_emergency(**{**facts, **more})


def nobody_may(town):
    """No guardian and no safeguarding lead: the two of them leave."""
    for user in (town.ruth, town.grace):
        for part in Membership.objects.live().filter(user=user):
            leave_team(membership=part, by=town.by, now=town.now)


def review_of(made):
    return Promise.objects.select_related("holder__user").get(pk=made.review_id)


def name_one(town, user, now, role="guardian"):
    accounts.join_team(user=user, team=town.gareth_team, role=role, by=town.by, now=now)


def written_to(made):
    return {one.user.name if one.user else "" for one in Message.objects.filter(about_id=made.id)}


def test_where_nobody_may_look_whoever_could_name_one_hears_at_once_and_has_it(town):
    nobody_may(town)
    made = use(town)
    assert review_of(made).holder.user == town.bea
    assert "waits for somebody who may" in review_of(made).explanation
    assert {"Bea Hill", "Femi Amory"} <= written_to(made)
    send_due(now=town.now + timedelta(seconds=2), by=town.by)
    sent = Message.objects.filter(about_id=made.id, state="sent", user__in=[town.bea, town.femi])
    assert {one.user for one in sent} == {town.bea, town.femi}
    assert all(one.sent_at - made.at <= timedelta(seconds=60) for one in sent)
    assert not any("Mrs P" in f"{one.subject} {one.body}" for one in Message.objects.filter(about_id=made.id))
    naming = to_name_a_reviewer().get()
    assert (naming.holder.user, naming.next_contact_by) == (town.bea, town.now + timedelta(hours=24))


def test_that_one_is_named_is_promised_once_and_climbs(town):
    nobody_may(town)
    use(town)
    use(town, person=rows.person(town, "Mr Q", town.quay))
    naming = to_name_a_reviewer().get()
    late = naming.next_contact_by + A_SECOND
    promise_jobs.sweep(late)
    promise_jobs.sweep(late + timedelta(hours=24))
    assert naming.moves.filter(what="step-up").count() == 2


def test_it_stands_on_nobody_missed_until_somebody_may_look(town):
    nobody_may(town)
    made = use(town)
    later = town.now + TEN_MINUTES
    jobs.emergencies(later)
    assert missed.counts(later).nobody_may_review == 1
    questions = {one.key: one for one in overview(actor(town.gareth), later).questions}
    assert [one.label for one in questions["review"].people] == [review_of(made).label]
    name_one(town, town.femi, later)
    jobs.emergencies(later)
    assert missed.counts(later).nobody_may_review == 0
    assert {one.key: one.count for one in overview(actor(town.gareth), later).questions}["review"] == 0


def test_as_soon_as_somebody_may_look_it_is_theirs_and_they_hear_of_it(town):
    nobody_may(town)
    made = use(town)
    jobs.emergencies(town.now + TEN_MINUTES)
    later = town.now + timedelta(hours=3)
    name_one(town, town.jan, later)
    jobs.emergencies(later)
    made.refresh_from_db()
    review = review_of(made)
    assert (review.holder.user, made.reviewer, review.next_contact_by) == (town.jan, town.jan, made.review_by)
    assert "waits" not in review.explanation
    assert Message.objects.filter(about_id=made.id, user=town.jan, key__contains=":review:").exists()
    assert not to_name_a_reviewer().exists()
    asks.review_use(use=made, outcome="justified", words="The flood", by=actor(town.jan), now=later)
    assert review_of(made).state == "kept"


def test_whoever_opened_it_is_never_the_one_who_looks(town):
    Membership.objects.filter(user=town.ruth).update(ended_at=town.now)
    made = use(town, town.grace)
    assert review_of(made).holder.user != town.grace
    jobs.emergencies(town.now + TEN_MINUTES)
    assert review_of(made).holder.user != town.grace
    assert to_name_a_reviewer().exists()


def test_a_guardian_who_leaves_leaves_it_to_another_who_may(town):
    made = use(town)
    assert review_of(made).holder.user == town.ruth
    leave_team(membership=Membership.objects.get(user=town.ruth, role="guardian"), by=town.by, now=town.now)
    # It finds a holder in the same moment; that holder may not look, so it goes on.
    assert review_of(made).holder.user == town.gareth
    jobs.emergencies(town.now + A_SECOND)
    made.refresh_from_db()
    assert (review_of(made).holder.user, made.reviewer) == (town.grace, town.grace)
    assert check_may_review(made, actor(town.grace))


def test_a_guardian_who_is_away_past_the_date_hears_of_it_and_somebody_else_is_named(town):
    Membership.objects.filter(user=town.grace).update(ended_at=town.now)
    away = town.now + timedelta(days=9)
    accounts_away = Membership.objects.filter(user=town.ruth)
    accounts_away.update(away_from=town.now - A_SECOND, away_until=away)
    made = use(town)
    assert {"Ruth Amory", "Bea Hill"} <= written_to(made)
    for minutes in range(0, 60, 10):
        now = town.now + timedelta(minutes=minutes)
        promise_jobs.sweep(now)
        jobs.emergencies(now)
    # It does not go to and fro between the two.
    assert review_of(made).moves.count() <= 1
    assert to_name_a_reviewer().exists()
    accounts_away.update(away_from=None, away_until=None)
    jobs.emergencies(town.now + timedelta(hours=1))
    assert review_of(made).holder.user == town.ruth


def test_who_must_not_know_of_the_person_is_not_the_one_who_looks(town):
    Block.objects.create(controller=town.council, person=town.mrs_p, other_name="Ruth Amory", created_at=town.now)
    made = use(town)
    assert review_of(made).holder.user == town.grace
    assert "Ruth Amory" not in written_to(made)


def test_before_any_use_an_organisation_reads_that_too_few_could_look(town):
    assert too_few_to_look(town.council, town.now) == []
    Membership.objects.filter(user=town.grace).update(ended_at=town.now)
    assert too_few_to_look(town.council, town.now)[0].startswith("Only Ruth Amory could look")
    Membership.objects.filter(user=town.ruth).update(ended_at=town.now)
    assert too_few_to_look(town.council, town.now)[0].startswith("Nobody could look")


def test_the_guardian_and_the_page_of_organisations_say_so(town, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: town.now)
    Membership.objects.filter(user=town.grace).update(ended_at=town.now)
    client.force_login(town.ruth)
    for address in ("/emergency/uses/", f"/organisations/{town.council.id}/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Only Ruth Amory could look whether an emergency use was right" in page.content.decode()
