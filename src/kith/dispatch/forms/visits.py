"""What colleagues key about a visit: in, out, longer; what was decided; the person's word; regular help."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from kith.asks.visit_words import LONGEST
from kith.dispatch import visits
from kith.dispatch.forms.timed import TimedForm
from kith.dispatch.models import Visit
from kith.kit.forms import KithForm, LongText, Number, Radios, Text

IN, OUT, LONGER = "in", "out", "longer"


class Rang(KithForm):
    """What a volunteer said on the phone, or their buddy did."""

    said = Radios(gettext_lazy("What did they say?"), [], size="s")
    minutes = Number(
        gettext_lazy("For how many minutes?"), least=visits.SHORTEST, most=visits.LONGEST, initial=30, size="s"
    )

    def __init__(self, *args: Any, inside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        out = (OUT, gettext_lazy("They are out and well"))
        longer = (LONGER, gettext_lazy("They are well and need longer"))
        going_in = (IN, gettext_lazy("They are going in now"))
        self.fields["said"].offer([out, longer] if inside else [going_in])  # type: ignore[attr-defined]
        self.fields["said"].initial = OUT if inside else IN


class Police(KithForm):
    """A person decides. Kith never rings the police."""

    police = Radios(gettext_lazy("What did you decide?"), Visit.Police.choices, size="s")
    says = LongText(
        gettext_lazy("What do you know, and why?"),
        hint=gettext_lazy("Like: rang twice, no answer; Jan knocked, the car is gone"),
        limit=300,
        rows=3,
        missing=gettext_lazy("Write in a line what you know, and why you decided so"),
        size="s",
    )


class OwnWord(KithForm):
    """A word the person chose."""

    word = Text(
        gettext_lazy("A word you choose"),
        hint=gettext_lazy("Any word but your name or your street, and no numbers. Left empty, we choose other words."),
        limit=LONGEST,
        required=False,
        width=20,
        autocomplete="off",
    )


class Regularly(TimedForm):
    """What the person and the volunteer agreed."""

    every_days = Radios(
        gettext_lazy("How often?"),
        [
            ("7", gettext_lazy("Every week")),
            ("14", gettext_lazy("Every two weeks")),
            ("1", gettext_lazy("Every day")),
            ("28", gettext_lazy("Every four weeks")),
        ],
        size="s",
    )
    until = Text(
        gettext_lazy("Until which day?"),
        hint=gettext_lazy("At most a year from now; it can be agreed again then. Like 3 March"),
        missing=gettext_lazy("Enter the last day, like 3 March"),
        width=20,
        size="s",
    )
    said_how = Text(
        gettext_lazy("How did the person say that they would like this?"),
        hint=gettext_lazy("Like: on the phone to me, today"),
        missing=gettext_lazy("Write how they said so: it is their permission"),
        size="s",
    )

    def clean_until(self) -> datetime:
        """The end of that day."""
        found = self.moment("until")
        if found is None:
            raise ValidationError(gettext_lazy("Enter the last day, like 3 March"))
        return found
