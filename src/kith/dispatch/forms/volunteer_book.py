"""What colleagues change of a volunteer: what they do, when, how far, and which check was seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.asks import kinds
from kith.kit import when
from kith.kit.forms import Checkboxes, KithForm, Number, Radios, Text
from kith.volunteers.models import CheckLevel, Travel, Volunteer

KM_IN_A_MILE = 1.609
WEEK = [
    ("mon tue wed thu fri|morning", gettext_lazy("Weekday mornings")),
    ("mon tue wed thu fri|afternoon", gettext_lazy("Weekday afternoons")),
    ("mon tue wed thu fri|evening", gettext_lazy("Weekday evenings")),
    ("sat sun|morning", gettext_lazy("Weekend mornings")),
    ("sat sun|afternoon", gettext_lazy("Weekend afternoons")),
    ("sat sun|evening", gettext_lazy("Weekend evenings")),
]
_DAYS = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}
_PARTS = {
    "morning": gettext_lazy("morning"),
    "afternoon": gettext_lazy("afternoon"),
    "evening": gettext_lazy("evening"),
    "night": gettext_lazy("night"),
}


def slots_of(chosen: str) -> tuple[str, ...]:
    """The parts of the week behind one line: ``mon-morning`` and so on."""
    days, _bar, part = chosen.partition("|")
    return tuple(f"{day}-{part}" for day in days.split())


def said_slots(slots: Iterable[str]) -> list[str]:
    """Parts of the week as people say them, whole lines first."""
    whole, rest = _lines_and_rest(slots)
    names = dict(WEEK)
    return [str(names[line]) for line in whole] + [_slot_said(slot) for slot in rest]


def _lines_and_rest(slots: Iterable[str]) -> tuple[list[str], list[str]]:
    held = list(dict.fromkeys(slots))
    whole = [line for line, _words in WEEK if set(slots_of(line)) <= set(held)]
    covered = {slot for line in whole for slot in slots_of(line)}
    return whole, [slot for slot in held if slot not in covered]


def _slot_said(slot: str) -> str:
    day, _dash, part = slot.partition("-")
    return f"{_DAYS.get(day, day)} {_PARTS.get(part, part)}"


class EditVolunteer(KithForm):
    """What they do, when, how far and how often."""

    kinds = Checkboxes(gettext_lazy("What would they do?"), kinds.CHOICES)
    week = Checkboxes(gettext_lazy("When, in an ordinary week?"), WEEK, required=False)
    also = Checkboxes(gettext_lazy("And these, as they said before"), [], required=False)
    travel = Radios(gettext_lazy("How do they get about?"), Travel.choices)
    miles = Number(gettext_lazy("How many miles would they go?"), least=1, most=40)
    weekly_most = Number(gettext_lazy("How many asks in a week, at most?"), least=1, most=20)

    def __init__(self, *args: Any, volunteer: Volunteer, **kwargs: Any) -> None:
        whole, rest = _lines_and_rest(volunteer.slots)
        begin = {
            "kinds": volunteer.kinds,
            "week": whole,
            "also": rest,
            "travel": volunteer.travel,
            "miles": max(1, round(volunteer.reach_km / KM_IN_A_MILE)),
            "weekly_most": volunteer.weekly_most,
        }
        super().__init__(*args, initial=begin, **kwargs)
        self._reach_km = volunteer.reach_km
        if rest:
            self.fields["also"].offer([(slot, _slot_said(slot)) for slot in rest])  # type: ignore[attr-defined]
        else:
            del self.fields["also"]

    def clean(self) -> dict[str, Any]:
        """At least one part of the week."""
        given = super().clean() or {}
        if not self.errors and not self.slots():
            self.add_error("week", _("Choose at least one part of the week. To rest, they text NOT THIS WEEK or STOP."))
        return given

    def slots(self) -> tuple[str, ...]:
        """The parts of the week as they are kept."""
        lines = [slot for line in self.cleaned_data.get("week", []) for slot in slots_of(line)]
        return (*lines, *self.cleaned_data.get("also", []))

    def reach_km(self) -> float:
        """How far in kilometres; as exactly as it was known before, where the miles were left as they are."""
        miles = self.cleaned_data["miles"]
        return self._reach_km if miles == self.initial["miles"] else miles * KM_IN_A_MILE


class RecordCheck(KithForm):
    """A check somebody has looked at. Never the paper itself, nor what stands on it."""

    level = Radios(gettext_lazy("Which check have you seen?"), CheckLevel.choices)
    on = Text(gettext_lazy("When was it made?"), hint=gettext_lazy("Like 3 April 2025"), required=False, width=20)
    in_care = Radios(
        gettext_lazy("Do they help people who need it because of their age, illness or a disability?"),
        [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, or we do not know"))],
        hint=gettext_lazy("The law asks this before anything above a basic check."),
        initial="no",
    )
    checker = Text(gettext_lazy("Who looked at it?"), limit=120, required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self._now = now
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date | None:
        """A day that is not still to come."""
        written = self.cleaned_data["on"]
        found = when.stamp(written, self._now) if written else None
        if written and found is None:
            raise ValidationError(_("Enter a date like 3 April 2025"))
        if found is not None and found > self._now:
            raise ValidationError(_("That day is still to come. Enter the day on the check, like 3 April 2025"))
        return found.date() if found is not None else None

    def clean(self) -> dict[str, Any]:
        """Every check has its day."""
        given = super().clean() or {}
        if given.get("level") not in (None, "", CheckLevel.NONE.value) and not given.get("on") and not self.errors:
            self.add_error("on", _("Enter when the check was made"))
        return given


class CheckLasts(KithForm):
    """After how many years a check is looked at again."""

    years = Number(gettext_lazy("After how many years is a check looked at again here?"), least=1, most=5)
