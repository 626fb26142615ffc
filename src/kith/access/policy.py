"""Answers who may, from the table in ``rules``. Holds no rule of its own; nobody else answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import Cast, JSONObject

from kith.access import acting as act
from kith.access.acting import FromOthers, Part
from kith.access.among import beneath, is_of_the_row, leading_to, one_of
from kith.access.crossings import Crossing, Opening
from kith.access.rules import COUNT, FOR_NOBODY_ELSE, OF_THEIRS, RULES, TIES, VIEW, WHILE_IT_RUNS_OFF, Rule, Tie, When
from kith.access.tie import not_over
from kith.accounts.models import Membership
from kith.accounts.roles import ROLES, Permission
from kith.kit import known
from kith.kit.actor import Actor
from kith.places.models import Place

NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING
AFTERWARDS = timedelta(hours=24)
WIDE = ("district", "system")
# From an ask to whoever may know who comes.
_WHOSE_ASK = {"person": "person", "asker": "asker", "program": "sent_in__team__tokens"}
ALL_CLASSES = frozenset("ABCDE")
# The model whose rows are asked for as a set of a colleague's, led to by ids; None for one row.
Sets = type[models.Model] | None
# Who is helped and who helps; their package comes after this one and says so as it starts.
people: type[models.Model] | None = None
# How every way to those who must not know of a person ends.
_KEPT_FROM = "kept_from__user"
# Nobody, and a moment nothing happened at: they stand for whoever is asked about in what is kept of a question.
_ONE = UUID("00000000-0000-4000-8000-00000000a110")
_NOW = datetime(1901, 2, 3, 4, 5, 6, tzinfo=UTC)
_TEXTS: ArrayField[Any, Any] = ArrayField(models.TextField())


@dataclass(frozen=True)
class Decision:
    """One answer: whether, why in a sentence, and which classes of field."""

    allowed: bool
    reason: str
    classes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.allowed


def scope(actor: Actor, action: str, model: type[models.Model], purpose: str | None = None) -> Q:
    """The rows of ``model`` on which ``actor`` may do ``action`` (view, count, or a permission), as a filter."""
    if actor.kind == "system":
        return EVERYTHING
    label = model._meta.label
    tie = TIES.get(label)
    if tie is None:
        return NOTHING
    sets = model if actor.kind == "user" else None
    said = list(_matches(actor, action, label, tie, purpose, deny=False, sets=sets))
    if not said:
        return NOTHING
    denied = [q for _, q in _matches(actor, action, label, tie, purpose, deny=True, sets=sets)]
    answer = reduce(or_, (q for _, q in said))
    if denied:
        answer &= ~reduce(or_, denied)
    if tie.many and not sets:
        return Q(pk__in=model._base_manager.filter(answer).values("pk"))
    return answer


def decide(actor: Actor, action: str, obj: models.Model, purpose: str = "help") -> Decision:
    """Whether ``actor`` may do ``action`` to this row, why, and which classes of field it opens."""
    if actor.kind == "system":
        return Decision(True, f"{actor.label} is part of Kith itself.", ALL_CLASSES)
    label = obj._meta.label
    tie = TIES.get(label)
    if tie is None:
        return Decision(False, f"No rule mentions {label}.")
    said = [rule for deny in (True, False) for rule in _matches(actor, action, label, tie, purpose, deny=deny)]
    holding = [rule for (rule, _), holds in zip(said, _true_of(obj, [q for _, q in said]), strict=True) if holds]
    if any(rule.deny for rule in holding):
        return Decision(False, f"A rule keeps this from {actor.label}.")
    if not holding:
        return Decision(False, f"No rule lets {actor.label} do this.")
    classes = frozenset("".join(rule.classes for rule in holding))
    return Decision(True, f"Allowed: {holding[0].when.value}, for {purpose}.", classes)


def _true_of(obj: models.Model, questions: list[Q]) -> tuple[bool, ...]:
    """Which of these is so for this row. One query, however many rules speak of it."""
    rows = type(obj)._base_manager.all()
    asked: dict[str, ExpressionWrapper[Any] | Exists] = {
        f"so_{number}": ExpressionWrapper(q, models.BooleanField())
        if is_of_the_row(type(obj), q)
        else Exists(rows.filter(q, pk=OuterRef("pk")))
        for number, q in enumerate(questions)
    }
    found = rows.filter(pk=obj.pk).annotate(**asked).values_list(*asked).first() if asked else None
    return tuple(map(bool, found)) if found else (False,) * len(questions)


def fields(actor: Actor, obj: models.Model, purpose: str = "help") -> frozenset[str]:
    """The classes of field of this row that ``actor`` may see."""
    return decide(actor, VIEW, obj, purpose).classes


def standing(actor: Actor) -> tuple[Part, ...]:
    """The live memberships of a member of staff, read once in each acting block."""
    if actor.kind != "user" or actor.id is None:
        return ()
    state = act.state_of(actor)
    if state is not None and state.parts is not None:
        return state.parts
    with act.serving("whom a colleague must not know of, which only those others may see"):
        parts = _parts_of(actor.id, act.moment())
    if state is not None:
        if state.own_street_only:
            parts = tuple(part for part in parts if part.place_kind == "street")
        state.parts = parts
    return parts


def _parts_of(user_id: UUID, now: datetime) -> tuple[Part, ...]:
    """Their live memberships, each with what may cross to its organisation and what is open in an emergency."""
    words, order = _parts_in_words()
    stands_for = {_NOW: now, _ONE: user_id}
    return tuple(
        replace(
            Part(*row[:5]),
            path=tuple(row[5]),
            from_others=tuple(_from_others(json.loads(one), now) for one in row[6]),
            opened=tuple(_opened(json.loads(one)) for one in row[7]),
            kept_from=tuple(row[8]),
        )
        for row in known.ask(words, *(stands_for.get(one, one) for one in order))
    )


@cache
def _parts_in_words() -> tuple[str, tuple[Any, ...]]:
    """That question as SQL, which is the same whoever it is about, and its values for nobody."""
    crossings = Crossing.objects.filter(
        taker=OuterRef("team__organisation"), starts_at__lte=_NOW, runs_off_until__gt=_NOW
    ).values(one=JSONObject(giver="giver", place="place_id", purpose="purpose", classes="classes", until="expires_at"))
    opened = Opening.objects.filter(user_id=_ONE, starts_at__lte=_NOW, until__gt=_NOW).values(
        one=JSONObject(person="person_id", classes="classes")
    )
    assert people is not None
    apart = people._base_manager.filter(**{_KEPT_FROM: _ONE}).order_by().values("pk")
    rows = Membership.objects.live(_NOW).filter(user_id=_ONE).order_by("started_at", "id")
    rows = rows.annotate(
        crossings=Cast(ArraySubquery(crossings), _TEXTS),
        opened=Cast(ArraySubquery(opened), _TEXTS),
        apart=ArraySubquery(apart),
    )
    names = ("id", "role", "team__place", "team__place__kind", "team__organisation", "team__place__path")
    words, values = rows.values_list(*names, "crossings", "opened", "apart").query.sql_with_params()
    return words, values


def _from_others(one: dict[str, str], now: datetime) -> FromOthers:
    live = datetime.fromisoformat(one["until"]) > now
    return FromOthers(UUID(one["giver"]), UUID(one["place"]), one["purpose"], one["classes"], live)


def _opened(one: dict[str, str]) -> tuple[UUID, str]:
    return UUID(one["person"]), one["classes"]


def may_cross(giver: UUID, taker: UUID, place: Place, classes: str, now: datetime, purpose: str = "help") -> bool:
    """Whether an organisation may pass these classes of field about somebody in ``place`` to another, now."""
    if giver == taker:
        return True
    live = Crossing.objects.filter(giver=giver, taker=taker, purpose=purpose, place_id__in=place.path)
    agreed = live.filter(starts_at__lte=now, expires_at__gt=now).values_list("classes", flat=True)
    return set(classes) <= set("".join(agreed))


def holds(actor: Actor, permission: Permission) -> bool:
    """Whether any of the actor's memberships carries this permission."""
    return any(permission in ROLES[part.role].permissions for part in standing(actor))


def may_at(actor: Actor, permission: Permission, place: Place) -> bool:
    """Whether a membership in this place, or in one it lies in, carries this permission.

    For pages about a place: where it is false the page is not there, rather than empty.
    """
    return actor.kind == "system" or any(
        part.place in place.path and permission in ROLES[part.role].permissions for part in standing(actor)
    )


def _matches(
    actor: Actor, action: str, label: str, tie: Tie, purpose: str | None, *, deny: bool, sets: Sets = None
) -> Iterator[tuple[Rule, Q]]:
    """Each rule of the table that speaks of this actor and model, with the rows it speaks of.

    ``sets``: for which rows there are, and not for one of them. Rules that differ only in who and in classes are one.
    """
    parts = _parts_for(actor, action, tie)
    kinds = {part.role for part in parts} if actor.kind == "user" else {actor.kind}
    read_as = COUNT if action == COUNT else VIEW
    rules = []
    for rule in RULES:
        if rule.deny is not deny or label not in rule.models or kinds.isdisjoint(rule.who):
            continue
        if not deny and (rule.action != read_as or not _serves(rule, purpose)):
            continue
        rules.append(rule)
    for rule in _together(rules) if sets else rules:
        mine = [part for part in parts if part.role in rule.who]
        for meant, q in _rows_of(rule, actor, tie, mine, sets):
            yield meant, _only_through(actor, ask_of(rule.when, actor.kind, tie), q)


def _together(rules: list[Rule]) -> list[Rule]:
    """Whether a name is among the classes tells which rows may cross, so rules with and without one stay apart."""
    found: dict[tuple[When, str, bool], Rule] = {}
    for rule in rules:
        key = rule.when, rule.purpose, "B" in rule.classes
        one = found.get(key)
        found[key] = replace(rule, who=(*one.who, *rule.who), classes=one.classes + rule.classes) if one else rule
    return list(found.values())


def _serves(rule: Rule, purpose: str | None) -> bool:
    """Whether a rule is for this purpose. In an emergency one looks in order to help."""
    return purpose in (None, rule.purpose) or (rule.purpose == "emergency" and purpose == "help")


def _rows_of(rule: Rule, actor: Actor, tie: Tie, parts: list[Part], sets: Sets) -> Iterator[tuple[Rule, Q]]:
    """The rows a rule speaks of, apart wherever fewer classes of field may be seen than the rule itself allows."""
    if rule.when is When.EMERGENCY:
        yield from _opened_rows(rule, tie, parts)
        return
    of_theirs = actor.kind == "user" and rule.when in OF_THEIRS and rule.purpose == "help" and tie.controller
    if not of_theirs or rule.deny or rule.action == COUNT:
        q = _rows(rule.when, actor, tie, parts, sets)
        if q is not None:
            yield rule, q
        return
    for organisation in dict.fromkeys(part.organisation for part in parts):
        here = [part for part in parts if part.organisation == organisation]
        q = _rows(rule.when, actor, tie, here, sets)
        if q is None:
            continue
        common = tuple(place for place in here[0].path if all(place in part.path for part in here))
        own = Q(**{tie.controller: organisation})
        others = list(_from_givers(rule, replace(here[0], path=common), tie))
        if sets:
            yield rule, q & reduce(or_, (givers for _, givers in others), own)
            continue
        yield rule, q & own
        for classes, givers in others:
            yield replace(rule, classes=classes), q & givers


def _from_givers(rule: Rule, part: Part, tie: Tie) -> Iterator[tuple[str, Q]]:
    """What other organisations let cross to a part's own, by the classes of field that may."""
    # By classes; then by place, or None for wherever they reach: whose rows those are.
    agreed: dict[str, dict[UUID | None, list[UUID]]] = {}
    for one in part.from_others:
        classes = "".join(sorted(set(one.classes) & set(rule.classes)))
        # A card may cross with the task alone; what a colleague reads has a name on it.
        if one.purpose == rule.purpose and "B" in classes and (one.live or rule.when in WHILE_IT_RUNS_OFF):
            # All they reach by where they work lies in the place that was agreed.
            wherever = not tie.place or (rule.when is When.IN_PLACE and one.place in part.path)
            agreed.setdefault(classes, {}).setdefault(None if wherever else one.place, []).append(one.giver)
    told = _told_to_others(rule, tie)
    for classes, found in agreed.items():
        given = [
            one_of(tie.controller, givers) & (beneath(tie.place, [place]) if place else Q()) & told
            for place, givers in found.items()
        ]
        yield classes, reduce(or_, given)


def _told_to_others(rule: Rule, tie: Tie) -> Q:
    """What is theirs to hold stays theirs, and promises stay in view so that none is missed; the rest needs a yes."""
    kept = rule.when in WHILE_IT_RUNS_OFF or tie.permission is Permission.SEE_TODAY
    path = tie.told or tie.withheld
    if kept or not path:
        return Q()
    # That whoever has it may finish it opens it to nobody else.
    return Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__gt": act.moment()})


def _opened_rows(rule: Rule, tie: Tie, parts: list[Part]) -> Iterator[tuple[Rule, Q]]:
    """The records that are open in an emergency to one of these parts."""
    if not tie.person or not parts:
        return
    for classes in dict.fromkeys(classes for _person, classes in parts[0].opened):
        people = [person for person, one in parts[0].opened if one == classes]
        meant = "".join(sorted(set(classes) & set(rule.classes)))
        yield replace(rule, classes=meant), Q(**{f"{tie.person}__in": people})


def _parts_for(actor: Actor, action: str, tie: Tie) -> list[Part]:
    """The memberships that count for this action: those whose role holds the permission it needs."""
    if action == VIEW:
        needed = tie.permission
    elif action == COUNT:
        needed = Permission.SEE_NOBODY_MISSED
    else:
        needed = Permission(action)
    return [part for part in standing(actor) if needed is None or needed in ROLES[part.role].permissions]


def _rows(when: When, actor: Actor, tie: Tie, parts: list[Part], sets: Sets) -> Q | None:
    """The rows tied to the actor in one way; None where this model has no such tie. ``sets``: as a set of this model"""
    if when is When.ALWAYS:
        return EVERYTHING
    if when is When.IN_PLACE:
        return beneath(tie.place, [part.place for part in parts]) if tie.place else None
    if when is When.OWN_CONTROLLER:
        return Q(**{f"{tie.controller}__in": [part.organisation for part in parts]}) if tie.controller else None
    if when is When.FURTHER_AWAY:
        # Somebody with a part in the district's own team may see it, whatever else they do nearer by.
        near = not any(part.place_kind in WIDE for part in standing(actor))
        return Q(**{tie.further_away: True}) if tie.further_away and near else None
    if when is When.KEPT_FROM:
        kept = next((part.kept_from for part in standing(actor)), ()) if tie.kept_from else ()
        return reduce(or_, (Q(**{f"{_to_person(way)}__in": kept}) for way in tie.kept_from)) if kept else None
    if when is When.SIGN_IN_CODE:
        return Q(kind__in=FOR_NOBODY_ELSE) & ~Q(user=actor.id)
    path = path_of(when, actor.kind, tie)
    if not path or actor.id is None:
        return None
    if when is When.HOLDS:
        held = leading_to(sets, path, actor.id) if sets else Q(**{path: actor.id})
        return held & not_over(tie, act.moment())
    return Q(**{path: actor.id}) & (still_theirs(tie, act.moment()) if when is When.TAKEN else Q())


def _to_person(way: str) -> str:
    return way.removesuffix(_KEPT_FROM).removesuffix("__") or "pk"


def path_of(when: When, kind: str, tie: Tie) -> str:
    """The lookup that leads from a row to whoever it is tied to in this way; empty where a model has no such tie."""
    return {
        When.HOLDS: tie.holder,
        When.OFFERED: tie.offered,
        When.TAKEN: tie.partner if kind == "partner" else tie.volunteer,
        When.SELF: (tie.is_volunteer or tie.volunteer) if kind == "volunteer" else tie.person,
        When.ASKED: tie.asker,
        When.SENT_IN: tie.sent_with,
        When.COMING: f"{tie.took}__{_WHOSE_ASK[kind]}" if tie.took and kind in _WHOSE_ASK else "",
        When.ASKED_FOR_THEM: f"{tie.asked}__person" if tie.asked else "",
    }.get(when, "")


def still_theirs(tie: Tie, now: datetime) -> Q:
    """What somebody took may be seen: not long over, and nobody took back that others are told."""
    return not_long_over(tie, now) & may_be_told(tie, now)


def not_long_over(tie: Tie, now: datetime) -> Q:
    """Open, or ended less than a day before ``now``."""
    return Q(**{f"{tie.ended}__isnull": True}) | Q(**{f"{tie.ended}__gt": now - AFTERWARDS})


def may_be_told(tie: Tie, now: datetime) -> Q:
    """The person lets others be told, or one of us let whoever has it finish this one."""
    if not tie.withheld:
        return Q()
    told = Q(**{f"{tie.withheld}__isnull": True}) | Q(**{f"{tie.withheld}__gt": now})
    return told | Q(**{tie.let_finish: True})


def ask_of(when: When, kind: str, tie: Tie) -> str:
    """The lookup that leads from a row to the ask it is seen for; empty where it is about no ask."""
    if when is When.SELF and kind == "asker":
        return ""
    return {When.COMING: tie.took, When.ASKED_FOR_THEM: tie.asked}.get(when, tie.ask)


def _only_through(actor: Actor, to_ask: str, q: Q) -> Q:
    """Somebody who came by a code or link for one ask sees that ask, and not their others."""
    state = act.state_of(actor)
    if state is None or state.through is None or actor.kind not in ("person", "asker") or not to_ask:
        return q
    label, subject = state.through
    return q & Q(**{to_ask: subject}) if label == "asks.Ask" else q
