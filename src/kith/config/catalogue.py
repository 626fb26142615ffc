"""Which commands there are. It reads each package's commands.py as text, so that a list needs no imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from kith.kit.cli import Command

PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Entry:
    """A command as it is written down, and the module that can run it."""

    name: str
    help: str
    group: str
    module: str

    def load(self) -> Command:
        """The command itself."""
        for command in import_module(self.module).COMMANDS:
            if command.name == self.name:
                assert isinstance(command, Command)
                return command
        raise LookupError(f"{self.module} names {self.name} but COMMANDS does not hold it")


def entries() -> list[Entry]:
    """Every command of every package, by name."""
    found = [entry for path in sorted(PACKAGE.glob("*/commands.py")) for entry in _written_in(path)]
    return sorted(found, key=lambda entry: entry.name)


def _written_in(path: Path) -> Iterator[Entry]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Command":
            words = {word.arg: _text(word.value) for word in node.keywords if word.arg}
            for name, value in zip(("name", "help"), node.args, strict=False):
                words[name] = _text(value)
            group = words.get("group") or Command.group
            yield Entry(words.get("name", ""), words.get("help", ""), group, f"kith.{path.parent.name}.commands")


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Call) and node.args:
        return _text(node.args[0])
    return ""
