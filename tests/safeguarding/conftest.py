"""A small town with a safeguarding lead, a second one, and a guardian of the data."""

from __future__ import annotations

import pytest
import town as made_up

from kith.accounts import actions as accounts

LEADS = (
    ("gwen", "Gwen Pascoe", "safeguarding_lead"),
    ("mel", "Mel Trewin", "safeguarding_lead"),
    ("ruth", "Ruth Oke", "guardian"),
)


@pytest.fixture
def town(db):
    made = made_up.build()
    for key, name, role in (LEADS[0], LEADS[2]):
        _member(made, key, name, role)
    return made


@pytest.fixture
def two_leads(town):
    _member(town, *LEADS[1])
    return town


def _member(made, key, name, role):
    user = made_up.user(name)
    setattr(made, key, user)
    joined = accounts.join_team(user=user, team=made.gareth_team, role=role, by=made.by, now=made.now)
    setattr(made, f"{key}_in", joined)
