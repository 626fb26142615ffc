"""When somebody has to look at a sharing agreement: 60, 30 and 7 days before it ends, and when its review is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from kith.governance.models import Agreement
from kith.governance.saying import last_day

# Days before its last day, and within how many days somebody then says what they did about it.
WORDS_BEFORE = {60: 7, 30: 7, 7: 2}
REVIEW = "review"
REVIEW_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """One thing somebody has to look at: which, what it says, and by when."""

    key: str
    label: str
    explanation: str
    hear_by: datetime


def due_of(agreement: Agreement, now: datetime) -> Due | None:
    """What has to be looked at now about an agreement in force: its end, or else its review. None while it is well."""
    words = {"name": agreement.name, "day": last_day(agreement.expires_at)}
    left = agreement.expires_at - now
    soon = [days for days in WORDS_BEFORE if left <= timedelta(days=days)]
    if soon:
        days = min(soon)
        within = min(timedelta(days=WORDS_BEFORE[days]), left)
        label = str(_("The agreement %(name)s ends on %(day)s")) % words
        what = _("The agreement %(name)s ends on %(day)s. Write the next one under Agreements, or say that it may end.")
        return Due(ends_key(agreement, days), label, str(what) % words, now + within)
    if agreement.review_by <= now:
        label = str(_("Look again at the agreement %(name)s")) % words
        what = _("The day to look again at %(name)s has come. Is it still needed, and is it still right?")
        hear_by = max(agreement.review_by, now) + REVIEW_WITHIN
        return Due(REVIEW, label, str(what) % words, hear_by)
    return None


def word_id(agreement: Agreement, key: str, organisation_id: UUID) -> UUID:
    """The one id of one word about one agreement to one organisation, so that it is given once."""
    return uuid5(agreement.id, f"{key}:{organisation_id}")


def ends_key(agreement: Agreement, days: int) -> str:
    """Which word it is, so many days before this very last day."""
    return f"ends-{days}-{agreement.expires_at:%Y%m%d}"
