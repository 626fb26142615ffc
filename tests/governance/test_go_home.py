"""A word in time before an agreement ends, and the way home for what another organisation holds when it has ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.access.models import Crossing
from kith.accounts import actions as accounts
from kith.governance import actions as governance
from kith.governance import lifecycle
from kith.outbox.models import Message
from kith.promises import actions as promises
from kith.promises.jobs import agreements, ring, sweep
from kith.promises.models import DutyRing, HandOver, Kind, Move, Promise
from tests.support.town import BUILDER, NOW, user
from tests.support.two_schemes import agreed, two_schemes

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def town():
    return two_schemes()


def bryonys(town, now=NOW) -> Promise:
    """A promise of the council, about somebody in Braunton, that Bryony of the other scheme holds."""
    four = promises.Four("We are on it.", town.bea_in, now + 30 * A_DAY, "Ring us.")
    promise = promises.make(kind=Kind.DECISION, four=four, place=town.combe, label="Mend the step", by=BUILDER, now=now)
    bryony = town.bryony_team.memberships.get()
    promises.hand_over(promise=promise, to=bryony, reason="She offered.", by=BUILDER, now=now)
    return promise


def holder(promise: Promise) -> str:
    promise.refresh_from_db()
    return promise.holder.user.name


def test_what_runs_off_is_told_daily_and_then_goes_home(town):
    agreement, promise = agreed(town), bryonys(town)
    agreements(NOW)
    assert not Message.objects.filter(kind="runs-off").exists()
    governance.withdraw(agreement=agreement, organisation=town.council, why="Over.", by=BUILDER, now=NOW)
    for day in range(14):
        agreements(NOW + day * A_DAY)
        agreements(NOW + day * A_DAY + timedelta(hours=1))
        assert holder(promise) == "Bryony Webb", "help is not cut"
    assert Message.objects.filter(kind="runs-off", user=town.bryony).count() == 14, "one word a day"
    agreements(NOW + 14 * A_DAY)
    assert holder(promise) == "Bea Hill", "the council's own team of that place has it"
    assert Move.objects.filter(promise=promise).last().reason.startswith("No agreement lets Bryony Webb")
    agreement.refresh_from_db()
    assert agreement.state == lifecycle.ENDED


def test_what_another_agreement_lets_cross_stays_where_it_is(town):
    first, promise = agreed(town), bryonys(town)
    agreed(town, name="A second one")
    governance.withdraw(agreement=first, organisation=town.council, why="Over.", by=BUILDER, now=NOW)
    agreements(NOW + 15 * A_DAY)
    assert holder(promise) == "Bryony Webb"
    assert not Message.objects.filter(kind="runs-off").exists()


def test_an_organisation_without_anybody_left_does_not_lose_what_others_hold(town):
    promise = bryonys(town)
    for team in (town.gareth_team, town.bea_team, town.jan_team):
        team.ended_at = NOW
        team.save()
    agreements(NOW + A_DAY)
    assert holder(promise) == "Bryony Webb", "an affair without anybody would be worse"


def test_somebody_looks_at_an_agreement_60_30_and_7_days_before_it_ends(town):
    agreement = agreed(town, review_by=NOW + 360 * A_DAY)
    ends = agreement.expires_at
    agreements(ends - 61 * A_DAY)
    assert not Promise.objects.exists()
    for days, many in ((60, 2), (59, 2), (30, 4), (7, 6), (6, 6)):
        agreements(ends - days * A_DAY)
        assert Promise.objects.count() == many, f"{days} days before, one promise for each side"
    assert set(Promise.objects.values_list("holder__user__name", flat=True)) == {"Gareth Down", "Bryony Webb"}
    told = Message.objects.filter(kind="agreement", user=town.bryony)
    assert told.count() == 3
    assert f"/agreements/{agreement.id}/" in told.first().body


def test_a_word_nobody_answers_goes_up_like_every_promise(town):
    agreement = agreed(town, review_by=NOW + 360 * A_DAY)
    agreements(agreement.expires_at - 60 * A_DAY)
    sweep(agreement.expires_at - 50 * A_DAY)
    assert Promise.objects.filter(stepped_up_at__isnull=False).count() == 2


def test_the_next_agreement_keeps_those_promises(town):
    agreement = agreed(town, review_by=NOW + 360 * A_DAY)
    soon = agreement.expires_at - 20 * A_DAY
    agreements(soon)
    following = agreed(town, now=soon, starts_at=soon, review_by=soon + A_DAY, expires_at=soon + 300 * A_DAY)
    following.follows = agreement
    following.save()
    agreements(soon)
    assert set(Promise.objects.values_list("state", flat=True)) == {"kept"}


def test_an_overdue_review_is_promised_until_somebody_has_looked(town):
    agreement = agreed(town)
    day = agreement.review_by + A_DAY
    agreements(day)
    agreements(day + A_DAY)
    assert Promise.objects.filter(state="open", label__startswith="Look again").count() == 2
    governance.look_again(agreement=agreement, found="As it was.", next_by=day + 90 * A_DAY, by=BUILDER, now=day)
    agreements(day + A_DAY)
    assert not Promise.objects.filter(state="open").exists()
    agreements(day + 91 * A_DAY)
    assert Promise.objects.filter(state="open").count() == 2, "it comes round again"


def test_a_signed_agreement_begins_and_a_live_one_expires_by_the_clock(town):
    agreement = agreed(town, starts_at=NOW + A_DAY)
    agreements(NOW + A_DAY)
    agreement.refresh_from_db()
    assert agreement.state == lifecycle.LIVE
    agreements(agreement.expires_at)
    agreement.refresh_from_db()
    assert agreement.state == lifecycle.RUN_OFF
    agreements(agreement.expires_at + 14 * A_DAY)
    agreement.refresh_from_db()
    assert agreement.state == lifecycle.EXPIRED


def in_braunton(town, now=NOW, due=A_DAY) -> Promise:
    """A promise of Braunton's scheme, held by its own Bryony. The place above belongs to the council."""
    bryony = town.bryony_team.memberships.get()
    four = promises.Four("We are on it.", bryony, now + due, "Ring us.")
    return promises.make(kind=Kind.DECISION, four=four, place=town.pound, label="Mend the roof", by=BUILDER, now=now)


def rung() -> list[str]:
    return [one.membership.user.name for one in DutyRing.objects.order_by("at", "id")]


def test_a_late_promise_goes_up_to_another_organisation_only_by_an_agreement(town):
    promise = in_braunton(town)
    late = NOW + 2 * A_DAY
    sweep(late)
    ring(late)
    assert rung() == ["Bryony Webb"], "its own team is told again"
    move = Move.objects.get(promise=promise, what=Move.What.STEP_UP)
    assert move.reason.endswith("No agreement lets Northern Devon Neighbours hear of it.")
    agreed(town, now=late, starts_at=late)
    later = late + timedelta(minutes=31)
    sweep(later)
    ring(later)
    assert "Gareth Down" in rung()


def test_a_duty_phone_of_another_organisation_hears_of_nothing_without_an_agreement(town):
    promise = in_braunton(town)
    about = promises.About(why="nobody could in time", red=True)
    promises.call_duty(promise=promise, team=town.gareth_team, place=town.pound, about=about, by=BUILDER, now=NOW)
    for minutes in range(0, 60, 6):
        ring(NOW + timedelta(minutes=minutes))
    assert set(rung()) == {"Bryony Webb"}, "from phone to phone, but never out of the house"
    item = DutyRing.objects.first().items[0]
    assert item["why"] == "No agreement lets Northern Devon team hear of it: nobody could in time"


def test_somebody_who_leaves_is_followed_by_their_own_team_first(town):
    promise = in_braunton(town)
    second = user("Wyn Hale")
    joined = accounts.join_team(user=second, team=town.bryony_team, role="community_builder", by=BUILDER, now=NOW)
    accounts.set_duty_rota(team=town.bryony_team, memberships=[promise.holder, joined], by=BUILDER, now=NOW)
    promises.leave_team(membership=promise.holder, by=BUILDER, now=NOW)
    assert holder(promise) == "Wyn Hale", "its own team comes before the place above"


def test_a_colleague_elsewhere_is_asked_only_where_it_may_be_passed_on(town):
    promise = in_braunton(town)
    values = {"giver": promise.holder, "asked": town.gareth_in, "promises": [promise], "why": HandOver.Why.OTHER}
    with pytest.raises(promises.CannotAsk, match="No agreement lets Northern Devon Neighbours"):
        promises.ask_to_have(**values, by=BUILDER, now=NOW)
    agreed(town)
    promises.ask_to_have(**values, by=BUILDER, now=NOW)


def test_nothing_is_read_of_agreements_within_one_organisation(town):
    four = promises.Four("We are on it.", town.jan_in, NOW + A_DAY, "Ring us.")
    promise = promises.make(kind=Kind.DECISION, four=four, place=town.quay, label="A", by=BUILDER, now=NOW)
    with CaptureQueriesContext(connection) as queries:
        promises.step_up(promise=promise, by=BUILDER, now=NOW + 2 * A_DAY)
    assert not [one for one in queries if Crossing._meta.db_table in one["sql"]]
