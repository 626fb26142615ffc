"""Leaving a team, and the duty list that can never be empty."""

from __future__ import annotations

import threading

import pytest
import town as made_up
from django.db import IntegrityError, connection, transaction

from kith.accounts import actions, queries
from kith.accounts.models import DutyTurn, Membership, Team, User
from kith.trail.models import Entry


def refused_by_the_database():
    return pytest.raises(IntegrityError, match="Put somebody else on it first")


def look_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def second_member(town):
    sue = made_up.user("Sue Moor")
    return actions.join_team(user=sue, team=town.bea_team, role="community_builder", by=town.by, now=town.now)


def test_the_only_one_on_duty_cannot_leave(town):
    with pytest.raises(actions.NotPossible, match="the only one on the duty list"):
        actions.end_membership(membership=town.bea_in, by=town.by, now=town.now)


def test_somebody_leaves_once_another_is_on_the_list(town):
    second = second_member(town)
    actions.set_duty_rota(team=town.bea_team, memberships=[town.bea_in, second], by=town.by, now=town.now)
    actions.end_membership(membership=town.bea_in, by=town.by, now=town.now)
    look_now()
    assert queries.duty_holder(town.bea_team, town.now) == second
    entry = Entry.objects.filter(verb="membership.ended").get()
    assert (entry.subject_label, entry.place_id, entry.controller) == ("Bea Hill", town.combe.id, town.council.id)


def test_nobody_leaves_twice(town):
    second = second_member(town)
    actions.end_membership(membership=second, by=town.by, now=town.now)
    with pytest.raises(actions.NotPossible, match="already left"):
        actions.end_membership(membership=second, by=town.by, now=town.now)


def test_an_account_ends_with_its_memberships(town):
    second = second_member(town)
    actions.disable_user(user=second.user, by=town.by, now=town.now)
    second.refresh_from_db()
    assert second.ended_at == town.now
    assert not second.user.is_active
    with pytest.raises(actions.NotPossible, match="only one on the duty list"):
        actions.disable_user(user=town.bea, by=town.by, now=town.now)


@pytest.mark.parametrize("how", ["ends", "loses the account", "is taken off", "moves team"])
def test_the_database_refuses_a_duty_list_without_a_live_member(town, how):
    with refused_by_the_database(), transaction.atomic():
        if how == "ends":
            Membership.objects.filter(pk=town.bea_in.pk).update(ended_at=town.now)
        elif how == "loses the account":
            User.objects.filter(pk=town.bea.pk).update(is_active=False)
        elif how == "is taken off":
            DutyTurn.objects.filter(team=town.bea_team).delete()
        else:
            Membership.objects.filter(pk=town.bea_in.pk).update(team=town.gareth_team)
        look_now()


def test_the_database_refuses_a_new_duty_team_without_anybody(town):
    with refused_by_the_database(), transaction.atomic():
        Team.objects.create(organisation=town.council, place=town.braunton, name="Braunton", is_duty=True)
        look_now()


def test_the_database_keeps_one_duty_team_for_a_place(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(organisation=town.council, place=town.combe, name="Another", is_duty=True)


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_at_the_same_moment_do_not_leave_an_empty_list(transactional_db):
    town = made_up.build()
    second = second_member(town)
    actions.set_duty_rota(team=town.bea_team, memberships=[town.bea_in, second], by=town.by, now=town.now)
    both_changed = threading.Barrier(2)
    outcomes = []

    def leave(pk):
        try:
            with transaction.atomic():
                Membership.objects.filter(pk=pk).update(ended_at=town.now)
                both_changed.wait(5)
            outcomes.append("left")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[pk]) for pk in (town.bea_in.pk, second.pk)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(outcomes) == ["left", "refused"]
