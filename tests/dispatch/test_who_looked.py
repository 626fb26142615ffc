"""The person reads who looked at what is kept about them, and why; and nothing that could endanger anybody."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.access.actions import issue_link, open_record
from kith.accounts import actions as accounts
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch.queries.looked import LOOKS, who_looked
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.people import actions as people
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


def an_ask(**changes: object) -> Ask:
    about = {"about": About(name="Edith Pound", reaches=(Reach("+441632960044", safe="yes"),)), **changes}
    return asks.open_ask(wanted=shopping(**about), by=Actor.public(), now=NOW)


def looks(by: Actor, verb: Verb, ask: Ask, *, person: bool = False, ago: float = 1.0) -> None:
    subject = ("person", ask.person_id, "") if person else ("ask", ask.id, ask.reference)
    trail.record(verb=verb, by=by, now=NOW - timedelta(hours=ago), subject=subject, controller=ask.controller_id)


def said(ask: Ask) -> list[str]:
    return [look.sentence for look in who_looked(ask.person, NOW)]


def page(client: Client, ask: Ask, actor: Actor, more: str = "who-looked/"):
    token = issue_link(
        purpose="status", subject_label="asks.Ask", subject_id=ask.id, actor=actor,
        expires_at=NOW + timedelta(hours=1), by=BUILDER, now=NOW,
    )  # fmt: skip
    return client.get(f"/s/{token}/{more}")


def test_the_person_reads_who_looked_when_and_why(client: Client, town: Town) -> None:
    ask = an_ask()
    other = accounts.add_user(name="Bea", email="bea@example.org", by=BUILDER, now=NOW)
    accounts.join_team(
        user=other, team=town.jan.team, role="street_coordinator", by=BUILDER, now=NOW - timedelta(days=3)
    )
    looks(Actor.user(other), Verb.ASK_SEEN, ask, ago=2)
    looks(Actor.user(other), Verb.ASK_SEEN, ask, ago=1)
    looks(Actor.user(town.jan.user), Verb.PERSON_SEEN, ask, person=True, ago=0)
    assert said(ask) == [
        "Jan, Quay Street Neighbours looked at your page at 10 today, because they have what you asked for in hand.",
        "Bea, Quay Street Neighbours looked at your ask 2 times, last at 9 today, because they sort the asks of "
        "Quay Street.",
    ]
    answer = page(client, ask, Actor.person(ask.person))
    words = unescape(answer.content.decode())
    assert answer.status_code == 200 and said(ask)[0] in words
    assert "Who has looked at your page" in unescape(page(client, ask, Actor.person(ask.person), "").content.decode())


def test_a_look_nobody_can_explain_says_so(town: Town) -> None:
    ask = an_ask()
    far = accounts.add_user(name="Far", email="far@example.org", by=BUILDER, now=NOW)
    looks(Actor.user(far), Verb.PERSON_SEEN, ask, person=True)
    assert "we cannot see from here why" in said(ask)[0]


def test_only_looks_are_shown_and_nothing_of_what_would_endanger(town: Town) -> None:
    ask = an_ask()
    jan = Actor.user(town.jan.user)
    told = {verb.value for verb in LOOKS}
    for verb in Verb:
        if verb.value not in told:
            looks(jan, verb, ask)
            looks(jan, verb, ask, person=True)
    assert said(ask) == []
    assert not any(word in " ".join(told) for word in ("concern", "block", "safe_contact", "emergency", "permission"))


def test_an_emergency_is_told_by_a_person_and_never_first_by_this_page(town: Town) -> None:
    ask = an_ask()
    far = accounts.add_user(name="Far", email="far@example.org", by=BUILDER, now=NOW)
    looks(Actor.user(far), Verb.PERSON_SEEN, ask, person=True, ago=0)
    assert len(said(ask)) == 1
    open_record(
        user_id=far.id, person_id=ask.person_id, classes="AB", until=NOW + timedelta(hours=4), source_id=uuid7(),
        by=BUILDER, now=NOW - timedelta(hours=1),
    )  # fmt: skip
    assert said(ask) == []


@pytest.mark.parametrize("why", ["somebody must not know", "no safe number", "further away"])
def test_nobody_is_named_where_somebody_may_read_along(town: Town, why: str) -> None:
    safe = "please-ring" if why == "no safe number" else "yes"
    about = About(name="M", reaches=(Reach("+441632960044", safe=safe),), further_away=why == "further away")
    ask = an_ask(about=about)
    if why == "somebody must not know":
        people.must_not_meet(person=ask.person, other_name="H", by=BUILDER, now=NOW)
    looks(Actor.user(town.gareth.user), Verb.ASK_SEEN, ask)
    words = " ".join(said(ask))
    assert "colleague of ours looked at your ask" in words
    assert "Gareth" not in words and "Together" not in words and "Northern" not in words


def test_whoever_asked_for_somebody_else_and_whoever_lives_there_learn_nothing(client: Client, town: Town) -> None:
    carol = About(name="Carol", reaches=(Reach("+447700900201", safe="yes"),))
    mine = an_ask(asker=carol, knows="yes", asker_may="everything")
    theirs = an_ask(about=About(name="Arthur Pound"), client_key="another")
    looks(Actor.user(town.jan.user), Verb.ASK_SEEN, theirs)
    assert mine.asker is not None
    assert page(client, mine, Actor.asker(mine.asker)).status_code == 404
    assert page(client, theirs, Actor.person(mine.person)).status_code == 404
    assert "looked" not in " ".join(said(mine))


def test_a_colleague_reads_the_same_words_and_is_one_of_them(client: Client, town: Town) -> None:
    ask = an_ask()
    client.force_login(town.jan.user)
    address = f"/person/{ask.person_id}/who-looked/"
    assert "Nobody has opened it" in client.get(address).content.decode()
    assert Entry.objects.filter(verb=Verb.LOOKED_SEEN, subject_id=ask.person_id).count() == 1
    assert "read who has looked at your page" in unescape(client.get(address).content.decode())
    assert "ring" in client.get(address + "?large=1").content.decode()
    hidden = an_ask(about=About(name="M", further_away=True), client_key="another")
    assert client.get(f"/person/{hidden.person_id}/who-looked/").status_code == 404
