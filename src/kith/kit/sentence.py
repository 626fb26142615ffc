"""How does a pure module say a sentence? In English, with the template kept, so that it can be said in another
language when it is shown. It translates nothing by itself and needs no Django."""

from __future__ import annotations

from collections.abc import Callable


class Sentence(str):
    """A sentence that is text already, and remembers its template and values for the translator.

    ``sentence`` and ``counted`` are the extractor's keywords: call them with literal templates.
    """

    __slots__ = ("many", "number", "template", "values")

    template: str
    many: str
    number: int
    values: dict[str, object]

    def in_words_of(self, translate: Callable[[str], str]) -> str:
        """The same sentence, its template first passed through ``translate`` (a gettext)."""
        words = translate(self.many if self.many and self.number != 1 else self.template)
        values = self.values.items()
        return words % {
            key: value.in_words_of(translate) if isinstance(value, Sentence) else value for key, value in values
        }


def sentence(template: str, /, **values: object) -> Sentence:
    """A sentence with named placeholders: ``sentence("%(name)s has this.", name="Jan")``."""
    return _made(template, "", 1, values)


def counted(one: str, many: str, number: int, /, **values: object) -> Sentence:
    """A sentence that counts something; ``%(n)s`` is the number."""
    return _made(one, many, number, {"n": number, **values})


def _made(one: str, many: str, number: int, values: dict[str, object]) -> Sentence:
    template = many if many and number != 1 else one
    said = Sentence(template % values)
    said.template, said.many, said.number, said.values = one, many, number, values
    return said
