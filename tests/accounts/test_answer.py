"""Who answers for a place, now."""

from __future__ import annotations

from datetime import timedelta

import pytest
import town as made_up

from kith.accounts import actions, queries
from kith.accounts.models import Membership


def test_the_first_on_the_duty_list_answers(town):
    assert queries.duty_holder(town.bea_team, town.now) == town.bea_in


def test_the_next_answers_while_the_first_is_away_and_the_first_when_all_are(town):
    sue = made_up.user("Sue Moor")
    second = actions.join_team(user=sue, team=town.bea_team, role="community_builder", by=town.by, now=town.now)
    actions.set_duty_rota(team=town.bea_team, memberships=[town.bea_in, second], by=town.by, now=town.now)
    until = town.now + timedelta(hours=3)
    actions.go_away(membership=town.bea_in, until=until, by=town.by, now=town.now)
    assert queries.duty_holder(town.bea_team, town.now) == second
    assert queries.duty_holder(town.bea_team, until) == town.bea_in
    actions.go_away(membership=second, until=until, by=town.by, now=town.now)
    assert queries.duty_holder(town.bea_team, town.now) == town.bea_in
    actions.come_back(membership=second, by=town.by, now=town.now)
    assert queries.duty_holder(town.bea_team, town.now) == second


def test_a_place_without_a_team_is_answered_for_by_the_nearest_above(town):
    assert queries.duty_team(town.quay) == town.jan_team
    assert queries.duty_team(town.combe) == town.bea_team
    assert queries.duty_team(town.pound) == town.gareth_team


def test_a_place_nobody_answers_for_says_what_to_set_up(town):
    alone = made_up.place("district", "Nowhere")
    with pytest.raises(queries.NobodyAnswers, match="Add a team"):
        queries.duty_team(alone)


def test_only_live_members_are_counted(town):
    sue = made_up.user("Sue Moor")
    second = actions.join_team(user=sue, team=town.bea_team, role="community_builder", by=town.by, now=town.now)
    assert list(queries.live_members(town.bea_team)) == [town.bea_in, second]
    actions.end_membership(membership=second, by=town.by, now=town.now)
    assert list(queries.live_members(town.bea_team)) == [town.bea_in]
    assert Membership.objects.count() == 4
