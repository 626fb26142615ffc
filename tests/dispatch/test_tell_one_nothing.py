"""A person wants one of those who help them told nothing more: on their page, by phone and on paper."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.asks import actions as asks
from kith.asks import codes
from kith.asks.models import Ask
from kith.asks.visit_words import word_of
from kith.dispatch.actions import accept
from kith.dispatch.jobs import sweep as search
from kith.dispatch.models import Offer
from kith.dispatch.permissions import CannotTake, check_can_take
from kith.governance.models import Permission
from kith.governance.queries import named_no
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def ask(town: Town) -> Ask:
    """Sam has it."""
    neighbour(town)
    made = an_ask()
    search(NOW)
    offer = Offer.objects.get()
    accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    return made


def an_ask() -> Ask:
    about = About(name="Edith Pound", reaches=(Reach("+447700900200", safe="yes"),))
    return asks.open_ask(wanted=shopping(about=about), by=Actor.public(), now=NOW)


def said(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def own_page(ask: Ask, client: Client) -> str:
    client.post("/status/", {"reference": ask.reference, "code": codes.code_of(ask)})
    return f"/status/{codes.slug_of(ask.reference)}/"


def test_they_say_it_on_their_own_page_and_take_it_back(ask: Ask, client: Client) -> None:
    here, sam = own_page(ask, client), Offer.objects.get().volunteer
    asks.choose_word(ask=Ask.objects.get(), word="Biscuit", by=Actor.public(), now=NOW)
    assert "Tell Sam nothing more about me" in said(client.get(here))
    assert "not why" in said(client.get(f"{here}?permit=one"))
    after = said(client.post(here, {"do": "not-this-one", "who": str(sam.person_id)}, follow=True))
    assert "Sam is told nothing more about you" in after
    found = Ask.objects.get()
    assert found.taken_by is None and found.state == "asking"
    # He knows the word, so that it opens no door any more.
    assert word_of(found) not in ("", "Biscuit") and word_of(found) in after
    assert Message.objects.filter(person=sam.person, kind="no-longer-needed").exists()
    again = said(client.post(here, {"do": "yes-to-one", "who": str(sam.person_id)}, follow=True))
    assert "They may be told again" not in again and not named_no(ask.person_id, NOW)


def test_whoever_has_it_by_now_is_not_meant_by_an_old_page(ask: Ask, client: Client) -> None:
    here = own_page(ask, client)
    client.post(here, {"do": "not-this-one", "who": str(ask.person_id)})
    assert not Permission.objects.filter(given=False).exists() and Ask.objects.get().taken_by is not None


def test_they_are_never_asked_again_and_no_colleague_can_key_their_yes(ask: Ask, client: Client, town: Town) -> None:
    sam = Offer.objects.get().volunteer
    client.force_login(town.jan.user)
    page = f"/person/{ask.person_id}/permission/"
    given = {"what": "no-one", "way": "paper", "said": "9:15", "one": str(sam.person_id)}
    assert "Sam is told nothing more" in said(client.post(f"{page}say/", given, follow=True))
    say = Permission.objects.get(given=False)
    assert (say.to_kind, say.to_id, say.at) == ("helper", sam.person_id, NOW - timedelta(minutes=45))
    search(LATER)
    assert Offer.objects.filter(volunteer=sam).count() == 1
    with pytest.raises(CannotTake):
        check_can_take(Ask.objects.get(), sam, LATER)
    client.post(f"{page}say/", {"what": "yes-sharing", "way": "call", "one": str(sam.person_id)})
    check_can_take(Ask.objects.get(), sam, LATER)


def test_it_is_asked_who_is_meant_and_a_no_about_everybody_names_nobody(ask: Ask, client: Client, town: Town) -> None:
    client.force_login(town.jan.user)
    page = f"/person/{ask.person_id}/permission/say/"
    words = said(client.post(page, {"what": "no-one", "way": "call", "words": "Not him"}))
    assert "Choose who is to be told nothing more" in words and "Not him" in words
    sam = str(Offer.objects.get().volunteer.person_id)
    assert "This is about everybody" in said(client.post(page, {"what": "no-help", "way": "call", "one": sam}))
    assert not Permission.objects.filter(given=False).exists()


def test_what_is_said_later_of_everybody_counts_for_them_as_well(ask: Ask, client: Client, town: Town) -> None:
    client.force_login(town.jan.user)
    page = f"/person/{ask.person_id}/permission/"
    sam = Offer.objects.get().volunteer
    client.post(f"{page}say/", {"what": "no-one", "way": "call", "said": "9:15", "one": str(sam.person_id)})
    assert "told nothing more: they said it" in said(client.get(page))
    client.post(f"{page}say/", {"what": "yes-sharing", "way": "call"})
    assert "told nothing more: they said it" not in said(client.get(page))
    check_can_take(Ask.objects.get(), sam, LATER)


def test_where_nobody_was_asked_there_is_nobody_to_choose(client: Client, town: Town) -> None:
    alone = an_ask()
    client.force_login(town.jan.user)
    assert "tell one of them" not in said(client.get(f"/person/{alone.person_id}/permission/say/"))
