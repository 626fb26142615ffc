"""In a browser: the script without signal, and an answer that is kept on the phone and arrives once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kith.access import actions as access
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.models import Offer
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people.actions import About
from tests.asks.test_open_ask import shopping
from tests.thread import build_town, neighbour

pytestmark = pytest.mark.journey


@pytest.fixture
def at_the_door(transactional_db: None, live_server: LiveServer) -> tuple[Offer, str]:
    """Sam said yes this morning and is on the way."""
    town = build_town()
    neighbour(town, "Sam Pascoe", 1, slots=())
    now = clock.now()
    about = About(name="Edith Pound", hear_at_door="cannot hear the knock: shine a torch at the window")
    wanted = shopping(about=about, need_by=now + timedelta(hours=6))
    ask = asks.open_ask(wanted=wanted, by=Actor.public(), now=now)
    actions.begin(ask=ask, by=Actor.system("test"), now=now)
    volunteer = neighbour(town, "Ann Other", 2)
    actions.said_yes(ask=ask, volunteer=volunteer, by=Actor.user(town.jan.user), now=now)
    offer = Offer.objects.get(ask=ask, volunteer=volunteer)
    token = access.issue_link(
        purpose="offer",
        subject_label="dispatch.Offer",
        subject_id=offer.id,
        actor=Actor.volunteer(volunteer),
        expires_at=now + timedelta(days=1),
        by=Actor.system("test"),
        now=now,
    )
    return offer, f"{live_server.url}/o/{token}"


def checks() -> list[Ask]:
    return list(Ask.objects.filter(kind="welfare_check"))


def open_page(browser: Browser, where: str, **settings: Any) -> Page:
    page = browser.new_context(viewport={"width": 390, "height": 844}, **settings).new_page()
    say_whose_phone_it_is(page, where)
    return page


def say_whose_phone_it_is(page: Page, where: str) -> None:
    """A browser we do not know is asked once whether it is the volunteer's own."""
    page.goto(where)
    page.get_by_label("The last three digits of your phone number").fill("102")
    page.get_by_role("button", name="Show me").click()
    expect(page.get_by_text("Nobody answered", exact=True)).to_be_visible()


def test_without_signal_the_script_shows_at_once_and_the_answer_arrives_once(
    browser: Browser, at_the_door: tuple[Offer, str]
) -> None:
    offer, where = at_the_door
    page = open_page(browser, where)
    # The tab's icon may still be on its way after the page has loaded.
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: None if request.url.endswith("/icon.svg") else asked.append(request.url))
    page.context.set_offline(True)
    page.get_by_text("Nobody answered", exact=True).click()
    expect(page.get_by_text("Shine a torch at the window", exact=False).last).to_be_visible()
    assert asked == []
    page.get_by_role("button", name="Tell Jan: nobody answered").click()
    expect(page.get_by_text("1 answer kept on this phone. It will send by itself.")).to_be_visible()
    kept = page.evaluate("JSON.stringify({...localStorage})")
    for canary in ("Edith", "Quay Street", "torch"):
        assert canary not in kept
    assert checks() == []
    page.context.set_offline(False)
    expect(page.get_by_text("1 answer kept")).to_be_hidden(timeout=20_000)
    page.wait_for_timeout(200)
    (check,) = checks()
    assert check.from_ask_id == offer.ask_id
    assert page.evaluate("localStorage.length") == 0


def test_without_a_script_every_button_is_a_plain_form(browser: Browser, at_the_door: tuple[Offer, str]) -> None:
    _offer, where = at_the_door
    page = open_page(browser, where, java_script_enabled=False)
    page.get_by_text("Nobody answered", exact=True).click()
    page.get_by_role("button", name="Tell Jan: nobody answered").click()
    expect(page.get_by_role("heading", name="We know now that nobody answered")).to_be_visible()
    assert len(checks()) == 1


def test_tomorrow_no_door_is_left_on_the_phone(browser: Browser, at_the_door: tuple[Offer, str]) -> None:
    _offer, where = at_the_door
    page = browser.new_context().new_page()
    page.clock.install()
    say_whose_phone_it_is(page, where)
    assert "4 Quay Street" in page.content()
    page.context.set_offline(True)
    page.clock.run_for(25 * 3600 * 1000)
    assert "4 Quay Street" not in page.content()
    assert "Edith" not in page.content()
