"""What colleagues write down when somebody has died, has moved or is in hospital, and when that is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.dispatch.forms.timed import TimedForm
from kith.kit.forms import Checkboxes, KithForm, LongText, Radios, Text, When
from kith.people.models import Absence

DIED, MOVED, HOSPITAL = Absence.What.DIED, Absence.What.MOVED, Absence.What.HOSPITAL
WRONG, OVER = "wrong", "over"


class InPeace(TimedForm):
    """What we were told, by whom, and when we look again."""

    what = Radios(
        gettext_lazy("What were you told?"),
        [
            (DIED, gettext_lazy("They have died")),
            (HOSPITAL, gettext_lazy("They are in hospital"), gettext_lazy("We look again on a day you choose.")),
            (MOVED, gettext_lazy("They have moved"), gettext_lazy("Somebody asks whether help is still wanted there.")),
        ],
        missing=gettext_lazy("Choose what you were told"),
    )
    said_by = Text(
        gettext_lazy("Who told us?"),
        hint=gettext_lazy("Their daughter, by phone. The ward. A neighbour, Mr Hale."),
        max_length=200,
        missing=gettext_lazy("Say who told us, so that a mistake can be put right"),
    )
    look_again = When(
        gettext_lazy("If they are in hospital: when do we look again?"),
        hint=gettext_lazy("In your own words: on Friday, in a week, 3 December"),
        required=False,
    )
    note = LongText(
        gettext_lazy("What should whoever speaks with those close to them know?"),
        hint=gettext_lazy("Whom to ring, and what not to ask again. You can leave it empty."),
        limit=300,
        rows=3,
        required=False,
    )
    also = Checkboxes(
        gettext_lazy("Is any of these the same person?"),
        [],
        hint=gettext_lazy("Each ask writes its person down anew. It stops for each one you choose."),
        required=False,
    )

    def __init__(self, *args: Any, same: Sequence[tuple[str, str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if same:
            self.fields["also"].offer(list(same))  # type: ignore[attr-defined]
        else:
            del self.fields["also"]

    def clean_look_again(self) -> date | None:
        """The day; a hospital needs one."""
        at = self.moment("look_again")
        if at is None and self.cleaned_data.get("what") == HOSPITAL:
            raise ValidationError(_("Say when we look again, for example in a week"))
        return at.date() if at is not None and self.cleaned_data.get("what") == HOSPITAL else None


class ReachedAgain(KithForm):
    """That it was wrong, or is over."""

    why = Radios(
        gettext_lazy("What do we know now?"),
        [
            (WRONG, gettext_lazy("What we were told was wrong"), gettext_lazy("What was stopped goes on at once.")),
            (OVER, gettext_lazy("It is over: they are home, or settled"), gettext_lazy("Ask them what they need now.")),
        ],
        missing=gettext_lazy("Choose what we know now"),
    )
    said_by = Text(
        gettext_lazy("Who told us?"),
        max_length=200,
        missing=gettext_lazy("Say who told us: they themselves, or who else"),
    )
    note = Text(gettext_lazy("Anything to add?"), max_length=300, required=False)


class Spoke(TimedForm):
    """What came of speaking with those close to them."""

    words = LongText(
        gettext_lazy("What did they say?"),
        hint=gettext_lazy("One line, so that nobody has to ask them again."),
        limit=300,
        rows=3,
        missing=gettext_lazy("Write one line about it"),
    )
    again = When(
        gettext_lazy("Shall we be in touch again?"),
        hint=gettext_lazy("In your own words: in two weeks, 3 December. Leave it empty if that was all."),
        required=False,
    )

    def clean_again(self) -> datetime | None:
        """When, if at all."""
        return self.moment("again")
