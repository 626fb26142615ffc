"""The table of who may, in plain English, for somebody who answers for the data. It shows rules, never a row."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from kith.access.requests import GatedRequest
from kith.access.rules import CLASSES
from kith.accounts.roles import ROLES
from kith.kit.pages import page
from kith.places.models import Place
from kith.web.queries import who_may as table


def who_may(request: GatedRequest) -> HttpResponse:
    """Every role with what it may do and see, then those without an account, then what goes past a wall."""
    context = {
        "roles": _roles(),
        "others": [{"name": name, "lines": table.lines_of(kind)} for kind, name in table.ACTORS.items()],
        "classes": CLASSES,
        "refusals": table.refusals(),
        "in_emergency": table.in_emergency(),
        "crossings": table.crossings(request.now),
        "wall": table.second_wall(),
    }
    return page(request, "web/who_may.html", context)


def _roles() -> list[dict[str, Any]]:
    """Every role with what it may do and see."""
    return [
        {
            "name": role.name,
            "sentence": role.sentence,
            "where": [Place.Kind(kind).label for kind in role.where],
            "permissions": sorted(str(permission.sentence) for permission in role.permissions),
            "lines": table.lines_of(slug),
        }
        for slug, role in ROLES.items()
    ]
