"""The page a governance lead reads."""

from __future__ import annotations

from html import unescape

from kith.access.rules import RULES, TIES
from kith.accounts.roles import ROLES


def test_it_says_every_role_and_that_an_administrator_sees_nobody(client, town):
    client.force_login(town.jan)
    page = unescape(client.get("/who-may/").content.decode())
    for role in ROLES.values():
        assert str(role.name) in page
        assert str(role.sentence) in page
    assert "Never" in page
    assert "A volunteer, who has no account" in page


def test_every_model_of_the_table_has_its_ties():
    assert {label for rule in RULES for label in rule.models} <= set(TIES)
