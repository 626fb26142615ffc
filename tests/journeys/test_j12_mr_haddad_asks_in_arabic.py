"""Mr Haddad asks in Arabic, with an interpreter and not his son."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext

from kith.asks.models import Ask
from kith.places.models import Place
from tests.journeys.conftest import Meet, sweep
from tests.journeys.steps import newest_ask, note, offered_to, postcode_of, texts_to, words_of
from tests.journeys.walker import Walker, link_in

BEAR_STREET = "barnstaple/bear-street"
HIS, LAYLAS = "07700 900941", "07700 900004"
# "I need milk and bread please, flat 12."
WORDS = "أحتاج إلى الحليب والخبز من فضلكم، شقة 12"
# "Chest pain since this morning."
DANGER = "عندي ألم في الصدر منذ الصباح"
# "I need help to read a letter."
LETTER = "أحتاج إلى مساعدة في قراءة رسالة"


def test_mr_haddad_asks_in_arabic(places: dict[str, Place], meet: Meet, js: bool) -> None:
    he = meet(js=js)
    he_chooses_his_language(he)
    ask = he_asks(he, places[BEAR_STREET])
    it_is_kept_as_he_wrote_it(ask)
    the_answers_come_back_in_arabic(he, ask)
    layla_is_asked_first(ask)


def test_danger_is_heard_in_arabic(places: dict[str, Place], meet: Meet) -> None:
    he = meet()
    he.open("/ask/?lang=ar").page.locator("[name=words]").fill(DANGER)
    he.tap(arabic("Go on")).sees("999", arabic("Please do this now"))
    he.page.locator("[name=postcode]").fill(postcode_of(places[BEAR_STREET]))
    for _page in range(4):
        he.tap(arabic("Go on"))
    he.tap(arabic("That's enough, send now"))
    assert newest_ask().urgency == 2


def test_somebody_keys_what_he_says_by_an_interpreter(places: dict[str, Place], meet: Meet) -> None:
    """The phone lane and the paper lane: his show-card is keyed in, and a call is promised."""
    tomasz = meet("Tomasz")
    for lane in ("phone", "paper"):
        tomasz.open(f"/take-in/?lane={lane}")
        tomasz.write("What do you need?", LETTER).write("House and street", "12 Bear Street")
        tomasz.write("Postcode", postcode_of(places[BEAR_STREET])).write("Name", "Mr Haddad").write("Phone", HIS)
        tomasz.choose("Yes, it is safe").unfold("At the door, and language")
        tomasz.page.get_by_label("Language").first.select_option(label="العربية")
        tomasz.write("Interpreter wanted?", "a grown-up, not his son").tap("Take it in").sees("You will hear")
        ask = newest_ask()
        assert (ask.lane, ask.words, ask.person.language) == (lane, LETTER, "ar")
        assert ask.person.interpreter == "a grown-up, not his son"
        tomasz.tap("Open this ask", "link").sees("a grown-up, not his son", LETTER)


def he_chooses_his_language(he: Walker) -> None:
    he.open("/ask/").tap("العربية", "link")
    rtl(he)


def he_asks(he: Walker, street: Place) -> Ask:
    he.page.locator("[name=words]").fill(WORDS)
    he.tap(arabic("Go on")).page.locator("[name=postcode]").fill(postcode_of(street))
    he.page.locator("[name=line]").fill("12 Bear Street")
    for _page in ("where", "who", "neighbour"):
        he.tap(arabic("Go on"))
    he.page.locator("[name=name]").fill("سامي حداد 3rd")
    he.page.locator("[name=phone]").fill(HIS)
    he.choose(arabic("Yes, it is safe")).tap(arabic("Go on")).tap(arabic("Go on"))
    he.choose(arabic("Cash counted at the door after delivery")).tap(arabic("Go on")).tap(arabic("Go on"))
    he.sees(arabic("We find a grown-up who speaks both languages. We never ask a child."))
    he.choose(arabic("Yes, an interpreter, please")).tap(arabic("Go on"))
    rtl(he.look("check-answers-arabic"))
    all_arabic(he)
    he.tap(arabic("Send")).sees(arabic("Write this down"))
    rtl(he)
    return newest_ask()


def it_is_kept_as_he_wrote_it(ask: Ask) -> None:
    assert ask.words == WORDS
    assert (ask.person.language, ask.person.interpreter) == ("ar", "wanted")
    assert ask.person.name == "سامي حداد 3rd"


def the_answers_come_back_in_arabic(he: Walker, ask: Ask) -> None:
    sweep()
    text = texts_to(HIS)[0]
    assert ask.reference in text.body
    assert any("؀" <= letter <= "ۿ" for letter in text.body)
    he.open(link_in(text, he.base))
    rtl(he)
    all_arabic(he)
    he.sees(WORDS)
    assert he.page.locator("[dir=auto]").filter(has_text="12").count()


def layla_is_asked_first(ask: Ask) -> None:
    """Layla Aziz speaks Arabic and lives on his street."""
    first = offered_to(ask)
    assert "Layla Aziz" in first
    note(f"asked first for Mr Haddad: {first}")


def rtl(he: Walker) -> None:
    assert he.page.locator("html").get_attribute("dir") == "rtl"
    assert he.page.locator("html").get_attribute("lang") == "ar"


def all_arabic(he: Walker) -> None:
    """No sentence of ours is left in English; names, numbers and what was typed are not ours."""
    english = [
        line
        for line in words_of(he).splitlines()
        if len(line.split()) > 3 and not any("؀" <= letter <= "ۿ" for letter in line)
    ]
    assert not english, f"still in English on {he.address}: {english}"


def arabic(words: str) -> str:
    """Our words as he reads them."""
    with translation.override("ar"):
        said = gettext(words)
    assert said != words, f"not yet in Arabic: {words}"
    return said
