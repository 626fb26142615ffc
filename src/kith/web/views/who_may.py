"""The table of who may, in plain English, for somebody who answers for the data. It shows rules, never a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.access.rules import CLASSES, COUNT, PURPOSES, RULES, TIES, WHEN_SAID, Rule
from kith.accounts.roles import ROLES
from kith.kit.pages import page
from kith.places.models import Place

ACTORS = {
    "volunteer": gettext_lazy("A volunteer, who has no account"),
    "partner": gettext_lazy("A partner: a business, group or service that is asked"),
    "person": gettext_lazy("The person whom the help is for"),
    "asker": gettext_lazy("Somebody who asked for another"),
    "program": gettext_lazy("A team's own program, which sends asks"),
    "public": gettext_lazy("Anybody"),
}


@dataclass(frozen=True)
class Line:
    """One rule as it is read: what, when, and which kinds of field."""

    what: str
    when: str
    purpose: str
    classes: str
    never: bool


def who_may(request: HttpRequest) -> HttpResponse:
    """Every role with what it may do and see, then those without an account."""
    roles = [
        {
            "name": role.name,
            "sentence": role.sentence,
            "where": [Place.Kind(kind).label for kind in role.where],
            "permissions": sorted(str(permission.sentence) for permission in role.permissions),
            "lines": _lines(slug),
        }
        for slug, role in ROLES.items()
    ]
    others = [{"name": name, "lines": _lines(kind)} for kind, name in ACTORS.items()]
    return page(request, "web/who_may.html", {"roles": roles, "others": others, "classes": CLASSES})


def _lines(who: str) -> list[Line]:
    """The rules that speak of this role or kind of actor, those alike as one, refusals last."""
    alike: dict[Rule, list[str]] = {}
    for rule in sorted((rule for rule in RULES if who in rule.who), key=lambda rule: rule.deny):
        alike.setdefault(replace(rule, who=(), models=()), []).extend(rule.models)
    return [_line(rule, labels) for rule, labels in alike.items()]


def _line(rule: Rule, labels: Iterable[str]) -> Line:
    what = ", ".join(str(TIES[label].said) for label in dict.fromkeys(labels))
    classes = _("numbers only") if rule.action == COUNT else ", ".join(rule.classes)
    return Line(what, str(WHEN_SAID[rule.when]), str(PURPOSES[rule.purpose]), classes, rule.deny)
