"""The forms of an emergency: finding somebody, why their record is opened, telling them, reviewing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.accounts.models import User
from kith.governance import urgent
from kith.governance.models import FEWEST_WORDS
from kith.kit import when
from kith.kit.forms import KithForm, LongText, Radios, Select, Text, When


class FindSomebody(KithForm):
    """One box for any of the three."""

    who = Text(
        gettext_lazy("Whom is it about?"),
        hint=gettext_lazy("Their name, phone number or reference. Add the village if the name is a common one."),
        missing=gettext_lazy("Enter a name, a phone number or a reference"),
        limit=120,
        attributes={"autocomplete": "off"},
    )


class WhyOpen(KithForm):
    """What has happened, in the colleague's own words. The reason is the button that is pressed."""

    words = LongText(
        gettext_lazy("What has happened?"),
        hint=gettext_lazy("At least 20 letters. Whoever reviews it reads this, and so may the person."),
        missing=gettext_lazy("Say in at least 20 letters what has happened"),
        limit=600,
        rows=2,
    )

    def clean_words(self) -> str:
        """Long enough for somebody else to follow."""
        words: str = self.cleaned_data["words"]
        if len(" ".join(words.split())) < FEWEST_WORDS:
            raise ValidationError(_("Say a little more: at least 20 letters, so that somebody else can follow it."))
        return words


class TheyKnow(KithForm):
    """The person has been told."""

    how = Text(
        gettext_lazy("How were they told, and what did they say?"),
        missing=gettext_lazy("Say how they were told, and what they said"),
        limit=300,
    )


class NotYet(KithForm):
    """Telling them now would not be right. Give it ``now``."""

    because = Text(
        gettext_lazy("Why would telling them now not be right?"),
        missing=gettext_lazy("Say why telling them now would not be right"),
        limit=300,
    )
    look_again = When(
        gettext_lazy("When does somebody look at this again?"),
        hint=gettext_lazy("Within three months, in your own words: Thursday, 3 December"),
        missing=gettext_lazy("Name a day within three months"),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)

    def clean_look_again(self) -> datetime:
        """A day that can be read and is still to come."""
        found = when.parse(self.cleaned_data["look_again"], self.now)
        if found.end is None or found.end <= self.now:
            raise ValidationError(_("Write a day that is still to come, like Thursday or 3 December."))
        return found.end


class Review(KithForm):
    """Whether it was right."""

    outcome = Radios(
        gettext_lazy("Was it right to open it?"),
        [
            (urgent.JUSTIFIED, gettext_lazy("Yes, it was right")),
            (
                urgent.NOT_JUSTIFIED,
                gettext_lazy("No, it was not right"),
                gettext_lazy("The organisation is told at once."),
            ),
            (urgent.UNCLEAR, gettext_lazy("It is not clear"), gettext_lazy("You can say yes or no later.")),
        ],
        missing=gettext_lazy("Say whether it was right"),
    )
    why = Text(
        gettext_lazy("Why? One sentence."),
        hint=gettext_lazy("Whoever opened it reads this."),
        missing=gettext_lazy("Say why in a sentence"),
        limit=600,
    )


class AskSecond(KithForm):
    """Which colleague says yes to four more hours. Give it those who may."""

    colleague = Select(
        gettext_lazy("Who says whether it needs four more hours?"),
        [],
        missing=gettext_lazy("Choose the colleague who decides"),
    )

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(one.id): one for one in colleagues}
        self.fields["colleague"].offer([(key, one.name) for key, one in self.by_id.items()])  # type: ignore[attr-defined]

    @property
    def chosen(self) -> User:
        """The colleague who was chosen."""
        return self.by_id[self.cleaned_data["colleague"]]
