"""How the guards read the repository: tracked files, syntax trees, templates, the order of the packages."""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "kith"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in the repository or would be with the next ``git add``."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    paths = {ROOT / name for name in listed.split("\0") if name}
    return tuple(sorted(path for path in paths if path.is_file()))


def text(path: Path) -> str:
    """A tracked file as text, or nothing where it is a picture, a font or an archive."""
    raw = path.read_bytes()
    return "" if b"\0" in raw[:4096] else raw.decode("utf-8", errors="replace")


def short(path: Path) -> str:
    """A path as the failure names it."""
    return path.relative_to(ROOT).as_posix()


def sources(*parts: str) -> list[Path]:
    """The Python files of ``kith``; with ``parts`` only those which are that room, as a file or as a folder."""
    found = [path for path in sorted(SRC.rglob("*.py")) if "__pycache__" not in path.parts]
    return [path for path in found if not parts or room(path) in parts]


def room(path: Path) -> str:
    """The room a source file stands in: ``models`` for people/models.py and for people/models/routes.py."""
    inside = path.relative_to(SRC).parts[1:]
    return inside[0].removesuffix(".py") if inside else path.stem


def package(path: Path) -> str:
    """The package a source file or template stands in."""
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def dotted(path: Path) -> str:
    """The import name of a source file."""
    parts = list(path.relative_to(SRC.parent).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file, each node knowing its ``parent``."""
    parsed = ast.parse(path.read_text(), filename=str(path))
    for node in ast.walk(parsed):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    return parsed


def spelled(node: ast.AST) -> str:
    """``a.b.c`` for a chain of names, and what can be read of it where there are calls between."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{spelled(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{spelled(node.func)}()"
    return "?"


def strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every literal beneath a node, the fixed parts of f-strings included."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.lineno, inner.value


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every ``def`` of a file, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def templates() -> list[Path]:
    """Every template of ours, Jinja2 and Django's."""
    return [path for folder in ("jinja2", "templates") for path in sorted(SRC.glob(f"*/{folder}/**/*.*"))]


@cache
def layers() -> tuple[frozenset[str], ...]:
    """The packages from the latest to the earliest, as .importlinter orders them."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    lines = parser["importlinter:contract:story"]["layers"].split("\n")
    return tuple(frozenset(re.findall(r"\w+", line)) for line in lines if line.strip())


def rank(name: str) -> int:
    """How late in the story a package stands: 0 is the latest."""
    return next(place for place, names in enumerate(layers()) if name in names)


def may_know(later: str, earlier: str) -> bool:
    """May ``later`` name ``earlier``?"""
    return later == earlier or rank(later) < rank(earlier)


def settle(found: Mapping[str, str], allowed: Mapping[str, str], remedy: str) -> None:
    """Fail for what is found and not allowed, for a line that allows nothing any more, and for one without a reason."""
    problems = [f"{key}: {what}" for key, what in found.items() if key not in allowed]
    problems += [f"{key}: this line of the allow-list is stale, take it out" for key in allowed if key not in found]
    problems += [f"{key}: say why it is allowed" for key, reason in allowed.items() if len(reason.split()) < 4]
    if problems:
        pytest.fail(listed(problems, remedy), pytrace=False)


def listed(problems: Iterable[str], remedy: str) -> str:
    """What a failure prints: each problem on its line, then how to mend it."""
    return "\n  ".join(["", *problems]) + f"\n\nHow to mend it: {remedy}\n"
