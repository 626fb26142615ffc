"""What must never be committed: a package registry's address, a path of one machine, a secret."""

from __future__ import annotations

import json
import re

from .reading import ROOT, settle, short, text, tracked

# Joined here so that this file does not hold what it forbids.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("deb", "debian", "org"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
    )
]
REGISTRY = re.compile(
    "|".join([*map(re.escape, HOSTS), r"--(?:extra-)?index" + r"-url[ =]+https?:", '"resolved"' + r": *\"http"])
)
MACHINE = re.compile(
    r"(?<![\w.}/-])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "Us" + r"ers/\w+", "ho" + r"me/\w+"]) + r")/"
)
SECRET = re.compile(
    "|".join(
        [
            "-----BEGIN " + r"(?:[A-Z]+ )*PRIVATE KEY",
            r"\bAK" + r"IA[0-9A-Z]{16}\b",
            r"\bgh" + r"[pousr]_[A-Za-z0-9]{30,}",
            r"\bxo" + r"x[abprs]-[A-Za-z0-9-]{10,}",
            r"\beyJ" + r"[A-Za-z0-9_-]{20,}\.eyJ",
            r"(?i:\b(?:secret|passw(?:or)?d|api_?key|token)\w*[\"']?\s*[:=]\s*[\"'])[A-Za-z0-9+/_\-]{24,}[\"']",
            r"\w+://[^\s/:@{}$<>]+:(?!PASSWORD@)[^\s/@{}$<>]{6,}@",
        ]
    )
)

ALLOWED: dict[str, str] = {}


def test_no_file_names_a_registry_a_machine_or_a_secret():
    found = {}
    for path in tracked():
        for number, line in enumerate(text(path).splitlines(), 1):
            for what, pattern in (("registry", REGISTRY), ("machine path", MACHINE), ("secret", SECRET)):
                if hit := pattern.search(line):
                    found[f"{short(path)}:{what}"] = f"line {number} has {hit.group(0)[:40]!r}"
    settle(found, ALLOWED, "take it out; read it from the environment, and make locks as docs/develop/lock.md says.")


def test_no_lock_with_addresses_is_tracked():
    named = [short(path) for path in tracked() if path.name in {"uv.lock", "pylock.toml"}]
    assert not named, f"{named} hold addresses. How to mend it: git rm --cached, and see docs/develop/lock.md."


def test_the_node_lock_has_hashes_and_no_addresses():
    for path in tracked():
        if path.name == "package-lock.json":
            entries = {k: v for k, v in json.loads(path.read_text())["packages"].items() if k and not v.get("link")}
            with_address = [name for name, entry in entries.items() if "resolved" in entry]
            assert not with_address, (
                f"{with_address}: How to mend it: npm install with omit-lockfile-registry-resolved."
            )
            bare = [name for name, entry in entries.items() if "integrity" not in entry]
            assert not bare, f"{bare} have no hash. How to mend it: make the lock again as docs/develop/lock.md says."


def test_python_requirements_are_hashed_and_name_no_host():
    for path in tracked():
        if path.parent == ROOT / "requirements" and path.suffix == ".txt":
            pinned = re.findall(r"(?m)^[a-z0-9][\w.\[\],-]*==[^\s\\]+(?:[^\n]*\\)?$", path.read_text())
            assert pinned, f"{short(path)} pins nothing. How to mend it: docs/develop/lock.md."
            loose = [line for line in pinned if not line.rstrip().endswith("\\")]
            assert not loose, f"{short(path)}: {loose} have no hash. How to mend it: docs/develop/lock.md."
