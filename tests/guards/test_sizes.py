"""Sizes: a ceiling on the tail, raised only by an ADR. Aim for half."""

from __future__ import annotations

import ast

from .reading import ROOT, functions, settle, short, sources, templates, tracked, tree

FILE, TEST, FUNCTION, VIEW, TEMPLATE = 400, 600, 40, 20, 120
REMEDY = "split by noun into a folder of the same name, or give the part that has a name of its own a function."

ALLOWED: dict[str, str] = {}


def test_no_file_is_too_long():
    found = {}
    for path in tracked():
        if path.suffix in {".py", ".js", ".scss", ".sh"} or path == ROOT / "kith":
            lines, most = len(path.read_text().splitlines()), TEST if "tests" in path.parts else FILE
            if lines > most and "migrations" not in path.parts:
                found[short(path)] = f"{lines} lines, {most} at most"
    settle(found, {key: why for key, why in ALLOWED.items() if "::" not in key}, REMEDY)


def test_no_function_is_too_long():
    found = {}
    for path in sources():
        if "migrations" in path.parts:
            continue
        for node in functions(path):
            most = VIEW if is_view(path, node) else FUNCTION
            if (lines := length(node)) > most:
                found[f"{short(path)}::{node.name}"] = f"{lines} lines, {most} at most (the docstring is not counted)"
    settle(found, {key: why for key, why in ALLOWED.items() if "::" in key}, REMEDY)


def test_no_template_is_too_long():
    found = {}
    for path in templates():
        if (lines := len(path.read_text().splitlines())) > TEMPLATE:
            found[short(path)] = f"{lines} lines, {TEMPLATE} at most"
    settle(found, {}, "move a part that has a name into a macro or an included file.")


def is_view(path, node) -> bool:
    """What an address leads to: a function of the views room that takes the request first. Its parts begin with _."""
    first = node.args.args[0].arg if node.args.args else ""
    shown = first == "request" and not node.name.startswith("_") and node.parent is tree(path)
    return shown and "views" in (path.stem, path.parent.name)


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = node.end_lineno - node.lineno + 1
    said = node.body[0]
    if ast.get_docstring(node) is not None:
        lines -= said.end_lineno - said.lineno + 1
    return lines
