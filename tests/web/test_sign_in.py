"""Signing in by a code: for those with an account, and the same to look at for everybody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from kith.access import sessions
from kith.kit import clock
from kith.outbox.models import Message
from kith.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def codes(monkeypatch):
    """Every code as it leaves for the outbox."""
    sent = []
    from kith.outbox import actions

    monkeypatch.setattr(actions, "send_staff_code", lambda **given: sent.append(given))
    return sent


def ask(client, where, follow=True):
    return client.post("/sign-in/?next=/who-may/", {"where": where}, follow=follow)


def code_of(sent):
    return re.search(r"\d{6}", sent[-1]["letter"].body).group()


def test_a_code_by_email_signs_in_and_brings_back(client, town, codes):
    page = ask(client, "  JAN@example.org ")
    assert "a code is on its way" in page.content.decode()
    assert codes[0]["to_email"] == "jan@example.org"
    answer = client.post(page.request["PATH_INFO"] + "?next=/who-may/", {"code": code_of(codes)})
    assert answer["Location"] == "/who-may/"
    assert client.get("/who-may/").status_code == 200
    assert client.session.get_expiry_age() <= 12 * 3600
    entry = Entry.objects.filter(verb="account.signed_in").get()
    assert (entry.actor_label, entry.detail) == ("Jan Ford", {"how": "code"})


def test_a_code_by_text_on_ones_own_phone_lasts_thirty_days(client, town, codes):
    from kith.accounts.actions import change_user

    change_user(user=town.jan, name="Jan Ford", phone="07700 900123", by=town.by, now=town.now)
    ask(client, "07700 900 123")
    assert codes[0]["to_phone"] == "+447700900123"
    client.post("/sign-in/code/", {"code": f" {code_of(codes)[:3]} {code_of(codes)[3:]} ", "own_phone": "yes"})
    assert client.session.get_expiry_age() > 29 * 86400
    assert sessions.is_own_phone(client.session)


def test_a_stranger_sees_the_same_page_and_nothing_is_sent(client, town, codes):
    def told(where):
        text = ask(client.__class__(), where).content.decode()
        return re.sub(r'value="[^"]{40,}"', "", text).replace(where.removeprefix("0"), "")

    assert told("jan@example.org") == told("nobody@example.org")
    assert len(codes) == 1
    assert told("07700900999") == told("07700900998")
    assert len(codes) == 1


def test_no_code_is_right_for_a_stranger(client, codes, db):
    ask(client, "nobody@example.org")
    for code in ("", "000000", "None"):
        client.post("/sign-in/code/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_wrong_code_is_said_and_the_third_ends_it(client, town, codes):
    ask(client, "jan@example.org")
    wrong = "1" * 6 if code_of(codes) != "1" * 6 else "2" * 6
    page = client.post("/sign-in/code/", {"code": wrong}).content.decode()
    assert "not the code we sent" in page
    client.post("/sign-in/code/", {"code": wrong})
    last = client.post("/sign-in/code/", {"code": wrong}, follow=True)
    assert "too many tries" in last.content.decode()
    client.post("/sign-in/code/", {"code": code_of(codes)})
    assert "_auth_user_id" not in client.session


def test_tries_are_limited_by_address(client, town, codes):
    answers = [ask(client.__class__(), "jan@example.org").content.decode() for _ in range(7)]
    assert "too many tries" in answers[-1]
    assert len(codes) == 5


@pytest.mark.parametrize("where", ["", "jan", "jan@", "0770"])
def test_what_cannot_be_reached_is_said_how_to_mend(client, town, codes, where):
    page = ask(client, where).content.decode()
    assert re.search("Enter (the|an) e-mail", page)
    assert not codes


def test_an_ended_account_gets_no_code(client, town, codes):
    import town as made_up

    from kith.accounts.actions import disable_user

    disable_user(user=made_up.user("Nia Moor"), by=town.by, now=town.now)
    ask(client, "nia@example.org")
    assert not codes


def test_another_code_can_be_sent(client, town, codes):
    ask(client, "jan@example.org")
    client.post("/sign-in/code/", {"action": "resend"})
    assert len(codes) == 2
    assert client.post("/sign-in/code/", {"code": code_of(codes)}).status_code == 302


def test_the_code_leaves_through_the_outbox(client, town):
    ask(client, "jan@example.org")
    message = Message.objects.get()
    assert (message.kind, message.address, message.user) == ("sign-in-code", "jan@example.org", town.jan)


def test_a_sign_in_from_long_ago_is_renewed_on_the_sign_in_page(client, town, codes):
    client.force_login(town.jan)
    session = client.session
    sessions.begin(session, clock.now() - timedelta(days=2), own_phone=True)
    session.save()
    assert client.get("/sign-in/").status_code == 200
    page = ask(client, "jan@example.org")
    assert re.search(r'value="yes"[^>]*checked|checked[^>]*value="yes"', page.content.decode())
    client.post("/sign-in/code/", {"code": code_of(codes), "own_phone": "yes"})
    assert sessions.is_fresh(client.session, clock.now())


def test_whoever_is_signed_in_goes_on(client, town):
    client.force_login(town.jan)
    assert client.get("/sign-in/?next=/who-may/")["Location"] == "/who-may/"
    assert client.get("/sign-in/?next=https://example.com/")["Location"] == "/"


def test_only_the_button_signs_out(client, town):
    client.force_login(town.jan)
    client.get("/sign-out/")
    client.head("/sign-out/")
    assert "_auth_user_id" in client.session
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session
    assert Entry.objects.filter(verb="account.signed_out", actor_label="Jan Ford").exists()


def test_there_is_no_sign_up(client, db):
    for address in ("/accounts/signup/", "/sign-up/", "/accounts/login/"):
        assert client.get(address).status_code == 404
