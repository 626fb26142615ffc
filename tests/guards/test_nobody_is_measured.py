"""Kept rates are never anybody's: nothing counts how promises went by who held them, or by a group or a volunteer."""

from __future__ import annotations

import ast
from pathlib import Path

from .reading import listed

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kith"
WHO = ("holder", "membership", "by_label", "acknowledged_by", "taken_by", "volunteer", "giver", "asked", "user")
ENDS = {"kept", "late", "broken", "KEPT", "LATE", "BROKEN", "stands", "ended_at", "why_ended"}
GROUPS = {"Counter", "groupby", "defaultdict"}
# The function that finds promises again by how they ended, and what it is not: a count by somebody.
ALLOWED: dict[str, str] = {}


def counts_by_somebody(source: str) -> list[str]:
    """The functions that speak of how promises end and put rows together by who it was."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and _names(node) & ENDS and "Promise" in _words(node):
            found += [node.name for call in ast.walk(node) if isinstance(call, ast.Call) and _by_somebody(call)]
    return found


def _names(node: ast.AST) -> set[str]:
    said = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return said | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}


def _words(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _by_somebody(call: ast.Call) -> bool:
    """``.values("holder…")`` that is counted, or a Counter made of holders."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "annotate":
        return any(
            isinstance(inner, ast.Call)
            and isinstance(inner.func, ast.Attribute)
            and inner.func.attr in ("values", "values_list")
            and any(_is_somebody(arg) for arg in inner.args)
            for inner in ast.walk(call.func)
        )
    return name in GROUPS and any(_is_somebody(arg) for arg in ast.walk(call))


def _is_somebody(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return any(part in WHO for part in node.value.removesuffix("_id").replace("__", " ").replace("_id", "").split())
    return isinstance(node, ast.Attribute) and node.attr.removesuffix("_id") in WHO


def test_nothing_counts_promises_by_who_held_them() -> None:
    problems = [
        f"{path.relative_to(SOURCE)}: {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        for name in counts_by_somebody(path.read_text())
        if f"{path.relative_to(SOURCE)}:{name}" not in ALLOWED
    ]
    assert not problems, listed(problems, "count by kind and by place, for everybody together.")


def test_the_guard_sees_a_count_by_holder() -> None:
    kept = 'Promise.objects.filter(state="kept")'
    bad = f'def rates(rows):\n    return {kept}.values("holder__user").annotate(n=Count("pk"))'
    late = "Counter(one.holder_id for one in rows if one.state == lifecycle.LATE)"
    worse = f"def rates(rows: list[Promise]):\n    return {late}"
    good = 'def by_kind(rows: list[Promise]):\n    return rows.values_list("kind", "stands").annotate(n=Count("pk"))'
    assert [counts_by_somebody(one) for one in (bad, worse, good)] == [["rates"], ["rates"], []]
