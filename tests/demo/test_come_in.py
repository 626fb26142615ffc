"""Printed sign-in links, in a demo alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings

from kith.access.actions import issue_link
from kith.kit import clock
from kith.kit.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    import town as made_up

    town, now = made_up.build(), clock.now()
    token = issue_link(
        purpose="demo-sign-in",
        subject_label="accounts.User",
        subject_id=town.jan.id,
        actor=Actor.user(town.jan),
        expires_at=now + timedelta(days=1),
        by=town.by,
        now=now,
    )
    return f"/demo/in/{token}/"


@override_settings(DEMO_INSTANCE=True)
def test_only_the_button_signs_in(client, address):
    for method in (client.head, client.get, client.get):
        assert method(address).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(address)["Location"] == "/"
    assert client.get("/who-may/").status_code == 200


@override_settings(DEMO_INSTANCE=True)
def test_a_persons_browser_is_signed_in_at_once(client, address):
    assert client.head(address, headers={"sec-fetch-mode": "navigate"}).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.get(address, headers={"sec-fetch-mode": "navigate"})["Location"] == "/"
    assert client.get("/who-may/").status_code == 200


@override_settings(DEMO_INSTANCE=False)
def test_outside_a_demo_the_link_does_not_exist(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert "_auth_user_id" not in client.session
