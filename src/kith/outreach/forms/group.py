"""The small forms of a group's own page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.directory.queries.hour_words import DAYS
from kith.directory.until import read_until
from kith.kit.forms import Checkboxes, KithForm, Number, Text
from kith.outreach.ring_tree import FEWEST, MOST


class UntilForm(KithForm):
    """Until when it is full or has a rest, or how many places are left."""

    until = Text(
        gettext_lazy("Full or having a rest: until when?"),
        hint=gettext_lazy("A day or a month: 5 January, March. Leave it empty if you do not know"),
        width=20,
        required=False,
        size="s",
    )
    places = Number(gettext_lazy("How many places are left?"), least=0, most=9999, required=False, size="s")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)

    def clean_until(self) -> date | None:
        """A day, from whatever words it was said in."""
        words = self.cleaned_data["until"]
        day = read_until(words, self.now) if words else None
        if words and day is None:
            raise ValidationError(_("Write a day or a month, like 5 January or March, or leave it empty"))
        return day


class RingForm(KithForm):
    """Ring me instead, I'm in on these days."""

    in_on = Checkboxes(gettext_lazy("I'm in on"), DAYS, required=False, size="s")


class HowMany(KithForm):
    """How many people of a group ring each other."""

    people = Number(
        gettext_lazy("How many are you, with yourself?"),
        hint=gettext_lazy("From 3 to 60"),
        least=FEWEST,
        most=MOST,
        size="s",
    )
