"""What a colleague keys of one call, or of a slip that a group sent back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.directory.forms.leader import AGO, said_at
from kith.directory.until import read_until
from kith.kit.forms import KithForm, Radios, Select, Text

LANES = [
    ("phone", gettext_lazy("On the phone")),
    ("paper", gettext_lazy("On paper")),
]


class CallForm(KithForm):
    """Until when, a note, how it was said and when; what was said is the button."""

    until = Text(
        gettext_lazy("Full or having a rest: until when?"),
        hint=gettext_lazy("A day or a month: 5 January, March"),
        width=20,
        required=False,
        size="s",
    )
    note = Text(gettext_lazy("A note for the next of us who rings"), limit=300, required=False, size="s")
    lane = Radios(gettext_lazy("How did they say it?"), LANES, inline=True, size="s")
    said_on = Select(
        gettext_lazy("When did they say it?"), AGO, empty=gettext_lazy("just now"), required=False, size="s"
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **{"initial": {"lane": "phone"}, **kwargs})

    def clean_until(self) -> date | None:
        """A day, from whatever words it was said in."""
        words = self.cleaned_data["until"]
        day = read_until(words, self.now) if words else None
        if words and day is None:
            raise ValidationError(_("Write a day or a month, like 5 January or March, or leave it empty"))
        return day

    def at(self) -> datetime:
        """It counts from when it was said, however late it is keyed."""
        return said_at(self.cleaned_data["said_on"], self.now)
