"""What is happening, by word and code or by link: opening changes nothing, and nobody reads more than is theirs."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from kith.access.actions import issue_link
from kith.asks import actions as asks
from kith.asks import codes
from kith.asks.models import Ask, Event
from kith.dispatch import actions as dispatch
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.promises.models import Promise, Telling
from kith.trail.models import Entry
from kith.trail.verbs import Verb
from tests.asks.test_open_ask import shopping
from tests.thread import Town, build_town, neighbour

pytestmark = pytest.mark.django_db
BY = Actor.system("the test")


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def now():
    return clock.now()


def opened(now, **changes) -> Ask:
    # Long enough that it is not too late at any hour of the night these tests may run in.
    return asks.open_ask(wanted=shopping(need_by=now + timedelta(hours=30), **changes), by=BY, now=now)


def for_mum(now, **changes) -> Ask:
    asker = About(name="Carol", reaches=(Reach("+447700900201", safe="yes"),))
    return opened(now, asker=asker, **{"knows": "not-yet", **changes})


def address(ask: Ask) -> str:
    return f"/status/{codes.slug_of(ask.reference)}/"


def enter(client: Client, ask: Ask, code: str):
    return client.post("/status/", {"reference": ask.reference.lower(), "code": codes.said(code)}, follow=True)


def link_to(ask: Ask, actor: Actor, now) -> str:
    token = issue_link(
        purpose="status",
        subject_label="asks.Ask",
        subject_id=ask.id,
        actor=actor,
        expires_at=now + timedelta(days=1),
        by=BY,
        now=now,
    )
    return f"/s/{token}/"


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def test_word_and_code_show_the_four_answers(town: Town, now, client: Client) -> None:
    ask = opened(now)
    page = text(enter(client, ask, codes.code_of(ask)))
    for words in ("What is happening", "Who has this", "You will hear by", "Meanwhile", "milk, bread and eggs", "Jan"):
        assert words in page
    assert "<title>Local information</title>" in page


def test_wrong_unknown_and_somebody_elses_code_are_answered_alike(town: Town, now, client: Client) -> None:
    ask, other = opened(now), opened(now)
    wrong = text(enter(client, ask, "222222"))
    theirs = text(enter(client, ask, codes.code_of(other)))
    unknown = text(client.post("/status/", {"reference": "WREN 99", "code": "234567"}))
    assert "We can't show this with that code" in wrong

    def bare(page: str) -> str:
        return re.sub(r'value="[^"]*"', "", page)

    assert bare(wrong) == bare(theirs) == bare(unknown)
    assert ask.words not in wrong


def test_after_ten_wrong_codes_the_right_one_waits_too(town: Town, now, client: Client) -> None:
    ask = opened(now)
    for _try in range(10):
        enter(client, ask, "222222")
    assert "We can't show this" in text(enter(client, ask, codes.code_of(ask)))
    other = opened(now)
    assert "What you asked for" in text(enter(client, other, codes.code_of(other)))


def test_opening_a_link_changes_nothing_and_does_not_use_it_up(town: Town, now, client: Client) -> None:
    def changes() -> int:
        # That somebody looked is written down, and changes nothing.
        return Entry.objects.exclude(verb=Verb.STATUS_SEEN).count()

    ask = opened(now)
    link = link_to(ask, Actor.person(ask.person), now)
    before = (Event.objects.count(), changes(), Message.objects.count(), Promise.objects.count())
    for _time in range(2):
        for open_it in (client.get, client.head):
            answer = open_it(link)
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
    assert before == (Event.objects.count(), changes(), Message.objects.count(), Promise.objects.count())
    assert client.post(link, {"do": "seen"}).status_code == 302
    assert Telling.objects.get(of=ask.promise).told_at is not None


def test_a_guessed_link_opens_nothing(town: Town, now, client: Client) -> None:
    assert client.get("/s/abcdefghijklmnopqrstuv/").status_code == 404
    assert client.post("/s/abcdefghijklmnopqrstuv/", {"do": "no-longer"}).status_code == 404


def test_the_code_of_one_ask_does_not_open_another(town: Town, now, client: Client) -> None:
    ask, other = opened(now), opened(now)
    enter(client, ask, codes.code_of(ask))
    assert client.get(address(ask)).status_code == 200
    answer = client.get(address(other))
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/status/"


def test_no_longer_wanted_ends_it_and_tells_whoever_was_asked(town: Town, now, client: Client) -> None:
    ask = opened(now)
    sam = neighbour(town)
    dispatch.said_yes(ask=ask, volunteer=sam, by=Actor.user(town.jan.user), now=now)
    link = link_to(ask, Actor.person(ask.person), now)
    page = text(client.get(link))
    assert "Sam is coming" in page
    assert ask.reference.split()[0] in page
    assert "Pascoe" not in page
    assert "7700" not in page
    client.post(link, {"do": "no-longer"})
    client.post(link, {"do": "no-longer"})
    ask.refresh_from_db()
    assert ask.state == "no-longer-wanted"
    assert Message.objects.filter(audience="volunteer", about_id__isnull=False).exists()
    assert "no longer wanted, which is fine" in text(client.get(link))


def test_another_time_and_more_words_reach_whoever_has_it(town: Town, now, client: Client) -> None:
    ask = opened(now)
    link = link_to(ask, Actor.person(ask.person), now)
    page = text(client.post(link, {"do": "changed", "when": "after 3", "words": "and stamps 💌"}, follow=True))
    assert "Another time, please: after 3" in page
    assert "Added: and stamps 💌" in page
    assert Message.objects.filter(kind="they-wrote", audience="staff").count() == 2
    assert ask.words == Ask.objects.get(pk=ask.pk).words
    empty = text(client.post(link, {"do": "changed"}))
    assert "Write another time, or what you would like to add" in empty


def test_it_did_not_come_opens_the_same_ask_for_seven_days(town: Town, now, client: Client) -> None:
    ask = opened(now - timedelta(days=6))
    asks.finish(ask=ask, by=BY, now=now - timedelta(days=5))
    link = link_to(ask, Actor.person(ask.person), now)
    assert "It did not come" in text(client.get(link))
    client.post(link, {"do": "did-not-come"})
    ask.refresh_from_db()
    assert ask.state == "asking"
    assert "Sorry" in text(client.get(link))


def test_after_a_week_it_is_a_new_ask(town: Town, now, client: Client) -> None:
    ask = opened(now - timedelta(days=20))
    asks.finish(ask=ask, by=BY, now=now - timedelta(days=9))
    link = link_to(ask, Actor.person(ask.person), now)
    assert "It did not come" not in text(client.get(link))
    page = text(client.post(link, {"do": "did-not-come"}, follow=True))
    assert "more than a week ago" in page


def test_late_says_so_and_who_to_ring(town: Town, now, client: Client) -> None:
    ask = opened(now)
    Promise.objects.filter(pk=ask.promise_id).update(next_contact_by=now - timedelta(minutes=3))
    page = text(client.get(link_to(ask, Actor.person(ask.person), now)))
    assert "Sorry: we said by" in page
    assert "01632 960003" in page


def test_carol_sees_what_mrs_p_allows_and_no_more(town: Town, now, client: Client) -> None:
    page_of = {}
    for may in ("everything", "when-done", "nothing"):
        ask = for_mum(now)
        link = link_to(ask, Actor.asker(ask.asker), now)
        assert "We speak with them first" in text(client.get(link))
        asks.they_said_yes(ask=ask, asker_may=may, by=BY, now=now)
        page_of[may] = text(client.get(link))
    assert "finding somebody nearby" in page_of["everything"]
    assert "They would like this" in page_of["when-done"]
    assert "finding somebody" not in page_of["when-done"]
    assert "told us what they'd like" in page_of["nothing"]
    for page in page_of.values():
        assert "What has happened so far" not in page
        assert "No longer wanted" not in page


def test_a_no_reads_like_a_yes_that_nobody_may_hear_of(town: Town, now, client: Client) -> None:
    said_no, hidden = for_mum(now), for_mum(now)
    asks.they_said_no(ask=said_no, by=BY, now=now)
    asks.they_said_yes(ask=hidden, asker_may="nothing", by=BY, now=now)
    pages = []
    for ask in (said_no, hidden):
        page = text(client.get(link_to(ask, Actor.asker(ask.asker), now)))
        pages.append(re.sub(r"/s/[\w-]+/|[A-Z]+ \d+|<input[^>]*csrf[^>]*>|of=[\w%-]+", "", page))
    assert pages[0] == pages[1]


def test_the_askers_code_opens_the_askers_page(town: Town, now, client: Client) -> None:
    ask = for_mum(now)
    page = text(enter(client, ask, codes.asker_code_of(ask)))
    assert "What you told us" in page
    assert client.post(address(ask), {"do": "no-longer"}).status_code == 302
    ask.refresh_from_db()
    assert ask.state == "speak-first"


def test_somebody_may_also_look_and_may_be_stopped(town: Town, now, client: Client) -> None:
    ask = opened(now)
    link = link_to(ask, Actor.person(ask.person), now)
    page = text(client.post(link, {"do": "look", "name": "Carol", "may": "everything"}, follow=True))
    ask.refresh_from_db()
    code = codes.asker_code_of(ask)
    assert codes.said(code) in page
    hers = Client()
    read = text(enter(hers, ask, code))
    assert "finding somebody nearby" in read
    assert ask.words in read
    for may in ("when-done", "nothing"):
        client.post(link, {"do": "look", "may": may})
        for page in (address(ask), f"{address(ask)}?large=1"):
            read = text(hers.get(page))
            assert "finding somebody" not in read
            assert ask.words not in read


def test_large_type_prints_the_same_four_answers(town: Town, now, client: Client) -> None:
    ask = opened(now)
    page = text(client.get(f"{link_to(ask, Actor.person(ask.person), now)}?large=1"))
    assert "paper--large" in page
    assert "You will hear by" in page


def test_in_arabic_our_sentences_are_said_again_and_theirs_stay(town: Town, now, client: Client) -> None:
    ask = opened(now)
    link = link_to(ask, Actor.person(ask.person), now)
    client.post(f"{link}?lang=ar", {"do": "changed", "words": "and stamps"})
    page = text(client.get(f"{link}?lang=ar"))
    assert 'dir="rtl"' in page
    assert "We are finding somebody nearby" not in page
    assert "milk, bread and eggs please" in page
    assert Event.objects.filter(person_words="Added: and stamps").exists()


def test_a_discreet_ask_is_nowhere_near_her_street(town: Town, now, client: Client) -> None:
    about = About(name="M Unseen", reaches=(Reach("+447700900209", safe="please-ring"),), further_away=True)
    ask = opened(now, about=about, words="nappies by night")
    for member in (town.jan, town.bo):
        actor = Actor.user(member.user)
        assert not Ask.objects.visible_to(actor).exists()
        assert not Event.objects.visible_to(actor).exists()
    page = text(client.get(link_to(ask, Actor.person(ask.person), now)))
    assert "nappies by night" in page
    assert "Gareth" in page


def test_whoever_asked_may_say_that_it_did_not_come(town: Town, now, client: Client) -> None:
    ask = for_mum(now)
    asks.they_said_yes(ask=ask, asker_may="when-done", by=BY, now=now)
    link = link_to(ask, Actor.asker(ask.asker), now)
    client.post(link, {"do": "did-not-come"})
    asks.finish(ask=ask, by=BY, now=now)
    assert "It is done" in text(client.get(link))
    client.post(link, {"do": "did-not-come"})
    ask.refresh_from_db()
    assert ask.state == "asking"


def test_a_worry_leads_to_the_number_of_this_place(town: Town, client: Client) -> None:
    page = text(client.get("/worried/"))
    assert "01632 960001" in page
    assert "999" in page
