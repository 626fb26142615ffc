"""The pages about partners: a link that gives nothing away before a yes, and what colleagues and the person key."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from kith.accounts.models import Team
from kith.asks import actions as asks
from kith.asks.codes import code_of, slug_of
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.models import PartnerCard
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.trail.models import Entry
from tests.dispatch.test_partners import a_partner, an_ask, card_for
from tests.dispatch.test_volunteer_pages import CANARIES
from tests.dispatch.test_volunteer_pages import an_ask as secret_ask
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def link_in(kind: str) -> str:
    body = Message.objects.filter(kind=kind).latest("created_at").body
    found = re.search(r"/p/\S+", body)
    assert found is not None
    return found[0]


def asked(town: Town) -> tuple[str, Ask, PartnerCard]:
    ask = secret_ask()
    asks.say_partners_may(ask=ask, may="yes", by=BUILDER, now=NOW)
    actions.begin(ask=ask, by=BUILDER, now=NOW)
    card = card_for(Ask.objects.get(pk=ask.pk), a_partner(town))
    return link_in("partner-card"), ask, card


def test_before_a_yes_the_page_says_nothing_of_who_it_is(town: Town, client: Client) -> None:
    link, ask, card = asked(town)
    shown = client.get(link)
    page = shown.content.decode()
    assert shown.status_code == 200
    for secret in (*CANARIES.values(), ask.reference, ask.reference.split()[0]):
        assert secret not in page
    assert "We can do this" in page
    card.refresh_from_db()
    assert card.state == "offered"
    assert not Entry.objects.filter(verb="ask.seen").exists()


def test_after_a_yes_it_shows_the_door_and_reading_it_is_on_the_trail(town: Town, client: Client) -> None:
    link, ask, _card = asked(town)
    page = client.post(link, {"do": "yes"}, follow=True).content.decode()
    for known in ("Edith", CANARIES["address"], CANARIES["hears"], "07700 900277"):
        assert known in page
    assert "Please be in touch with them now." in page
    assert Entry.objects.filter(verb="ask.seen", subject_id=ask.id).exists()
    page = client.post(link, {"do": "hand-back"}, follow=True).content.decode()
    assert CANARIES["address"] not in page
    assert "We are asking somebody else" in page
    ask.refresh_from_db()
    assert (ask.state, ask.taken_by_team) == ("asking", None)
    page = client.post(link, {"do": "yes"}, follow=True).content.decode()
    assert CANARIES["address"] in page
    page = client.post(link, {"do": "done"}, follow=True).content.decode()
    assert "They hear from us that it is done." in page
    ask.refresh_from_db()
    assert ask.state == "done"


def test_a_stale_link_and_an_unknown_one_say_nothing(town: Town, client: Client, monkeypatch) -> None:
    link, ask, _card = asked(town)
    assert client.get("/p/nobody-guesses-this").status_code == 404
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=15))
    over = client.get(link)
    assert over.status_code == 410
    assert ask.reference not in over.content.decode()
    assert client.post(link, {"do": "yes"}).status_code == 410


def test_a_yes_that_comes_second_is_thanked(town: Town, client: Client) -> None:
    link, ask, _card = asked(town)
    other = a_partner(town, "Quay Chemist")
    actions.rang(ask=ask, team=other, answer="yes", by=Actor.user(town.jan.user), now=NOW)
    page = client.post(link, {"do": "yes"}, follow=True).content.decode()
    assert "Somebody has this one. Nothing to do." in page


def signed_in(client: Client, town: Town) -> Client:
    client.force_login(town.bo.user)
    return client


def test_colleagues_key_what_a_partner_said_and_whether_the_person_was_reached(town: Town, client: Client) -> None:
    team, ask = a_partner(town), an_ask()
    signed_in(client, town)
    at = f"/ask/{slug_of(ask.reference)}/"
    assert "A partner rang" in client.get(at).content.decode()
    client.post(f"{at}partner-said/", {"partner": str(team.id), "answer": "yes"})
    page = client.get(at).content.decode()
    assert "Has Quay Stores been in touch?" in page
    assert "keyed by Bo" in page
    client.post(f"{at}in-touch/", {"reached": "yes", "how": "call"})
    assert PartnerCard.objects.get().state == "reached"
    client.post(f"{at}what-happened/", {"what": "done", "words": "brought at noon"})
    ask.refresh_from_db()
    assert ask.state == "done"
    assert PartnerCard.objects.get().state == "finished"


def test_without_the_persons_yes_the_page_says_to_ask_them_first(town: Town, client: Client) -> None:
    a_partner(town)
    ask = an_ask("ask-first")
    signed_in(client, town)
    at = f"/ask/{slug_of(ask.reference)}/"
    assert "Ask them first." in client.get(f"{at}partner-said/").content.decode()
    client.post(f"{at}partners-may/", {"may": "yes"})
    ask.refresh_from_db()
    assert ask.partners_may == "yes"


def test_partners_of_a_place_are_added_changed_and_ended(town: Town, client: Client) -> None:
    signed_in(client, town)
    at = f"/partners/{town.community.slug}/"
    assert "No partner is known here yet" in client.get(at).content.decode()
    facts = {
        "name": "Quay Stores",
        "partner_kind": "business",
        "phone": "01632 960555",
        "takes_kinds": ["shopping"],
        "open_days": ["1", "2"],
        "opens": "09:00",
        "closes": "17:30",
        "most_a_day": "3",
    }
    client.post(f"{at}add/", facts)
    page = client.get(at).content.decode()
    assert "Quay Stores" in page
    assert "Monday, Tuesday, from 9 to 5:30" in page
    team = Team.objects.get(name="Quay Stores")
    no_way = client.post(f"{at}{team.id}/", {**facts, "phone": ""}).content.decode()
    assert "Give a phone number or an e-mail" in no_way
    client.post(f"{at}{team.id}/", {**facts, "name": "Quay Stores and Post"})
    client.post(f"{at}{team.id}/", {"do": "end"})
    assert "No partner is known here yet" in client.get(at).content.decode()
    client.force_login(town.jan.user)
    assert client.get(f"{at}add/").status_code == 404


def test_the_person_says_on_their_page_whether_they_were_reached(town: Town, client: Client, monkeypatch) -> None:
    team, ask = a_partner(town), an_ask()
    card = card_for(ask, team)
    actions.partner_answers(card=card, answer="yes", by=Actor.partner(team), now=NOW)
    ask.refresh_from_db()
    client.post("/status/", {"reference": ask.reference, "code": code_of(ask)})
    at = f"/status/{slug_of(ask.reference)}/"
    page = client.get(at).content.decode()
    assert "Has Quay Stores been in touch with you?" in page
    assert "They have not" not in page
    client.post(at, {"do": "not-in-touch"})
    assert Ask.objects.get(pk=ask.pk).state == "taken"
    client.post(at, {"do": "in-touch"})
    assert PartnerCard.objects.get().reached_how == "their page"
    assert "Has Quay Stores been in touch" not in client.get(at).content.decode()


def test_the_partner_says_that_they_have_been_in_touch_and_the_person_is_still_asked(
    town: Town, client: Client
) -> None:
    link, ask, card = asked(town)
    client.post(link, {"do": "yes"})
    assert "We have been in touch" in client.get(link).content.decode()
    page = client.post(link, {"do": "in-touch"}, follow=True).content.decode()
    assert "We ask them as well." in page
    assert "We have been in touch" not in page
    card.refresh_from_db()
    assert (card.state, card.reached_at) == ("accepted", None)
    actions.person_says_partners_may(ask=ask, may="no", by=BUILDER, now=NOW)
    page = client.get(link).content.decode()
    assert "This one is no longer needed." in page
    assert CANARIES["address"] not in page
