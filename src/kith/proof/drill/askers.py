"""Somebody's phone: fills in the public form, presses send, and presses again with the same words until it is in."""

from __future__ import annotations

import html
import http.client
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from kith.proof.drill.land import Street

_KEPT = re.compile(r'name="kept" value="([^"]+)"')
_SENT = re.compile(r"/ask/sent/([\w-]+)/")
WAIT = 10
GIVES_UP = 300
# Seconds until somebody presses again, longer each time up to the second number.
AGAIN, AT_MOST = 0.2, 1.0
FEW_WORDS = ("the dog walked", "two letters to post", "a light bulb changed", "somebody to ring me for a chat")


class NotYet(Exception):
    """It did not go through this time; nobody was told that it did."""


@dataclass
class Phone:
    """One person's browser, with an address of its own, as phones have."""

    port: int
    number: int
    street: Street
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": secrets.token_hex(16)})
    kept: str = ""
    tries: int = 0

    @property
    def words(self) -> str:
        """What they ask for; the number in it is how it is found again."""
        return f"{FEW_WORDS[self.number % len(FEW_WORDS)]}, please. Drill {self.number}."

    def ask(self) -> str:
        """Once through the form as far as it has not come yet. Answers the reference it was told; raises NotYet."""
        self.tries += 1
        if not self.kept:
            self._post("need", {"words": self.words})
            self._post("where", {"line": f"{self.number % 90 + 1} {self.street.name}", "village": self.street.town})
            self.kept = self._kept()
        phone = f"07700 900{self.number % 1000:03}"
        last = {"name": f"Person {self.number}", "phone": phone, "safe": "yes", "enough": "yes", "kept": self.kept}
        where = self._post("reach", last)
        found = _SENT.search(where)
        if found is None:
            raise NotYet(where)
        return found[1]

    def _kept(self) -> str:
        _, page = self._call("GET", "/ask/reach/")
        found = _KEPT.search(page)
        if found is None:
            raise NotYet("a page without what was written")
        return html.unescape(found[1])

    def _post(self, step: str, given: dict[str, str]) -> str:
        body = urlencode(given | {"csrfmiddlewaretoken": self.cookies["csrftoken"]})
        where, _ = self._call("POST", f"/ask/{step}/", body)
        if not where:
            raise NotYet(step)
        return where

    def _call(self, method: str, path: str, body: str = "") -> tuple[str, str]:
        """The address we are led to, and the page."""
        mine = f"127.0.{1 + self.number // 250 % 250}.{1 + self.number % 250}"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT, source_address=(mine, 0))
        words = {"Content-Type": "application/x-www-form-urlencoded", "Host": f"localhost:{self.port}"}
        words["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.request(method, path, body, words)
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as problem:
            raise NotYet(str(problem)) from problem
        finally:
            line.close()
        if answer.status >= 400:
            raise NotYet(f"{answer.status}")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.headers.get("Location") or "", page


@dataclass
class Crowd:
    """Many phones at once. ``told`` is who was told that it is in, with the reference they were told."""

    port: int
    streets: list[Street]
    asks: int
    told: dict[int, str] = field(default_factory=dict)
    gave_up: list[int] = field(default_factory=list)
    tries: int = 0
    _next: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self, at_once: int, each: Callable[[], None]) -> None:
        """Everybody asks; returns when all have been told, or have given up. ``each`` is called for each of them."""
        threads = [threading.Thread(target=self._one_after_another, args=(each,), daemon=True) for _ in range(at_once)]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        finally:
            self._over.set()

    def _one_after_another(self, each: Callable[[], None]) -> None:
        while not self._over.is_set():
            with self._lock:
                number, self._next = self._next, self._next + 1
            if number >= self.asks:
                return
            self._until_told(Phone(self.port, number, self.streets[number % len(self.streets)]))
            each()

    def _until_told(self, phone: Phone) -> None:
        end = time.monotonic() + GIVES_UP
        reference, pause = "", AGAIN
        while not reference and time.monotonic() < end and not self._over.is_set():
            try:
                reference = phone.ask()
                if phone.number % 20 == 0:
                    phone.ask()  # a thumb that presses twice
            except NotYet:
                self._over.wait(pause)
                pause = min(AT_MOST, 2 * pause)
        with self._lock:
            self.tries += phone.tries
            if reference:
                self.told[phone.number] = reference
            else:
                self.gave_up.append(phone.number)
