"""Jan clears three in twenty minutes: one by ringing Jean, one she holds, one she asks further away for."""

from __future__ import annotations

import re

import pytest

from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.dispatch.models import Offer, Search
from kith.kit import clock
from kith.places.models import Place
from tests.journeys.conftest import Day, Meet, sweep
from tests.journeys.steps import (
    QUAY_STREET,
    again,
    offered_to,
    page_of,
    texts_to,
    timed,
    volunteer,
    wrote_down,
)
from tests.journeys.walker import Walker

TODAY = "/today/quay-street/"
JANS_PHONE = "07700 900955"


@pytest.fixture
def three(places: dict[str, Place]) -> tuple[Ask, Ask, Ask]:
    """Three asks on Quay Street, the most pressing first."""
    street = places[QUAY_STREET]
    medicine = {"details": {"pharmacy": "Boots", "ready": "yes", "careful": "no"}}
    return (
        wrote_down(
            "my tablets, they are ready at Boots",
            "prescription",
            street,
            "Mr Ansah",
            "07700 900912",
            hours=1.7,
            **medicine,
        ),
        wrote_down("milk, bread and something for tea", "shopping", street, "Mrs Tregear", "07700 900910", hours=6),
        wrote_down("somebody to talk to on Thursday", "call", street, "Vera Lake", "07700 900911", hours=30),
    )


def test_jan_clears_three(three: tuple[Ask, Ask, Ask], meet: Meet, day: Day, js: bool) -> None:
    first, second, third = three
    sweep()
    jan = meet(js=js)
    she_signs_in_by_text(jan)
    with timed(jan, "board to the first one", most=10):
        she_opens_the_first_one(jan, first)
    jean_said_yes(jan, first)
    she_holds(jan, second, day)
    she_asks_further_away(jan, third)
    a_call_comes_and_her_words_are_kept(jan, second, day)


def test_jan_has_no_signal_and_rings_the_community_team(three: tuple[Ask, Ask, Ask], meet: Meet) -> None:
    """The phone lane: Morwenna keys what Jan says, and the paper lane: the ticked sheet."""
    first, second, third = three
    sweep()
    morwenna = meet("Morwenna")
    what_jan_says_is_keyed(morwenna, first)
    the_ticked_sheet_is_keyed(morwenna, second, third)
    morwenna.open("/nobody-missed/", "nobody-missed")


def she_signs_in_by_text(jan: Walker) -> None:
    jan.open(TODAY)
    assert jan.address.startswith("/sign-in/")
    jan.write("Your e-mail or mobile number", JANS_PHONE).tap("Send me a code")
    sweep()
    code = re.search(r"\b\d{6}\b", texts_to(JANS_PHONE)[0].body)
    assert code
    jan.write("The code we sent you", code[0]).tap("Sign in")
    jan.open(TODAY, "today").sees("Today in Quay Street", "First, these")
    jan.taps = 0


def she_opens_the_first_one(jan: Walker, first: Ask) -> None:
    jan.tap("Open the first one", "link", "ask").sees("Prescription for Mr", "what comes next")
    assert first.reference in jan.page.content()
    assert jan.taps <= 2


def jean_said_yes(jan: Walker, first: Ask) -> None:
    """Checked as for a link: Jean has an enhanced check and lives there, so she is among those to choose from."""
    jan.open(TODAY)
    jan.taps = 0
    jan.tap_in(row(first), "Somebody said yes", "link")
    jan.choose("Jean Brimble").tap("Write it down").sees("Jean Brimble has it. The person is being told.")
    assert jan.taps <= 3
    taken = again(first)
    assert taken.taken_by == volunteer("Jean Brimble")
    assert Offer.objects.get(ask=first, state="accepted").volunteer == volunteer("Jean Brimble")


def she_holds(jan: Walker, second: Ask, day: Day) -> None:
    """While she walks over nobody else is asked; after half an hour they are, without her."""
    jan.open(TODAY)
    jan.taps = 0
    jan.unfold("More", row(second))
    jan.tap_in(row(second), "Hold for me").sees("nobody else is asked for half an hour", "is sorting this")
    assert jan.taps <= 3
    asked = len(offered_to(second))
    day.passes(minutes=29)
    sweep()
    assert len(offered_to(second)) == asked, "somebody was asked during the hold"
    search = Search.objects.get(ask=second)
    assert search.held_until is not None
    assert search.held_until > clock.now()
    day.passes(minutes=2)
    assert search.held_until < clock.now()
    jan.open(TODAY).sees_not("is sorting this and nobody else is asked")


def she_asks_further_away(jan: Walker, third: Ask) -> None:
    jan.open(TODAY)
    jan.taps = 0
    jan.unfold("More", row(third))
    jan.tap_in(row(third), "Ask further away").sees("People further away are asked")
    assert jan.taps <= 3
    sweep()
    assert Search.objects.get(ask=third).level != "street"


def a_call_comes_and_her_words_are_kept(jan: Walker, second: Ask, day: Day) -> None:
    """Her phone locked, and her sign-in ended meanwhile: what she wrote is on the page that says so."""
    jan.open(page_of(second)).tap("Add something", "link").write("What should be added?", "the side door sticks")
    day.passes(hours=13)
    jan.tap("Add it").sees("sign in again")
    assert "the side door sticks" in jan.page.content()


def what_jan_says_is_keyed(morwenna: Walker, first: Ask) -> None:
    morwenna.open(page_of(first)).tap("Find somebody", "link")
    morwenna.choose("Jean Brimble").tap("Write it down").sees("Jean Brimble has it.")
    assert again(first).taken_by == volunteer("Jean Brimble")


def the_ticked_sheet_is_keyed(morwenna: Walker, second: Ask, third: Ask) -> None:
    morwenna.open(f"{TODAY}print/", "sheet").sees(second.reference, third.reference)
    morwenna.open(f"{TODAY}sheet/")
    with timed(morwenna, "three lines of the sheet", most=27):
        tick(morwenna, second, "Somebody said yes", who="Sam Tidy")
        tick(morwenna, third, "Ask further away")
        morwenna.tap("Key them in").sees("2 lines are keyed in.")
    assert again(second).taken_by == volunteer("Sam Tidy")


def tick(morwenna: Walker, ask: Ask, what: str, who: str = "") -> None:
    """One line of the sheet, found by the reference that stands on it."""
    row = morwenna.page.locator("fieldset").filter(has=morwenna.page.locator(f'input[value="{ask.reference}"]'))
    row.get_by_label("What was ticked").select_option(label=what)
    if who:
        row.get_by_label("Who said yes").fill(who)


def row(ask: Ask) -> str:
    """The line of an ask on the page."""
    return f"#{slug_of(ask.reference)}"
