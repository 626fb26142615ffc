"""A form that reads times in people's own words, counted from the moment the page was asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kith.kit import when
from kith.kit.forms import KithForm


class TimedForm(KithForm):
    """Give it ``now``; it reads "by Friday" or "between 2 and 4" and says what it could not read."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)

    def moment(self, name: str) -> datetime | None:
        """The time after which it is late, from one field; None when it was left empty."""
        end = self.window(name)[1]
        return end

    def window(self, name: str) -> tuple[datetime | None, datetime | None]:
        """From when and until when, from one field."""
        written = self.cleaned_data.get(name, "")
        if not written:
            return None, None
        found = when.parse(written, self.now)
        if found.problem or found.end is None:
            raise ValidationError(self._mend(written, found))
        return found.start, found.end

    def _mend(self, written: str, found: when.When) -> str:
        """How to write it so that we can read it. An ask's own words keep the sentence that says what to check."""
        if found.end is None:
            return _("“%(words)s” is not a time we can read. Write it like 5 today, Thursday, or 3 December.") % {
                "words": written[:60]
            }
        if found.end <= self.now:
            return _("“%(words)s” has gone by. Write a day or a time that is still to come.") % {"words": written[:60]}
        return found.problem
