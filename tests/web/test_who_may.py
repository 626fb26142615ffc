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


def test_every_rule_is_on_the_page_under_each_whom_it_speaks_of(client, town):
    from kith.access.rules import CLASSES, PURPOSES, WHEN_SAID
    from kith.web.queries.who_may import ACTORS

    client.force_login(town.jan)
    page = " ".join(unescape(client.get("/who-may/").content.decode()).split())
    for rule in RULES:
        for who in rule.who:
            name = str(ROLES[who].name) if who in ROLES else str(ACTORS[who])
            part = page.split(f"<h3>{name}</h3>")[1].split("<h3>")[0]
            assert str(WHEN_SAID[rule.when]) in part, rule
            for label in rule.models:
                assert str(TIES[label].said) in part, (rule, label)
            if not rule.deny:
                assert str(PURPOSES[rule.purpose]) in part, rule
                assert all(str(CLASSES[letter]) in part for letter in rule.classes), rule


def test_it_says_what_crosses_what_is_kept_back_and_what_the_database_keeps(client, town):
    from datetime import timedelta

    from kith.access.actions import open_crossing
    from kith.access.wall_policies import protected
    from kith.accounts.actions import create_organisation
    from kith.kit import clock

    now = clock.now()
    surgery = create_organisation(name="Combe Surgery", by=town.by, now=now)
    open_crossing(
        giver=surgery,
        taker=town.council,
        purpose="help",
        classes="AB",
        place=town.combe,
        starts_at=now - timedelta(days=1),
        expires_at=now + timedelta(days=30),
        source_id=town.combe.id,
        by=town.by,
        now=now,
    )
    client.force_login(town.jan)
    page = " ".join(unescape(client.get("/who-may/").content.decode()).split())
    crosses = page.split('id="crosses"')[1]
    assert "From Combe Surgery to Northern Devon Neighbours, in Combe Martin" in crosses
    kept_back = page.split('id="never"')[1].split('id="crosses"')[0]
    assert kept_back.count("Never") == sum(rule.deny for rule in RULES)
    wall = page.split('id="second-wall"')[1]
    for model in protected():
        label = model._meta.label
        spoken = any(label in rule.models and rule.action == "view" for rule in RULES)
        assert str(TIES[label].said if spoken else model._meta.verbose_name_plural) in wall, label
