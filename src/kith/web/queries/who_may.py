"""The table of who may as sentences: what, tied how, of whose organisation, for what, and which kinds of field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.access.models import Crossing
from kith.access.rules import (
    CLASSES,
    COUNT,
    OF_THEIRS,
    PURPOSES,
    RULES,
    TIES,
    WHEN_SAID,
    WHILE_IT_RUNS_OFF,
    Rule,
    When,
)
from kith.access.wall_policies import protected
from kith.accounts.roles import ROLES
from kith.kit import said
from kith.places.models import Place

ACTORS = {
    "volunteer": gettext_lazy("A volunteer, who has no account"),
    "partner": gettext_lazy("A partner: a business, group or service that is asked"),
    "leader": gettext_lazy("Whoever runs a group, by a link or by text"),
    "person": gettext_lazy("The person whom the help is for"),
    "asker": gettext_lazy("Somebody who asked for another"),
    "program": gettext_lazy("A team's own program, which sends asks"),
    "public": gettext_lazy("Anybody"),
}


@dataclass(frozen=True)
class Line:
    """One rule as it is read. ``never``: what is kept back, whatever else allows it."""

    what: str
    when: str
    of_others: str
    fields: str
    purpose: str
    never: bool


@dataclass(frozen=True)
class Crosses:
    """What one organisation lets cross to another at this moment."""

    giver: str
    taker: str
    fields: str
    purpose: str
    place: str
    until: str


@dataclass(frozen=True)
class SecondWall:
    """What the database refuses by itself: what it keeps, and what it keeps for Kith alone."""

    kept: list[str]
    for_kith_alone: list[str]


def lines_of(who: str) -> list[Line]:
    """The rules that speak of this role or kind of actor, those alike as one, refusals last."""
    alike: dict[Rule, list[str]] = {}
    for rule in sorted((rule for rule in RULES if who in rule.who), key=lambda rule: rule.deny):
        alike.setdefault(replace(rule, who=(), models=()), []).extend(rule.models)
    return [_line(rule, labels, who) for rule, labels in alike.items()]


def refusals() -> list[tuple[str, Line]]:
    """Every rule that keeps something back, with those it keeps it from."""
    return [
        (", ".join(str(_name(who)) for who in rule.who), _line(rule, rule.models, rule.who[0]))
        for rule in RULES
        if rule.deny
    ]


def in_emergency() -> list[tuple[str, Line]]:
    """Every rule that only holds in an emergency, with those it holds for."""
    return [
        (", ".join(str(_name(who)) for who in rule.who), _line(rule, rule.models, rule.who[0]))
        for rule in RULES
        if rule.when is When.EMERGENCY
    ]


def crossings(now: datetime) -> list[Crosses]:
    """Everything that may cross now, and what still runs off: what one gives to several alike is one line."""
    live = Crossing.objects.filter(starts_at__lte=now, runs_off_until__gt=now).select_related("giver", "taker")
    places = dict(Place.objects.filter(pk__in=live.values("place_id")).values_list("pk", "name"))
    alike: dict[Crosses, list[str]] = {}
    for one in live.order_by("giver__name", "taker__name", "expires_at"):
        line = Crosses(
            one.giver.name,
            "",
            _fields(one.classes),
            str(PURPOSES.get(one.purpose, one.purpose)),
            places.get(one.place_id, ""),
            _until(one, now),
        )
        alike.setdefault(line, []).append(one.taker.name)
    return [replace(line, taker=", ".join(dict.fromkeys(takers))) for line, takers in alike.items()]


def second_wall() -> SecondWall:
    """Every table the database keeps by itself, by what a rule calls its rows."""
    spoken = {label for rule in RULES for label in rule.models if rule.action != COUNT}
    models = protected()
    kept = [str(TIES[one._meta.label].said) for one in models if one._meta.label in spoken]
    alone = [str(one._meta.verbose_name_plural) for one in models if one._meta.label not in spoken]
    return SecondWall(sorted(kept), sorted(alone))


def _until(one: Crossing, now: datetime) -> str:
    if one.expires_at > now:
        return _("until %(day)s") % {"day": said.day(one.expires_at, now)}
    return _("over; what somebody has already goes on until %(day)s") % {"day": said.day(one.runs_off_until, now)}


def _name(who: str) -> object:
    return ROLES[who].name if who in ROLES else ACTORS[who]


def _line(rule: Rule, labels: Iterable[str], who: str) -> Line:
    what = ", ".join(str(TIES[label].said) for label in dict.fromkeys(labels))
    counted = rule.action == COUNT
    fields = (
        _("Numbers only, never a row.")
        if counted
        else _("Kinds of field: %(kinds)s.") % {"kinds": _fields(rule.classes)}
    )
    return Line(
        what, str(WHEN_SAID[rule.when]), _of_others(rule, labels, who), fields, str(PURPOSES[rule.purpose]), rule.deny
    )


def _of_others(rule: Rule, labels: Iterable[str], who: str) -> str:
    """What of it another organisation may answer for; empty where that plays no part."""
    ours = who in ROLES and rule.when in OF_THEIRS and rule.purpose == "help" and rule.action != COUNT
    if not ours or not any(_has_controller(label) for label in labels):
        return ""
    if rule.when in WHILE_IT_RUNS_OFF:
        return _(
            "What another organisation answers for: as far as an agreement lets it, and a fortnight after it ends."
        )
    return _("What another organisation answers for: only as far as a live agreement lets it.")


def _has_controller(label: str) -> bool:
    return bool(TIES[label].controller) and any(one._meta.label == label for one in apps.get_models())


def _fields(classes: str) -> str:
    return "; ".join(f"{letter} ({CLASSES[letter]})" for letter in classes if letter in CLASSES)
