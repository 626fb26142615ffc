"""M asks from the library, and nobody near her knows: not her street, not the village, not his mother."""

from __future__ import annotations

import re
import time
from difflib import unified_diff

import pytest

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.demo.build import BY
from kith.dispatch.models import Offer
from kith.kit import clock
from kith.outbox.permissions import SAFE_WORDING
from kith.places.models import Place
from tests.journeys.conftest import Day, Meet, sweep
from tests.journeys.steps import (
    QUAY_STREET,
    again,
    newest_ask,
    note,
    offered_to,
    page_of,
    postcode_of,
    texts_to,
    timed,
    words_of,
    wrote_down,
)
from tests.journeys.walker import Walker

HERS = "07700 900940"
HIS_MOTHER = "Jean Brimble"
EVERY_NEWS = (
    "we-have-it",
    "somebody-is-coming",
    "handed-back",
    "moved",
    "late",
    "cannot-be-in-time",
    "still-looking",
    "done",
    "not-done",
    "did-not-come",
)
NEAR = (
    "/today/quay-street/",
    "/today/combe-martin/",
    "/today/quay-street/print/",
    "/today/combe-martin/print/",
    "/today/combe-martin/sheet/",
    "/nobody-missed/",
)


@pytest.fixture
def others(places: dict[str, Place]) -> list[Ask]:
    """Her street has asks of its own, so that a gap would be seen."""
    street = places[QUAY_STREET]
    return [
        wrote_down("milk and bread", "shopping", street, "Mrs Tregear", "07700 900910"),
        wrote_down("somebody to talk to", "call", street, "Vera Lake", "07700 900911"),
    ]


def test_m_asks_and_nobody_near_her_knows(
    others: list[Ask], places: dict[str, Place], meet: Meet, day: Day, js: bool
) -> None:
    morwenna = meet("Morwenna", js)
    before = everything_her_village_sees(morwenna)
    ask = m_asks_from_the_library(meet(js=js), places[QUAY_STREET])
    it_goes_to_the_district(ask)
    after = everything_her_village_sees(morwenna)
    changed = "\n".join(line for path in NEAR for line in unified_diff(before[path], after[path], path, lineterm=""))
    assert not changed, changed
    not_even_by_its_address(morwenna, ask)
    only_please_ring(ask, day)
    his_mother_is_never_asked(ask, day)
    gareth_sees_it(meet("Gareth", js), ask)


@pytest.mark.parametrize("how", ["tap", "escape", "tap without script"])
def test_she_leaves_the_page_in_a_hurry(places: dict[str, Place], meet: Meet, how: str) -> None:
    m = meet(js=how != "tap without script")
    m.open("/ask/").write("What do you need?", "a room for tonight").tap("Go on")
    began = time.monotonic()
    if how == "escape":
        m.page.keyboard.press("Escape")
        m.page.keyboard.press("Escape")
    else:
        m.page.get_by_role("link", name="Leave this page").click(no_wait_after=True)
    m.page.wait_for_url("**/leave/")
    note(f"left by {how} in {1000 * (time.monotonic() - began):.0f} ms (at most 300 ms)")
    m.look().sees("Recycling at home").sees_not("Kith", "Ring", "room")
    if m.js:
        m.page.go_back()
        m.page.wait_for_url("**/leave/")
        m.sees("Recycling at home").sees_not("a room for tonight")


def test_she_rings_and_nothing_is_posted(others: list[Ask], places: dict[str, Place], meet: Meet) -> None:
    """The phone lane, and the paper lane: a colleague of her own village may key it and cannot open it again."""
    morwenna = meet("Morwenna")
    for lane in ("phone", "paper"):
        morwenna.open(f"/take-in/?lane={lane}")
        it_is_asked_first_whether_she_can_talk(morwenna)
        morwenna.choose("Yes").write("What do you need?", "somebody to come with me to the council")
        morwenna.write("House and street", "6 Quay Street").write("Postcode", postcode_of(places[QUAY_STREET]))
        morwenna.write("Phone", HERS).choose("Only say 'please ring'")
        morwenna.choose("Somebody from further away, please").write("anybody who must not know", HIS_MOTHER)
        morwenna.tap("Take it in").sees("Read this out", "Nobody nearer sees it")
        ask = newest_ask()
        assert (ask.lane, ask.further_away, ask.place.kind) == (lane, True, "district")
        not_even_by_its_address(morwenna, ask)
        assert not ask.promise.tellings.filter(how__in=("card", "letter")).exists()


def m_asks_from_the_library(m: Walker, street: Place) -> Ask:
    with timed(m, "M asks", most=120):
        m.open("/ask/").write("What do you need?", "somebody to come with me to the council")
        m.tap("Go on").write("Postcode", postcode_of(street)).write("House number", "6 Quay Street")
        m.tap("Go on").tap("Go on").choose("Somebody from further away, please")
        m.write("anybody who must not know", HIS_MOTHER).tap("Go on")
        m.write("Phone number", HERS).choose("Only say 'please ring'").choose("Mornings, 9 to 12")
        m.tap("That's enough, send now").sees("Write this down")
    return newest_ask()


def it_goes_to_the_district(ask: Ask) -> None:
    assert (ask.place.kind, ask.further_away) == ("district", True)
    assert str(ask.promise.holder.user) == "Gareth"


def everything_her_village_sees(colleague: Walker) -> dict[str, list[str]]:
    """Every page, print and count of her street and community, without what changes by itself: keys and minutes."""
    seen = {}
    for path in NEAR:
        colleague.page.goto(f"{colleague.base}{path}")
        page = re.sub(r'value="[^"]{30,}"|\d+:\d\d|in \d+ minutes|in about [\w ]+', "", colleague.page.content())
        seen[path] = page.splitlines()
    return seen


def not_even_by_its_address(colleague: Walker, ask: Ask) -> None:
    for more in ("", "card/", "door/", "said-yes/"):
        answer = colleague.page.goto(f"{colleague.base}{page_of(ask)}{more}")
        assert answer is not None
        assert answer.status == 404
        colleague.sees_not(HERS, "council")


def only_please_ring(ask: Ask, day: Day) -> None:
    """Whatever the news, what is written to her says nothing."""
    for news in EVERY_NEWS:
        day.passes(minutes=1)
        asks.write_to_person(ask=again(ask), news=news, by=BY, now=clock.now())
    sweep()
    letters = texts_to(HERS)
    assert "sent" in {letter.state for letter in letters}
    for letter in letters:
        assert letter.kind == SAFE_WORDING
        assert letter.body == "Hello, please ring when you can. Gareth."


def his_mother_is_never_asked(ask: Ask, day: Day) -> None:
    """Wave after wave, to the end of the ladder; and nothing leaves to her after twelve."""
    for _wave in range(8):
        day.passes(minutes=60)
        sweep()
    assert HIS_MOTHER not in offered_to(ask)
    homes = Offer.objects.filter(ask=ask).values_list("volunteer__home__path", flat=True)
    community = ask.home.ancestor("community")
    assert not [path for path in homes if community.id in path], "somebody of her own village was asked"
    late = [one for one in texts_to(HERS) if one.state == "sent" and clock.local(one.sent_at).hour not in (9, 10, 11)]
    assert not late, "something left outside the hours she gave"
    assert {one.kind for one in texts_to(HERS)} == {SAFE_WORDING}


def gareth_sees_it(gareth: Walker, ask: Ask) -> None:
    gareth.open(page_of(ask)).sees("somebody from further away", "must not know", "Only say 'please ring'")


def it_is_asked_first_whether_she_can_talk(colleague: Walker) -> None:
    words = words_of(colleague)
    assert words.index("Can you talk?") < words.index("What do you need?")
