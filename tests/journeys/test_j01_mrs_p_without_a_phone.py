"""Mrs P gets her shopping without a phone: a slip, a card through the door, a torch at the window."""

from __future__ import annotations

from kith.asks.models import Ask
from kith.outbox.models import Message
from kith.places.models import Place
from kith.promises.models import Telling
from tests.journeys.conftest import Day, Meet, sweep
from tests.journeys.steps import (
    QUAY_STREET,
    WHOSE_PHONE,
    again,
    asked_before_long,
    fits,
    newest_ask,
    offer_link,
    page_of,
    postcode_of,
    timed,
    to_person,
    volunteer,
    words_of,
)
from tests.journeys.walker import Walker

TORCH = "cannot hear the knock: shine a torch at the window"
EIGHTEEN_POINT = 24.0


def test_mrs_p_gets_her_shopping(places: dict[str, Place], meet: Meet, day: Day, js: bool) -> None:
    jan = meet("Jan", js)
    ask = jan_keys_the_slip(jan, places[QUAY_STREET])
    nothing_leaves_to_mrs_p(ask)
    jan.open(page_of(ask)).tap("Ask further away").sees("People further away are asked")
    sam = sam_says_yes_for_this_afternoon(meet(js=js), ask, day)
    jan_sends_a_card(jan, ask)
    the_torch_comes_before_the_address(sam, jan, ask)
    done_and_she_also_asked_for_stamps(sam, ask)
    nothing_leaves_to_mrs_p(ask)


def test_a_neighbour_rings_for_mrs_p(places: dict[str, Place], meet: Meet) -> None:
    """The phone lane: the same form, and nothing leaves to anybody's phone but the neighbour's."""
    jan = meet("Jan")
    jan.open("/take-in/", "take-in")
    jan.write("What do you need?", "Mrs P needs milk and bread, she pays cash at the door")
    jan.write("House and street", "4 Quay Street").write("Village or town", "Combe Martin")
    jan.write("Name", "Mrs P").choose("They said yes").unfold("Somebody else is asking")
    jan.write("Who is asking for them?", "Vera Lake").tap("Take it in").sees("Read this out")
    ask = newest_ask()
    assert (ask.lane, ask.knows) == ("phone", "said-yes")
    nothing_leaves_to_mrs_p(ask)


def jan_keys_the_slip(jan: Walker, street: Place) -> Ask:
    jan.open("/take-in/?lane=paper")
    jan.taps = 0
    with timed(jan, "the slip of Mrs P", most=45):
        jan.write("What do you need?", "milk, bread, a tin of soup and stamps")
        jan.choose("Shopping").unfold("About it: shopping")
        jan.choose("Cash counted at the door after delivery")
        jan.write("House and street", "4 Quay Street").write("Postcode", postcode_of(street))
        jan.write("When is it needed by?", "today by 5").write("Name", "Mrs P")
        jan.write("How they hear us at the door", TORCH)
        jan.tap("Take it in").sees("Read this out", "The word and number")
    assert jan.taps <= 12
    ask = newest_ask()
    assert (ask.lane, ask.person.hear_at_door, ask.place) == ("paper", TORCH, street)
    assert str(ask.promise.holder.user) == "Jan"
    return ask


def nothing_leaves_to_mrs_p(ask: Ask) -> None:
    """No text and no call is even tried."""
    sweep()
    assert not to_person(ask)
    assert not Message.objects.filter(channel="ring").exists()


def sam_says_yes_for_this_afternoon(sam: Walker, ask: Ask, day: Day) -> Walker:
    asked_before_long("Sam Tidy", ask, day)
    sam.open(offer_link("Sam Tidy", ask, sam.base))
    sam.write(WHOSE_PHONE, volunteer("Sam Tidy").person.routes.get().value[-3:]).tap("I can do this")
    sam.unfold("When are you coming?")
    choices = sam.page.get_by_label("I am coming").locator("option").all_inner_texts()
    afternoon = next(words for words in choices if "2 and 4" in words)
    sam.page.get_by_label("I am coming").select_option(label=afternoon)
    sam.tap("Tell them")
    taken = again(ask)
    assert taken.taken_by is not None
    assert taken.coming_from is not None
    return sam


def jan_sends_a_card(jan: Walker, ask: Ask) -> None:
    """She is told only when Jan has written down that the card is there."""
    telling = Telling.objects.filter(of=ask.promise, replaced_at=None).order_by("-id").first()
    assert telling is not None
    assert (telling.how, telling.told_at) == ("card", None)
    assert telling.promise.holder.user.name == "Jan"
    jan.open(f"{page_of(ask)}card/", "card")
    assert fits(jan, most=60), "the card is longer than sixty words"
    for words in ("Sam", "today between 2 and 4", ask.reference.split()[0]):
        jan.sees(words)
    jan.page.emulate_media(media="print")
    size = jan.page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p[dir=auto]')).fontSize)")
    jan.page.emulate_media(media="screen")
    assert size >= EIGHTEEN_POINT
    jan.open(page_of(ask)).tap("Tell Mrs", "link")
    telling.refresh_from_db()
    assert telling.told_at is None
    jan.choose("by a card").tap("Write it down").sees("they know")
    telling.refresh_from_db()
    assert (telling.told_how, telling.told_by_label) == ("card", "Jan")


def the_torch_comes_before_the_address(sam: Walker, jan: Walker, ask: Ask) -> None:
    sam.page.reload()
    sam.look()
    assert comes_first(words_of(sam))
    jan.open(f"{page_of(ask)}door/")
    assert comes_first(words_of(jan))


def comes_first(words: str) -> bool:
    return -1 < words.find("shine a torch at the window") < words.find("4 Quay Street")


def done_and_she_also_asked_for_stamps(sam: Walker, ask: Ask) -> None:
    sam.tap("Done")
    sam.unfold("They also asked for").write("What did they ask for?", "a book of stamps").tap("Send")
    assert again(ask).state == "done"
    new = newest_ask()
    assert (new.from_ask_id, new.person_id) == (ask.pk, ask.person_id)
    assert "stamps" in new.words
