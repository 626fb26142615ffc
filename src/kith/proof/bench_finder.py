"""How good is the public finder on a slow phone? Lighthouse says so, of pages served as they always are.

Lighthouse is a node package that is never served and never part of Kith; it lies in tools/lighthouse of a checkout and
is brought when it is first asked for. Where it, node or a browser cannot be had, the bench says so and judges nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.urls import reverse

from kith.demo import land
from kith.demo.build import build
from kith.demo.district import district
from kith.directory.models import Service
from kith.kit import clock
from kith.kit.cli import Stop, json_argument, print_json, say
from kith.kit.progress import bar
from kith.proof import bench_intake, bench_land

LEAST_FAST, LEAST_OPEN = 95, 100
RUNS, VOLUNTEERS = 3, 30
NODE_AT_LEAST = 18
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Lighthouse's own phone: a cheap one of a few years ago, four times slower than this machine, on a slow 4G line.
PHONE = "a cheap phone, four times slower than this machine, 1.6 Mbit/s and 150 ms away"
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
_SHOWN = {
    "first-contentful-paint": "first words", "largest-contentful-paint": "largest part",
    "total-blocking-time": "held up", "cumulative-layout-shift": "moved about", "total-byte-weight": "weight",
}  # fmt: skip


class Missing(Exception):
    """Its text says what is not there, and how to get it."""


@dataclass(frozen=True)
class Seen:
    """What Lighthouse says of one page: the middle of its runs. ``faults`` are what it would have us mend."""

    page: str
    performance: int
    accessibility: int
    best_practices: int
    figures: dict[str, str]
    faults: tuple[str, ...]

    @property
    def within(self) -> bool:
        return self.performance >= LEAST_FAST and self.accessibility >= LEAST_OPEN


def tool(environ: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The words that start Lighthouse, and what it must be told of the machine."""
    folder = Path(__file__).resolve().parents[3] / "tools" / "lighthouse"
    if not (folder / "package-lock.json").is_file():
        raise Missing("Lighthouse is part of a checkout, not of an installed copy: run this in the repository.")
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or _version(node) < NODE_AT_LEAST:
        raise Missing(f"Lighthouse needs node {NODE_AT_LEAST} or newer (on Debian: apt-get install nodejs npm).")
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), environ.get("CHROME_PATH"))
    if browser is None:
        raise Missing("Lighthouse needs a browser (on Debian: apt-get install chromium), or CHROME_PATH to name one.")
    start = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not start.is_file():
        say("Bringing Lighthouse, once.")
        words = [npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]
        quiet = {**environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
        done = subprocess.run(words, cwd=folder, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode or not start.is_file():
            raise Missing(f"Lighthouse could not be brought: {(done.stderr.strip() or 'npm ci stopped')[-300:]}")
    return [node, str(start)], {**environ, "CHROME_PATH": browser}


def _version(node: str) -> int:
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", done.stdout)
    return int(found[1]) if found else 0


def look(words: list[str], environ: Mapping[str, str], address: str) -> dict[str, Any]:
    """One look of Lighthouse at one address, as it writes it down."""
    with tempfile.TemporaryDirectory(prefix="kith-lighthouse-") as folder:
        path = Path(folder) / "seen.json"
        asked = [
            *words, address, "--output=json", f"--output-path={path}", "--quiet", f"--chrome-flags={_FLAGS}",
            "--only-categories=performance,accessibility,best-practices",
        ]  # fmt: skip
        done = subprocess.run(
            asked, env={**environ, "TMPDIR": folder}, capture_output=True, text=True, check=False, timeout=180
        )
        if not path.is_file():
            raise Stop(f"Lighthouse stopped at {address}: {(done.stderr or done.stdout).strip()[-400:]}")
        seen: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "runtimeError" in seen:
        raise Stop(f"Lighthouse could not read {address}: {seen['runtimeError'].get('message', '')}")
    return seen


def judged(page: str, looks: Sequence[Mapping[str, Any]]) -> Seen:
    """The middle of several looks; what any of them would have mended."""
    scores = {
        name: statistics.median_low([round((one["categories"][name]["score"] or 0) * 100) for one in looks])
        for name in ("performance", "accessibility", "best-practices")
    }
    middle = sorted(looks, key=lambda one: one["categories"]["performance"]["score"] or 0)[(len(looks) - 1) // 2]
    figures = {said: str(middle["audits"][name].get("displayValue", "")) for name, said in _SHOWN.items()}
    faults = {fault for one in looks for fault in _faults(one)}
    return Seen(
        page, scores["performance"], scores["accessibility"], scores["best-practices"], figures, tuple(sorted(faults))
    )


def _faults(seen: Mapping[str, Any]) -> list[str]:
    """Audits that are plainly failed: those with a weight, and savings it names."""
    weighed = {
        ref["id"] for category in seen["categories"].values() for ref in category["auditRefs"] if ref["weight"] > 0
    }
    return [
        f"{name}: {audit['title']}"
        for name, audit in seen["audits"].items()
        if audit.get("score") is not None and audit["score"] < 0.9 and name in weighed
    ]


def measure(port: int, pages: Mapping[str, str], runs: int, tick: Callable[[], None]) -> list[Seen]:
    """Each page so many times; the first look of all warms the server and is not counted."""
    words, environ = tool(os.environ)
    look(words, environ, f"http://127.0.0.1:{port}{next(iter(pages.values()))}")
    tick()
    found = []
    for name, path in pages.items():
        looks = []
        for _turn in range(runs):
            looks.append(look(words, environ, f"http://127.0.0.1:{port}{path}"))
            tick()
        found.append(judged(name, looks))
    return found


def fill() -> dict[str, str]:
    """The demo's district with its groups; and the pages that are looked at."""
    now = clock.now()
    made = build(district(now, volunteers=VOLUNTEERS), now)
    slug = made[land.TOWNS[0].key].slug
    one = Service.objects.filter(search_row__confidential=False).order_by("name")[0]
    return {
        "the front of the finder": reverse("find"),
        "what a place has": reverse("find_in", args=[slug]),
        "a search": f"{reverse('find_in', args=[slug])}?q=someone+to+talk+to",
        "one group": reverse("service_page", args=[one.pk]),
        "the map": reverse("find_map", args=[slug]),
    }


def table(found: Sequence[Seen]) -> list[str]:
    """The figures in lines, each beside its bound."""
    lines = [f"On {PHONE} (bounds: performance {LEAST_FAST}, accessibility {LEAST_OPEN}):"]
    for one in found:
        figures = ", ".join(f"{name} {value}" for name, value in one.figures.items() if value)
        lines.append(
            f"  {one.page}: performance {one.performance}, accessibility {one.accessibility},"
            f" best practices {one.best_practices}; {figures}"
        )
        lines += [f"    {fault}" for fault in one.faults]
    return lines


def finder_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--smoke", action="store_true", help="look at each page once, which is enough to see a slip")
    json_argument(parser)


def finder(args: argparse.Namespace) -> int:
    try:
        tool(os.environ)
    except Missing as missing:
        say(f"Skipped: {missing}")
        if args.json:
            print_json({"skipped": str(missing), "pages": []})
        return 0
    runs = 1 if args.smoke else RUNS
    with args.instance.scratch() as environ, bench_land.on(environ["KITH_DATABASE_NAME"]):
        say("Filling a throw-away database with a small district and its groups.")
        pages = fill()
        try:
            ticks = bar(len(pages) * runs + 1, "Looking", quiet=args.json)
            with bench_intake.serving(environ) as port, ticks as tick:
                found = measure(port, pages, runs, tick)
        except bench_intake.NotServed as problem:
            raise Stop(str(problem)) from None
    for line in table(found):
        say(line)
    within = all(one.within for one in found)
    if args.json:
        print_json({"skipped": "", "within": within, "pages": [asdict(one) for one in found]})
    return 0 if within else 1
