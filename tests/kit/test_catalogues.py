"""Translations keep the names their sentences are filled with, and compile."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kith.kit.languages import LANGUAGE_CODE, LANGUAGES, LOCALE_PATHS

CATALOGUES = sorted(LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po"))
NAMES = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def names(text: str) -> set[str]:
    return {first or second for first, second in NAMES.findall(text)}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[1].name)
def test_a_translation_is_filled_with_the_same_names(path):
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parents[1].name)
    write_mo(io.BytesIO(), catalogue)
    wrong = []
    for message in catalogue:
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = set().union(*(names(source) for source in sources))
        # Arabic says "one" and "two" without a number; no form may ask for a name that is not given.
        needed = set() if len(sources) > 1 else allowed
        wrong += [message.id for text in said if message.id and text and not needed <= names(text) <= allowed]
    assert not wrong, f"{path.parents[1].name}: mend the %(names)s in {wrong}"


def test_every_language_offered_has_a_catalogue():
    there = {path.parents[1].name for path in CATALOGUES}
    assert {code for code, _name in LANGUAGES} - {LANGUAGE_CODE} <= there
