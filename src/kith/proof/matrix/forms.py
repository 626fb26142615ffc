"""Fills a form as a browser would, so that what is sent looks right; nobody's words are sent back."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from kith.proof.matrix.canary import without

Sent = dict[str, list[str]]
_TYPED = {
    "date": "2027-03-01",
    "time": "10:00",
    "number": "3",
    "email": "somebody@example.org",
    "tel": "01632 960998",
    "url": "https://example.org/hear",
}
_WORDS = "A line of at least twenty characters, written here."


@dataclass
class Form:
    """One form of a page: where it goes, what is in it, and its buttons."""

    action: str
    sent: Sent = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def pressed(self, turn: int) -> Sent:
        """What is sent when one of its buttons is pressed, another each turn."""
        if not self.buttons:
            return self.sent
        name, value = self.buttons[turn % len(self.buttons)]
        return {**self.sent, name: [value]} if name else self.sent


def forms_of(html: str, page: str) -> list[Form]:
    """The forms of a page that change something."""
    reader = _Reader(page)
    reader.feed(html)
    return reader.forms


def goes_to(form: Form) -> str:
    """The name of the address this form is sent to; empty for one that is not ours."""
    try:
        return str(resolve(urlsplit(form.action).path).url_name or "")
    except Resolver404:
        return ""


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self.now: Form | None = None
        self.choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "form":
            changes = got.get("method", "get").lower() == "post"
            self.now = Form(got.get("action") or self.page) if changes else None
            if self.now is not None:
                self.forms.append(self.now)
        elif self.now is not None:
            self._field(self.now, tag, got)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None

    def _field(self, form: Form, tag: str, got: dict[str, str]) -> None:
        name, sort = got.get("name", ""), got.get("type", "text")
        if tag == "option" and self.choosing and got.get("value"):
            form.sent.setdefault(self.choosing, [got["value"]])
        if tag == "select":
            self.choosing = name
        if not name and not (tag == "button" and sort != "button"):
            return
        if tag == "button" or (tag == "input" and sort == "submit"):
            form.buttons.append((name, got.get("value", "")))
        elif tag == "textarea":
            form.sent[name] = [_WORDS]
        elif tag == "input":
            self._typed(form, name, sort, got.get("value", ""))

    def _typed(self, form: Form, name: str, sort: str, value: str) -> None:
        if sort in ("radio", "checkbox"):
            form.sent.setdefault(name, [value or "on"])
        elif sort == "hidden":
            form.sent[name] = [without(value)]
        elif sort != "file":
            form.sent[name] = [_TYPED.get(sort) or without(value) or "Some words of ours"]
