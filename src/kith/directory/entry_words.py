"""How a change of an entry is read: each field by its plain name, and its value as people say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NAMES: dict[str, LazyText] = {
    "name": gettext_lazy("What it is called"),
    "alternate_name": gettext_lazy("Another name"),
    "description": gettext_lazy("What happens there"),
    "for_whom": gettext_lazy("Who it is for"),
    "eligibility": gettext_lazy("Who it is for, in the standard's words"),
    "minimum_age": gettext_lazy("From what age"),
    "maximum_age": gettext_lazy("Up to what age"),
    "hours": gettext_lazy("When"),
    "where": gettext_lazy("Where it is"),
    "who_runs": gettext_lazy("Who runs it"),
    "found_at": gettext_lazy("Where"),
    "size": gettext_lazy("How large they are"),
    "state": gettext_lazy("How it is now"),
    "status": gettext_lazy("Whether it goes on"),
    "until": gettext_lazy("Until when"),
    "places_left": gettext_lazy("Places left"),
    "pace": gettext_lazy("No more new people than"),
    "pace_per": gettext_lazy("In how long"),
    "fees": gettext_lazy("What it costs"),
    "free": gettext_lazy("Free"),
    "step_free": gettext_lazy("Without a step"),
    "phones": gettext_lazy("Phone"),
    "contacts": gettext_lazy("Whom to ask for"),
    "email": gettext_lazy("E-mail"),
    "url": gettext_lazy("Page on the internet"),
    "confidential": gettext_lazy("Where it is must not be known"),
    "depth": gettext_lazy("What it can really take on"),
    "pod_most": gettext_lazy("Most in a pod"),
    "drop_in": gettext_lazy("One can just turn up"),
    "alert": gettext_lazy("Something to know now"),
    "languages": gettext_lazy("Languages"),
    "cost_options": gettext_lazy("Prices"),
}


def name_of(field: str) -> str:
    """A field by its plain name."""
    return str(NAMES.get(field, field))


def said_as(field: str, value: Any, words: dict[str, Callable[[Any], str]]) -> str:
    """A value as people say it. ``words`` knows the fields whose values need more than this does."""
    if value in (None, "", []):
        return str(_("nothing"))
    if field in words:
        return words[field](value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(_one(one) for one in value)
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(value)


def _one(value: Any) -> str:
    """One line of a list of the standard: whatever of it people read."""
    if not isinstance(value, dict):
        return str(value)
    shown = [str(value[name]) for name in ("name", "number", "option", "eligibility", "description") if value.get(name)]
    return " ".join(shown)
