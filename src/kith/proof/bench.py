"""How long do our pages take, and how many questions do they ask the database? It reads pages; it judges no content.

Measured in one process through the whole stack of the site, on a throw-away database filled by our own actions.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path

from kith.kit.memory import settle
from kith.kit.pages import page

WARM_UP, SMOKE, REQUESTS = 5, 40, 200
MOST_MS, MOST_QUERIES = 150.0, 15
# Machines differ and are shared: only three times the figure is a failure. Queries are counted, so they are exact.
FAILS_AT = 3
BARE = "a bare page"
HOUSEKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ", "SELECT set_config")


@dataclass(frozen=True)
class Visit:
    """One page as somebody opens it."""

    name: str
    address: str
    client: Client


@dataclass(frozen=True)
class Figures:
    """What came of opening one page many times. ``times_bare`` is how much longer it takes than a bare page.

    ``cpu_ms`` is what this process itself worked for it, whatever else the machine was busy with.
    """

    p50_ms: float
    p95_ms: float
    cpu_ms: float
    queries: int
    bytes: int
    times_bare: float = 1.0

    @property
    def within(self) -> bool:
        """Within the figure."""
        return self.p95_ms <= MOST_MS and self.queries <= MOST_QUERIES

    @property
    def fails(self) -> bool:
        """So far beyond it that no shared machine is to blame."""
        return self.p95_ms > MOST_MS * FAILS_AT or self.queries > MOST_QUERIES


class NotServed(Exception):
    """A page did not answer as a page. The text says which and how."""


def measure(visits: Sequence[Visit], requests: int, tick: Callable[[], None]) -> dict[str, Figures]:
    """Open every page often, and a bare page of the same stack for comparison."""
    # As the site does when it has started.
    settle()
    with _with_a_bare_page():
        bare = _figures(Visit(BARE, "/bare/", visits[0].client), requests, 1.0)
        tick()
        found = {BARE: bare}
        for visit in visits:
            found[visit.name] = _figures(visit, requests, bare.p50_ms)
            tick()
    return found


def _figures(visit: Visit, requests: int, bare_ms: float) -> Figures:
    for _turn in range(WARM_UP):
        size = len(_open(visit).content)
    with _counting() as asked:
        _open(visit)
    took, worked = [], []
    for _turn in range(requests):
        began, work = time.perf_counter(), time.process_time()
        _open(visit)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - work) * 1000)
    p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    times = p50 / bare_ms if bare_ms > 0 and visit.name != BARE else 1.0
    return Figures(round(p50, 1), round(p95, 1), round(statistics.median(worked), 1), len(asked), size, round(times, 1))


def _open(visit: Visit) -> HttpResponse:
    answer: Any = visit.client.get(visit.address, secure=settings.HTTPS)
    if answer.status_code != 200:
        raise NotServed(f"{visit.name} ({visit.address}) answered {answer.status_code}, not 200.")
    return answer


@contextmanager
def _counting() -> Iterator[list[str]]:
    """What is asked of the database meanwhile, without what every transaction needs."""
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(HOUSEKEEPING):
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


@contextmanager
def _with_a_bare_page() -> Iterator[None]:
    """The site's addresses and one more: as little as a page of ours can be, one question and the empty layout."""
    addresses = (path("bare/", _bare), path("", include(settings.ROOT_URLCONF)))
    with override_settings(ROOT_URLCONF=addresses):
        yield


def _bare(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return page(request, "kit/base.html")


def table(found: dict[str, Figures]) -> list[str]:
    """The figures in lines, each beside its bound: what is lost stands beside what is won."""
    lines = [
        f"{'page':<22}{'p50 ms':>9}{'p95 ms':>9}{'bound':>7}{'cpu ms':>8}"
        f"{'queries':>9}{'bound':>7}{'x bare':>8}{'kB':>7}"
    ]
    for name, one in found.items():
        said = "" if one.within or name == BARE else "  NOT WITHIN"
        lines.append(
            f"{name:<22}{one.p50_ms:>9.1f}{one.p95_ms:>9.1f}{MOST_MS:>7.0f}{one.cpu_ms:>8.1f}{one.queries:>9}{MOST_QUERIES:>7}"
            f"{one.times_bare:>8.1f}{one.bytes / 1000:>7.1f}{said}"
        )
    return lines
