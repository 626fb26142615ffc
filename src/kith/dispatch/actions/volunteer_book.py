"""What is kept of a volunteer's check: never more than may lawfully be asked for of what they do."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from kith.asks import kinds
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.volunteers import actions as volunteers
from kith.volunteers.models import CheckLevel, Volunteer
from kith.volunteers.queries import again_by

AboveEligibility = volunteers.AboveEligibility


def record_check(
    *, volunteer: Volunteer, level: str, on: date | None, in_care: bool, by: Actor, now: datetime, checker: str = ""
) -> None:
    """Write down a check that ``checker``, else whoever acts, has seen, and when it is looked at again. Records it.

    ``in_care``: they help people who need it because of their age, illness or a disability. Refuses a level above what
    may be asked for of what they do, with the sentence why (``AboveEligibility``).
    """
    with whole():
        most, why = kinds.most_to_ask(volunteer.kinds, in_care)
        again_on = again_by(volunteer, on) if on is not None else None
        checked = volunteers.Checked(level=level, on=on, by=checker or by.label, again_on=again_on)
        refusal = _("They may not be asked for %(level)s. %(why)s") % {"level": _called(level), "why": why}
        volunteers.note_check(volunteer=volunteer, checked=checked, most=most, why=refusal, by=by, now=now)


def _called(level: str) -> str:
    words = str(CheckLevel(level).label)
    return words[:1].lower() + words[1:]
