"""A line of the trail as its guardian reads it: who looked, why and when, and no more of whoever is helped than needed.

A label is written for those who do the work, so it may hold a name or somebody's own words. Of colleagues, places and
what organisations do it is shown as it stands; of people as their letters; of all else only the word of the ask.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from kith.kit.names import letters_of

# Subjects whose label is about nobody who is helped.
_AS_IT_STANDS = frozenset(
    {
        "accounts.Membership", "accounts.Organisation", "accounts.Team", "accounts.User", "access.Crossing",
        "access.TeamToken", "anchor", "card", "governance.Agreement", "incident", "outbox.Hook", "place",
        "promises.HandOver", "sent box", "sheet-row", "trail",
    }
)  # fmt: skip
_PEOPLE = frozenset({"person", "volunteer", "offer"})
# Who acts under a name that is known to every colleague.
_KNOWN = frozenset({"user", "partner", "program", "system", "public"})
_REFERENCE = re.compile(r"\b[A-Z]{3,} [0-9]+\b")


def subject(kind: str, label: str) -> str:
    """What a line is about."""
    if kind in _AS_IT_STANDS:
        return label
    if kind in _PEOPLE:
        return letters_of(label) or _("somebody")
    found = _REFERENCE.search(label)
    return found.group() if found else _("something") if label else ""


def who(kind: str, label: str) -> str:
    """Who did it."""
    return label if kind in _KNOWN else letters_of(label)
