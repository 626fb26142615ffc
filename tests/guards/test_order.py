"""Foreign keys, migrations and templates follow the order of the packages, as imports do."""

from __future__ import annotations

import ast
import re

import pytest

from .reading import layers, listed, may_know, package, settle, short, sources, spelled, templates, tree

LINK = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"'/]+)/")

# Looking a model up by its label goes round the order.
BY_LABEL: dict[str, str] = {}


def test_every_package_has_its_place_in_the_order():
    known = set().union(*layers())
    strange = {package(path) for path in sources()} - known - {"__init__", "__main__"}
    assert not strange, f"{strange}: How to mend it: give the package its place in .importlinter, by an ADR."


def test_foreign_keys_follow_the_order():
    from django.apps import apps

    problems = []
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("kith."):
            continue
        for field in model._meta.get_fields():
            other = field.related_model if field.concrete and field.is_relation else None
            if other is None or not getattr(other, "__module__", "").startswith("kith."):
                continue
            if not may_know(model._meta.app_label, other._meta.app_label):
                problems.append(f"{model._meta.label}.{field.name} points at {other._meta.label}")
    assert not problems, listed(problems, "let the later package point at the earlier one.")


def test_no_generic_keys():
    users = [short(path) for path in sources() if "GenericForeignKey" in path.read_text()]
    assert not users, f"{users}: How to mend it: a domain row points at its promise, never the reverse."


def test_migrations_follow_the_order():
    problems = []
    for path in sources("migrations"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Assign) and spelled(node.targets[0]) in {"dependencies", "run_before"}:
                named = re.findall(r"\('(\w+)', '\w+'\)", ast.unparse(node.value))
                ours = [other for other in named if any(other in names for names in layers())]
                problems += [f"{short(path)} needs {other}" for other in ours if not may_know(package(path), other)]
    assert not problems, listed(problems, "put the migration into the later of the two packages.")


def test_models_are_not_looked_up_by_label():
    found = {}
    for path in sources():
        if "migrations" in path.parts:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and spelled(node.func).endswith("get_model"):
                found[short(path)] = f"line {node.lineno}"
    settle(found, BY_LABEL, "import the model, or let the later package sweep the earlier one's rows.")


@pytest.mark.parametrize("path", templates(), ids=short)
def test_templates_follow_the_order(path):
    ours = {name for names in layers() for name in names}
    wrong = [other for other in LINK.findall(path.read_text()) if other in ours and not may_know(package(path), other)]
    assert not wrong, (
        f"{short(path)} uses {wrong}. How to mend it: move the page, or the shared part, to the later package."
    )
