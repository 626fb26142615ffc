"""A map one can move: fetched after a tap, from us alone, within the policy of the site; without script the drawing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserType

from kith.directory.actions import NewEntry, On, Where, enter
from kith.kit import clock
from kith.kit.actor import Actor
from kith.places.actions import add_place
from tests.journeys.conftest import Meet

BY = Actor.system("a test")
# A machine without a graphics card draws in software, where it is told to.
DRAWS = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")


@pytest.fixture
def address(transactional_db: None) -> str:
    now = clock.now()
    square = {
        "type": "Polygon",
        "coordinates": [[[-4.1, 51.1], [-3.9, 51.1], [-3.9, 51.3], [-4.1, 51.1]]],
    }
    place = add_place(kind="community", name="Combe", parent=None, lat=51.2, lon=-4.0, boundary=square, by=BY, now=now)
    for name, lat in (("Choir", 51.21), ("Shed", 51.18)):
        hall = Where("The hall", "1 High Street", "Combe", "ZZ34 0AB", lat, -4.02)
        enter(entry=NewEntry(name=name, who=name, place=place, where=hall, on=(On((1,)),)), by=BY, now=now)
    return f"/find/in/{place.slug}/map/"


def test_it_comes_after_a_tap_and_breaks_no_rule(
    meet: Meet, browser_type: BrowserType, browser_type_launch_args: dict[str, Any], address: str
):
    base = meet().base
    started = {**browser_type_launch_args, "args": [*browser_type_launch_args.get("args", ()), *DRAWS]}
    drawing = browser_type.launch(**started)
    try:
        page = drawing.new_page(viewport={"width": 390, "height": 844})
        asked: list[str] = []
        broken: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.on("console", lambda one: broken.append(one.text) if one.type == "error" else None)
        page.goto(f"{base}{address}")
        assert not [one for one in asked if "maplibre" in one]
        page.get_by_role("button", name="A map you can move").click()
        page.wait_for_selector("#moves-map[data-ready=yes]")
        page.get_by_role("button", name="1: Shed").or_(page.get_by_role("button", name="2: Shed")).click()
        assert page.locator("#moves-said a").inner_text() == "Shed"
        assert any("maplibre-gl-worker" in one for one in asked)
        assert not broken and not [one for one in asked if not one.startswith((base, "blob:"))]
    finally:
        drawing.close()


def test_without_script_the_drawing_and_the_table_are_all_there_is(meet: Meet, address: str):
    walker = meet(js=False)
    walker.page.goto(f"{walker.base}{address}")
    assert walker.page.locator("svg.kith-map").is_visible() and walker.page.locator("table").is_visible()
    assert not walker.page.locator("#moves-start").is_visible()
