"""No neighbour can, so a pharmacy does: by its link, with whom it is for only after a yes, and we ask the person."""

from __future__ import annotations

import pytest

from kith.accounts.models import Team
from kith.asks.codes import code_of
from kith.asks.models import Ask
from kith.demo.build import BY
from kith.dispatch import actions as dispatch
from kith.dispatch.models import PartnerCard
from kith.kit import clock
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.places.models import Place
from tests.journeys.conftest import Day, Meet, sweep
from tests.journeys.steps import again, number, page_of, wrote_down
from tests.journeys.walker import Walker, link_in, peek

PHARMACY, ARTHUR = "Quayside Pharmacy", "Arthur Slee"
PHONE, HEARS = "07700 900931", "knock twice, he is upstairs"


@pytest.fixture
def ask(places: dict[str, Place]) -> Ask:
    """A prescription for Arthur, who allows that partners are asked; the pharmacy of the town has its card."""
    street = places["ilfracombe/fore-street"]
    about = About(name=ARTHUR, reaches=(Reach(number(PHONE), safe="yes"),), hear_at_door=HEARS)
    found = wrote_down("my tablets, they are ready", "prescription", street, about=about, partners_may="yes")
    dispatch.begin(ask=found, by=BY, now=clock.now())
    dispatch.card_to(ask=found, team=Team.objects.get(name=PHARMACY), by=BY, now=clock.now())
    return found


def test_the_pharmacy_takes_it_and_arthur_says_that_they_were_in_touch(ask: Ask, meet: Meet, js: bool) -> None:
    pharmacy = meet(js=js)
    the_pharmacy_takes_it(pharmacy, ask)
    arthur = meet(js=js)
    arthur_sees_who_it_is(arthur, ask)
    arthur.tap("They have been in touch").sees("We know now that they have been in touch.")
    gareth = meet("Gareth", js=js)
    gareth.open(page_of(ask)).sees(PHARMACY, "They have been in touch.")
    pharmacy.page.reload()
    pharmacy.look().sees("They say that you have been in touch.")
    pharmacy.tap("It is done").sees("They hear from us that it is done.")
    assert again(ask).state == "done"


def the_pharmacy_takes_it(pharmacy: Walker, ask: Ask) -> None:
    card = Message.objects.filter(kind="partner-card").latest("created_at")
    link = link_in(card, pharmacy.base)
    for words in (ARTHUR, "Arthur", "4 Fore Street", PHONE, number(PHONE)):
        assert words not in card.body
    peek(link)
    pharmacy.open(link).sees("The person says that a partner may be asked.")
    pharmacy.sees_not("Arthur", "Fore Street", "900931", HEARS, ask.reference)
    assert PartnerCard.objects.get().state == "offered"
    pharmacy.tap("We can do this").sees("Arthur", "4 Fore Street", PHONE, HEARS, "Please be in touch with them now.")


def arthur_sees_who_it_is(arthur: Walker, ask: Ask) -> None:
    found = again(ask)
    arthur.open("/status/").write("Your word", found.reference).write("Your code", code_of(found)).tap("Show me")
    arthur.sees(f"{PHARMACY} said yes, and will be in touch with you.", f"Has {PHARMACY} been in touch with you?")


def test_they_are_not_in_touch_so_somebody_else_is_asked(ask: Ask, meet: Meet, day: Day) -> None:
    the_pharmacy_takes_it(meet(js=False), ask)
    day.passes(minutes=100)
    sweep()
    arthur = meet(js=False)
    arthur_sees_who_it_is(arthur, ask)
    arthur.tap("They have not").sees("Sorry that they were not. We are asking somebody else now.")
    assert (again(ask).state, again(ask).taken_by_team) == ("asking", None)
    gareth = meet("Gareth", js=False)
    gareth.open(page_of(ask)).sees(f"{PHARMACY} was not in touch in time. It is looked for again.")


def test_gareth_keeps_the_partners_of_his_place_and_keys_one_that_rang(ask: Ask, meet: Meet) -> None:
    gareth = meet("Gareth", js=False)
    gareth.open("/partners/northern-devon/", "partners").sees(PHARMACY, "Sutcombe Village Shop")
    gareth.tap("Add a partner", "link").write("What is it called?", "Pier Stores").choose("A business")
    gareth.write("Phone", "01632 960990").choose("Prescription").tap("Add it").sees("Pier Stores may be asked now")
    gareth.open(page_of(ask)).tap("A partner rang", "link").choose("Pier Stores").choose("They can do it")
    gareth.tap("Write it down").sees("Pier Stores has it.", "Has Pier Stores been in touch?")
    gareth.tap("Has Pier Stores been in touch?", "link").choose("They have been in touch").choose("I rang them")
    gareth.tap("Write it down").sees("Written down: they have been in touch.")
    assert PartnerCard.objects.get(team__name="Pier Stores").state == "reached"
    assert PartnerCard.objects.get(team__name=PHARMACY).state == "somebody-else"
