"""What colleagues write down when somebody has died, has moved or is in hospital, and when that is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.dispatch.forms.timed import TimedForm
from kith.kit.forms import Checkboxes, KithForm, LongText, Postcode, Radios, Text, When
from kith.people.actions import NewHome
from kith.people.models import Absence, Person

DIED, MOVED, HOSPITAL = Absence.What.DIED, Absence.What.MOVED, Absence.What.HOSPITAL
WRONG, OVER = "wrong", "over"


class Whereto(KithForm):
    """Where somebody lives who has moved. All of it may stay empty; whoever did not move is not asked."""

    new_address = Text(gettext_lazy("House and street, or where to meet them"), limit=300, required=False, size="s")
    new_town = Text(gettext_lazy("Village or town"), limit=120, required=False, size="s")
    new_postcode = Postcode(gettext_lazy("Postcode"), limit=10, required=False, size="s", autocomplete="off")

    def __init__(self, *args: Any, of: Person | None = None, moved: bool = True, **kwargs: Any) -> None:
        if of is not None:
            now = {"new_address": of.moved_to, "new_town": of.moved_to_town, "new_postcode": of.moved_to_postcode}
            kwargs["initial"] = {**now, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.moved = moved
        if not moved:
            for name in ("new_address", "new_town", "new_postcode"):
                del self.fields[name]

    @property
    def home_written(self) -> bool:
        """Whether any of it stands there, so that its fold is open."""
        return any(self[name].value() for name in ("new_address", "new_town", "new_postcode"))

    def home(self) -> NewHome | None:
        """What was written; None where it was not asked."""
        given = self.cleaned_data
        return NewHome(given["new_address"], given["new_town"], given["new_postcode"]) if self.moved else None


class InPeace(Whereto, TimedForm):
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
        self.asks_who_else = bool(same)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        written = any(given.get(name) for name in ("new_address", "new_town", "new_postcode"))
        if written and given.get("what") in (DIED, HOSPITAL):
            self.add_error("new_address", _("A new address belongs to “They have moved”. Choose that, or empty it."))
        return given

    def clean_look_again(self) -> date | None:
        """The day; a hospital needs one."""
        at = self.moment("look_again")
        if at is None and self.cleaned_data.get("what") == HOSPITAL:
            raise ValidationError(_("Say when we look again, for example in a week"))
        return at.date() if at is not None and self.cleaned_data.get("what") == HOSPITAL else None


class ReachedAgain(Whereto):
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


class Spoke(Whereto, TimedForm):
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
