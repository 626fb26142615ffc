"""An agreement is written, signed by each side and ended; only while it is in force does anything new cross."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.access import policy
from kith.access.models import Crossing
from kith.governance import actions as governance
from kith.governance import lifecycle
from kith.governance.actions import NotPossible, Who
from kith.governance.models import AgreementEvent
from kith.kit.actor import Actor
from kith.trail.models import Entry
from tests.support.town import BUILDER, NOW
from tests.support.two_schemes import agreed, terms, two_schemes, written

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=10)


@pytest.fixture
def town():
    return two_schemes()


def crosses(town, classes="AB", now=NOW, back=False):
    giver, taker = (town.other, town.council) if back else (town.council, town.other)
    return policy.may_cross(giver.id, taker.id, town.combe, classes, now)


def test_nothing_crosses_by_a_draft_nor_by_one_signature(town):
    agreement = governance.draft(by_organisation=town.council, written=written(town), by=BUILDER, now=NOW)
    assert not crosses(town)
    one = Actor.user(town.gareth)
    assert not governance.sign(agreement=agreement, organisation=town.council, signed_in_at=NOW, by=one, now=NOW)
    assert not crosses(town)


def test_with_both_signatures_it_crosses_as_far_as_one_gives_and_the_other_gets(town):
    agreed(town, terms=[terms(town.council, "ABC", "A"), terms(town.other, "AB", "AB")])
    assert crosses(town, "AB")
    assert not crosses(town, "C"), "the other does not get it"
    assert crosses(town, "A", back=True)
    assert not crosses(town, "B", back=True), "the council gets the task only"


def test_it_begins_on_its_first_day_and_not_before(town):
    agreement = agreed(town, starts_at=LATER)
    assert agreement.state == lifecycle.SIGNED
    assert not crosses(town)
    assert crosses(town, now=LATER)
    governance.begin(agreement=agreement, by=BUILDER, now=LATER)
    agreement.refresh_from_db()
    assert agreement.state == lifecycle.LIVE


def test_only_the_guardian_or_whoever_answers_signs(town):
    agreement = governance.draft(by_organisation=town.council, written=written(town), by=BUILDER, now=NOW)
    for actor in (Actor.user(town.jan), Actor.user(town.bryony), BUILDER):
        with pytest.raises(NotPossible, match="Only the guardian of Northern Devon Neighbours"):
            governance.sign(agreement=agreement, organisation=town.council, signed_in_at=NOW, by=actor, now=NOW)


def test_whoever_signs_has_signed_in_just_before(town):
    agreement = governance.draft(by_organisation=town.council, written=written(town), by=BUILDER, now=NOW)
    values = {"agreement": agreement, "organisation": town.council, "by": Actor.user(town.gareth), "now": NOW}
    with pytest.raises(NotPossible, match="Sign in again"):
        governance.sign(signed_in_at=NOW - timedelta(minutes=16), **values)
    governance.sign(signed_in_at=NOW - timedelta(minutes=14), **values)


def test_nobody_signs_for_two(town):
    who = Who(answers_name="Gareth Down", answers_user_id=town.gareth.id, guardian_name="Ruth Gale")
    governance.name_stewards(organisation=town.other, who=who, by=BUILDER, now=NOW)
    agreement = governance.draft(by_organisation=town.council, written=written(town), by=BUILDER, now=NOW)
    values = {"agreement": agreement, "signed_in_at": NOW, "by": Actor.user(town.gareth), "now": NOW}
    governance.sign(organisation=town.council, **values)
    with pytest.raises(NotPossible, match="Somebody else signs"):
        governance.sign(organisation=town.other, **values)
    assert not crosses(town)


def test_nobody_signs_for_an_organisation_that_has_not_said_what_signing_needs(town):
    governance.name_stewards(
        organisation=town.council,
        who=Who(answers_name="Gareth", answers_user_id=town.gareth.id),
        by=BUILDER,
        now=NOW,
    )
    agreement = governance.draft(by_organisation=town.council, written=written(town), by=BUILDER, now=NOW)
    with pytest.raises(NotPossible, match="has not named a guardian"):
        governance.sign(
            agreement=agreement, organisation=town.council, signed_in_at=NOW, by=Actor.user(town.gareth), now=NOW
        )


def test_a_changed_draft_is_signed_again(town):
    agreement = governance.draft(by_organisation=town.council, written=written(town), by=BUILDER, now=NOW)
    values = {"agreement": agreement, "organisation": town.council, "signed_in_at": NOW, "now": NOW}
    governance.sign(by=Actor.user(town.gareth), **values)
    governance.change_draft(agreement=agreement, written=written(town, name="Anew"), by=BUILDER, now=NOW)
    assert not agreement.parties.filter(signed_at__isnull=False).exists()
    assert "signs again" in AgreementEvent.objects.filter(agreement=agreement).last().what


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"expires_at": NOW + timedelta(days=732)}, "24 months at most"),
        ({"review_by": NOW + timedelta(days=361)}, "looked at again before it ends"),
        ({"purposes": []}, "what it is for"),
        ({"places": []}, "at least one place"),
        ({"terms": []}, "two different organisations"),
        ({"name": " "}, "Give it a name"),
    ],
)
def test_what_is_no_whole_agreement_is_refused(town, other, says):
    with pytest.raises(NotPossible, match=says):
        governance.draft(by_organisation=town.council, written=written(town, **other), by=BUILDER, now=NOW)


def test_an_agreement_by_which_nothing_would_cross_is_refused(town):
    one_way = [terms(town.council, "A", "B"), terms(town.other, "A", "B")]
    with pytest.raises(NotPossible, match="Nothing would cross"):
        governance.draft(by_organisation=town.council, written=written(town, terms=one_way), by=BUILDER, now=NOW)


def test_ending_it_is_in_force_at_once_and_lets_what_is_open_run_off(town):
    agreement = agreed(town)
    governance.withdraw(agreement=agreement, organisation=town.other, why="The scheme stops.", by=BUILDER, now=LATER)
    agreement.refresh_from_db()
    assert agreement.state == lifecycle.RUN_OFF
    assert not crosses(town, now=LATER)
    assert set(Crossing.objects.values_list("runs_off_until", flat=True)) == {LATER + timedelta(days=14)}
    governance.close(agreement=agreement, by=BUILDER, now=LATER + timedelta(days=13))
    agreement.refresh_from_db()
    assert agreement.state == lifecycle.RUN_OFF, "not before its time"
    governance.close(agreement=agreement, by=BUILDER, now=LATER + timedelta(days=14))
    agreement.refresh_from_db()
    assert agreement.state == lifecycle.ENDED


def test_ending_it_needs_a_reason(town):
    with pytest.raises(NotPossible, match="why it ends"):
        governance.withdraw(agreement=agreed(town), organisation=town.other, why=" ", by=BUILDER, now=NOW)


def test_its_last_day_ends_it_without_anybody_doing_anything(town):
    agreement = agreed(town)
    assert crosses(town, now=agreement.expires_at - timedelta(seconds=1))
    assert not crosses(town, now=agreement.expires_at), "compared as it is read, whether or not a sweep came by"
    governance.expire(agreement=agreement, by=BUILDER, now=agreement.expires_at)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.withdrawn) == (lifecycle.RUN_OFF, False)


def test_looking_again_moves_the_day_and_is_written_down(town):
    agreement = agreed(town)
    governance.look_again(agreement=agreement, found="Still needed.", next_by=LATER, by=BUILDER, now=NOW)
    agreement.refresh_from_db()
    assert agreement.review_by == LATER
    with pytest.raises(NotPossible, match="no later than"):
        governance.look_again(
            agreement=agreement,
            found="Yes.",
            next_by=agreement.expires_at + timedelta(days=1),
            by=BUILDER,
            now=NOW,
        )


def test_a_signed_agreement_that_has_not_begun_can_be_dropped(town):
    agreement = agreed(town, starts_at=LATER)
    governance.drop(agreement=agreement, why="Not needed after all.", by=BUILDER, now=NOW)
    assert not crosses(town, now=LATER)


def test_every_step_leaves_a_line_and_a_trail(town):
    agreement = agreed(town)
    governance.withdraw(agreement=agreement, organisation=town.council, why="Done with it.", by=BUILDER, now=LATER)
    said = " ".join(AgreementEvent.objects.filter(agreement=agreement).values_list("what", flat=True))
    for part in ("draft was begun", "Gareth Down signed", "Bryony Webb signed", "in force", "Done with it."):
        assert part in said
    verbs = set(Entry.objects.filter(subject_id=agreement.id).values_list("verb", flat=True))
    assert {"agreement.drafted", "agreement.signed", "agreement.live", "agreement.ended"} <= verbs
