"""Whatever Kith runs on may be used with Apache-2.0."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

from .reading import ROOT, settle, tracked

FITS = re.compile(
    r"\b(?:MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|HPND|PostgreSQL|Unlicense|CC0|Zlib|BlueOak)",
    re.IGNORECASE,
)
TAKES_OVER = re.compile(r"\b(?:A?GPL|LGPL|GNU|MPL|Mozilla|SSPL|BUSL|Commons Clause|CC-BY-NC)", re.I)

# Weak copyleft, used unchanged as a library. Name: why it fits.
ALLOWED: dict[str, str] = {
    "certifi": "MPL-2.0: a list of certificates, used unchanged; the client of GOV.UK Notify needs it",
    "psycopg": "LGPL-3.0: used unchanged as a separate library, which its licence allows beside Apache-2.0",
    "psycopg-binary": "LGPL-3.0: the compiled half of psycopg, used unchanged as a separate library",
    "psycopg-pool": "LGPL-3.0: the pool of psycopg, used unchanged as a separate library",
}
# Packages of the styles. Name: why its licence fits.
ALLOWED_STYLES: dict[str, str] = {
    "@fontsource-variable/atkinson-hyperlegible-next": "OFL-1.1: a typeface, served unchanged and with its own licence",
    "axe-core": "MPL-2.0: part of Lighthouse, used unchanged to measure; neither served nor in the wheel",
    "parse-cache-control": "BSD by its licence file, which its entry does not name; part of Lighthouse, only measures",
}


def runtime() -> dict[str, Distribution]:
    """Every installed package that Kith needs to run, and what those need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    found: dict[str, Distribution] = {}
    while waiting:
        wanted = waiting.pop()
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        if name in found:
            continue
        try:
            found[name] = distribution(wanted.name)
        except PackageNotFoundError:
            continue
        for line in found[name].requires or []:
            needs = Requirement(line)
            if any(needs.marker is None or needs.marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras)):
                waiting.append(needs)
    return found


def licence(dist: Distribution) -> str:
    """What a package says of its own licence, the short forms first."""
    said = dist.metadata.get_all("License-Expression") or []
    said += [line for line in dist.metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    return "; ".join(said) or (dist.metadata.get("License") or "").strip()[:200]


def test_every_dependency_fits_our_licence():
    found = {}
    for name, dist in sorted(runtime().items()):
        said = licence(dist)
        if TAKES_OVER.search(said) or not FITS.search(said):
            found[name] = f"says {said[:80]!r}"
    settle(found, ALLOWED, "leave it out, or write the reason why its licence fits beside its name.")


def test_every_style_and_script_package_fits_our_licence():
    found = {}
    for path in tracked():
        if path.name == "package-lock.json":
            for name, entry in json.loads(path.read_text())["packages"].items():
                said = entry.get("license", "")
                if name and (TAKES_OVER.search(said) or not FITS.search(said)):
                    found[name.rpartition("node_modules/")[2]] = f"says {said[:80]!r}"
    settle(found, ALLOWED_STYLES, "leave it out, or write the reason why its licence fits beside its name.")


def test_every_dependency_says_what_it_is_for():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if re.match(r"dependencies\s*=\s*\[", line))
    end = next(number for number in range(start, len(lines)) if lines[number].strip() == "]")
    bare = [lines[n].strip() for n in range(start + 1, end) if lines[n].strip().startswith('"') and not why(lines, n)]
    assert not bare, f"{bare}: How to mend it: a comment beside or above each, saying what it is for."


def why(lines: list[str], number: int) -> bool:
    return "#" in lines[number] or lines[number - 1].strip().startswith("#")
