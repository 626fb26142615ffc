"""Carol, two hundred miles away, asks for her mother, who does not know yet."""

from __future__ import annotations

import re

from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.places.models import Place
from tests.journeys.conftest import Meet, sweep
from tests.journeys.steps import (
    QUAY_STREET,
    again,
    newest_ask,
    number,
    page_of,
    postcode_of,
    timed,
    to_person,
    wrote_down,
)
from tests.journeys.walker import Walker

CAROL, HER_MOTHER = "07700 900921", "07700 900922"


def test_carol_asks_and_her_mother_says_yes(places: dict[str, Place], meet: Meet, js: bool) -> None:
    carol = meet(js=js)
    ask = carol_asks(carol, places[QUAY_STREET], to_the_end=js)
    jan_is_to_ask_her_first(ask)
    word, code = what_she_wrote_down(carol)
    by_her_word_and_code(carol, word, code)
    jan = meet("Jan", js)
    her_mother_says_yes(jan, ask, "Only when it is done")
    jean_does_it(jan, carol, ask)


def test_her_mother_would_rather_not(places: dict[str, Place], meet: Meet) -> None:
    """And Carol's page is the same whether or not her mother is known to us."""
    street, carol = places[QUAY_STREET], meet()
    carol_asks(carol, street)
    unknown = what_she_reads(carol)
    known = About(name="Mrs P", reaches=(Reach(number(HER_MOTHER), safe="yes"),))
    wrote_down("a call on Sundays", "call", street, about=known)
    carol = meet()
    ask = carol_asks(carol, street)
    assert what_she_reads(carol) == unknown
    jan = meet("Jan")
    jan.open(page_of(ask)).tap("I have spoken with them", "link")
    jan.choose("They would rather not").tap("Write it down")
    carol.open(carols_page(ask)).sees("They have been asked and have told us what they'd like.")
    carol.sees_not("rather not", "said no", "no longer wanted")
    assert not [letter for letter in to_person(ask) if letter.state == "sent"]


def test_carol_rings_and_a_letter_comes(places: dict[str, Place], meet: Meet) -> None:
    """The phone lane and the paper lane: the same form keyed by Jan."""
    jan = meet("Jan")
    for lane in ("phone", "paper"):
        with timed(jan, f"Carol by {lane}", most=60):
            jan_keys_what_carol_says(jan, lane, places[QUAY_STREET])
        ask = newest_ask()
        assert (ask.lane, ask.knows, ask.state) == (lane, "not-yet", "speak-first")
        assert not to_person(ask)


def carol_asks(carol: Walker, street: Place, to_the_end: bool = False) -> Ask:
    carol.taps = 0
    with timed(carol, "Carol asks", most=120):
        carol.open("/ask/", "ask-for-help").write("What do you need?", "Somebody to walk my mother's dog")
        carol.tap("Go on").write("Postcode", postcode_of(street)).write("House number", "4 Quay Street")
        carol.tap("Go on").choose("For somebody else: they don't know yet")
        carol.tap("Go on").write("Your own name", "Carol").write("Your own phone number", CAROL)
        carol.choose("Yes, it is safe").write("How you know them", "daughter")
        carol.tap("Go on").tap("Go on")
        carol.write("Their name", "Mrs P").write("Their phone number", HER_MOTHER)
        if to_the_end:
            she_reads_it_through(carol)
        else:
            carol.tap("That's enough, send now")
        carol.sees("We speak with them first")
    assert carol.taps <= 14
    return newest_ask()


def she_reads_it_through(carol: Walker) -> None:
    """Every page that is left may stay empty."""
    carol.tap("Go on").write("When is it needed by?", "tomorrow")
    carol.tap("Go on").tap("Go on").tap("Go on")
    carol.tap("Go on", looked_at="check-answers").sees("Somebody to walk my mother's dog", "tomorrow")
    carol.tap("Send", looked_at="sent", exact=True)


def what_she_reads(carol: Walker) -> str:
    """Without the word and the code, which are never twice the same, and the minute."""
    return re.sub(r"[A-Z]+ \d+|\d{3} \d{3}\b|\d+:\d\d", "", carol.page.inner_text("body"))


def jan_is_to_ask_her_first(ask: Ask) -> None:
    sweep()
    assert (ask.state, str(ask.promise.holder.user), ask.place.name) == ("speak-first", "Jan", "Quay Street")
    assert not to_person(ask), "something was written to her mother before anybody had spoken with her"
    assert not Message.objects.filter(address=number(HER_MOTHER)).exists()


def what_she_wrote_down(carol: Walker) -> tuple[str, str]:
    carol.sees("Write this down")
    word, code = carol.page.locator("strong").all_inner_texts()[-2:]
    return word, code


def by_her_word_and_code(carol: Walker, word: str, code: str) -> None:
    """On another day and another phone: the word and the code are enough, and a wrong code says nothing."""
    carol.context.clear_cookies()
    carol.open("/status/").write("Your word and number", word).write("Your code", "222 222")
    carol.tap("Show me").sees("We can't show this with that code")
    carol.write("Your word and number", word.lower()).write("Your code", code)
    carol.tap("Show me").sees("We speak with them first")


def carols_page(ask: Ask) -> str:
    return f"/status/{slug_of(ask.reference)}/"


def her_mother_says_yes(jan: Walker, ask: Ask, may: str) -> None:
    jan.open(page_of(ask)).tap("I have spoken with them", "link")
    jan.choose("They said yes").choose(may).choose("Yes, it is safe")
    jan.tap("Write it down").sees("They said yes. Neighbours are asked now.")
    assert not [letter for letter in to_person(ask) if letter.created_at < again(ask).person.spoken_to_at]
    assert (again(ask).asker_may, again(ask).state) != ("nothing", "speak-first")


def jean_does_it(jan: Walker, carol: Walker, ask: Ask) -> None:
    """Carol reads when it is done, and nothing before that of who comes and when."""
    sweep()
    jan.open(page_of(ask)).tap("Find somebody", "link").choose("Jean Brimble").tap("Write it down")
    carol.open(carols_page(ask)).sees("They would like this, and we are on it.").sees_not("Jean")
    jan.open(page_of(ask)).tap("What happened?", "link").choose("It is done").tap("Write it down")
    assert again(ask).state == "done"
    carol.open(carols_page(ask)).sees("It is done.").sees_not("Jean", "Quay Street,")


def jan_keys_what_carol_says(jan: Walker, lane: str, street: Place) -> None:
    jan.open(f"/take-in/?lane={lane}")
    jan.write("What do you need?", "Somebody to walk my mother's dog")
    jan.write("House and street", "4 Quay Street").write("Postcode", postcode_of(street))
    jan.write("Name", "Mrs P").write("Phone", HER_MOTHER).choose("They don't know yet")
    jan.unfold("Somebody else is asking").write("Who is asking for them?", "Carol")
    jan.write("Who are they to them?", "daughter").write("Their own phone", CAROL)
    jan.tap("Take it in").sees("Read this out")
