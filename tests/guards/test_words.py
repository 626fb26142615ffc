"""No word from the glossary's "avoid" column where a person can see it."""

from __future__ import annotations

import importlib
import importlib.util
import re

import pytest
from django.apps import apps

from .glossary import avoided, met, tables
from .reading import ROOT, listed, settle, short, sources, templates
from .visible import in_python, in_template, names, public_templates, written_outright

REMEDY = "use the word GLOSSARY.md gives; a new word goes there first."

NAMED = re.compile(r"`([\w.]+)`")

# file:word, and why that word must stand there
ALLOWED: dict[str, str] = {}
# Pages in one language, and why. Each says lang="en-GB" of itself.
ENGLISH = dict.fromkeys(
    ("asks/api.html", "asks/api_parts.html", "asks/api_problems.html"),
    "for whoever writes a program against field names and sentences that are English themselves",
)


@pytest.mark.parametrize("path", templates(), ids=short)
def test_templates_use_our_words(path):
    public = names(path) in public_templates()
    problems = [hit for words in in_template(path) for hit in met(words, public)]
    assert not problems, listed(problems, REMEDY)


@pytest.mark.parametrize("path", [path for path in templates() if "/".join(path.parts[-2:]) not in ENGLISH], ids=short)
def test_every_word_of_a_page_can_be_translated(path):
    classes = re.compile(r"\b(?:kith|nhsuk|app)-[\w-]+")
    bare = [words.strip() for words in written_outright(path) if re.search(r"[^\W\d_]{2}", classes.sub("", words))]
    assert not bare, listed(bare, '{{ _("…") }} or {% trans %}…{% endtrans %}, so that a language is a file.')


def test_the_pages_in_english_are_there_and_say_so():
    pages = [path for path in templates() if "/".join(path.parts[-2:]) in ENGLISH]
    assert len(pages) == len(ENGLISH), "one of them has gone. How to mend it: take it out of ENGLISH."
    assert 'lang="en-GB"' in next(path for path in pages if path.name == "api.html").read_text()


def test_python_uses_our_words():
    found = {}
    for path in sources():
        if "migrations" not in path.parts:
            for line, words in in_python(path):
                found |= {
                    f"{short(path)}:{hit.split(chr(39))[1].lower()}": f"line {line}: {hit}" for hit in met(words, False)
                }
    settle(found, ALLOWED, REMEDY)


@pytest.mark.parametrize("path", [*sorted((ROOT / "docs" / "guide").glob("*.md")), ROOT / "README.md"], ids=short)
def test_guides_use_our_words(path):
    problems = met(path.read_text(), public=path.stem == "volunteers") if path.exists() else []
    assert not problems, listed(problems, REMEDY)


def test_the_glossary_itself_is_whole():
    rows = [row for table in tables() for row in table if "Term" in row]
    terms = [row["Term"] for row in rows]
    assert len(terms) == len(set(terms)), "a term stands twice. How to mend it: one line for each term."
    bare = [row["Term"] for row in rows if not row["Meaning"] or not row["In code"]]
    assert not bare, f"{bare}: How to mend it: give each term a meaning and its name in code."
    assert len(avoided()) > 100


@pytest.mark.parametrize(
    "name", sorted({name for table in tables() for row in table for name in NAMED.findall(row.get("In code", ""))})
)
def test_the_names_in_code_are_there(name):
    remedy = "How to mend it: the word changes in GLOSSARY.md and in the code in the same commit."
    if name.startswith("kith."):
        module, _, last = name.rpartition(".")
        there = importlib.util.find_spec(name) if is_module(name) else hasattr(importlib.import_module(module), last)
    else:
        app, model, *field = name.split(".")
        there = not field or apps.get_model(app, model)._meta.get_field(field[0])
    assert there, f"{name} is not there. {remedy}"


def is_module(name):
    """Whether the last part is a module rather than something one holds."""
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def test_the_guard_sees_what_it_should():
    assert met("Please submit the form", public=False)
    assert met("Two service  users", public=True)
    assert met("the patient", public=True)
    assert not met("the patient", public=False)
    assert not met("The bus ticket is for Monday, when the shed is closed", public=True)
