"""Weakens the table of who may, one clause at a time, and asks whether the matrix notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from typing import Any
from unittest import mock

from kith.access import policy
from kith.access.acting import FromOthers
from kith.access.rules import COUNT, OF_THEIRS, RULES, TIES, Rule, When
from kith.accounts.roles import ROLES
from kith.proof.matrix.by_hand import set_by_hand
from kith.proof.matrix.cases import HOLDERS
from kith.proof.matrix.seeing import EVERYBODY, WITNESSED, Rows
from kith.proof.matrix.ties import role_of

# The clauses of a tie that say where a row belongs; the others are words, or a permission asked at the gate too.
_TIED_BY = ("place", "controller", "holder", "offered", "volunteer", "partner", "person", "asker", "sent_with")
# The ties only somebody with an account can have: nobody else's id is a colleague's.
_OF_COLLEAGUES = (When.ALWAYS, When.IN_PLACE, When.OWN_CONTROLLER, When.HOLDS, When.EMERGENCY)
_EVERYBODY = tuple(dict.fromkeys(role_of(who) for who in EVERYBODY))
MUST_CATCH = 0.95


@dataclass(frozen=True)
class Mutant:
    """One clause, made weaker or taken away. ``grave``: a refusal or an expiry."""

    said: str
    put: Callable[[], AbstractContextManager[Any]]
    models: tuple[str, ...]
    who: tuple[str, ...]
    grave: bool = False


@dataclass
class Found:
    """How many were noticed, and which were not. ``untried``: tables of which the world has no row."""

    mutants: int = 0
    caught: int = 0
    grave: int = 0
    grave_caught: int = 0
    missed: list[str] = field(default_factory=list)
    untried: set[str] = field(default_factory=set)

    def as_json(self) -> dict[str, object]:
        """For the command."""
        return {
            "mutants": self.mutants,
            "caught_share": round(self.caught / max(1, self.mutants), 4),
            "deny_and_expiry": self.grave,
            "deny_and_expiry_caught_share": round(self.grave_caught / max(1, self.grave), 4),
            "without_a_row": sorted(self.untried),
        }


def run(rows: Rows, mutants: list[Mutant], tick: Callable[[], None]) -> Found:
    """Each mutant by itself, and back again."""
    found = Found(untried={label for rule in RULES for label in rule.models} - set(WITNESSED))
    for one in mutants:
        with one.put():
            caught = _is_caught(rows, one)
        found.mutants += 1
        found.caught += caught
        found.grave += one.grave
        found.grave_caught += caught and one.grave
        if not caught:
            found.missed.append(one.said)
        tick()
    return found


def as_it_is(rows: Rows) -> list[str]:
    """Where the table of who may and the hand-written one differ with nothing weakened: this must be empty."""
    return [wrong for who in EVERYBODY for label in WITNESSED for wrong in rows.wrong(who, label)]


def _is_caught(rows: Rows, one: Mutant) -> bool:
    return any(rows.wrong(who, label) for label in one.models if label in WITNESSED for who in one.who)


def mutants() -> list[Mutant]:
    """Every one of them, of tables the world has rows of."""
    found = [one for number, rule in enumerate(RULES) for one in _of_rule(number, rule)]
    found += [one for label in TIES for one in _of_tie(label)]
    found += _of_time()
    return [one for one in found if any(label in WITNESSED for label in one.models)]


def _of_rule(number: int, rule: Rule) -> Iterator[Mutant]:
    if rule.action == COUNT:
        return
    name = f"rule {number + 1} ({', '.join(rule.who)}; {rule.when})"
    seen = tuple(label for label in rule.models if label in WITNESSED)
    yield _rule(f"{name}: deleted", number, None, seen, rule.who, rule.deny)
    for who in (one for one in rule.who if _tells(rule, (one,), seen)) if len(rule.who) > 1 else ():
        fewer = replace(rule, who=tuple(one for one in rule.who if one != who))
        yield _rule(f"{name}: without {who}", number, fewer, seen, (who,), rule.deny)
    for label in (one for one in seen if _tells(rule, rule.who, (one,))) if len(rule.models) > 1 else ():
        fewer = replace(rule, models=tuple(one for one in rule.models if one != label))
        yield _rule(f"{name}: without {label}", number, fewer, (label,), rule.who, rule.deny)
    if rule.deny:
        return
    others = tuple(who for who in _EVERYBODY if who not in rule.who)
    if rule.when in _OF_COLLEAGUES and others:
        yield _opened_to_all(f"{name}: for everybody", number, seen, others)
    if rule.when is not When.ALWAYS:
        yield _rule(f"{name}: always", number, replace(rule, when=When.ALWAYS), seen, rule.who)
    more = "E" if "D" in rule.classes else "D"
    yield _rule(f"{name}: another class", number, replace(rule, classes=rule.classes + more), seen, rule.who)
    yield _rule(f"{name}: a class less", number, replace(rule, classes=rule.classes[:-1]), seen, rule.who)
    if rule.purpose == "help" and rule.when in OF_THEIRS:
        yield _rule(f"{name}: for running", number, replace(rule, purpose="running"), seen, rule.who)


def _tells(rule: Rule, roles: tuple[str, ...], models: tuple[str, ...]) -> bool:
    """Whether anything hangs on it: a refusal of what nobody would be let see keeps nothing from anybody."""
    if not rule.deny:
        return True
    return any(
        not other.deny
        and other.action != COUNT
        and role in other.who
        and label in other.models
        and TIES[label].permission in (None, *ROLES[role].permissions)
        for other in RULES
        for role in roles
        for label in models
    )


def _rule(
    said: str, number: int, rule: Rule | None, models: tuple[str, ...], roles: tuple[str, ...], grave: bool = False
) -> Mutant:
    changed = (*RULES[:number], *((rule,) if rule is not None else ()), *RULES[number + 1 :])
    who = tuple(one for one in EVERYBODY if role_of(one) in roles)
    return Mutant(said, lambda: mock.patch.object(policy, "RULES", changed), models, who, grave)


def _opened_to_all(said: str, number: int, models: tuple[str, ...], roles: tuple[str, ...]) -> Mutant:
    """Open to everybody whatever their role may do; a role that needs no permission for it is let in too."""
    changed = (*RULES[:number], replace(RULES[number], who=_EVERYBODY), *RULES[number + 1 :])
    ties = {**TIES, **{label: replace(TIES[label], permission=None) for label in models}}

    def put() -> AbstractContextManager[Any]:
        return mock.patch.multiple(policy, RULES=changed, TIES=ties)

    return Mutant(said, put, models, tuple(one for one in EVERYBODY if role_of(one) in roles))


def _of_tie(label: str) -> Iterator[Mutant]:
    tie = TIES[label]
    spoken = {rule.when for rule in RULES if label in rule.models}
    for one in fields(tie):
        if one.name not in (*_TIED_BY, "further_away") or not getattr(tie, one.name):
            continue
        if not _matters(one.name, label, spoken):
            continue
        gone: dict[str, Any] = {one.name: ""}
        put = _tied({**TIES, label: replace(tie, **gone)})
        yield Mutant(f"tie of {label}: no {one.name}", put, (label,), EVERYBODY, one.name == "further_away")


def _tied(changed: dict[str, Any]) -> Callable[[], AbstractContextManager[Any]]:
    return lambda: mock.patch.object(policy, "TIES", changed)


def _matters(clause: str, label: str, spoken: set[When]) -> bool:
    """Whether some rule asks for this clause of this tie; where none does, nothing hangs on it."""
    asked_by = {
        "place": {When.IN_PLACE},
        "holder": {When.HOLDS},
        "offered": {When.OFFERED},
        "volunteer": {When.TAKEN, When.SELF},
        "partner": {When.TAKEN},
        "person": {When.SELF, When.EMERGENCY},
        "asker": {When.ASKED},
        "sent_with": {When.SENT_IN},
        "further_away": {When.FURTHER_AWAY},
    }
    if clause == "controller":
        crosses = {rule.when for rule in RULES if label in rule.models and rule.purpose == "help" and not rule.deny}
        return bool(crosses & set(OF_THEIRS))
    if clause == "volunteer" and label != "volunteers.Volunteer":
        return When.TAKEN in spoken
    return bool(spoken & asked_by[clause])


def _of_time() -> list[Mutant]:
    """What is compared with the moment: how long after the end, and how long an agreement and an emergency last."""
    everything = tuple(label for label in WITNESSED)
    taken = ("asks.Ask", "people.Person", "people.ContactRoute", "promises.Promise")
    helpers = ("volunteer", "partner")
    staff = (*HOLDERS, "safeguarding")

    def patched(name: str, value: object) -> Callable[[], AbstractContextManager[Any]]:
        return lambda: mock.patch.object(policy, name, value)

    return [
        *(
            Mutant(
                f"{who} keeps {label} for another day",
                patched("AFTERWARDS", timedelta(hours=48)),
                (label,),
                (who,),
                True,
            )
            for label in taken
            for who in helpers
        ),
        *(
            Mutant(f"{who} loses {label} at the end", patched("AFTERWARDS", timedelta()), (label,), (who,), True)
            for label in taken
            for who in helpers
        ),
        Mutant("an agreement that is over still lets everything cross", _never_over, everything, staff, True),
        Mutant("nothing goes on while it runs off", patched("WHILE_IT_RUNS_OFF", ()), everything, staff, True),
        Mutant("running off is like being live", patched("WHILE_IT_RUNS_OFF", OF_THEIRS), everything, staff, True),
        Mutant("agreements have no end", _for_ever, everything, staff, True),
        Mutant("an emergency has no end", _open_for_ever, everything, staff, True),
        *(
            Mutant(f"agreements are not asked {when}", patched("OF_THEIRS", _but(when)), everything, staff, False)
            for when in OF_THEIRS
        ),
        Mutant("the place of an agreement does not matter", _anywhere, everything, staff),
        Mutant("the classes of an agreement do not matter", _whatever, everything, staff),
    ]


def _but(when: When) -> tuple[When, ...]:
    return tuple(one for one in OF_THEIRS if one is not when)


def _never_over() -> AbstractContextManager[Any]:
    real = policy._from_others
    return mock.patch.object(policy, "_from_others", lambda one, now: replace(real(one, now), live=True))


def _anywhere() -> AbstractContextManager[Any]:
    return mock.patch.object(policy, "_from_givers", _givers(any_place=True))


def _whatever() -> AbstractContextManager[Any]:
    return mock.patch.object(policy, "_from_givers", _givers(any_class=True))


def _givers(any_place: bool = False, any_class: bool = False) -> Callable[..., Any]:
    real = policy._from_givers

    def changed(rule: Rule, part: Any, tie: Any) -> Iterator[Any]:
        more = tuple(_freed(one, part, any_place, any_class) for one in part.from_others)
        yield from real(rule, replace(part, from_others=more), tie)

    return changed


def _freed(one: FromOthers, part: Any, any_place: bool, any_class: bool) -> FromOthers:
    one = replace(one, place=part.place) if any_place else one
    return replace(one, classes="ABCDE") if any_class else one


@contextmanager
def _without_ends(model: str, **ends: timedelta) -> Iterator[None]:
    """As if whatever ended lately had not."""
    from kith.access import models

    table: Any = getattr(models, model)
    before = {row.pk: {name: getattr(row, name) for name in ends} for row in table.objects.all()}
    for pk, values in before.items():
        set_by_hand(table, pk, **{name: value + ends[name] for name, value in values.items()})
    try:
        yield
    finally:
        for pk, values in before.items():
            set_by_hand(table, pk, **values)


def _for_ever() -> AbstractContextManager[Any]:
    return _without_ends("Crossing", expires_at=timedelta(days=400), runs_off_until=timedelta(days=400))


def _open_for_ever() -> AbstractContextManager[Any]:
    return _without_ends("Opening", until=timedelta(days=400))
