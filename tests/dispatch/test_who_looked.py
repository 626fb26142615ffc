"""The person reads who looked at what is kept about them, and why; and nothing that could endanger anybody."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from unittest import mock

import pytest
from django.test import Client

from kith.access.actions import issue_link, open_record
from kith.accounts import actions as accounts
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch.queries.looked import LOOKS, who_looked
from kith.governance.models import EmergencyUse
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.whole import whole
from kith.people import actions as people
from kith.people.actions import About, Reach, SaidSafe
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
    return [look.sentence for look in who_looked(ask.person, NOW).lines]


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
    assert not any(word in " ".join(told) for word in ("concern", "block", "safe_contact", "emergency.u", "permission"))


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


def test_once_they_were_told_of_an_emergency_the_page_says_it_too(town: Town) -> None:
    ask = an_ask()
    far = accounts.add_user(name="Far", email="far@example.org", by=BUILDER, now=NOW)
    accounts.join_team(user=far, team=town.gareth.team, role="link_worker", by=BUILDER, now=NOW - timedelta(days=3))
    use, later = (
        EmergencyUse(
            controller_id=ask.controller_id, person=ask.person, person_label="Edith", place=ask.place, user=far,
            team=town.gareth.team, reason="life", words="she did not answer and had said she fell", classes="AB",
            at=NOW - timedelta(hours=hours), until=NOW - timedelta(hours=hours - 2), review_by=NOW,
        )
        for hours in (6, 3)
    )  # fmt: skip
    later.renews, later.second = use, town.gareth.user
    with whole():
        for one in (use, later):
            one.save(force_insert=True)
            open_record(
                user_id=far.id, person_id=ask.person_id, classes="AB", until=one.until, source_id=one.id, by=BUILDER,
                now=one.at,
            )  # fmt: skip
    looks(Actor.user(far), Verb.PERSON_SEEN, ask, person=True, ago=5)
    looks(Actor.user(far), Verb.PERSON_SEEN, ask, person=True, ago=2)
    with mock.patch("kith.dispatch.queries.looked._SORTERS", frozenset()):
        assert said(ask) == []
        with whole():
            EmergencyUse.objects.filter(pk=use.pk).update(telling="goes-on")
            EmergencyUse.objects.filter(pk=later.pk).update(telling="told", told_at=NOW, told_how="rang")
        assert len(said(ask)) == 1
    assert "Far, " in said(ask)[0] and "2 times" in said(ask)[0]


def test_being_on_a_list_of_those_to_ring_is_said(town: Town) -> None:
    ask = an_ask()
    looks(Actor.user(town.jan.user), Verb.EMERGENCY_LIST_READ, ask, person=True)
    assert "read your name on a list of those to ring" in said(ask)[0]
    assert "because we rang people in an emergency" in said(ask)[0]


def test_a_long_list_says_how_long_it_is_and_shows_the_rest_when_asked(client: Client, town: Town) -> None:
    ask = an_ask()
    for ago in range(70):
        looks(Actor.user(town.jan.user), Verb.ASK_SEEN, ask, ago=24.0 * ago)
    short, long, paper = (
        unescape(page(client, ask, Actor.person(ask.person), f"who-looked/{more}").content.decode())
        for more in ("", "?all=1", "?large=1")
    )
    assert "Show all 70 lines of the last year" in short and short.count("looked at your ask") == 60
    assert long.count("looked at your ask") == paper.count("looked at your ask") == 70
    assert "Show all" not in long


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


@pytest.mark.parametrize("paper", ["never", "hand"])
def test_who_looked_is_on_paper_only_where_paper_is_safe(client: Client, town: Town, paper: str) -> None:
    ask = an_ask()
    looks(Actor.user(town.jan.user), Verb.ASK_SEEN, ask)
    said_so = SaidSafe(ways=("call",), on_paper=paper)
    people.say_how_it_is_safe(person=ask.person, said=said_so, said_by="themselves", by=BUILDER, now=NOW)
    client.force_login(town.jan.user)
    theirs = [page(client, ask, Actor.person(ask.person), more) for more in ("who-looked/", "who-looked/?large=1")]
    ours = [client.get(f"/person/{ask.person_id}/who-looked/{more}", follow=True) for more in ("", "?large=1")]
    may = paper == "hand"
    for plain, large in (theirs, ours):
        assert ('class="paper ' in large.content.decode()) == may
        assert ("large=1" in plain.content.decode()) == may
        assert "looked at your ask" in unescape(large.content.decode()), "it can be read all the same"
    assert ("not safe on paper" in ours[1].content.decode()) != may
