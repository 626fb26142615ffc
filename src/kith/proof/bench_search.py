"""How long does finding take among a nation's services, what does the index miss, and is what is found what was meant?

Speed is measured with made-up meanings in their real number and size; relevance with real ones, of a county's directory
of 4,000 services against forty queries in people's own words, which were judged before anything was tuned.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import log2
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from kith.access.acting import acting
from kith.directory import meaning
from kith.directory.queries.asked import asked
from kith.directory.queries.find import Wanted, find, statement, vocabulary
from kith.directory.queries.lines import lines_of
from kith.kit.actor import Actor
from kith.proof.search_kinds import JUDGED
from kith.proof.search_world import Made, Noise, Town, entries, towns

SIZES = {"smoke": (1_500, 20, 40), "district": (10_000, 40, 200), "nation": (100_000, 400, 400)}
COUNTY, COUNTY_TOWNS = 4_000, 20
MOST_MS, MOST_TIMES, LEAST_RECALL = 20.0, 2.0, 0.98
AT = 10
_COLUMNS = (
    "service_id", "place_id", "reach", "text", "meant", "lat", "lon", "state", "takes_new", "until", "places_left",
    "free", "step_free", "drop_in", "open_on", "hours_known", "size", "assured_on", "confidential", "card", "made_at",
)  # fmt: skip


@dataclass(frozen=True)
class Speed:
    """Milliseconds. ``p95_ms`` is for all of it: words read, the meaning of the query worked out, the question, and
    lines with snippets. ``known`` is the same with the meaning known already, ``bare`` the question alone."""

    services: int
    p50_ms: float
    p95_ms: float
    known_p50_ms: float
    known_p95_ms: float
    bare_p50_ms: float
    bare_p95_ms: float
    times_bare: float
    recall_near: float
    recall_wide: float
    district_p95_ms: float
    wide_p95_ms: float

    @property
    def within(self) -> bool:
        """Whether every bound is kept: of time for finding near a place, of what is missed everywhere as well."""
        missed = min(self.recall_near, self.recall_wide)
        return self.p95_ms <= MOST_MS and self.times_bare <= MOST_TIMES and missed >= LEAST_RECALL


@dataclass(frozen=True)
class Relevance:
    """nDCG@10 of one half of the judged queries."""

    queries: int
    text: float
    meaning: float
    fused: float


def fill(admin: psycopg.Connection[Any], rows: list[Made], vectors: Sequence[str]) -> None:
    """Put the rows in as fast as the database takes them; no service stands behind them here."""
    admin.execute("ALTER TABLE directory_searchrow DROP CONSTRAINT IF EXISTS " + _foreign_key(admin))
    admin.execute("DROP INDEX directory_search_meaning")
    admin.execute("CREATE TEMP TABLE waiting (LIKE directory_searchrow INCLUDING DEFAULTS)")
    admin.execute("ALTER TABLE waiting ALTER COLUMN words DROP NOT NULL, ADD a text, ADD c text, ADD d text")
    with admin.cursor() as cursor:
        with cursor.copy(f"COPY waiting ({', '.join(_COLUMNS)}, embedding, a, c, d) FROM STDIN") as copy:
            for one, vector in zip(rows, vectors, strict=True):
                copy.write_row((*one.row, vector, one.by_weight[0], one.by_weight[2], one.by_weight[3]))
        both = " || ".join(
            f"setweight(to_tsvector('{language}', {column}), '{weight}')"
            for column, weight in (("a", "A"), ("c", "C"), ("d", "D"))
            for language in ("english", "simple")
        )
        names = ", ".join(_COLUMNS)
        words = f"INSERT INTO directory_searchrow ({names}, embedding, words) SELECT {names}, embedding, {both}"
        words = f"{words} FROM waiting"
        cursor.execute(words)
    admin.execute("DROP TABLE waiting")
    admin.execute("SET maintenance_work_mem = '512MB'")
    admin.execute(
        "CREATE INDEX directory_search_meaning ON directory_searchrow USING hnsw (embedding halfvec_cosine_ops)"
        " WITH (ef_construction = 160)"
    )
    admin.execute("VACUUM ANALYZE directory_searchrow")


def _foreign_key(admin: psycopg.Connection[Any]) -> str:
    found = admin.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'directory_searchrow'::regclass AND contype = 'f'"
        " AND confrelid = 'directory_service'::regclass"
    ).fetchone()
    assert found is not None
    return str(found[0])


def speed(admin: psycopg.Connection[Any], size: str, now: datetime, tick: Callable[[], None]) -> Speed:
    """Fill and measure."""
    many, many_towns, turns = SIZES[size]
    here, noise = towns(many_towns, now), Noise()
    rows = list(entries(many, here, now))
    tick()
    fill(admin, rows, [noise.of(one.kind) for one in rows])
    tick()
    vocabulary()
    _warm(here, now)
    took = _Took()
    for turn in range(-8, turns):
        words, kinds = JUDGED[turn % len(JUDGED)]
        wanted = _asked_from(words, here[(turn * 7) % len(here)], turn)
        embedding = _embedding_ms(f"{words} {turn}")
        with acting(Actor.public(), now=now, read_only=True), _instead(noise.of(max(kinds, key=kinds.__getitem__))):
            _one_turn(took, wanted, embedding, turn, now)
        if turn < 0:
            took = _Took()
        tick()
    return took.speed(many)


@dataclass
class _Took:
    """The milliseconds of each turn, and which share of the best ten was shown."""

    all: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    district: list[float] = field(default_factory=list)
    wide: list[float] = field(default_factory=list)
    recall_near: list[float] = field(default_factory=list)
    recall_wide: list[float] = field(default_factory=list)

    def speed(self, services: int) -> Speed:
        return Speed(
            services=services,
            p50_ms=round(statistics.median(self.all), 1),
            p95_ms=_p95(self.all),
            known_p50_ms=round(statistics.median(self.known), 1),
            known_p95_ms=_p95(self.known),
            bare_p50_ms=round(statistics.median(self.bare), 1),
            bare_p95_ms=_p95(self.bare),
            times_bare=round(statistics.median(self.known) / statistics.median(self.bare), 2),
            recall_near=round(statistics.mean(self.recall_near), 4),
            recall_wide=round(statistics.mean(self.recall_wide), 4),
            district_p95_ms=_p95(self.district),
            wide_p95_ms=_p95(self.wide),
        )


def _warm(here: Sequence[Town], now: datetime) -> None:
    """Look at every town once, as a site that has run for a day has: what is measured is finding, not the disk."""
    with acting(Actor.public(), now=now, read_only=True):
        for town in here:
            find(Wanted("", town.place, most=1), now.date(), legs="text")


def _one_turn(took: _Took, wanted: Wanted, embedding: float, turn: int, now: datetime) -> None:
    """One search near a place, with and without what is around the question: whichever is first finds less at hand,
    so they take turns. Every fourth time in the whole district and everywhere as well."""
    bare = _bare(wanted, now) if turn % 2 else 0.0
    known = _timed(lambda: _as_a_page(wanted, now))
    took.bare.append(bare or _bare(wanted, now))
    took.known.append(known)
    took.all.append(known + embedding)
    if turn % 4 == 0:
        district = replace(wanted, place=wanted.place.ancestor("district") if wanted.place else None)
        everywhere = replace(wanted, place=None, lat=None, lon=None)
        took.district.append(_timed(lambda: _as_a_page(district, now)))
        took.wide.append(_timed(lambda: _as_a_page(everywhere, now)))
        took.recall_near.append(_recall(wanted, now))
        took.recall_wide.append(_recall(everywhere, now))


def _asked_from(words: str, town: Town, turn: int) -> Wanted:
    """Near a town; every third time with a day, every fifth what is free, as people do."""
    weekday = turn % 7 if turn % 3 == 0 else None
    return Wanted(words, town.place, weekday=weekday, free=turn % 5 == 0)


def _as_a_page(wanted: Wanted, now: datetime) -> int:
    answer = find(wanted, now.date())
    return len(lines_of(answer.found, answer.asked, now))


def _timed(work: Callable[[], int]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _bare(wanted: Wanted, now: datetime) -> float:
    """The same question alone, with nothing around it."""
    sql, values = statement(wanted, asked(wanted.words, vocabulary()), now.date(), with_meaning=True, with_text=True)
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(sql, values)
        cursor.fetchall()
        return (time.perf_counter() - began) * 1000


def _embedding_ms(words: str) -> float:
    if not meaning.works():
        return 0.0
    began = time.perf_counter()
    meaning.meanings([words])
    return (time.perf_counter() - began) * 1000


def _recall(wanted: Wanted, now: datetime) -> float:
    """Which share of the best ten, when every row is looked at, is among the ten that are shown."""
    shown = _ids(replace(wanted, most=AT), now)
    every = _ids(replace(wanted, most=AT, every=True), now)
    return len(set(shown) & set(every)) / len(every) if every else 1.0


def _ids(wanted: Wanted, now: datetime) -> list[UUID]:
    return [one.id for one in find(wanted, now.date()).found]


@contextmanager
def _instead(vector: str) -> Iterator[None]:
    """Where the meaning of the query is asked for, this one is given: made-up rows have made-up meanings."""
    own = meaning.of_query, meaning.works
    meaning.of_query, meaning.works = (lambda _words: vector), (lambda: True)  # type: ignore[assignment]
    try:
        yield
    finally:
        meaning.of_query, meaning.works = own


def _p95(took: list[float]) -> float:
    return round(statistics.quantiles(took, n=20)[-1], 1)


def relevance(
    admin: psycopg.Connection[Any], home: Path, now: datetime, tick: Callable[[], None]
) -> dict[str, Relevance]:
    """A county's directory with real meanings, and forty judged queries asked from three of its towns each."""
    here = towns(COUNTY_TOWNS, now)
    rows = list(entries(COUNTY, here, now))
    fill(admin, rows, _kept_meanings([one.text for one in rows], home, tick))
    kinds = {one.id: one.kind for one in rows}
    found: dict[str, Relevance] = {}
    for half, queries in (("may be tuned on", JUDGED[::2]), ("kept out", JUDGED[1::2])):
        scores = {
            legs: statistics.mean(
                _ndcg(words, grades, town, kinds, rows, now, legs) for words, grades in queries for town in here[::7]
            )
            for legs in ("text", "meaning", "both")
        }
        rounded = {legs: round(score, 3) for legs, score in scores.items()}
        found[half] = Relevance(len(queries), rounded["text"], rounded["meaning"], rounded["both"])
        tick()
    return found


def _ndcg(
    words: str, grades: dict[str, int], town: Town, kinds: dict[UUID, str], rows: list[Made], now: datetime, legs: str
) -> float:
    """How good the first ten are, of the best ten there are within reach of the town."""
    wanted = Wanted(words, town.place, within_km=40.0, order="words", most=AT)
    with acting(Actor.public(), now=now, read_only=True):
        shown = find(wanted, now.date(), legs=legs).found
        reach = find(replace(wanted, words="", most=COUNTY), now.date(), legs="text").found
    best = sorted((grades.get(kinds[one.id], 0) for one in reach), reverse=True)[:AT]
    return _gain([grades.get(kinds[one.id], 0) for one in shown]) / (_gain(best) or 1.0)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def _kept_meanings(texts: list[str], home: Path, tick: Callable[[], None]) -> list[str]:
    """The meanings of these texts, worked out once and kept in the instance's home."""
    np = __import__("numpy")
    folder = home / "meaning"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"county-{len(texts)}.npz"
    distinct = list(dict.fromkeys(texts))
    if path.is_file():
        with np.load(path) as kept:
            if list(kept["texts"]) == distinct:
                known = dict(zip(distinct, kept["meanings"], strict=True))
                return [meaning.written(known[text]) for text in texts]
    parts = []
    for begin in range(0, len(distinct), 200):
        parts.append(meaning.meanings(distinct[begin : begin + 200]))
        tick()
    worked_out = np.concatenate(parts)
    np.savez(path, texts=np.array(distinct), meanings=worked_out)
    known = dict(zip(distinct, worked_out, strict=True))
    return [meaning.written(known[text]) for text in texts]


def table(speed_found: Speed | None, relevance_found: dict[str, Relevance]) -> list[str]:
    """The figures in lines, each beside its bound."""
    lines = []
    if speed_found is not None:
        one = speed_found
        worked_out = "worked out by the model each time" if meaning.works() else "NOT worked out: the extra is missing"
        lines += [
            f"{one.services:,} services, near a place: p50 {one.p50_ms} ms, p95 {one.p95_ms} ms (bound {MOST_MS:g});",
            f"  in it: the query's words and spelling, its meaning ({worked_out}), the question with",
            "  everybody's walls up, and lines with snippets; not in it: HTTP and the page's HTML.",
            "  Every town was looked at once before, so that its rows are in memory",
            f"  with the meaning known already: p50 {one.known_p50_ms} ms, p95 {one.known_p95_ms} ms",
            f"  the question alone: p50 {one.bare_p50_ms} ms, p95 {one.bare_p95_ms} ms; finding with the meaning known"
            f" takes {one.times_bare} times that (bound {MOST_TIMES:g})",
            f"  in a whole district: p95 {one.district_p95_ms} ms; everywhere at once: p95 {one.wide_p95_ms} ms",
            f"  of the best ten when every row is scored, shown: {one.recall_near} near,"
            f" {one.recall_wide} everywhere at once (bound {LEAST_RECALL} each)",
        ]
    for half, found in relevance_found.items():
        lines.append(
            f"nDCG@{AT}, {found.queries} queries, {half}:"
            f" text {found.text}, meaning {found.meaning}, fused {found.fused}"
        )
    return lines
