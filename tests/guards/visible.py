"""What of a template or a Python file a person can read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

from .reading import SRC, spelled, strings, templates, tree

GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "npgettext", "mark"}
GETTEXT |= {"pgettext_lazy", "npgettext_lazy"}
SAID = {"help", "label", "help_text", "verbose_name", "verbose_name_plural", "sentence", "words", "hint", "error"}
SAID |= {"message", "title", "heading", "explanation", "meanwhile", "description", "epilog", "problem", "reason"}
PRINTED = {"print", "say", "stderr.write", "stdout.write", "Stop"}
READ_ALOUD = {"alt", "title", "aria-label", "placeholder", "value", "content", "label"}
PUBLIC_LAYOUTS = {"kit/layout_public.html", "kit/layout_phone.html"}

JINJA = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


class Seen(HTMLParser):
    """Keeps the words of a page and of the attributes that are shown or read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style"}
        given = dict(attrs)
        unseen = (
            {"value"}
            if (tag == "input" and given.get("type") not in {"submit", "button"}) or tag == "option"
            else set()
        )
        self.words += [value for name, value in attrs if value and name in READ_ALOUD - unseen and tag != "meta"]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


@cache
def parsed(path: Path) -> nodes.Template:
    return JINJA.parse(path.read_text(), filename=str(path))


def in_template(path: Path) -> list[str]:
    """Text of the page itself, then of the strings its tags hold."""
    held = [node.value for node in parsed(path).find_all(nodes.Const) if isinstance(node.value, str)]
    held = [words for words in held if " " in words.strip() or words[:1].isupper()]
    return [words for words in written_outright(path) + held if words.strip()]


def written_outright(path: Path) -> list[str]:
    """Text that stands in the page itself and in attributes that are read aloud, outside every tag of the template."""
    page = Seen()
    page.feed(" … ".join(node.data for node in parsed(path).find_all(nodes.TemplateData)))
    return page.words


def names(path: Path) -> str:
    """A template as others name it: ``asks/status.html``."""
    inside = path.relative_to(SRC).parts[2:]
    return "/".join(inside)


def linked(path: Path) -> set[str]:
    """The templates this one extends, includes or imports, by name."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    return {
        node.template.value
        for node in parsed(path).find_all(kinds)
        if isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
    }


@cache
def public_templates() -> frozenset[str]:
    """Templates the public, volunteers and groups see: on a public layout, or a part of such a page, or a message."""
    links = {names(path): linked(path) for path in templates()}
    public = {name for name in links if name in PUBLIC_LAYOUTS or "/messages/" in name}
    grew = True
    while grew:
        above = {name for name, others in links.items() if others & (public & _layouts(links))}
        parts = {
            other for name in public for other in links.get(name, set()) if not other.startswith(("kit/", "nhsuk/"))
        }
        grew = not (above | parts) <= public
        public |= above | parts
    return frozenset(public)


def _layouts(links: dict[str, set[str]]) -> set[str]:
    return {name for name in links if "layout" in name} | PUBLIC_LAYOUTS


def in_python(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of what a person may come to read: marked for translation, raised, printed, or a help text."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            name = spelled(node.func)
            if name.split(".")[-1] in GETTEXT or any(name.endswith(said) for said in PRINTED):
                yield from (found for argument in node.args for found in strings(argument))
            for keyword in node.keywords:
                if keyword.arg in SAID:
                    yield from strings(keyword.value)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from (found for argument in node.exc.args for found in strings(argument))
