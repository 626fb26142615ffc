"""What is generated is current, every setting and command is written down, and links in the docs lead somewhere."""

from __future__ import annotations

import ast
import importlib.util
import re

import pytest

from .reading import ROOT, SRC, listed, settle, short, sources, spelled, text, tracked, tree

REMEDY = "python tools/reference.py"
PAGES = [path for path in tracked() if path.suffix == ".md"]

# Read by Kith and set by nobody who runs a place. Name: why it is not in the list of settings.
NOT_SETTINGS: dict[str, str] = {
    "KITH_DATABASE_NAME": "set by Kith for the processes it starts on a throw-away database",
    "KITH_TEST_FULL": "set by `./kith test` for the tests it starts",
}


def reference():
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = reference()


@pytest.mark.parametrize("name", REFERENCE.FILES)
def test_what_is_generated_is_current(name):
    from django.utils import translation

    with translation.override("en-gb"):
        wanted = REFERENCE.FILES[name]()
    path = ROOT / name
    held = path.read_text() if path.exists() else ""
    assert held == wanted, f"{name} is out of date. How to mend it: {REMEDY}"


def test_every_variable_that_is_read_is_a_documented_setting():
    from kith.config.env import VARIABLES

    found = {}
    for path in sources():
        for node in ast.walk(tree(path)):
            for name in read_from_environment(node):
                if name.startswith(("KITH_", "DATABASE_")) and name not in VARIABLES:
                    found[name] = f"{short(path)}:{node.lineno}"
    settle(found, NOT_SETTINGS, "add it to VARIABLES in config/env.py with what it is for and an example.")


def read_from_environment(node):
    """The names asked for by ``environ.get("X")``, ``environ["X"]``, ``getenv("X")`` or ``env.get("X")``."""
    if isinstance(node, ast.Call) and re.search(r"(?:environ|ENV|env|getenv)(?:\.\w+)?$", spelled(node.func)):
        yield from (a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str))
    if isinstance(node, ast.Subscript) and re.search(r"environ$", spelled(node.value)):
        yield from (n.value for n in [node.slice] if isinstance(n, ast.Constant) and isinstance(n.value, str))


def test_every_command_has_a_sentence():
    commands = list(REFERENCE._commands())
    mute = [command.name for command in commands if len(command.help.split()) < 3]
    assert not mute, f"{mute}: How to mend it: say in `help` what the command does."
    names = [command.name for command in commands]
    assert len(names) == len(set(names)), f"two commands have one name: {sorted(names)}"


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_links_lead_somewhere(path):
    broken = []
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text(path)):
        if "://" in target or target.startswith("mailto:"):
            continue
        if not (path.parent / target).exists():
            broken.append(target)
    assert not broken, listed(broken, f"mend the link in {short(path)}.")


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")), ids=short)
def test_decisions_are_short_and_say_where_they_stand(path):
    words = len(path.read_text().split())
    assert words <= 400, f"{short(path)} has {words} words. How to mend it: cut what changes nothing a reader would do."
    assert re.search(r"(?m)^Status: ", path.read_text()), (
        f"{short(path)}: How to mend it: a line `Status: accepted, <day>`."
    )


def test_the_version_has_its_place_in_the_changelog():
    version = re.search(r'__version__\s*=\s*"([^"]+)"', (SRC / "__init__.py").read_text())
    assert version, "src/kith/__init__.py has no __version__"
    assert f"## {version.group(1)}" in (ROOT / "CHANGELOG.md").read_text(), (
        f"CHANGELOG.md does not tell of {version.group(1)}. How to mend it: say for users what is new."
    )
