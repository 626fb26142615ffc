"""Only actions write, and views reach rows only through what the one who asks may see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .reading import room, settle, short, sources, spelled, strings, templates, tree

WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES |= {f"a{name}" for name in WRITES} | {"adelete", "aupdate"}
ROWS = re.compile(r"objects|_manager|\b(?:filter|exclude|all|select_for_update|visible_to|under)\(\)")
SQL = re.compile(r"^\s*(?:insert\s+into|update\s+\w+\s+set|delete\s+from|truncate)\b", re.I)
SEEN_THROUGH = {"visible_to", "for_token"}
PAGES = ("urls", "views", "api", "forms")

# The one place each of these stands in, and why it may write there.
MAY_WRITE: dict[str, str] = {
    "src/kith/kit/whole.py:model._default_manager.bulk_create": "how many acts made one write their rows together",
    "src/kith/config/roles.py:SQL": "empties a demo instance as the owner before it is built anew; the trail goes too",
    "src/kith/config/migrate.py:SQL": "the owner puts the second wall's key where the serving role cannot read it",
    "src/kith/proof/bench_sweep.py:Person.objects.bulk_create": "fills a throw-away database in seconds",
    "src/kith/proof/bench_sweep.py:Promise.objects.bulk_create": "fills a throw-away database in seconds",
    "src/kith/proof/bench_sweep.py:Ask.objects.bulk_create": "fills a throw-away database in seconds",
    "src/kith/proof/bench_sweep.py:Search.objects.bulk_create": "fills a throw-away database in seconds",
    "src/kith/proof/matrix/by_hand.py:model._base_manager.filter().update": "ages a row of a throw-away database",
    "src/kith/proof/matrix/by_hand.py:row.save": "a row no action makes, in a throw-away database",
    "src/kith/proof/matrix/keys.py:session.save": "gives a browser of the matrix the code it would have given",
}
MAY_REACH: dict[str, str] = {}


def test_only_actions_write():
    found = {}
    for path in sources():
        if room(path) not in {"actions", "migrations"}:
            found |= {f"{short(path)}:{what}": f"line {line}" for line, what in writes_in(tree(path))}
    settle(found, MAY_WRITE, "call an action; write one, with `by`, `now` and a trail entry, where there is none.")


def test_views_reach_rows_only_through_visible_to():
    found = {}
    for path in sources(*PAGES):
        found |= {f"{short(path)}:{what}": f"line {line}" for line, what in reaches(path)}
    for path in templates():
        if re.search(r"\.objects\b", path.read_text()):
            found[short(path)] = "a template asks the database"
    settle(found, MAY_REACH, "fetch with Model.objects.visible_to(actor), or call a query which begins so.")


def writes_in(beneath: ast.AST) -> list[tuple[int, str]]:
    """Line and spelling of the calls that write a row, as far as they can be told."""
    return [(call.lineno, what) for call in ast.walk(beneath) if isinstance(call, ast.Call) for what in writing(call)]


def writing(call: ast.Call) -> Iterator[str]:
    if spelled(call.func) in {"insert", "change"}:
        yield spelled(call.func)
    if isinstance(call.func, ast.Attribute):
        name = call.func.attr
        if name in WRITES or is_row_update(call) or (name == "delete" and not call.args):
            yield spelled(call.func)
    if spelled(call.func).removeprefix("whole.") in {"insert", "change", "at_the_end"}:
        yield spelled(call.func)
    if spelled(call.func).endswith("execute") and any(
        SQL.match(words) for a in call.args[:1] for _, words in strings(a)
    ):
        yield "SQL"


def is_row_update(call: ast.Call) -> bool:
    """``queryset.update(field=…)``: by keyword only, and on something that looks like rows."""
    named = bool(call.keywords) and not call.args
    return call.func.attr == "update" and named and bool(ROWS.search(spelled(call.func)))


def reaches(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            after = node.parent
            if not (isinstance(after, ast.Attribute) and after.attr in SEEN_THROUGH):
                yield node.lineno, spelled(after if isinstance(after, ast.Attribute) else node)
        elif isinstance(node, ast.Call) and fetches_past(node):
            yield node.lineno, f"get_object_or_404({node.args[0].id})"


def fetches_past(call: ast.Call) -> bool:
    """``get_object_or_404(Model, …)``: a model by its bare name, so nobody asked who may see the row."""
    name, first = spelled(call.func).split(".")[-1], call.args[0] if call.args else None
    return name.endswith("_object_or_404") and isinstance(first, ast.Name) and first.id[:1].isupper()
