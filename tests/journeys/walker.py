"""Somebody with a browser: opens pages, and on every page looks for what would shut somebody out."""

from __future__ import annotations

import os
import re
import urllib.error
import urllib.request
from contextlib import nullcontext
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page

from kith.outbox.models import Message

WIDTHS = (390, 1280)
PATIENCE = 10_000
TALLEST = 1_800
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
IS_THERE = "0"
NEVER_THE_SAME = re.compile(r'value="[^"]{30,}"|[A-Z]{3,} \d+|[a-z]+-\d+/|\d{3} \d{3}|\d+:\d\d|in \d+ \w+')
LOOKED_AT: set[tuple[bool, str]] = set()
SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "guide" / "images"


class Walker:
    """One person, their own browser, and how many times they tapped."""

    def __init__(self, context: BrowserContext, base: str, js: bool = True) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.context, self.base, self.js = context, base, js
        self.sheet: Page | None = None
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
        self._press(self.find(name, role, exact))
        return self.look(looked_at)

    def tap_in(self, part: str, name: str, role: str = "button", looked_at: str = "") -> Walker:
        """The same within one part of the page, named by a selector."""
        self._press(self.page.locator(part).get_by_role(role, name=name).first)  # type: ignore[arg-type]
        return self.look(looked_at)

    def _press(self, what: Locator) -> None:
        """Press, and wait for the page that comes; an answer the script sends itself brings its page a little later."""
        sent_by_script = self.js and what.evaluate("one => Boolean(one.closest('[data-keep]'))")
        with self.page.expect_navigation() if sent_by_script else nullcontext():
            what.click()
        self.taps += 1
        self.page.wait_for_load_state()

    def unfold(self, words: str, part: str = "body") -> Walker:
        """Open what is folded, by its words; nothing happens when it is open."""
        folded = (
            self.page.locator(part).locator("details").filter(has=self.page.locator("summary", has_text=words)).first
        )
        if folded.get_attribute("open") is None:
            folded.locator("summary").first.click()
            self.taps += 1
        return self

    def find(self, name: str, role: str = "button", exact: bool = False) -> Locator:
        """The first button, link or radio with these words."""
        return self.page.get_by_role(role, name=name, exact=exact).first  # type: ignore[arg-type]

    def choose(self, label: str) -> Walker:
        """Choose an answer by its words."""
        self.page.get_by_label(label, exact=True).first.check()
        self.taps += 1
        return self

    def pick(self, label: str, answer: str) -> Walker:
        """Choose one of a list that folds, by the words of both."""
        self.page.get_by_label(label, exact=True).first.select_option(label=answer)
        self.taps += 1
        return self

    def write(self, label: str, words: str) -> Walker:
        """Type into a box by its label, or by words of its label. Typing is no tap."""
        boxes = self.page.locator("textarea:visible, input:visible:not([type=radio], [type=checkbox])")
        exact = boxes.and_(self.page.get_by_label(label, exact=True))
        (exact if exact.count() else boxes.and_(self.page.get_by_label(label))).first.fill(words)
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
        assert not self.outside, f"asked another site for {self.outside}"
        if self._was_looked_at() and not picture:
            return self
        drawn = self.page if self.js else self._drawn_again()
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 844})
            drawn.set_viewport_size({"width": width, "height": 844})
            axe = Axe() if width == WIDTHS[0] else Axe(axe_script=IS_THERE)
            found = axe.run(drawn, options=AXE)
            assert not found.violations_count, f"{self.page.url} at {width} px\n{found.generate_report()}"
            over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 1, f"{self.page.url} hangs {over} px over the edge at {width} px"
            if picture and self.js and os.environ.get("KITH_PICTURES"):
                self._draw(f"{picture}-{width}", width)
        twice = drawn.evaluate(
            "[...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, all) => all.indexOf(id) < at)"
        )
        assert not twice, f"{self.page.url} has the same id twice: {twice}"
        return self

    def _was_looked_at(self) -> bool:
        """Whether this very page was looked at before, but for its keys, references and minutes. It is, from now on."""
        page = (self.js, NEVER_THE_SAME.sub("", self.page.content()))
        known = page in LOOKED_AT
        LOOKED_AT.add(page)
        return known

    def _draw(self, name: str, width: int) -> None:
        """A picture for the guides: the page from its top, no taller than somebody scrolls at a glance."""
        IMAGES.mkdir(parents=True, exist_ok=True)
        height = min(self.page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        top = {"x": 0, "y": 0, "width": width, "height": height}
        self.page.screenshot(path=str(IMAGES / f"{name}.png"), full_page=True, clip=top)  # type: ignore[arg-type]

    def _drawn_again(self) -> Page:
        """axe is a script: where none may run, it reads the same page on a sheet of its own, without ours."""
        if self.sheet is None:
            browser = self.context.browser
            assert browser is not None
            self.sheet = browser.new_context().new_page()
        here = SCRIPTS.sub("", self.page.content())
        self.sheet.unroute_all()
        self.sheet.route(
            "**/*",
            lambda route: (
                route.fulfill(content_type="text/html; charset=utf-8", body=here)
                if route.request.is_navigation_request()
                else route.continue_()
            ),
        )
        self.sheet.goto(self.page.url)
        return self.sheet

    def close(self) -> None:
        """Their browser and the sheet beside it."""
        if self.sheet is not None:
            self.sheet.context.close()
        self.context.close()

    @property
    def address(self) -> str:
        """Where we are, without the site."""
        return self.page.url.removeprefix(self.base)


def peek(url: str) -> None:
    """What a mail scanner and a preview do: fetch a link twice, by GET and by HEAD, before the human does."""
    for method in ("GET", "HEAD", "GET", "HEAD"):
        code = 200
        try:
            urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=10).read()
        except urllib.error.HTTPError as answered:
            code = answered.code
        assert code < 500, f"{method} {url} answered {code}"


def link_in(message: Message, base: str) -> str:
    """The link of a message, on the site that is being tested."""
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found, f"no link in: {message.body}"
    return f"{base}{found[1].rstrip('.')}"
