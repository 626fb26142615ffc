"""What crosses between organisations, and what is open in an emergency: by time, place, class and tie."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.access import policy
from kith.access.acting import acting
from kith.access.actions import close_record, end_crossings, open_crossing, open_record
from kith.accounts.actions import create_organisation, join_team
from kith.kit.actor import Actor
from kith.kit.ids import uuid7

pytestmark = pytest.mark.django_db
A_DAY, A_SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def two(town):
    """Quay Street's ask belongs to a parish scheme; everybody in the town works for the council."""
    import rows

    town.parish = create_organisation(name="Quay Street Parish", by=town.by, now=town.now)
    town.mrs_p = rows.person(town, "Mrs P", town.quay)
    town.shopping = rows.ask(town, town.mrs_p, town.quay, town.jan_in)
    for row in (town.mrs_p, town.shopping, town.shopping.promise):
        row.controller = town.parish
        row.save()
    town.agreement = uuid7()
    return town


def agree(two, place=None, classes="AB", lasts=A_DAY, purpose="help"):
    return open_crossing(
        giver=two.parish,
        taker=two.council,
        purpose=purpose,
        classes=classes,
        place=place or two.quay,
        starts_at=two.now,
        expires_at=two.now + lasts,
        source_id=two.agreement,
        by=two.by,
        now=two.now,
    )


def opens(two, user, now):
    actor = Actor.user(user)
    with acting(actor, now=now):
        return "".join(sorted(policy.fields(actor, two.shopping)))


def test_nothing_crosses_without_an_agreement(two):
    assert opens(two, two.jan, two.now) == ""
    assert opens(two, two.gareth, two.now) == ""
    assert not policy.may_cross(two.parish.id, two.council.id, two.quay, "A", two.now)


def test_what_crosses_is_what_both_the_agreement_and_the_role_allow(two):
    agree(two, classes="ABCE")
    assert opens(two, two.bea, two.now) == "AB"
    assert opens(two, two.jan, two.now) == "AB"
    assert policy.may_cross(two.parish.id, two.council.id, two.quay, "AB", two.now)
    assert not policy.may_cross(two.parish.id, two.council.id, two.quay, "ABD", two.now)
    assert not policy.may_cross(two.council.id, two.parish.id, two.quay, "A", two.now)


def test_without_the_fields_of_a_door_no_row_crosses(two):
    agree(two, classes="A")
    assert opens(two, two.bea, two.now) == ""


def test_an_agreement_for_another_place_or_purpose_opens_nothing(two):
    agree(two, place=two.pound)
    agree(two, purpose="planning")
    assert opens(two, two.gareth, two.now) == ""


def test_an_agreement_counts_from_its_start_to_its_end(two):
    agree(two)
    assert opens(two, two.gareth, two.now - A_SECOND) == ""
    assert opens(two, two.gareth, two.now + A_DAY - A_SECOND) == "AB"
    assert opens(two, two.gareth, two.now + A_DAY) == ""


def test_whoever_has_the_ask_goes_on_while_the_agreement_runs_off(two):
    agree(two, classes="AB")
    assert end_crossings(source_id=two.agreement, by=two.by, now=two.now + timedelta(hours=1)) == 1
    assert opens(two, two.gareth, two.now + timedelta(hours=2)) == ""
    assert opens(two, two.jan, two.now + timedelta(hours=2)) == "AB"
    over = two.now + timedelta(hours=1, days=14)
    assert opens(two, two.jan, over - A_SECOND) == "AB"
    assert opens(two, two.jan, over) == ""


def test_a_record_opened_in_an_emergency_is_open_to_one_colleague_for_its_time(two):
    import town as made_up

    nisha, other = made_up.user("Nisha Rao"), made_up.user("Euan Lake")
    for user in (nisha, other):
        join_team(user=user, team=two.bea_team, role="link_worker", by=two.by, now=two.now)
    source, until = uuid7(), two.now + timedelta(hours=4)
    open_record(
        user_id=nisha.id, person_id=two.mrs_p.id, classes="ABC", until=until, source_id=source, by=two.by, now=two.now
    )
    assert opens(two, nisha, until - A_SECOND) == "ABC"
    assert opens(two, nisha, until) == ""
    assert opens(two, other, two.now) == ""
    close_record(source_id=source, by=two.by, now=two.now + timedelta(minutes=5))
    assert opens(two, nisha, two.now + timedelta(minutes=5)) == ""


def test_an_emergency_opens_nothing_to_a_role_that_may_not(two):
    import town as made_up

    femi = made_up.user("Femi Rowe")
    join_team(user=femi, team=two.gareth_team, role="administrator", by=two.by, now=two.now)
    until, source = two.now + A_DAY, uuid7()
    open_record(
        user_id=femi.id, person_id=two.mrs_p.id, classes="ABC", until=until, source_id=source, by=two.by, now=two.now
    )
    assert opens(two, femi, two.now) == ""
