"""Finds what fits somebody's words, near them and as they need it: words and meaning in one question to the database.

The two lists are brought together by reciprocal rank, and ordered as ``ranking`` says. What is full or resting is
found as well, with until when.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import connection

from kith.directory import days, meaning, ranking
from kith.directory.queries import searched
from kith.directory.queries.asked import Asked, Vocabulary, asked
from kith.kit.geometry import KM_PER_DEGREE, around
from kith.places.models import Place

MOST = 20
# So many of each list are brought together; and what is less alike than this is not meant.
OF_EACH = 60
NOT_MEANT = 0.72
# What has less than this share of the best one's words is left out: of several, a single common one says nothing.
NOT_SAID = 0.4
WITHIN_KM = 15.0
# From these one looks beyond their edge as well.
SMALL_PLACES = (Place.Kind.STREET, Place.Kind.COMMUNITY, Place.Kind.NEIGHBOURHOOD)
# Within these kinds of place each row is read; in wider ones the indexes are asked, for longer lists.
READ_WHOLE = (*SMALL_PLACES, Place.Kind.DISTRICT)
OF_EACH_EVERYWHERE = LOOKS_AT = 1000
_WORDS_OF = 6000
_LASTS = 1800.0


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. Without words everything near is listed. ``weekday`` 0 is Monday."""

    words: str = ""
    place: Place | None = None
    lat: float | None = None
    lon: float | None = None
    within_km: float = WITHIN_KM
    weekday: int | None = None
    part: str | None = None
    free: bool = False
    step_free: bool = False
    takes_new: bool = False
    # What did not say whether it is on then, costs nothing or has no steps is found as well.
    unsaid: bool = False
    order: str = ranking.SMALL_FIRST
    most: int = MOST
    # For measuring what the index and the two short lists miss: every row is looked at.
    every: bool = False


@dataclass(frozen=True)
class Found:
    """One line of results: facts, to be said in the reader's language."""

    id: UUID
    card: dict[str, Any]
    state: str
    takes_new: bool
    until: date | None
    places_left: int | None
    free: bool | None
    step_free: bool | None
    drop_in: bool
    assured_on: date | None
    confidential: bool
    here: bool
    away_km: float | None
    score: float
    by_words: int | None
    by_meaning: int | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class Answer:
    """What was found, what was looked for, and whether meanings were compared."""

    found: list[Found]
    asked: Asked
    with_meaning: bool


def find(wanted: Wanted, today: date, *, legs: str = "both") -> Answer:
    """What fits. ``legs`` is for measuring: text, meaning or both."""
    looked_for = asked(wanted.words, vocabulary())
    with_meaning = bool(looked_for.said.strip()) and legs != "text" and meaning.works()
    sql, values = statement(wanted, looked_for, today, with_meaning=with_meaning, with_text=legs != "meaning")
    with connection.cursor() as cursor:
        if with_meaning and not _looks_at_each(wanted):
            cursor.execute(
                "SELECT set_config('hnsw.ef_search', %s, true),"
                " set_config('hnsw.iterative_scan', 'relaxed_order', true)",
                [str(LOOKS_AT)],
            )
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    return Answer([Found(row[0], json.loads(row[1]), *row[2:]) for row in rows], looked_for, with_meaning)


def vocabulary() -> Vocabulary:
    """The words of the entries here, counted a while ago."""
    with _COUNTING:
        name = str(connection.settings_dict["NAME"])
        kept = _COUNTED.get(name)
        if kept is None or kept[0] < time.monotonic() or connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SELECT text FROM directory_searchrow ORDER BY made_at DESC LIMIT %s", [_WORDS_OF])
                kept = _COUNTED[name] = (time.monotonic() + _LASTS, Vocabulary(row[0] for row in cursor))
        return kept[1]


_COUNTED: dict[str, tuple[float, Vocabulary]] = {}
_COUNTING = Lock()


def _looks_at_each(wanted: Wanted) -> bool:
    return wanted.every or (wanted.place is not None and wanted.place.kind in READ_WHOLE)


def _is_small(wanted: Wanted) -> bool:
    return wanted.place is not None and wanted.place.kind in SMALL_PLACES


def statement(
    wanted: Wanted, looked_for: Asked, today: date, *, with_meaning: bool, with_text: bool
) -> tuple[str, list[Any]]:
    """The one question, and its values. Nothing that anybody typed is in the words of it."""
    where, which = _scope(wanted)
    with_text = with_text and bool(looked_for.terms)
    if not with_text and not with_meaning:
        legs = (
            "fused AS (SELECT service_id, 1.0 AS fit, NULL::bigint AS n, NULL::bigint AS m"
            f" FROM directory_searchrow r WHERE {where})"
        )
        values = [*which]
    else:
        asks = _of_each if _looks_at_each(wanted) else _of_the_indexes
        legs, values = asks(wanted, looked_for, where, which, with_meaning=with_meaning, with_text=with_text)
        legs = (
            f"{legs}, fused AS (SELECT service_id, coalesce(1.0 / (%s + said.n), 0)"
            " + coalesce(%s / (%s + meant.n), 0) AS fit, said.n, meant.n AS m"
            " FROM said FULL JOIN meant USING (service_id))"
        )
        values += [ranking.TOGETHER, ranking.MEANING_COUNTS, ranking.TOGETHER]
    ordered, by = _ordered(wanted, today)
    sql = f"WITH {legs} SELECT {_COLUMNS}, {ordered} ORDER BY score DESC, r.service_id LIMIT %s"
    return sql, [*values, *by, wanted.most]


_NOTHING = "SELECT NULL::uuid AS service_id, NULL::bigint AS n WHERE false"
_COLUMNS = (
    "r.service_id, r.card, r.state, r.takes_new, r.until, r.places_left, r.free, r.step_free, r.drop_in, r.assured_on,"
    " r.confidential"
)


def _scope(wanted: Wanted) -> tuple[str, list[Any]]:
    """Which rows may be found at all: near, and as somebody needs it."""
    parts: list[str] = ["true"]
    values: list[Any] = []
    if wanted.place is not None:
        reach = "r.reach && %s::varchar[]"
        values.append(searched.reach_from(wanted.place.path))
        here = _here(wanted)
        if here is not None and _is_small(wanted):
            box = around(here, wanted.within_km)
            reach = f"({reach} OR (r.lat BETWEEN %s AND %s AND r.lon BETWEEN %s AND %s))"
            values += [box.south, box.north, box.west, box.east]
        parts.append(reach)
    bits = days.asked(wanted.weekday, wanted.part)
    if bits:
        parts.append("(r.open_on & %s <> 0 OR NOT r.hours_known)" if wanted.unsaid else "r.open_on & %s <> 0")
        values.append(bits)
    says_yes = "coalesce(r.{0}, true)" if wanted.unsaid else "r.{0}"
    parts += [says_yes.format(name) for name in ("free", "step_free") if getattr(wanted, name)]
    parts += ["r.takes_new"] if wanted.takes_new else []
    return " AND ".join(parts), values


def _here(wanted: Wanted) -> tuple[float, float] | None:
    if wanted.lat is not None and wanted.lon is not None:
        return wanted.lat, wanted.lon
    place = wanted.place
    return (place.lat, place.lon) if place is not None and place.lat is not None and place.lon is not None else None


def _of_each(
    wanted: Wanted, looked_for: Asked, where: str, which: Sequence[Any], *, with_meaning: bool, with_text: bool
) -> tuple[str, list[Any]]:
    """Each row that may be found is read once, and asked both: what it says and what it means. No index is left too
    early, and the words of a whole country are not gathered for one village."""
    fits, anys, scores = _by_words(looked_for) if with_text else ("NULL::float8", [], [])
    matches = f"CASE WHEN coalesce(r.words @@ ({_any_of(looked_for)}), false) THEN {fits} END" if with_text else fits
    away, vector = (_AWAY, [_vector(looked_for)]) if with_meaning else ("NULL::float8", [])
    sql = (
        f"near AS MATERIALIZED (SELECT r.service_id, {matches} AS fits, {away} AS away FROM directory_searchrow r"
        f" WHERE {where}), said AS ({_ranked_words('near WHERE fits IS NOT NULL', wanted, looked_for)}),"
        f" meant AS ({_ranked_meanings('near WHERE away IS NOT NULL', 'away', wanted)})"
    )
    return sql, [*anys, *scores, *vector, *which]


def _of_the_indexes(
    wanted: Wanted, looked_for: Asked, where: str, which: Sequence[Any], *, with_meaning: bool, with_text: bool
) -> tuple[str, list[Any]]:
    """Everywhere there is too much to read: one index answers who says the words, another who means nearly that."""
    said, meant, values = _NOTHING, _NOTHING, []
    if with_text:
        fits, anys, scores = _by_words(looked_for)
        rows = (
            f"(SELECT r.service_id, {fits} AS fits FROM directory_searchrow r"
            f" WHERE r.words @@ ({_any_of(looked_for)}) AND {where}) matched"
        )
        said, values = _ranked_words(rows, wanted, looked_for), [*scores, *anys, *which]
    if with_meaning:
        vector = _vector(looked_for)
        rows = f"(SELECT r.service_id, {_AWAY} AS away FROM directory_searchrow r WHERE {where} ORDER BY {_AWAY}"
        meant = _ranked_meanings(f"{rows} LIMIT {OF_EACH_EVERYWHERE}) nearest", "away", wanted)
        values = [*values, vector, *which, vector]
    return f"said AS ({said}), meant AS ({meant})", values


def _by_words(looked_for: Asked) -> tuple[str, list[Any], list[Any]]:
    """How well a row says it, by each word's weight and where in the entry it stands; and the values of both parts."""
    score = " + ".join([f"%s * ts_rank('{{0.1,0.35,0.6,1.0}}', r.words, {_QUERY})"] * len(looked_for.terms))
    anys = [term.words for term in looked_for.terms for _twice in range(2)]
    scores: list[Any] = [value for term in looked_for.terms for value in (term.weight, term.words, term.words)]
    return f"({score})", anys, scores


def _any_of(looked_for: Asked) -> str:
    return " || ".join([_QUERY] * len(looked_for.terms))


_QUERY = "(phraseto_tsquery('english', %s) || phraseto_tsquery('simple', %s))"
_AWAY = "(r.embedding <=> %s::halfvec)"


def _ranked_words(rows: str, wanted: Wanted, looked_for: Asked) -> str:
    """The best of them in order. What says the same is not cut off in its midst: among those the order decides."""
    cut = "" if wanted.every else f"FETCH FIRST {OF_EACH} ROWS WITH TIES"
    return (
        "SELECT service_id, rank() OVER (ORDER BY fits DESC) AS n FROM (SELECT service_id, fits,"
        f" max(fits) OVER () AS top FROM (SELECT service_id, fits FROM {rows} ORDER BY fits DESC {cut}) best) fit"
        f" WHERE fits >= top * {0 if looked_for.one_word else NOT_SAID}"
    )


def _ranked_meanings(rows: str, away: str, wanted: Wanted) -> str:
    most = "ALL" if wanted.every else OF_EACH_EVERYWHERE if not _looks_at_each(wanted) else OF_EACH
    return (
        f"SELECT service_id, rank() OVER (ORDER BY {away}) AS n FROM (SELECT service_id, {away} FROM {rows}"
        f" ORDER BY {away} LIMIT {most}) best WHERE {away} < {NOT_MEANT}"
    )


def _vector(looked_for: Asked) -> str:
    return meaning.of_query(looked_for.said_right.strip())


def _ordered(wanted: Wanted, today: date) -> tuple[str, list[Any]]:
    """Whether it is here, how far it is, and its score by the order the place chose."""
    order = ranking.order_of(wanted.order)
    here = _here(wanted)
    values: list[Any] = []
    is_here = "false"
    if wanted.place is not None:
        is_here = "r.reach @> %s::varchar[]"
        values.append([f"in:{wanted.place.id}"])
    away = "NULL::float8"
    if here is not None:
        away = "sqrt(power((r.lat - %s) * %s, 2) + power((r.lon - %s) * %s * cos(radians(%s)), 2))"
        values += [here[0], KM_PER_DEGREE, here[1], KM_PER_DEGREE, here[0]]
    sizes = " ".join(f"WHEN '{size}' THEN {factor}" for size, factor in order.sizes.items())
    lately = today - timedelta(days=ranking.LATELY_DAYS)
    sql = (
        f"{is_here} AS here, at.away, f.fit * CASE r.size {sizes} ELSE 1.0 END"
        f" * (1 + CASE WHEN at.away IS NULL THEN 0 ELSE {order.near} / (1 + at.away / {ranking.HALF_AS_NEAR}) END)"
        f" * (1 + CASE WHEN r.takes_new THEN {order.takes_new} ELSE 0 END)"
        f" * (1 + CASE WHEN r.assured_on >= %s THEN {order.checked_lately} ELSE 0 END) AS score,"
        " f.n, f.m, r.lat, r.lon FROM fused f JOIN directory_searchrow r USING (service_id)"
        f" CROSS JOIN LATERAL (SELECT {away} AS away) at"
    )
    before = values[:1] if wanted.place is not None else []
    after = values[len(before) :]
    return sql, [*before, lately, *after]
