"""Only ``kit.clock`` asks what time it is; everything else is told. So a replay can be trusted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .reading import SRC, settle, short, sources, spelled, strings, templates, tree

CLOCK = SRC / "kit" / "clock.py"
ASKS = re.compile(r"(?:^|\.)(?:datetime|date|timezone|dt|tz)\.(?:now|utcnow|today|localdate|localtime)$")
TIME = re.compile(r"^time\.(?:time|time_ns|localtime|gmtime|ctime|strftime)$")
SQL = re.compile(r"\b(?:now\(\)|current_timestamp|clock_timestamp|statement_timestamp|transaction_timestamp)", re.I)

ALLOWED: dict[str, str] = {}


def test_nothing_else_asks_the_time():
    found = {}
    for path in sources():
        if path != CLOCK:
            found |= {f"{short(path)}:{what}": f"line {line}" for line, what in asks(path)}
    for path in templates():
        if re.search(r"{%-?\s*now\b|\bnow\(\)", path.read_text()):
            found[short(path)] = "asks the time in a template"
    settle(found, ALLOWED, "take `now` as a keyword argument; the view or the command calls kit.clock.now() once.")


def asks(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and (ASKS.search(spelled(node)) or TIME.match(spelled(node))):
            yield node.lineno, spelled(node)
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield node.value.lineno, node.arg
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, name) for name in clock_imports(node))
    for line, words in strings(tree(path)):
        if SQL.search(words) and re.search(r"\b(select|update|insert|check|where|returns|default)\b", words, re.I):
            yield line, "now() in SQL"


def clock_imports(node: ast.ImportFrom) -> list[str]:
    taken = {alias.name for alias in node.names}
    if node.module == "time":
        return [f"time.{name}" for name in sorted(taken & {"time", "time_ns", "localtime", "gmtime"})]
    if node.module and node.module.startswith("django.db.models.functions"):
        return [f"functions.{name}" for name in sorted(taken & {"Now"})]
    return ["timezone.now"] if node.module == "django.utils.timezone" and "now" in taken else []
