"""A record opened in an emergency: to whom, for how long, who hears of it, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import rows
from django.core.exceptions import PermissionDenied
from emergencies import A_SECOND, FOUR_HOURS, WORDS, actor, build

from kith.access.acting import acting
from kith.access.models import Opening
from kith.accounts import actions as accounts
from kith.asks import actions as asks
from kith.asks import jobs
from kith.asks.models import Ask
from kith.governance.actions import NeedsSecond, SayWhy
from kith.governance.models import EmergencyUse
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.outbox.actions import send_due
from kith.outbox.models import Message
from kith.outbox.problems import TryAgain
from kith.people.models import Block, ContactRoute, Person
from kith.promises import jobs as promise_jobs
from kith.promises.models import Promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db):
    return build()


def use(town, user=None, **more):
    facts = {"person": town.mrs_p, "reason": "life", "words": WORDS, "by": actor(user or town.nisha), "now": town.now}
    return asks.use_in_emergency(**{**facts, **more})


def sees(user, person, now):
    """What the policy lets them see of this person, from the person to the asks."""
    with acting(actor(user), now=now):
        return [model.objects.visible_to(actor(user)).filter(**path).exists() for model, path in _ways(person)]


def _ways(person):
    yield Person, {"pk": person.pk}
    yield ContactRoute, {"person": person}
    yield Ask, {"person": person}


def test_it_opens_for_four_hours_to_the_second(town):
    assert sees(town.nisha, town.mrs_p, town.now) == [False] * 3
    use(town)
    assert sees(town.nisha, town.mrs_p, town.now) == [True] * 3
    assert sees(town.nisha, town.mrs_p, town.now + FOUR_HOURS - A_SECOND) == [True] * 3
    assert sees(town.nisha, town.mrs_p, town.now + FOUR_HOURS) == [False] * 3
    assert sees(town.nisha, town.mrs_p, town.now + FOUR_HOURS + A_SECOND) == [False] * 3


def test_the_very_next_second_it_is_dead_whatever_the_clock_of_kith_does(town):
    """No sweep has to come by; and the sweep itself closes nothing a second too early."""
    made = use(town)
    jobs.emergencies(town.now + FOUR_HOURS - A_SECOND)
    made.refresh_from_db()
    assert made.state == "open"
    jobs.emergencies(town.now + FOUR_HOURS)
    made.refresh_from_db()
    assert (made.state, made.ended_at) == ("over", town.now + FOUR_HOURS)


def test_it_can_be_put_away_before_its_time_by_whoever_opened_it(town):
    made = use(town)
    with pytest.raises(PermissionDenied):
        asks.end_emergency_use(use=made, by=actor(town.gareth), now=town.now)
    asks.end_emergency_use(use=made, by=actor(town.nisha), now=town.now + A_SECOND)
    assert sees(town.nisha, town.mrs_p, town.now + A_SECOND) == [False] * 3


def test_only_that_person_and_only_for_whoever_pressed(town):
    other = rows.person(town, "Mr Q", town.quay)
    use(town)
    assert sees(town.nisha, other, town.now) == [False] * 3
    assert sees(town.grace, town.mrs_p, town.now) == [False] * 3


def test_whoever_may_not_is_refused_also_when_the_action_is_called_directly(town):
    # Somebody else is first on the list of Quay Street, so Jan is not rung now.
    first = accounts.join_team(user=town.femi, team=town.jan_team, role="street_coordinator", by=town.by, now=town.now)
    accounts.set_duty_rota(team=town.jan_team, memberships=[first, town.jan_in], by=town.by, now=town.now)
    sam = Actor("volunteer", town.mrs_p.id, "Sam")
    for by in (actor(town.ruth), actor(town.jan), sam, Actor.public(), Actor.person(town.mrs_p)):
        with pytest.raises(PermissionDenied):
            use(town, by=by)
    assert not EmergencyUse.objects.exists()
    assert not Opening.objects.exists()


def test_an_administrator_may_not(town):
    with pytest.raises(PermissionDenied):
        use(town, town.femi)


def test_those_who_may_are_link_worker_duty_lead_safeguarding_lead_and_whoever_is_rung_now(town):
    opened = {name: use(town, getattr(town, name)).classes for name in ("nisha", "gareth", "grace", "jan")}
    assert opened == {"nisha": "ABC", "gareth": "ABC", "grace": "ABCD", "jan": "ABC"}
    assert all(sees(getattr(town, name), town.mrs_p, town.now)[0] for name in opened)


def test_a_reason_and_twenty_letters_are_needed(town):
    for more in ({"reason": "curious"}, {"reason": ""}, {"words": "she is hurt  " + " " * 20}):
        with pytest.raises(SayWhy):
            use(town, **more)
    assert not EmergencyUse.objects.exists()


def test_pressed_twice_it_is_one_use_and_one_message(town):
    assert use(town) == use(town)
    assert EmergencyUse.objects.count() == 1
    assert Promise.objects.filter(kind="review").count() == 1


def test_guardian_organisation_and_named_worker_are_written_to_by_every_way_they_have(town):
    made = use(town)
    written = Message.objects.filter(kind="emergency-use")
    assert {(one.user.name if one.user else "", one.channel) for one in written} == {
        ("Ruth Amory", "text"),
        ("Ruth Amory", "email"),
        ("", "email"),
        ("Jan Ford", "email"),
    }
    assert all("Mrs P" not in f"{one.subject} {one.body}" for one in written)
    assert all(one.not_before <= town.now and one.state == "waiting" and one.urgent for one in written)
    assert [one["as"] for one in made.heard] == ["guardian", "organisation", "worker"]


def test_one_provider_may_fail_and_everybody_has_still_heard(town, monkeypatch):
    use(town)

    def send(message):
        if message.channel == "text":
            raise TryAgain("the provider of texts is down")

    monkeypatch.setattr("kith.outbox.actions.leaving.sender_for", lambda message: send)
    send_due(now=town.now + timedelta(seconds=2), by=town.by)
    reached = Message.objects.filter(kind="emergency-use", state="sent")
    assert {one.user.name if one.user else "" for one in reached} == {"Ruth Amory", "", "Jan Ford"}
    assert {one.holder.user.name for one in Promise.objects.exclude(kind="ask")} == {
        "Ruth Amory",
        "Jan Ford",
        "Nisha Rao",
    }


def test_the_person_is_told_by_whoever_opened_it_unless_somebody_writes_down_why_not(town):
    made = use(town)
    telling = Promise.objects.get(pk=made.tell_id)
    assert (telling.holder.user, telling.next_contact_by) == (town.nisha, town.now + timedelta(hours=24))
    with pytest.raises(PermissionDenied):
        asks.told_of_use(use=made, how="rang", by=actor(town.jan), now=town.now)
    look_again = town.now + timedelta(days=7)
    by = actor(town.nisha)
    with pytest.raises(SayWhy):
        asks.not_told_yet(use=made, because="", look_again_at=look_again, by=by, now=town.now)
    with pytest.raises(SayWhy):
        asks.not_told_yet(use=made, because="never", look_again_at=town.now + timedelta(days=93), by=by, now=town.now)
    asks.not_told_yet(use=made, because="He reads her post", look_again_at=look_again, by=by, now=town.now)
    telling.refresh_from_db()
    assert (telling.state, telling.next_contact_by) == ("open", look_again)
    asks.told_of_use(use=made, how="Rang her at her sister's", by=by, now=look_again)
    telling.refresh_from_db()
    made.refresh_from_db()
    assert (telling.state, made.telling) == ("kept", "told")


def test_somebody_else_reviews_it_within_72_hours(town):
    made = use(town)
    review = Promise.objects.get(pk=made.review_id)
    assert (review.holder.user, review.next_contact_by) == (town.ruth, town.now + timedelta(hours=72))
    for user in (town.nisha, town.gareth, town.femi):
        with pytest.raises(PermissionDenied):
            asks.review_use(use=made, outcome="justified", words="The flood", by=actor(user), now=town.now)
    with pytest.raises(SayWhy):
        asks.review_use(use=made, outcome="justified", words=" ", by=actor(town.ruth), now=town.now)
    asks.review_use(use=made, outcome="unclear", words="Ask Nisha", by=actor(town.ruth), now=town.now)
    review.refresh_from_db()
    assert review.state == "kept"
    asks.review_use(use=made, outcome="justified", words="The flood", by=actor(town.grace), now=town.now)
    with pytest.raises(WrongMove):
        asks.review_use(use=made, outcome="not", words="No", by=actor(town.ruth), now=town.now)


def test_nobody_reviews_their_own(town):
    made = use(town, town.grace)
    with pytest.raises(PermissionDenied):
        asks.review_use(use=made, outcome="justified", words="The flood", by=actor(town.grace), now=town.now)


def test_a_review_that_is_late_is_told_upwards_once_a_day_and_switches_nothing_off(town):
    made = use(town)
    late = town.now + timedelta(hours=72, seconds=1)
    for hours in (0, 1, 12, 23, 24, 36, 48):
        promise_jobs.sweep(late + timedelta(hours=hours))
    assert Promise.objects.get(pk=made.review_id).moves.filter(what="step-up").count() == 3
    again = use(town, person=rows.person(town, "Mr Q", town.quay), now=late)
    assert sees(town.nisha, again.person, late)[0]


def test_four_more_hours_need_a_second_person(town):
    made = use(town)
    later = town.now + FOUR_HOURS
    with pytest.raises(NeedsSecond):
        use(town, now=later)
    with pytest.raises(PermissionDenied):
        asks.ask_for_second(use=made, colleague=town.nisha, by=actor(town.nisha), now=later)
    with pytest.raises(PermissionDenied):
        asks.ask_for_second(use=made, colleague=town.femi, by=actor(town.nisha), now=later)
    asks.ask_for_second(use=made, colleague=town.gareth, by=actor(town.nisha), now=later)
    for user in (town.nisha, town.grace):
        with pytest.raises(PermissionDenied):
            asks.renew(use=made, by=actor(user), now=later)
    again = asks.renew(use=made, by=actor(town.gareth), now=later)
    assert (again.user, again.second, again.until) == (town.nisha, town.gareth, later + FOUR_HOURS)
    assert sees(town.nisha, town.mrs_p, later + FOUR_HOURS - A_SECOND)[0]
    assert not sees(town.nisha, town.mrs_p, later + FOUR_HOURS)[0]
    made.refresh_from_db()
    assert made.telling == "goes-on"
    assert use(town, town.gareth, now=later).classes == "ABC"


def test_the_second_person_may_say_no(town):
    made = use(town)
    later = town.now + FOUR_HOURS
    asks.ask_for_second(use=made, colleague=town.gareth, by=actor(town.nisha), now=later)
    made.refresh_from_db()
    asks.do_not_renew(use=made, by=actor(town.gareth), now=later)
    assert not sees(town.nisha, town.mrs_p, later)[0]


def test_who_must_not_know_stays_out_in_an_emergency_too(town):
    Block.objects.create(controller=town.council, person=town.mrs_p, other_phone=town.nisha.phone, created_at=town.now)
    with pytest.raises(PermissionDenied):
        use(town)
    Block.objects.create(controller=town.council, person=town.mrs_p, other_name="Gareth", created_at=town.now)
    with pytest.raises(PermissionDenied):
        use(town, town.gareth)
    assert use(town, town.grace)


def test_somebody_from_further_away_stays_further_away(town):
    town.mrs_p.further_away = True
    town.mrs_p.save()
    with pytest.raises(PermissionDenied):
        use(town)
    assert use(town, town.gareth)
