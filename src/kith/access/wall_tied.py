"""The rows that are somebody's own: asked, held, offered, taken, about themselves. One function for each table.

The very lookups of ``policy`` are written as SQL by Django, with the one who acts, their link and the moment left
open; so both walls ask the same question, and the database asks it by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from kith.access import policy
from kith.access.rules import COUNT, RULES, TIES, Rule, Tie, When
from kith.access.tie import not_over
from kith.accounts.roles import ROLES

# Values nobody has, to be replaced by what stands for them in the function.
ME = UUID("00000000-0000-4000-8000-00000000a1ce")
THROUGH = UUID("00000000-0000-4000-8000-0000000be7a1")
OPENED = UUID("00000000-0000-4000-8000-00000000e6e6")
MOMENT = datetime(1901, 2, 3, 4, 5, 6, tzinfo=UTC)
_STANDS_FOR: dict[Any, str] = {
    ME: "me",
    THROUGH: "through",
    OPENED: "ANY(opened)",
    MOMENT: "moment",
    True: "true",
    MOMENT - policy.AFTERWARDS: f"moment - interval '{int(policy.AFTERWARDS.total_seconds())} seconds'",
}
_OWN = (When.HOLDS, When.OFFERED, When.TAKEN, When.SELF, When.ASKED, When.SENT_IN, When.COMING, When.ASKED_FOR_THEM)


def tied_function(model: type[models.Model]) -> str | None:
    """The SQL that makes ``wall.tied_<table>()``, which answers the ids of a table's rows that are the actor's own."""
    label = model._meta.label
    tie = TIES.get(label)
    if tie is None:
        return None
    branches = _branches(model, tie)
    if not branches:
        return None
    return _function(f"tied_{model._meta.db_table}", branches)


def denied_function(model: type[models.Model]) -> str | None:
    """The same for ``wall.denied_<table>()``: the rows that a rule keeps from one colleague by a tie of their own."""
    label = model._meta.label
    tie = TIES.get(label)
    if tie is None:
        return None
    found = []
    for rule in RULES:
        if not rule.deny or label not in rule.models or rule.when is not When.KEPT_FROM:
            continue
        for path in tie.kept_from:
            found.append(_written(model._base_manager.filter(Q(**{path: ME})).values_list("pk")))
    return _function(f"denied_{model._meta.db_table}", {"user": found}) if found else None


def _function(name: str, branches: dict[str, list[str]]) -> str:
    written = "\n".join(
        f"    IF said[1] = '{kind}' THEN\n"
        + "".join(f"        RETURN QUERY {one};\n" for one in queries)
        + "    END IF;"
        for kind, queries in branches.items()
    )
    return f"""CREATE OR REPLACE FUNCTION wall.{name}() RETURNS SETOF uuid LANGUAGE plpgsql STABLE
COST 1 ROWS 20 SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    said text[] := wall.said();
    me uuid;
    through uuid;
    moment timestamptz;
    opened uuid[];
BEGIN
    IF said IS NULL THEN
        RETURN;
    END IF;
    me := nullif(said[2], '')::uuid;
    moment := nullif(said[3], '')::timestamptz;
    through := nullif(said[4], '')::uuid;
    opened := ARRAY(SELECT wall.opened());
{written}
END $$"""


def _branches(model: type[models.Model], tie: Tie) -> dict[str, list[str]]:
    """For each kind of actor the queries of its rules; colleagues' rules of one tie are one query."""
    found: dict[str, list[str]] = {}
    together: dict[tuple[When, str], list[str]] = {}
    for rule in RULES:
        if model._meta.label not in rule.models or rule.deny or rule.action == COUNT:
            continue
        if rule.when in (*_OWN, When.EMERGENCY):
            together.setdefault((rule.when, rule.purpose), []).extend(roles_of(rule, tie))
        if rule.when in _OWN:
            for kind in (who for who in rule.who if who not in ROLES):
                found.setdefault(kind, []).extend(_of_others(model, tie, rule, kind))
    staff = [_of_staff(model, tie, when, purpose, roles) for (when, purpose), roles in together.items() if roles]
    if any(staff):
        found["user"] = [one for one in staff if one]
    return {kind: queries for kind, queries in found.items() if queries}


def roles_of(rule: Rule, tie: Tie) -> list[str]:
    """The roles a rule speaks of that also hold what looking needs."""
    slugs = (who for who in rule.who if who in ROLES)
    return [who for who in slugs if tie.permission is None or tie.permission in ROLES[who].permissions]


def array_of(slugs: Iterable[str]) -> str:
    """Words as an array, for SQL."""
    return f"ARRAY[{', '.join(map(repr, dict.fromkeys(slugs)))}]"


def _of_staff(model: type[models.Model], tie: Tie, when: When, purpose: str, roles: list[str]) -> str:
    array = array_of(roles)
    if when is When.EMERGENCY:
        here = f"EXISTS (SELECT 1 FROM wall.parts({array}))"
        return _kept(model, tie, Q(**{tie.person: OPENED}), here) if tie.person else ""
    path = policy.path_of(when, "user", tie)
    if not path:
        return ""
    held = (
        f"EXISTS (SELECT 1 FROM wall.may_hold({array}) one WHERE one.controller = mine.controller"
        " AND (one.within IS NULL OR one.within = ANY(mine.path)))"
    )
    theirs = purpose == "help" and tie.controller and tie.place
    mine = Q(**{path: ME}) & (not_over(tie, MOMENT) if when is When.HOLDS else Q())
    return _kept(model, tie, mine, held if theirs else f"(SELECT wall.has_role({array}))")


def _kept(model: type[models.Model], tie: Tie, q: Q, found: str) -> str:
    """A colleague's own rows, less those that a rule keeps back from them."""
    columns: dict[str, Any] = {}
    if tie.place:
        columns["path"] = F(tie.place)
    if tie.controller:
        columns["controller_"] = F(tie.controller)
    if tie.further_away:
        columns["away"] = F(tie.further_away)
    words = _written(model._base_manager.filter(q).values_list("pk", *columns.values()))
    names = ["id", *("controller" if name == "controller_" else name for name in columns)]
    kept = [found]
    for rule in RULES:
        if rule.deny and rule.when is When.FURTHER_AWAY and model._meta.label in rule.models and tie.further_away:
            kept.append(f"NOT coalesce(mine.away AND (SELECT wall.is_near({array_of(roles_of(rule, tie))})), false)")
    return f"SELECT mine.id FROM ({words}) mine({', '.join(names)}) WHERE {' AND '.join(kept)}"


def _of_others(model: type[models.Model], tie: Tie, rule: Rule, kind: str) -> list[str]:
    """Somebody without an account: their own rows; by a link or code for one ask, those of that ask."""
    path = policy.path_of(rule.when, kind, tie)
    if not path:
        return []
    q = Q(**{path: ME})
    if rule.when is When.TAKEN:
        q &= policy.still_theirs(tie, MOMENT)
    to_ask = policy.ask_of(rule.when, kind, tie)
    if kind not in ("person", "asker") or not to_ask:
        return [_written(model._base_manager.filter(q).values_list("pk"))]
    everything = _written(model._base_manager.filter(q).values_list("pk"))
    one = _written(model._base_manager.filter(q & Q(**{to_ask: THROUGH})).values_list("pk"))
    return [f"SELECT * FROM ({everything}) own WHERE through IS NULL", f"SELECT * FROM ({one}) own"]


def _written(rows: models.QuerySet[Any, Any]) -> str:
    words, params = rows.order_by().query.sql_with_params()
    said = []
    for value in params:
        if value in _STANDS_FOR:
            said.append(_STANDS_FOR[value])
        else:
            raise TypeError(f"The second wall does not know how to say {value!r}.")
    return words % tuple(said)
