"""The guardian's page of the trail: their own organisation's lines, and what stands out in a week."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.accounts import actions as accounts
from kith.accounts.models import User
from kith.asks import actions as asks
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.names import letters_of
from kith.people.actions import About, Reach
from kith.trail import actions as trail
from kith.trail.models import Entry
from kith.trail.verbs import Verb
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def ruth(town: Town, client: Client) -> User:
    """Guards the data of Quay Street's organisation, and of no other."""
    user = accounts.add_user(name="Ruth", email="ruth@example.org", by=BUILDER, now=NOW)
    accounts.join_team(user=user, team=town.jan.team, role="guardian", by=BUILDER, now=NOW)
    client.force_login(user)
    return user


def line(town: Town, label: str, *, verb: Verb = Verb.PERSON_SEEN, who: str = "Jan", days: float = 0, own: bool = True):
    team = town.jan.team if own else town.bo.team
    return trail.record(
        verb=verb, by=Actor("user", uuid7(), who), now=NOW - timedelta(days=days), subject=("person", uuid7(), label),
        controller=team.organisation_id,
    )  # fmt: skip


def said(client: Client, address: str = "/trail/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_guardian_reads_their_own_organisations_lines_and_that_is_a_line(
    client: Client, town: Town, ruth: User
) -> None:
    line(town, "Edith Pound")
    line(town, "Of another organisation", own=False)
    words = said(client)
    assert (
        "looked at the page of" in words
        and ">E. P.<" in words
        and "another organisation" not in words
        and ">O. O.<" not in words
    )
    seen = Entry.objects.get(verb=Verb.TRAIL_SEEN)
    assert (seen.actor_id, seen.controller) == (ruth.id, town.jan.team.organisation_id)


def test_it_is_narrowed_to_a_day_a_colleague_and_a_person(client: Client, town: Town, ruth: User) -> None:
    made = line(town, "Edith Pound", days=2)
    line(town, "Arthur Pound", who="Bea")
    edith, arthur = ">E. P.<", ">A. P.<"
    day = (NOW - timedelta(days=2)).date().isoformat()
    assert arthur not in said(client, f"/trail/?day={day}") and edith in said(client, f"/trail/?day={day}")
    assert edith not in said(client, "/trail/?who=bea") and arthur in said(client, "/trail/?who=bea")
    assert arthur not in said(client, "/trail/?whom=edith") and edith in said(client, "/trail/?whom=edith")
    assert arthur not in said(client, f"/trail/?about={made.subject_id}")
    assert "no day we can read" in said(client, "/trail/?day=31/31/31")
    # What was looked for by name stands nowhere; whom it was about does.
    labels = set(Entry.objects.filter(verb=Verb.TRAIL_SEEN).values_list("subject_label", flat=True))
    assert "edith" not in labels and "bea" not in labels and "Edith Pound" in labels


def test_who_raised_a_concern_and_about_whom_is_not_on_it(client: Client, town: Town, ruth: User) -> None:
    line(town, "Edith Pound", verb=Verb.CONCERN_RAISED, who="Brave Neighbour")
    words = said(client)
    assert (
        'raised a concern about <span dir="auto">somebody</span>' in words
        and "Edith" not in words
        and "Brave" not in words
    )
    assert "raised a concern about" not in said(client, "/trail/?who=brave")
    assert "raised a concern about" not in said(client, "/trail/?whom=edith")


def test_it_says_until_when_it_is_sealed_and_where_the_last_seals_are(
    client: Client, town: Town, ruth: User, settings, tmp_path
) -> None:
    assert "left nowhere outside" in said(client)
    trail.seal(above=0, most=1000, by=BUILDER, now=NOW)
    settings.ANCHOR_FILE = tmp_path / "kept"
    trail.note_anchoring(way="file", heads=1, problem="No space left", by=BUILDER, now=NOW)
    words = said(client)
    assert "Sealed until" in words and "by a file: No space left" in words


def test_nobody_else_opens_it(client: Client, town: Town) -> None:
    for member in (town.jan, town.gareth):
        client.force_login(member.user)
        assert client.get("/trail/").status_code == 404
        assert client.get("/trail/unusual/").status_code == 404


def test_whoever_looks_at_their_own_family_without_a_reason_stands_out(client: Client, town: Town, ruth: User) -> None:
    bea = accounts.add_user(name="Bea Pound", email="bea@example.org", by=BUILDER, now=NOW)
    accounts.join_team(user=bea, team=town.jan.team, role="street_coordinator", by=BUILDER, now=NOW)
    made = []
    for number, name in enumerate(("Edith Pound", "Arthur Pound", "Una Lamb")):
        about = About(name=name, reaches=(Reach(f"+44163296004{number}", safe="yes"),))
        made.append(asks.open_ask(wanted=shopping(about=about, client_key=name), by=Actor.public(), now=NOW))
    for ask in made:
        for who in (bea, town.jan.user):
            trail.record(
                verb=Verb.PERSON_SEEN, by=Actor.user(who), now=NOW - timedelta(hours=2),
                subject=("person", ask.person_id, str(ask.person)), controller=town.jan.team.organisation_id,
            )  # fmt: skip
    words = said(client, "/trail/unusual/")
    assert "Bea Pound" in words and "the same surname, for whom they did nothing" in words
    assert "E. P." in words and "U. L." not in words and "Edith" not in words
    # Jan has these asks in hand, so looking is her work.
    assert ">Jan<" not in words
    assert Entry.objects.filter(verb=Verb.TRAIL_WATCHED, actor_id=ruth.id).count() == 1


def test_nothing_that_was_written_of_somebody_stands_on_it(client: Client, town: Town, ruth: User) -> None:
    """Labels hold names, and the words of a decision or of a text; the guardian reads who looked and when."""
    own = town.jan.team.organisation_id
    for verb, by, subject in (
        (Verb.STATUS_SEEN, Actor("person", uuid7(), "Edith Pound"), ("ask", uuid7(), "KESTREL 42")),
        (Verb.PROMISE_MADE, BUILDER, ("promise", uuid7(), "Tell Edith: shopping: KESTREL 43")),
        (Verb.DECISION_MADE, BUILDER, ("promise", uuid7(), "Ring Edith about her leg")),
    ):
        trail.record(verb=verb, by=by, now=NOW, subject=subject, controller=own)
    words = said(client)
    assert "Edith" not in words and "her leg" not in words and "E. P." in words
    assert "KESTREL 42" in words and "KESTREL 43" in words


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Edith Pound", "E. P."), ("Pound, Edith", "P. E."), ("Edith", "E."), ("", ""), ("Mary Ann Lamb", "M. L.")],
)
def test_a_name_is_told_by_its_letters(name: str, letters: str) -> None:
    assert letters_of(name) == letters
