"""Somebody leaves, and what they held finds a colleague in the same transaction, or nothing changes at all."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from kith.accounts import actions as accounts
from kith.accounts.actions import NotPossible
from kith.accounts.models import Membership
from kith.asks import actions as asks
from kith.asks import missed
from kith.kit.actor import Actor
from kith.promises import actions as promises
from kith.promises.models import Promise
from kith.trail.models import Entry
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


def colleague(town: Town) -> Membership:
    user = accounts.add_user(name="Morwenna", email="morwenna@example.org", by=BUILDER, now=NOW)
    team = town.jan.team
    joined = accounts.join_team(user=user, team=team, role="street_coordinator", by=BUILDER, now=NOW)
    accounts.set_duty_rota(team=team, memberships=[town.jan, joined], by=BUILDER, now=NOW)
    return joined


def test_a_leavers_promises_go_to_the_next_on_the_duty_list(town: Town) -> None:
    morwenna = colleague(town)
    asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    moved = promises.leave_team(membership=town.jan, by=BUILDER, now=NOW)
    assert moved == 2
    assert set(Promise.objects.values_list("holder", flat=True)) == {morwenna.id}
    assert missed.counts(NOW).missed == 0
    assert Entry.objects.filter(verb="promise.rehomed").count() == 2


def test_the_only_one_on_a_duty_list_cannot_leave_and_nothing_changes(town: Town) -> None:
    ask = asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    with pytest.raises(NotPossible):
        promises.leave_team(membership=town.jan, by=BUILDER, now=NOW)
    ask.promise.refresh_from_db()
    assert ask.promise.holder == town.jan
    town.jan.refresh_from_db()
    assert town.jan.is_live


def test_an_account_switched_off_leaves_no_promise_behind(town: Town) -> None:
    morwenna = colleague(town)
    asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    promises.disable_account(user=town.jan.user, by=BUILDER, now=NOW)
    assert set(Promise.objects.values_list("holder", flat=True)) == {morwenna.id}
    town.jan.user.refresh_from_db()
    assert not town.jan.user.is_active


def test_the_database_refuses_a_membership_that_ends_while_it_holds_something(town: Town) -> None:
    colleague(town)
    asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    with pytest.raises(IntegrityError, match="holds the promise"), transaction.atomic():  # noqa: PT012
        Membership.objects.filter(pk=town.jan.pk).update(ended_at=NOW)
        connection.check_constraints()
