"""Writes docs/reference, dotenv-sample and the list of decisions from the code itself, so that they cannot drift.

python tools/reference.py            write what has changed
python tools/reference.py --check    write nothing; end with 1 where something is out of date
"""

from __future__ import annotations

import argparse
import ast
import configparser
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "kith"
MADE = "<!-- Made by tools/reference.py. Change the code, then run it again. -->\n"


def life_cycles() -> str:
    """A drawing and a table for each life cycle."""
    parts = ["# Life cycles\n", MADE, "Each is a table in a `lifecycle.py`; the drawings are made from it.\n"]
    for path in sorted(SRC.glob("*/lifecycle.py")):
        module = importlib.import_module(f"kith.{path.parent.name}.lifecycle")
        for name, cycle in getattr(module, "LIFECYCLES", {}).items():
            parts += [f"## {name.replace('_', ' ').capitalize()}\n", _drawing(cycle), _states(cycle)]
    return "\n".join(parts)


def _drawing(cycle: Any) -> str:
    ids = {state: state.replace("-", "_") for state in cycle.states}
    starts = [state for state in cycle.states if state == cycle.start or state in cycle.other_starts]
    lines = [f"    {ids[state]}: {words}" for state, words in cycle.states.items()]
    lines += [f"    [*] --> {ids[state]}" for state in starts]
    for state in cycle.states:
        after = cycle.moves[state]
        lines += [f"    {ids[state]} --> {ids[new]}" for new in cycle.states if new in after]
    lines += [f"    {ids[state]} --> [*]" for state in cycle.states if state in cycle.ends]
    return "```mermaid\nstateDiagram-v2\n" + "\n".join(lines) + "\n```\n"


def _states(cycle: Any) -> str:
    rows = [
        (
            words,
            "; ".join(cycle.said(new) for new in cycle.states if new in cycle.moves[state]) or "nothing",
            "yes" if state in cycle.ends else "",
        )
        for state, words in cycle.states.items()
    ]
    return _table(("State", "May be followed by", "Nobody is needed any more"), rows)


def settings() -> str:
    """Every value an instance may be given."""
    from kith.config.env import VARIABLES

    rows = [(f"`{one.name}`", one.what_for, _default(one), f"`{one.example}`") for one in VARIABLES.values()]
    return "\n".join(
        [
            "# Settings\n",
            MADE,
            "Set in the environment, or in a file `.env` in `KITH_HOME`. Nothing has to be set to try Kith.\n",
            _table(("Name", "What it is", "When it is not given", "For example"), rows),
        ]
    )


def _default(one: Any) -> str:
    if one.default in (None, [], ""):
        return "nothing"
    return "no" if one.default is False else f"`{one.default}`"


def dotenv_sample() -> str:
    """A file to copy to ``.env``: every value, commented out."""
    from kith.config.env import VARIABLES

    parts = [
        "# Copy this file to .env in KITH_HOME and take away the # before what you set.",
        "# Nothing here must be set.",
    ]
    for one in VARIABLES.values():
        parts += ["", f"# {one.what_for[0].upper()}{one.what_for[1:]}.", f"#{one.name}={one.example}"]
    return "\n".join(parts) + "\n"


def commands() -> str:
    """Every command with its arguments, as ``--help`` prints them."""
    parts = ["# Commands\n", MADE, "`./kith` alone lists them; `./kith NAME --help` says what one takes.\n"]
    groups: dict[str, list[Any]] = {}
    for command in sorted(_commands(), key=lambda one: one.name):
        groups.setdefault(command.group, []).append(command)
    for group, members in sorted(groups.items()):
        parts.append(f"## {group}\n")
        for command in members:
            parser = argparse.ArgumentParser(prog=f"./kith {command.name}", add_help=False)
            command.add_arguments(parser)
            parts += [f"### {command.name}\n", f"{command.help}\n", _arguments(parser)]
    return "\n".join(parts)


def _commands() -> Iterator[Any]:
    for path in sorted([*SRC.glob("*/commands.py"), *SRC.glob("*/commands/__init__.py")]):
        name = ".".join(path.relative_to(SRC.parent).with_suffix("").parts).removesuffix(".__init__")
        yield from getattr(importlib.import_module(name), "COMMANDS", [])


def _arguments(parser: argparse.ArgumentParser) -> str:
    rows = []
    for action in parser._actions:
        name = ", ".join(action.option_strings) or (action.metavar or action.dest)
        if action.option_strings and action.nargs != 0:
            name += f" {action.metavar or '|'.join(map(str, action.choices or ())) or action.dest.upper()}"
        rows.append((f"`{name}`", (action.help or "").replace("%(default)s", str(action.default))))
    return _table(("Argument", "What it does"), rows) if rows else "Takes no arguments.\n"


def permissions() -> str:
    """What each role may do, as accounts.roles says it."""
    from kith.accounts.roles import ROLES, Permission

    parts = [
        "# Roles and what they may do\n",
        MADE,
        "The page a governance lead reads; the code is `accounts/roles.py`.\n",
    ]
    for slug, role in ROLES.items():
        where = ", ".join(role.where)
        parts += [f"## {role.name}\n", f"{role.sentence} Given in a team of a {where}. In code `{slug}`.\n"]
        parts.append("\n".join(f"- {one.sentence}" for one in Permission if one in role.permissions) + "\n")
    return "\n".join(parts)


def trail() -> str:
    """Every verb the trail knows."""
    from kith.trail.verbs import Verb

    rows = [(f"`{verb.value}`", verb.sentence) for verb in Verb]
    return "\n".join(["# What the trail writes down\n", MADE, _table(("Verb", "Read as: somebody …"), rows)])


def pages() -> str:
    """Every address and who may open it."""
    from django.urls import URLPattern, get_resolver

    rows = []

    def walk(patterns: list[Any], before: str) -> None:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if not isinstance(pattern, URLPattern):
                walk(pattern.url_patterns, route)
            elif gate := getattr(pattern.callback, "kith_gate", None):
                rows.append(
                    (f"`/{route}`", gate.kind, str(getattr(gate, "permission", "") or ""), str(gate.reason or ""))
                )

    walk(get_resolver().url_patterns, "")
    heads = ("Address", "For", "Permission", "Reason")
    return "\n".join(["# Addresses and who may open them\n", MADE, _table(heads, sorted(set(rows)))])


def packages() -> str:
    """The packages in the order of the story, each with its question."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    ordered = re.findall(r"\w+", parser["importlinter:contract:story"]["layers"])
    made = [name for name in ordered if (SRC / name / "__init__.py").exists()]
    rows = [(f"`{name}`", _question(name)) for name in made]
    said = "Imports go down this list only; `.importlinter` keeps it. See [adding one](../develop/add-a-package.md).\n"
    return "\n".join(["# Packages\n", MADE, said, _table(("Package", "Its question"), rows)])


def _question(name: str) -> str:
    return ast.get_docstring(ast.parse((SRC / name / "__init__.py").read_text())) or ""


def decisions() -> str:
    """The list of decisions, from the first line and the status of each."""
    rows = []
    for path in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")):
        lines = path.read_text().splitlines()
        status = next((line.removeprefix("Status: ") for line in lines if line.startswith("Status: ")), "")
        rows.append((f"[{lines[0].removeprefix('# ')}]({path.name})", status))
    said = "One decision each, 400 words at most. A decision is not edited afterwards: a later one takes its place.\n"
    return "\n".join(["# Decisions\n", MADE, said, _table(("Decision", "Status"), rows)])


def _table(heads: tuple[str, ...], rows: list[Any]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for row in rows:
        cells = [" ".join(str(cell).split()).replace("|", "\\|") for cell in row]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


FILES = {
    "docs/reference/life-cycles.md": life_cycles,
    "docs/reference/settings.md": settings,
    "docs/reference/commands.md": commands,
    "docs/reference/permissions.md": permissions,
    "docs/reference/trail.md": trail,
    "docs/reference/addresses.md": pages,
    "docs/reference/packages.md": packages,
    "docs/adr/index.md": decisions,
    "dotenv-sample": dotenv_sample,
}


def made() -> dict[str, str]:
    """Every generated file with what it should hold."""
    from django.utils import translation

    with translation.override("en-gb"):
        return {name: write() for name, write in FILES.items()}


def stale() -> list[str]:
    """The generated files that do not hold what they should."""
    return [name for name, wanted in made().items() if not _holds(ROOT / name, wanted)]


def _holds(path: Path, wanted: str) -> bool:
    return path.exists() and path.read_text() == wanted


def main() -> int:
    """Write or check."""
    sys.path.insert(0, str(SRC.parent))
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    django.setup()
    late = stale()
    if "--check" in sys.argv:
        print("\n".join(f"{name} is out of date: python tools/reference.py" for name in late) or "all current")
        return bool(late)
    contents = made()
    for name in late:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(contents[name])
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
