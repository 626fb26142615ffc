"""Every action says who acts, is told the time, and leaves a trail entry."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .reading import dotted, settle, short, sources, spelled, tree
from .test_writes import writes_in

# name of the action: why it is unlike the others
WITHOUT_BY: dict[str, str] = {}
WITHOUT_NOW: dict[str, str] = {}
WITHOUT_ENTRY: dict[str, str] = {
    "kith.trail.actions.record": "it is the trail entry itself",
    "kith.trail.actions.seal": "it seals entries: one of its own would have to be sealed in its turn",
    "kith.promises.actions.beats.beat": "a sign of life every few seconds, about nobody; the trail would drown in them",
    "kith.directory.actions.sources.begin_reading": "a mark for other workers, each hour; what comes of it is recorded",
    "kith.promises.actions.beats.miss_beat": "as with a beat; the log has the failure in full",
}
WITHOUT_TRANSACTION: dict[str, str] = {
    "kith.trail.actions.record": "an entry is written inside the transaction of the action it tells of",
    "kith.asks.actions.history.happened": "a line of history is written inside the transaction of what happened",
}
IN_THEIR_WORDS: dict[str, str] = {
    "kith.asks.actions.peace.speak_with_those_close": "always a part of the act that stops everything else",
    "kith.dispatch.actions.receiving.receive": "its answer is for whoever brought the text, and is kept nowhere",
    "kith.outreach.actions.answering.hear_by_text": "a part of receiving a text: its answer goes the same way",
}


def public():
    """Each action with its file: a function on the top level of the room which the package shows, or which writes.

    A room that is a folder shows what its __init__ lists in __all__; the rest are parts, shared among its files.
    """
    for path in sources("actions"):
        shown = shown_by(path.parent / "__init__.py") if path.name != "actions.py" else None
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            name = f"{dotted(path)}.{node.name}"
            if shown is None or name in shown or writes_in(node):
                yield path, node, name


def shown_by(path: Path) -> set[str]:
    """The full names of what a folder of actions lists in __all__."""
    known = actions_known(path)
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return {known.get(name, name) for name in ast.literal_eval(node.value)}
    return set()


def test_nobody_reaches_into_a_folder_of_actions():
    found = {}
    for path in sources():
        for full in actions_known(path).values():
            home, within, inside = full.partition(".actions.")
            if within and "." in inside and not dotted(path).startswith(f"{home}.actions"):
                found[f"{short(path)}:{full}"] = "goes past what the package shows"
    settle(found, {}, "import it from `kith.<package>.actions`; list there what others may call.")


def test_every_action_takes_by_as_a_keyword():
    found = {}
    for path, node, name in public():
        if "by" not in keyword_only(node):
            found[name] = f"{short(path)}:{node.lineno} has no keyword-only `by: Actor`"
        elif node.args.args or node.args.posonlyargs:
            found[name] = f"{short(path)}:{node.lineno} takes arguments by position"
    settle(
        found, WITHOUT_BY, "def verb(*, thing, by: Actor, now: datetime). A part of an action is named with _ first."
    )


def test_every_action_is_told_the_time():
    found = {}
    for path, node, name in public():
        if "now" not in keyword_only(node):
            found[name] = f"{short(path)}:{node.lineno} has no keyword-only `now: datetime`"
    settle(found, WITHOUT_NOW, "take `now: datetime` as a keyword; the caller got it from kit.clock at the edge.")


def test_every_action_leaves_a_trail_entry():
    found = {}
    for path, node, name in public():
        if not records(path, node, set()):
            found[name] = f"{short(path)}:{node.lineno} records nothing"
    settle(found, WITHOUT_ENTRY, "end with trail.actions.record(...), or call an action that does.")


def test_every_action_says_what_it_promises():
    silent = [name for _, node, name in public() if not ast.get_docstring(node)]
    assert not silent, f"{silent}: How to mend it: say what changes, what is recorded and what it refuses."


def test_nobody_writes_beside_the_transaction():
    found = {}
    for path, node, name in public():
        reached = [node, *parts_of(path, node)]
        if any(writes_in(part) for part in reached) and not any(one_transaction(part) for part in reached):
            found[name] = f"{short(path)}:{node.lineno} writes without a transaction"
    settle(
        found, WITHOUT_TRANSACTION, "`with transaction.atomic():` round the change, its promise, entry and messages."
    )


def test_what_an_action_says_is_in_the_language_of_our_records():
    """Its reader may read another. Why it refuses is for them, so that may be said outside; what is kept may not."""
    found = {}
    for path, node, name in public():
        for line in said_outside(node):
            found[name] = f"{short(path)}:{line} is said in the language of whoever reads the page"
    settle(found, IN_THEIR_WORDS, "say it inside of `with whole():`, or `with for_our_records():`.")


def said_outside(node: ast.AST) -> Iterator[int]:
    """The lines on which words are translated, but for those inside of an act and those of a refusal."""
    if isinstance(node, ast.Raise):
        return
    if isinstance(node, ast.With):
        opened = {spelled(item.context_expr.func) for item in node.items if isinstance(item.context_expr, ast.Call)}
        if opened & {"whole", "for_our_records", "translation.override"}:
            return
    if isinstance(node, ast.Call) and spelled(node.func) in ("_", "gettext", "ngettext"):
        yield node.lineno
    for inner in ast.iter_child_nodes(node):
        yield from said_outside(inner)


def one_transaction(node: ast.FunctionDef) -> bool:
    """``with whole():``, ``with transaction.atomic():`` or the decorator."""
    opened = {spelled(call.func).split(".")[-1] for call in ast.walk(node) if isinstance(call, ast.Call)}
    return bool(opened & {"whole", "atomic"}) or any("atomic" in spelled(by) for by in node.decorator_list)


def parts_of(path: Path, node: ast.FunctionDef, seen: frozenset[str] = frozenset()) -> Iterator[ast.FunctionDef]:
    """The private functions an action is made of, wherever in the actions rooms they stand."""
    known = actions_known(path)
    for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
        called = target(call.func, known)
        if called in parts() and called not in seen and called.split(".")[-1].startswith("_"):
            where, part = parts()[called]
            yield part
            yield from parts_of(where, part, seen | {called})


def keyword_only(node: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in node.args.kwonlyargs}


def records(path: Path, node: ast.FunctionDef, seen: set[str]) -> bool:
    """Does this function, or a part of it here or in another file of actions, record or call another action?"""
    seen.add(f"{dotted(path)}.{node.name}")
    known = actions_known(path)
    for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
        called = target(call.func, known)
        if names_an_action(called) and called not in seen:
            return True
        part = parts().get(called)
        if part and called not in seen and records(*part, seen):
            return True
    return False


@cache
def parts() -> dict[str, tuple[Path, ast.FunctionDef]]:
    """Every function of the actions rooms by its full name, the parts of actions too."""
    found = {}
    for path in sources("actions"):
        found |= {f"{dotted(path)}.{n.name}": (path, n) for n in tree(path).body if isinstance(n, ast.FunctionDef)}
    return found


def names_an_action(called: str) -> bool:
    """``kith.people.actions.add_person`` is an action, ``kith.people.actions._clean`` is only a part of one."""
    within = called.split(".")
    return "actions" in within[2:-1] and not within[-1].startswith("_") and within[-1].islower()


def actions_known(path: Path) -> dict[str, str]:
    """Local name to full name for whatever this file defines, or imports of ours."""
    known = {n.name: f"{dotted(path)}.{n.name}" for n in tree(path).body if isinstance(n, ast.FunctionDef)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            known |= {
                (a.asname or a.name.split(".")[0]): (a.name if a.asname else a.name.split(".")[0]) for a in node.names
            }
        elif isinstance(node, ast.ImportFrom):
            source = absolute(path, node)
            known |= {(alias.asname or alias.name): f"{source}.{alias.name}" for alias in node.names}
    return {local: full for local, full in known.items() if full.startswith("kith")}


def absolute(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = dotted(path).split(".")
    keep = len(parts) - node.level + (1 if path.name == "__init__.py" else 0)
    return ".".join([*parts[:keep], *([node.module] if node.module else [])])


def target(func: ast.expr, known: dict[str, str]) -> str:
    """The full name of what is called, where its first name was imported from us."""
    if isinstance(func, ast.Name):
        return known.get(func.id, "")
    if isinstance(func, ast.Attribute):
        before = target(func.value, known)
        return f"{before}.{func.attr}" if before else ""
    return ""
