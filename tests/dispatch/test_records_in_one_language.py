"""A colleague may read every page in their own language; what they write down is in the one of our records."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import get_language

from kith.accounts.models import Membership
from kith.asks import actions as asks
from kith.asks.models import Ask, Event
from kith.asks.said_again import again
from kith.config import build
from kith.dispatch.jobs import sweep as search
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.promises.models import Move, Promise
from kith.volunteers.models import Volunteer
from kith.web import forms
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
ARABIC = re.compile(r"[\u0600-\u06ff]")
READS_ARABIC = {"accept-language": "ar"}


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    build.words(Path(build.__file__).resolve().parents[3])


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def ask(town: Town) -> Ask:
    neighbour(town)
    ask = asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    search(NOW)
    return ask


def signed_in(whose: Membership, cookie: bool = False) -> Client:
    client = Client() if cookie else Client(headers=READS_ARABIC)
    client.force_login(whose.user)
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    return client


def press(client: Client, ask: Ask, button: str, **given: str) -> str:
    """Key it in, and read what the page says then."""
    answer = client.post(f"/ask/{ask.reference.lower().replace(' ', '-')}/{button}/", given, follow=True)
    assert answer.status_code == 200
    words: str = answer.content.decode()
    assert 'lang="ar"' in words and ARABIC.search(words)
    return words


def written() -> list[str]:
    """Every sentence that was kept of what happened and of what was promised."""
    said = [word for row in Event.objects.values_list("staff_words", "person_words") for word in row]
    said += [w for row in Promise.objects.values_list("explanation", "meanwhile", "label", "why_ended") for w in row]
    said += Move.objects.values_list("reason", flat=True)
    said += [one for checks in Ask.objects.values_list("to_check", flat=True) for one in checks]
    return [word for word in said if word]


def all_is_in_english() -> None:
    assert not [one for one in written() if ARABIC.search(one)]


@pytest.mark.parametrize("cookie", [False, True], ids=["by the browser", "by the cookie"])
def test_an_answer_keyed_in_arabic_is_kept_in_english_and_read_in_arabic(town: Town, ask: Ask, cookie: bool) -> None:
    client, volunteer = signed_in(town.jan, cookie), Volunteer.objects.get()
    press(client, ask, "said-yes", volunteer=str(volunteer.id), coming="")
    ask.refresh_from_db()
    assert ask.state == "taken"
    explanation = Promise.objects.get(pk=ask.promise_id).explanation
    assert volunteer.first_name in explanation and not ARABIC.search(explanation)
    press(client, ask, "what-happened", what="handed-back", words="")
    ask.refresh_from_db()
    assert "cannot come after all" in " ".join(written())
    all_is_in_english()


def test_what_is_sorted_by_hand_in_arabic_is_kept_in_english(town: Town, ask: Ask) -> None:
    client = signed_in(town.bo)
    for button in ("hold", "let-go", "i-have-this", "further", "nearer"):
        press(client, ask, button)
    press(client, ask, "add", words="two pints")
    press(client, ask, "partners-may", may="yes")
    press(client, ask, "what-happened", what="nobody-answered", words="")
    press(client, ask, "no-longer", words="")
    all_is_in_english()
    assert len(written()) > 8


def test_an_ask_taken_in_in_arabic_is_kept_in_english_and_read_out_in_arabic(town: Town) -> None:
    client = signed_in(town.jan)
    given = {"client_key": "k-1", "lane": "phone", "words": "bread and milk", "knows": "self", "kind": "shopping"}
    given |= {"name": "Edith Pound", "address": "4 Quay Street", "community": "Saltcombe", "safe": "yes"}
    answer = client.post("/take-in/", {**given, "phone": "01632 960200", "neighbour": "yes"}, follow=True)
    ask = Ask.objects.get()
    assert ask.promise.explanation.startswith("We have your ask")
    assert "We have your ask" not in answer.content.decode()
    all_is_in_english()


def test_a_day_handed_over_in_arabic_is_kept_in_english(town: Town, ask: Ask) -> None:
    client = signed_in(town.jan)
    answer = client.post("/my-day/hand-over/", {"why": forms.SICK, "colleague": forms.NOBODY}, follow=True)
    assert ARABIC.search(answer.content.decode())
    assert "Jan is away, so Bo has this now." in Move.objects.values_list("reason", flat=True)
    all_is_in_english()


def test_why_not_is_said_in_the_language_of_whoever_pressed() -> None:
    with translation.override("ar"):
        said = again("This needs a check that Sam does not have yet.")
    assert "Sam" in said and "check" not in said


def test_inside_of_an_act_everything_is_said_in_the_language_of_our_records() -> None:
    with translation.override("ar"):
        with whole():
            assert get_language() == "en-gb"
            with translation.override("cy"), whole():
                assert get_language() == "cy"
        assert get_language() == "ar"
        with pytest.raises(ValueError, match="stop"), whole():
            raise ValueError("stop")
        assert get_language() == "ar"
