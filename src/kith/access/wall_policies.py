"""The second wall: row-level security written from the table of who may, for the database itself to keep.

``statements`` answers everything the owner of the tables executes after each migration; nothing is written by hand
for any one table. A row is there for whoever acts when a rule of ``rules`` ties them to it. Which classes of field
of a row may be shown is decided by ``policy`` alone: the database knows rows, not fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from kith.access.rules import COUNT, FOR_NOBODY_ELSE, RULES, TIES, Rule, Tie, When
from kith.access.wall_functions import FUNCTIONS
from kith.access.wall_tied import array_of, denied_function, roles_of, tied_function
from kith.accounts.roles import ROLES, Permission

# These say who works where and what a place is called; they are read before anybody is known to be acting.
OPEN_PACKAGES = ("places", "accounts", "access")
APP, OWNER, WATCH = "kith_app", "kith_owner", "kith_watch"


def protected() -> list[type[models.Model]]:
    """Every model whose rows belong to a controller and are about somebody, in the order of their tables."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("kith.")
        and model._meta.app_label not in OPEN_PACKAGES
        and any(field.name == "controller" for field in model._meta.get_fields())
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def statements(watched: tuple[str, ...] = ()) -> Iterator[str]:
    """What the owner executes, in order. Running it twice changes nothing. ``watched``: tables the watchdog reads."""
    yield from FUNCTIONS
    for model in protected():
        yield from (function for function in (tied_function(model), denied_function(model)) if function)
    yield f"GRANT USAGE ON SCHEMA wall TO {APP}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA wall TO {APP}"
    for model in protected():
        yield from _table(model, watched)


def _table(model: type[models.Model], watched: tuple[str, ...]) -> Iterator[str]:
    table = model._meta.db_table
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    for name in ("wall_owner", "wall_watch", "wall_all", "wall_seen"):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
    yield f"CREATE POLICY wall_owner ON {table} TO {OWNER} USING (true) WITH CHECK (true)"
    if table in watched:
        yield (
            f"DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{WATCH}') THEN "
            f"CREATE POLICY wall_watch ON {table} FOR SELECT TO {WATCH} USING (true); END IF; END $$"
        )
    # Only acts and parts of Kith itself write; what they may is asked by the permissions of each act.
    everything = "(SELECT wall.sees_all())"
    yield f"CREATE POLICY wall_all ON {table} TO {APP} USING ({everything}) WITH CHECK ({everything})"
    seen = seen_by(model)
    if seen:
        # What is trusted is said first, so that nothing else is asked on its behalf.
        yield f"CREATE POLICY wall_seen ON {table} FOR SELECT TO {APP} USING ({everything} OR ({seen}))"


def seen_by(model: type[models.Model]) -> str:
    """The rows of one table that are there for whoever acts, as an SQL condition; empty where no rule speaks of it."""
    label = model._meta.label
    tie = TIES.get(label)
    if tie is None:
        return ""
    allowed = [term for rule in _of(label) if (term := _term(model, tie, rule))]
    if tied_function(model) is not None:
        allowed.append(f"{model._meta.db_table}.{_key(model)} IN (SELECT wall.tied_{model._meta.db_table}())")
    if not allowed:
        return ""
    denied = [_denied(model, tie, rule) for rule in _of(label, deny=True)]
    kept_back = "".join(f" AND NOT ({term})" for term in denied if term)
    return f"({' OR '.join(dict.fromkeys(allowed))}){kept_back}"


def _of(label: str, deny: bool = False) -> list[Rule]:
    return [rule for rule in RULES if label in rule.models and rule.deny is deny and (deny or rule.action != COUNT)]


def _term(model: type[models.Model], tie: Tie, rule: Rule) -> str:
    """The rows of a rule that are told apart by their own columns, or by one step from them."""
    slugs = roles_of(rule, tie)
    roles = array_of(slugs) if slugs else ""
    if rule.when is When.IN_PLACE and roles and tie.place:
        purpose = "help" if rule.purpose == "help" and tie.controller else ""
        return _in_place(model, tie, roles, purpose)
    if rule.when is When.OWN_CONTROLLER and roles:
        return f"{_column(model, tie.controller)} IN (SELECT wall.organisations({roles}))"
    if rule.when is When.ALWAYS:
        others = [who for who in rule.who if who not in ROLES]
        kinds = f"(SELECT wall.kind()) = ANY(ARRAY[{', '.join(map(repr, others))}])" if others else ""
        mine = f"(SELECT wall.has_role({roles}))" if roles else ""
        return " OR ".join(term for term in (kinds, mine) if term)
    return ""


def _in_place(model: type[models.Model], tie: Tie, roles: str, purpose: str) -> str:
    steps = tie.place.split("__")[:-1]
    controller = f"{model._meta.db_table}.{_column(model, tie.controller)}" if tie.controller else ""
    joins, last = _walk(model, steps)
    holds = (
        f"(({last} IN (SELECT wall.plain_places({roles})) AND {controller} IN (SELECT wall.controllers({roles})))"
        f" OR ({last}, {controller}) IN (SELECT * FROM wall.reach({roles})))"
        if purpose
        else f"{last} IN (SELECT wall.places({roles}))"
    )
    holds += _told_to_others(tie, joins, roles, controller) if purpose else ""
    if not joins:
        return holds
    (first, tied), *more = joins
    others = "".join(f" JOIN {name} ON {how}" for name, how in more)
    return f"EXISTS (SELECT 1 FROM {first}{others} WHERE {tied} AND {holds})"


def _told_to_others(tie: Tie, joins: list[tuple[str, str]], roles: str, controller: str) -> str:
    """What another organisation answers for is there only while the person lets others be told; promises always are.

    Only for rows that say it themselves or are one step from the one that does.
    """
    path = tie.told or tie.withheld
    here = path.split("__")[:-1]
    if not path or tie.permission is Permission.SEE_TODAY or len(here) != len(joins) or "asks" in here:
        return ""
    row = "step0." if here else ""
    told = f"{row}withheld_from IS NULL OR {row}withheld_from > (SELECT wall.moment())"
    return f" AND ({controller} IN (SELECT wall.organisations({roles})) OR {told})"


def _walk(model: type[models.Model], steps: list[str]) -> tuple[list[tuple[str, str]], str]:
    """The tables between a row and its place, each with how it is joined, and the column that names the place."""
    joins: list[tuple[str, str]] = []
    table, here = model._meta.db_table, model
    for number, name in enumerate(steps):
        field: Any = here._meta.get_field(name)
        column = f"{table}.{field.column}"
        if number == len(steps) - 1:
            break
        here, table = field.related_model, f"step{number}"
        joins.append((f"{here._meta.db_table} {table}", f"{table}.{_key(here)} = {column}"))
    return joins, column


def _denied(model: type[models.Model], tie: Tie, rule: Rule) -> str:
    """What a rule keeps back of the rows a colleague would otherwise see where they work."""
    if rule.when is When.SIGN_IN_CODE:
        return f"kind = ANY({array_of(FOR_NOBODY_ELSE)}) AND user_id IS DISTINCT FROM (SELECT wall.me('user'))"
    if rule.when is When.FURTHER_AWAY:
        near = f"(SELECT wall.is_near({array_of(roles_of(rule, tie))}))"
        first, *more = tie.further_away.split("__")
        if not more:
            return f"further_away AND {near}"
        # On the way to its place: it is the row one step from here that is not there.
        if len(more) > 1 or tie.place.startswith(f"{first}__"):
            return ""
        return f"coalesce({_column(model, first)} IN (SELECT wall.further_away()), false) AND {near}"
    if denied_function(model) is None:
        raise TypeError(f"The second wall does not know how to keep {model._meta.label} back {rule.when}.")
    return f"{model._meta.db_table}.{_key(model)} IN (SELECT wall.denied_{model._meta.db_table}())"


def _column(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.column)


def _key(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return str(model._meta.pk.column)
