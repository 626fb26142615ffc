"""Adding organisations, people and teams."""

from __future__ import annotations

import pytest
import town as made_up
from django.db import IntegrityError, transaction

from kith.accounts import actions
from kith.accounts.models import User
from kith.accounts.roles import ROLES, SENTENCES, Permission, roles_with
from kith.trail.models import Entry


def test_an_account_keeps_its_email_small_and_its_phone_whole(db):
    user = actions.add_user(
        name="  Jan   Ford ", email=" Jan@Example.org ", phone="07700 900123", by=made_up.BUILDER, now=made_up.NOW
    )
    assert (user.name, user.email, user.phone) == ("Jan Ford", "jan@example.org", "+447700900123")
    assert not user.has_usable_password()
    assert Entry.objects.filter(verb="account.made", subject_id=user.id).exists()


@pytest.mark.parametrize(
    ("email", "phone", "words"),
    [
        ("", "", "the sign-in code goes there"),
        ("", "seven", "could not read that phone"),
        ("JAN@example.org", "", "already signs in"),
        ("", "07700 900123", "already signs in"),
    ],
)
def test_an_account_that_could_get_no_code_is_refused_in_words(db, email, phone, words):
    made = {"by": made_up.BUILDER, "now": made_up.NOW}
    actions.add_user(name="Jan Ford", email="jan@example.org", phone="07700900123", **made)
    with pytest.raises(actions.NotPossible, match=words):
        actions.add_user(name="Jan Ford", email=email, phone=phone, **made)


@pytest.mark.parametrize(
    "wrong", [{"email": "Jan@example.org"}, {"email": None}, {"email": "jan@example.org", "phone": "0770"}]
)
def test_the_database_refuses_what_the_action_would_mend(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(name="Jan", **wrong)


def test_a_role_is_given_only_where_it_belongs(town):
    with pytest.raises(actions.NotPossible, match="not a role for a"):
        actions.join_team(user=town.jan, team=town.jan_team, role="district_lead", by=town.by, now=town.now)
    with pytest.raises(actions.NotPossible, match="no role called"):
        actions.join_team(user=town.jan, team=town.jan_team, role="queen", by=town.by, now=town.now)
    with pytest.raises(actions.NotPossible, match="already in"):
        actions.join_team(user=town.jan, team=town.jan_team, role="street_coordinator", by=town.by, now=town.now)


def test_a_second_team_that_answers_for_a_place_is_refused(town):
    with pytest.raises(actions.NotPossible, match="already answers"):
        actions.add_place_team(
            place=town.combe, organisation=town.council, name="Two", duty=town.bea, by=town.by, now=town.now
        )


def test_only_members_can_be_on_a_duty_list_and_it_is_never_empty(town):
    change = {"by": town.by, "now": town.now}
    with pytest.raises(actions.NotPossible, match="Somebody must be on"):
        actions.set_duty_rota(team=town.bea_team, memberships=[], **change)
    with pytest.raises(actions.NotPossible, match="Only people who are in"):
        actions.set_duty_rota(team=town.bea_team, memberships=[town.bea_in, town.jan_in], **change)


def test_every_role_and_permission_is_said_in_plain_english():
    assert set(SENTENCES) == set(Permission)
    for role in ROLES.values():
        assert str(role.name)
        assert str(role.sentence).endswith(".")
        assert role.where
        assert role.permissions
    assert all(roles_with(permission) for permission in Permission)


def test_administrators_and_commissioners_hold_nothing_about_a_person():
    personal = {Permission.SEE_ASK, Permission.SEE_PERSON, Permission.SEE_TODAY, Permission.SEE_SENT_BOX}
    assert not personal & (ROLES["administrator"].permissions | ROLES["commissioner"].permissions)
