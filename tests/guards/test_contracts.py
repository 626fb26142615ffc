"""The order of the packages and of the rooms inside them."""

import ast
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from .reading import ROOT, SRC, sources, tree


def test_imports_follow_the_story(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    kept = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True) == EXIT_STATUS_SUCCESS
    assert kept, (
        capsys.readouterr().out
        + "\nHow to mend it: move the verb into the latest package it touches, or let the later package sweep"
        + " the earlier one's rows. Never add an ignore list; docs/develop/add-a-package.md has the order."
    )


def test_no_contract_has_an_ignore_list():
    assert "ignore_imports" not in (ROOT / ".importlinter").read_text(), (
        "How to mend it: move the code, or write an ADR that changes the order."
    )


def test_every_package_says_its_question():
    silent = [p.parent.name for p in sources() if p.name == "__init__.py" and p.parent.parent == SRC and not says(p)]
    assert not silent, f"{silent}: How to mend it: open __init__.py with a sentence that says the package's question."


def test_every_module_says_its_question():
    silent = [str(p.relative_to(SRC)) for p in sources() if "migrations" not in p.parts and not says(p)]
    assert not silent, f"{silent}: How to mend it: one to three sentences on top: its question and what it does not do."


def says(path: Path) -> bool:
    return bool(ast.get_docstring(tree(path)))
