"""Somebody with a browser: opens pages, and on every page looks for what would shut somebody out."""

from __future__ import annotations

import os
import re
import urllib.error
import urllib.request
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page

from kith.outbox.models import Message

WIDTHS = (390, 1280)
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "guide" / "images"


class Walker:
    """One person, their own browser, and how many times they tapped."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page: Page = context.new_page()
        self.context, self.base = context, base
        self.taps = 0
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._left_home)
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def _left_home(self, request: object) -> None:
        url: str = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.base, "data:", "blob:")):
            self.outside.append(url)

    def open(self, path: str, looked_at: str = "") -> Walker:
        """Open a page of ours, or a whole address of ours, and look at it."""
        self.page.goto(path if path.startswith("http") else f"{self.base}{path}")
        return self.look(looked_at)

    def tap(self, name: str, role: str = "button", looked_at: str = "", exact: bool = False) -> Walker:
        """Tap a button or a link by the words on it, and look at what comes."""
        self.find(name, role, exact).click()
        self.taps += 1
        self.page.wait_for_load_state()
        return self.look(looked_at)

    def find(self, name: str, role: str = "button", exact: bool = False) -> Locator:
        """The first button, link or radio with these words."""
        return self.page.get_by_role(role, name=name, exact=exact).first  # type: ignore[arg-type]

    def choose(self, label: str) -> Walker:
        """Choose an answer by its words."""
        self.page.get_by_label(label, exact=True).first.check()
        self.taps += 1
        return self

    def write(self, label: str, words: str) -> Walker:
        """Type into a box by its label. Typing is no tap."""
        self.page.get_by_label(label).first.fill(words)
        return self

    def sees(self, *words: str) -> Walker:
        """These words are on the page, where they can be seen."""
        text = self.page.inner_text("body")
        for each in words:
            assert each in text, f"“{each}” is not on {self.page.url}:\n{text[:1500]}"
        return self

    def sees_not(self, *words: str) -> Walker:
        """These words are nowhere in the page, not even where they cannot be seen."""
        source = self.page.content()
        for each in words:
            assert each not in source, f"“{each}” is on {self.page.url}"
        return self

    def look(self, picture: str = "") -> Walker:
        """axe finds nothing at either width, nothing hangs over the edge, and nothing was fetched from elsewhere."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 844})
            found = Axe().run(self.page, options=AXE)
            assert not found.violations_count, f"{self.page.url} at {width} px\n{found.generate_report()}"
            over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 1, f"{self.page.url} hangs {over} px over the edge at {width} px"
            if picture and os.environ.get("KITH_PICTURES"):
                IMAGES.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=str(IMAGES / f"{picture}-{width}.png"), full_page=True)
        assert not self.outside, f"asked another site for {self.outside}"
        return self

    @property
    def address(self) -> str:
        """Where we are, without the site."""
        return self.page.url.removeprefix(self.base)


def peek(url: str) -> None:
    """What a mail scanner and a preview do: fetch a link twice, by GET and by HEAD, before the human does."""
    for method in ("GET", "HEAD", "GET", "HEAD"):
        request = urllib.request.Request(url, method=method)  # noqa: S310
        try:
            urllib.request.urlopen(request, timeout=10).read()  # noqa: S310
        except urllib.error.HTTPError as answered:
            assert answered.code < 500, f"{method} {url} answered {answered.code}"


def link_in(message: Message, base: str) -> str:
    """The link of a message, on the site that is being tested."""
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found, f"no link in: {message.body}"
    return f"{base}{found[1].rstrip('.')}"
