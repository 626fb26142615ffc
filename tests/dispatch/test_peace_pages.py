"""The page that stops everything for somebody, and the two that go on from there."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch.jobs import sweep as search
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people.actions import About, Reach
from kith.people.models import Absence, Person
from kith.promises.models import Promise
from kith.trail.models import Entry
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def ask(place: Town, client: Client) -> Ask:
    neighbour(place)
    made = an_ask()
    search(NOW)
    client.force_login(place.jan.user)
    return made


def an_ask() -> Ask:
    about = About(name="Edith Pound", reaches=(Reach("+447700900200", safe="yes"),))
    return asks.open_ask(wanted=shopping(about=about), by=Actor.public(), now=NOW)


def said(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_the_page_says_what_stops_and_opening_it_changes_nothing(ask: Ask, client: Client) -> None:
    words = said(client.get(f"/person/{ask.person_id}/in-peace/"))
    assert f"{ask.reference} is no longer looked for" in words
    assert "2 messages that have not left are taken back" in words
    assert "Sam" in words and "no reason" in words
    assert not Absence.objects.exists()
    assert "They have died" in said(client.get(f"/ask/{ask.reference.lower().replace(' ', '-')}/"))


def test_one_button_stops_it_for_each_record_that_is_chosen(ask: Ask, client: Client) -> None:
    other = an_ask()
    given = {"what": "died", "said_by": "Ann, her daughter", "also": [str(other.person_id)]}
    answer = client.post(f"/person/{ask.person_id}/in-peace/", given, follow=True)
    words = said(answer)
    assert "Edith has died" in words and "Nothing goes to them or about them by itself" in words
    assert "I have spoken with those close to them" in words
    assert Absence.objects.count() == 2
    assert set(Ask.objects.values_list("state", flat=True)) == {"no-longer-wanted"}


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(ask: Ask, client: Client) -> None:
    words = said(client.post(f"/person/{ask.person_id}/in-peace/", {"what": "hospital", "said_by": "The ward"}))
    assert "Say when we look again" in words and "The ward" in words
    words = said(client.post(f"/person/{ask.person_id}/in-peace/", {"what": "died", "note": "Ring Ann"}))
    assert "Say who told us" in words and "Ring Ann" in words
    assert not Absence.objects.exists()


def test_a_hospital_has_a_day_on_which_we_look_again(ask: Ask, client: Client) -> None:
    given = {"what": "hospital", "said_by": "The ward", "look_again": "in a week"}
    client.post(f"/person/{ask.person_id}/in-peace/", given)
    promise = Promise.objects.get(state="open")
    assert (promise.next_contact_by.date() - NOW.date()).days == 7
    assert "Speak with those close to Edith" in said(client.get("/today/quay-street/"))


def test_having_spoken_with_them_keeps_the_promise(ask: Ask, client: Client) -> None:
    client.post(f"/person/{ask.person_id}/in-peace/", {"what": "died", "said_by": "Ann"})
    assert client.get(f"/person/{ask.person_id}/in-peace/").status_code == 302
    client.post(f"/person/{ask.person_id}/spoke/", {"words": "Ann has all she needs."})
    assert Promise.objects.get(kind="close").state == "kept"


def test_that_was_wrong_is_one_page_away(ask: Ask, client: Client) -> None:
    client.post(f"/person/{ask.person_id}/in-peace/", {"what": "died", "said_by": "A neighbour"})
    given = {"why": "wrong", "said_by": "She rang us herself"}
    words = said(client.post(f"/person/{ask.person_id}/reached-again/", given, follow=True))
    assert ask.reference in words and "What we were told" in words
    ask.refresh_from_db()
    assert ask.state == "asking"


def test_whoever_may_not_see_them_finds_nothing_there(ask: Ask, client: Client, place: Town) -> None:
    client.logout()
    assert client.get(f"/person/{ask.person_id}/in-peace/").status_code == 302
    about = About(name="M", further_away=True)
    hidden = asks.open_ask(wanted=shopping(about=about), by=Actor.public(), now=NOW)
    client.force_login(place.jan.user)
    assert client.get(f"/person/{hidden.person_id}/in-peace/").status_code == 404


MOVED = {"what": "moved", "said_by": "He rang", "new_address": "4 Mill Street", "new_town": "Bideford"}


def test_whoever_has_moved_may_have_a_new_address_and_an_ask_for_it_is_taken_in_from_there(
    ask: Ask, client: Client
) -> None:
    client.post(f"/person/{ask.person_id}/in-peace/", {**MOVED, "new_postcode": "zz34 0aa"})
    words = said(client.get(f"/person/{ask.person_id}/"))
    assert "4 Mill Street, Bideford, ZZ34 0AA" in words
    assert f"?for={ask.person_id}" not in words  # nothing while it is stopped
    client.post(
        f"/person/{ask.person_id}/reached-again/", {"why": "over", "said_by": "Edith", **_home("4 Mill Street")}
    )
    assert "Take in an ask for them at the new address" in said(client.get(f"/person/{ask.person_id}/"))
    form = said(client.get(f"/take-in/?for={ask.person_id}"))
    assert 'value="4 Mill Street"' in form and "What we know of Edith is filled in" in form
    entry = Entry.objects.filter(verb="person.changed").latest("at")
    assert entry.detail == {"new_address": True} and "Mill" not in str(entry.detail)


def _home(address: str) -> dict[str, str]:
    return {"new_address": address, "new_town": "Bideford", "new_postcode": ""}


def test_a_new_address_can_be_written_when_they_were_spoken_with_and_is_forgotten_if_they_never_moved(
    ask: Ask, client: Client
) -> None:
    client.post(f"/person/{ask.person_id}/in-peace/", {"what": "moved", "said_by": "A neighbour"})
    client.post(f"/person/{ask.person_id}/spoke/", {"words": "Glad of help there", **_home("2 New Road")})
    assert Person.objects.get(pk=ask.person_id).new_address == "2 New Road, Bideford"
    again = {"why": "wrong", "said_by": "Edith", **_home("2 New Road")}
    client.post(f"/person/{ask.person_id}/reached-again/", again)
    assert Person.objects.get(pk=ask.person_id).new_address == ""


def test_a_new_address_of_somebody_who_did_not_move_is_asked_about_and_stays_typed(ask: Ask, client: Client) -> None:
    given = {**MOVED, "what": "died"}
    words = said(client.post(f"/person/{ask.person_id}/in-peace/", given))
    assert "A new address belongs to" in words and "4 Mill Street" in words
    assert not Absence.objects.exists()


def test_an_ask_for_somebody_is_not_filled_in_for_whoever_may_not_reach_them(ask: Ask, client: Client) -> None:
    for wrong in ("", "nonsense", "00000000-0000-7000-8000-000000000000"):
        assert "is filled in" not in said(client.get(f"/take-in/?for={wrong}"))
