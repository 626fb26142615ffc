"""How long each kind of record is kept, unless an organisation chooses another time. A schedule: it erases nothing.

The defaults follow the NHS Records Management Code where it speaks, and are far shorter for a village scheme.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

YEAR = 365


@dataclass(frozen=True)
class Kind:
    """One kind of record: what it is called, and how many days it is kept."""

    said: LazyText
    usual: int
    # A village or street scheme keeps no care records, so it needs far less.
    village: int


KINDS: dict[str, Kind] = {
    "asks": Kind(gettext_lazy("asks and what became of them"), 8 * YEAR, 2 * YEAR),
    "contact": Kind(gettext_lazy("how to reach somebody, once nothing is open"), 2 * YEAR, 90),
    "permissions": Kind(gettext_lazy("what a person permitted, and took back"), 8 * YEAR, 2 * YEAR),
    "messages": Kind(gettext_lazy("messages that left and came in"), YEAR, 90),
    "volunteers": Kind(gettext_lazy("volunteers, after they have left"), 2 * YEAR, YEAR),
    "concerns": Kind(gettext_lazy("concerns about safety"), 25 * YEAR, 25 * YEAR),
    "trail": Kind(gettext_lazy("who looked and who did what"), 8 * YEAR, 8 * YEAR),
    "agreements": Kind(gettext_lazy("sharing agreements, after they are over"), 6 * YEAR, 6 * YEAR),
}
LEAST, MOST = 1, 100 * YEAR


def usual(kind: str, organisation_kind: str) -> int:
    """How many days a kind of record is kept where an organisation of this kind has chosen nothing."""
    found = KINDS[kind]
    return found.village if organisation_kind == "village_scheme" else found.usual


def in_words(days: int) -> str:
    """Whole years as years, everything else as days."""
    if days % YEAR == 0:
        years = days // YEAR
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else _("not at all")
