"""When did each check that runs by itself last run, and is one late? It costs a page for staff no question more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kith.promises.models import Beat

# What each does, for people who do not know its name; one that is not here is shown by its name.
DOES: dict[str, LazyText] = {
    "asks": _("Telling people when we are late"),
    "withdrawals": _("Doing what people took back"),
    "emergencies": _("Telling people that their record was opened"),
    "dispatch": _("Looking for somebody"),
    "visits": _("Asking whether volunteers are out"),
    "regular help": _("Opening the next time of regular help"),
    "apart": _("Keeping people from whoever must not know"),
    "promises": _("Telling the next team of a time gone by"),
    "concerns": _("Looking whether a concern was read"),
    "duty": _("Ringing the duty phone"),
    "outbox": _("Sending messages"),
    "agreements": _("Looking which agreements end"),
    "groups": _("Asking groups whether their entry is right"),
    "owed": _("Promising what we owe groups"),
    "meanings": _("Learning what entries mean"),
    "houses": _("Keeping hidden what must not be found"),
    "programs": _("Telling other programs"),
    "directory": _("Reading other directories"),
    "trail": _("Sealing what was written down"),
    "anchors": _("Leaving the last seals outside"),
}


@dataclass(frozen=True)
class Check:
    """One check: what it does, when it last came to its end, and whether that is too long ago."""

    does: LazyText | str
    at: datetime | None
    late: bool


def checks(now: datetime) -> list[Check]:
    """Every check that ever ran here. Where none did, ``never_ran`` says so."""
    order = list(DOES)
    rows = sorted(Beat.objects.all(), key=lambda one: order.index(one.name) if one.name in order else len(order))
    return [Check(DOES.get(one.name, one.name), one.at, _late(one, now)) for one in rows]


def oldest_sign_of_life() -> Subquery:
    """Of the check that has been silent for longest; to be read along with something else."""
    since = Coalesce("at", "failing_since")
    return Subquery(Beat.objects.annotate(since=since).order_by("since").values("since")[:1])


def late_checks(oldest: datetime | None, now: datetime) -> list[Check]:
    """Those that should have run again by now. Asks for them only where the oldest sign of life is too old."""
    return [one for one in checks(now) if one.late] if _too_old(oldest, now) else []


def never_ran(oldest: datetime | None) -> bool:
    """Whether no check has ever run here: a check that began, and be it in vain, has left a sign of life."""
    return oldest is None


def _late(beat: Beat, now: datetime) -> bool:
    return _too_old(beat.at or beat.failing_since, now)


def _too_old(since: datetime | None, now: datetime) -> bool:
    return since is not None and now - since > settings.CHECKS_LATE_AFTER
