"""The pages of what somebody permits: their own, a colleague's, and paper. Each has the other two lanes."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.asks import actions as asks
from kith.asks import codes
from kith.asks.models import Ask
from kith.dispatch.actions import accept
from kith.dispatch.forms.permitting import moment_before
from kith.dispatch.jobs import sweep as search
from kith.dispatch.models import Offer
from kith.dispatch.queries.doors import shown
from kith.governance import actions as governance
from kith.governance.models import Permission, Purpose, SpeaksFor
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people.actions import About, Reach
from kith.promises.models import Promise
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def ask(town: Town) -> Ask:
    neighbour(town)
    made = an_ask()
    search(NOW)
    return made


def an_ask(kind: str = "shopping", **changes: object) -> Ask:
    about = About(name="Edith Pound", reaches=(Reach("+447700900200", safe="yes"),))
    return asks.open_ask(wanted=shopping(kind=kind, about=about, **changes), by=Actor.public(), now=NOW)


def said(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def own_page(ask: Ask, client: Client) -> str:
    client.post("/status/", {"reference": ask.reference, "code": codes.code_of(ask)})
    return f"/status/{codes.slug_of(ask.reference)}/"


# --- their own page


@pytest.mark.parametrize("what", ["sharing", "contact", "help"])
def test_each_says_first_what_it_does_and_afterwards_what_is_so(ask: Ask, client: Client, what: str) -> None:
    here = own_page(ask, client)
    before = said(client.get(f"{here}?permit={what}"))
    assert "When you press the button" in before and "Leave it as it is" in before
    assert not Permission.objects.filter(given=False).exists()
    after = said(client.post(here, {"do": "take-back", "what": what}, follow=True))
    assert "from now on" in after and "I have changed my mind" in after
    assert Permission.objects.get(given=False).way == "page"
    again = said(client.post(here, {"do": "yes-again", "what": what}, follow=True))
    assert "as you wish from this moment" in again and "I have changed my mind" not in again


def test_it_holds_for_each_record_of_the_same_name_and_number_and_ends_nothing_there(ask: Ask, client: Client) -> None:
    other, stranger = an_ask(), an_ask()
    stranger.person.name = "Ann Pound"
    stranger.person.save()
    here = own_page(ask, client)
    client.post(here, {"do": "take-back", "what": "help"})
    states = {one.pk: Ask.objects.get(pk=one.pk) for one in (ask, other, stranger)}
    assert states[ask.pk].state == "no-longer-wanted"
    assert states[other.pk].paused_for == "help" and states[other.pk].ended_at is None
    assert states[stranger.pk].paused_for == ""


def test_whoever_asked_for_them_sees_and_decides_none_of_it(town: Town, client: Client) -> None:
    carol = About(name="Carol", reaches=(Reach("+447700900599", safe="yes"),))
    ask = an_ask(asker=carol, knows="said-yes", asker_may="everything")
    client.post("/status/", {"reference": ask.reference, "code": codes.asker_code_of(ask)})
    here = f"/status/{codes.slug_of(ask.reference)}/"
    assert "What I permit" not in said(client.get(here))
    client.post(here, {"do": "take-back", "what": "help"})
    assert not Permission.objects.filter(given=False).exists()


# --- a colleague's page


def test_a_no_is_keyed_with_two_answers_and_counts_from_when_it_was_said(ask: Ask, client: Client, town: Town) -> None:
    client.force_login(town.jan.user)
    page = f"/person/{ask.person_id}/permission/"
    assert "Tell nobody else about me" in said(client.get(page))
    given = {"what": "no-sharing", "way": "door", "said": "9:15", "words": "Not the neighbours"}
    words = said(client.post(f"{page}say/", given, follow=True))
    assert "Nobody else is told anything new" in words and "Decide with" in words
    say = Permission.objects.get(given=False)
    assert (say.at, say.keyed_at, say.way) == (NOW - timedelta(minutes=45), NOW, "door")
    assert "They said yes or no" in said(client.get(f"/person/{ask.person_id}/"))


def test_what_cannot_be_read_is_asked_for_again_and_what_was_typed_stays(ask: Ask, client: Client, town: Town) -> None:
    client.force_login(town.jan.user)
    given = {"what": "no-help", "way": "call", "said": "tomorrow", "words": "I am well again"}
    words = said(client.post(f"/person/{ask.person_id}/permission/say/", given))
    assert "is not a time that has been" in words and "I am well again" in words
    assert not Permission.objects.filter(given=False).exists()


def test_what_goes_on_is_decided_for_each_ask_that_waits(ask: Ask, client: Client, town: Town) -> None:
    offer = Offer.objects.get()
    accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    client.force_login(town.jan.user)
    page = f"/person/{ask.person_id}/permission/"
    client.post(f"{page}say/", {"what": "no-sharing", "way": "call"})
    assert "Sam may finish it" in said(client.get(f"{page}decide/"))
    client.post(f"{page}decide/", {f"ask_{ask.id.hex}": "finish", "words": "Sam may bring it."})
    assert Promise.objects.get(kind="permission").state == "kept"
    assert Ask.objects.get().let_finish


NUMBER = "07700 900200"


def test_nobody_is_shown_a_number_they_asked_us_not_to_ring(ask: Ask, client: Client, town: Town) -> None:
    offer = Offer.objects.get()
    accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    client.force_login(town.jan.user)
    pages = [f"/person/{ask.person_id}/", f"/ask/{codes.slug_of(ask.reference)}/"]
    pages += [f"/person/{ask.person_id}/before-you-ring/?read=1", f"/ask/{codes.slug_of(ask.reference)}/door/"]
    assert all(NUMBER in said(client.get(page)) for page in pages)
    client.post(f"/person/{ask.person_id}/permission/say/", {"what": "no-contact", "way": "paper", "said": "9:15"})
    for page in pages:
        words = said(client.get(page))
        assert NUMBER not in words and "asked us not to" in words
    client.post(f"/person/{ask.person_id}/permission/say/", {"what": "yes-contact", "way": "call"})
    assert all(NUMBER in said(client.get(page)) for page in pages)


def test_whoever_goes_there_is_shown_no_number_either(ask: Ask, town: Town) -> None:
    offer = Offer.objects.get()
    accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    routes = list(ask.person.routes.all())
    assert shown(Ask.objects.get(), routes, NOW).phone
    governance.take_back(person=ask.person, purpose=Purpose.CONTACT, how="on the phone", by=BUILDER, now=NOW)
    door = shown(Ask.objects.get(), routes, NOW)
    assert not door.phone and door.facts[0].value.startswith("Do not ring or write")


def test_what_waits_for_their_word_is_nothing_to_pass_on(ask: Ask, client: Client, town: Town) -> None:
    offer = Offer.objects.get()
    accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    client.force_login(town.jan.user)
    here = f"/ask/{codes.slug_of(ask.reference)}/"
    assert "Could you?" in said(client.get(here)) and "Sheet for the door" in said(client.get(here))
    client.post(f"/person/{ask.person_id}/permission/say/", {"what": "no-sharing", "way": "call"})
    words = said(client.get(here))
    assert "Could you?" not in words and "Sheet for the door" not in words
    assert "Decide with Edith what goes on" in words
    today = said(client.get(f"/today/{town.street.slug}/"))
    assert "They want nobody else told, and Sam waits" in today and "Decide with them" in today
    assert "They want nobody else told" in said(client.get(f"{here}door/"))


def test_where_neither_help_nor_telling_others_is_wished_the_choice_leaves_it_with_somebody_who_may(
    ask: Ask, client: Client, town: Town
) -> None:
    medicine = an_ask(kind="prescription")
    client.force_login(town.jan.user)
    page = f"/person/{medicine.person_id}/permission/"
    for what in ("no-sharing", "no-help"):
        client.post(f"{page}say/", {"what": what, "way": "call"})
    choices = said(client.get(f"{page}decide/"))
    assert "One of us does it" in choices and "It goes on: they want this one" not in choices
    here = f"/ask/{codes.slug_of(medicine.reference)}/"
    assert "Decide with Edith what goes on" in said(client.get(here))
    client.post(f"{page}decide/", {f"ask_{medicine.id.hex}": "ours", "words": "Jan fetches it."})
    after = said(client.get(here))
    assert "Decide with Edith what goes on" not in after and "What happened?" in after


def test_the_paper_has_a_box_for_each_and_what_was_permitted_is_printed(ask: Ask, client: Client, town: Town) -> None:
    client.force_login(town.jan.user)
    paper = said(client.get(f"/person/{ask.person_id}/permission/paper/"))
    assert paper.count("☐") == 4 and "Tick what you want" in paper
    assert "You said we may help you" in said(client.get(f"/person/{ask.person_id}/permission/paper/?given=1"))


def test_whoever_may_not_see_them_finds_nothing_there(town: Town, client: Client) -> None:
    hidden = asks.open_ask(wanted=shopping(about=About(name="M", further_away=True)), by=Actor.public(), now=NOW)
    client.force_login(town.jan.user)
    for page in ("", "say/", "decide/", "paper/"):
        assert client.get(f"/person/{hidden.person_id}/permission/{page}").status_code == 404
    assert client.get(f"/person/{hidden.person_id}/speaks-for/").status_code == 404


# --- who may speak for them


def test_somebody_who_may_speak_for_them_is_shown_to_them_and_ended_in_one_press(
    ask: Ask, client: Client, town: Town
) -> None:
    client.force_login(town.jan.user)
    page = f"/person/{ask.person_id}/speaks-for/"
    given = {"name": "Carol Pound", "basis": "lpa-health", "may_be_told": "everything", "may_decide": ["help"]}
    assert "somebody has to have looked" in said(client.post(page, given))
    client.post(page, {**given, "seen": "the registered paper", "seen_by": "Nisha"})
    speaker = SpeaksFor.objects.get()
    assert "Carol Pound" in said(client.get(f"/person/{ask.person_id}/permission/"))
    client.logout()
    assert "Carol Pound may speak for you" in said(client.get(own_page(ask, client)))
    client.force_login(town.jan.user)
    client.post(page, {"end": str(speaker.id)})
    assert "Carol Pound" not in said(client.get(f"/person/{ask.person_id}/"))


def test_what_they_may_not_decide_is_refused_in_a_sentence(ask: Ask, client: Client, town: Town) -> None:
    speaker = governance.may_speak_for(
        person=ask.person, speaker=governance.Speaker(name="Carol", basis="named"), by=BUILDER, now=NOW
    )
    client.force_login(town.jan.user)
    given = {"what": "no-help", "way": "call", "said_by": str(speaker.id)}
    words = said(client.post(f"/person/{ask.person_id}/permission/say/", given))
    assert "Carol may not decide this" in words
    assert not Permission.objects.filter(given=False).exists()


@pytest.mark.parametrize(
    ("words", "hours"), [("9:15", 0.75), ("9am", 1), ("yesterday 4pm", 18), ("23 November 10:00", 24), ("20 nov", 94)]
)
def test_a_time_that_has_been_is_read_in_their_own_words(words: str, hours: float) -> None:
    assert moment_before(words, NOW) == NOW - timedelta(hours=hours)


@pytest.mark.parametrize("words", ["tomorrow", "11pm", "when it rained", "31 February", "25:00"])
def test_and_what_has_not_been_is_not(words: str) -> None:
    assert moment_before(words, NOW) is None
