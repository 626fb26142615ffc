"""The gate: who comes in, who reads that the page is not there, and that opening changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.access import actions, links, sessions
from kith.access.models import Link
from kith.accounts.models import Organisation
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.urls("gated")]
SAM = Actor("volunteer", uuid7(), "Sam")


def link(expires_in=timedelta(hours=1), purpose="offer", subject=None):
    now = clock.now()
    made = now - timedelta(days=1)
    return actions.issue_link(
        purpose=purpose,
        subject_label="dispatch.Offer",
        subject_id=subject or uuid7(),
        actor=SAM,
        expires_at=now + expires_in,
        by=Actor.system("test"),
        now=made,
    )


def age(client, hours):
    """Let the sign-in of this browser be that old."""
    session = client.session
    session["fresh_until"] = (clock.now() + sessions.FRESH - timedelta(hours=hours)).timestamp()
    session.save()


def test_a_stranger_is_asked_to_sign_in_and_brought_back(client):
    answer = client.get("/staff/?page=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=%2Fstaff%2F%3Fpage%3D2"


def test_staff_act_as_themselves(client, town):
    client.force_login(town.jan)
    assert client.get("/staff/").content == b"user:Jan Ford"


def test_a_page_whose_permission_nobody_gave_is_not_there(client, town):
    client.force_login(town.jan)
    assert client.get("/trail/").status_code == 404


def test_a_page_for_staff_is_not_there_for_an_account_without_a_team(client, town):
    from kith.accounts.actions import add_user

    client.force_login(add_user(name="Nia", email="nia@example.org", by=town.by, now=town.now))
    assert client.get("/staff/").status_code == 404


def test_whoever_may_not_reads_that_the_page_is_not_there_and_nothing_was_changed(client):
    assert client.post("/refuses/").status_code == 404
    assert not Organisation.objects.exists()


def test_after_twelve_hours_the_code_is_asked_again(client, town):
    client.force_login(town.jan)
    age(client, 11.9)
    assert client.get("/staff/").status_code == 200
    age(client, 12.1)
    assert client.get("/staff/")["Location"].startswith("/sign-in/")
    assert client.get("/street/quay-street/")["Location"].startswith("/sign-in/")


def test_on_ones_own_phone_only_ones_own_street_stays_open(client, town):
    from kith.accounts.actions import join_team

    join_team(user=town.jan, team=town.bea_team, role="community_builder", by=town.by, now=town.now)
    client.force_login(town.jan)
    session = client.session
    sessions.begin(session, clock.now(), own_phone=True)
    session.save()
    assert client.get("/street/quay-street/").content == b"Combe Martin team,Quay Street team"
    assert 29 * 86400 < client.session.get_expiry_age() <= 30 * 86400
    age(client, 24 * 29)
    assert client.get("/street/quay-street/").content == b"Quay Street team"
    assert client.get("/staff/")["Location"].startswith("/sign-in/")


def test_an_ended_account_is_out_at_once(client, town):
    import town as made_up

    from kith.accounts.actions import disable_user, join_team

    nia = made_up.user("Nia Moor")
    join_team(user=nia, team=town.gareth_team, role="link_worker", by=town.by, now=town.now)
    client.force_login(nia)
    assert client.get("/staff/").status_code == 200
    disable_user(user=nia, by=town.by, now=town.now)
    assert client.get("/staff/").status_code == 302


@pytest.mark.parametrize("method", ["get", "head"])
def test_the_database_refuses_a_change_by_a_page_that_is_only_opened(client, method):
    from django.db import InternalError

    with pytest.raises(InternalError, match="read-only"):
        getattr(client, method)("/writes/")
    assert not Organisation.objects.exists()
    assert client.post("/writes/").content == b"written"
    assert Organisation.objects.count() == 1


def test_looking_is_written_down(client, town):
    client.force_login(town.jan)
    before = Entry.objects.filter(verb="person.seen").count()
    assert client.get("/looks/").content == b"seen"
    entry = Entry.objects.filter(verb="person.seen").latest("at")
    assert Entry.objects.filter(verb="person.seen").count() == before + 1
    assert (entry.actor_label, entry.subject_label) == ("Jan Ford", "Mrs P")


def test_a_link_lets_its_holder_in_as_often_as_they_open_it(client):
    token = link()
    for method in (client.head, client.get, client.head, client.get):
        assert method(f"/offer/{token}/").status_code == 200
    assert client.get(f"/offer/{token}/").content == b"volunteer:Sam"
    assert Link.objects.get().ended_at is None


def test_a_link_is_kept_only_as_a_fingerprint(client):
    token = link()
    assert len(token) >= 22
    assert token not in str(Link.objects.values().get())
    assert links.resolve(token, "offer", clock.now()) == Link.objects.get()


def test_a_link_that_is_over_guessed_or_for_something_else_opens_nothing(client):
    old, other = link(expires_in=timedelta(minutes=-1)), link(purpose="round")
    guessed = client.get("/offer/not-a-token/")
    assert guessed.status_code == 404
    assert client.get(f"/offer/{other}/").status_code == 404
    assert client.get(f"/offer/{old}/").status_code == 410
    assert client.get(f"/offer-over/{old}/").content == b"This one is over."
    assert b"Sam" not in guessed.content
    assert client.post(f"/offer-writes/{old}/").status_code == 410
    assert not Organisation.objects.exists()


def test_ended_links_open_nothing(client):
    subject = uuid7()
    token = link(subject=subject)
    said = {"by": Actor.system("test"), "now": clock.now()}
    assert actions.end_links(subject_id=subject, purpose="offer", **said) == 1
    assert actions.end_links(subject_id=subject, purpose="offer", **said) == 0
    assert client.get(f"/offer/{token}/").status_code == 410
    assert Entry.objects.filter(verb="link.ended").count() == 1


def test_a_code_opens_one_address_in_one_browser(client):
    assert client.get("/status/kestrel-42/")["Location"] == "/code/"
    client.post("/code/")
    assert client.get("/status/kestrel-42/").content == b"person:Mrs P"
    assert client.get("/status/heron-7/").status_code == 302
    assert client.__class__().get("/status/kestrel-42/").status_code == 302
    session = client.session
    sessions.forget(session)
    session.save()
    assert client.get("/status/kestrel-42/").status_code == 302


TYPED = {
    "words": "Milk & bread, ديك",
    "note": "long " * 40,
    "csrfmiddlewaretoken": "secret-1",
    "code": "483920",
    "client_key": "0192f0c1-aaaa-7bbb-8ccc-123456789abc",
}


@pytest.mark.parametrize("address", ["/breaks/", "/staff-writes/", "/status/kestrel-42/"])
def test_what_was_typed_comes_back_when_it_could_not_be_sent(client, address):
    answer = client.post(address, TYPED)
    page = answer.content.decode()
    assert answer.status_code in (401, 403, 503)
    assert "Not sent yet" in page
    assert "Milk &amp; bread, ديك" in page
    assert page.count("long ") >= 40
    assert 'name="client_key" value="0192f0c1-aaaa-7bbb-8ccc-123456789abc"' in page
    assert "483920" not in page
    assert "secret-1" not in page
    assert answer["Cache-Control"] == "no-store"


def test_a_page_that_cannot_be_read_says_so(client):
    answer = client.get("/breaks/")
    assert answer.status_code == 503
    assert b"not there just now" in answer.content


@pytest.fixture
def no_database(monkeypatch):
    """The database stops answering, as when it is stopped in the middle of a send."""
    from django.db import OperationalError
    from django.db.backends.base.base import BaseDatabaseWrapper

    def stopped(*_args, **_more):
        raise OperationalError("the connection is closed")

    def stop():
        monkeypatch.setattr(BaseDatabaseWrapper, "cursor", stopped)

    yield stop
    monkeypatch.undo()


@pytest.mark.parametrize("address", ["/staff-writes/", "/writes/", "/status/kestrel-42/"])
def test_with_the_database_gone_every_word_comes_back(client, town, no_database, address):
    client.force_login(town.jan)
    client.post("/code/")
    no_database()
    answer = client.post(address, TYPED)
    assert answer.status_code == 503
    assert "Milk &amp; bread, ديك" in answer.content.decode()
    assert client.get(address).status_code == 503
