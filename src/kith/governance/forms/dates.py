"""A day of the calendar, typed as people write it, for what is agreed for months and years."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kith.kit import when
from kith.kit.clock import local
from kith.kit.forms import KithForm


class DatedForm(KithForm):
    """Reads "3 March 2027" in a field; says how to write it when it cannot."""

    now: datetime

    def day(self, name: str, *, last: bool = False) -> datetime | None:
        """The beginning of the day in a field, or with ``last`` its end; None when it was left empty."""
        written = self.cleaned_data.get(name, "")
        if not written:
            return None
        found = when.stamp(written, self.now)
        if found is None:
            raise ValidationError(_("Write a day with its month and year, like 3 March 2027"))
        begins = datetime.combine(local(found).date(), time(0), local(found).tzinfo)
        return begins + timedelta(days=1) if last else begins
