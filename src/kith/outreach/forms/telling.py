"""What somebody leaves who waits until a group takes people again: where to tell them, and that this is safe."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.directory.forms.leader import AGO, said_at
from kith.kit import phones
from kith.kit.forms import KithForm, Radios, Select, Text, Tick, YesNo

LANES = [
    ("phone", gettext_lazy("On the phone")),
    ("door", gettext_lazy("Face to face")),
    ("paper", gettext_lazy("On paper")),
]
_NOT_READ = gettext_lazy("Enter a phone number, like 07700 900 000, or an e-mail address, like name@example.org")


class TellMeForm(KithForm):
    """A number or an address, whether it is safe, and whether the message may say what it is about."""

    reach = Text(
        gettext_lazy("Where do we tell you?"),
        hint=gettext_lazy("A phone number or an e-mail address. A mobile gets a text; another phone is rung"),
        missing=_NOT_READ,
        limit=200,
        width=20,
        size="s",
        autocomplete="off",
    )
    safe = YesNo(
        gettext_lazy("Is it safe to reach you there?"),
        hint=gettext_lazy("Somebody else may read it, answer it, or see who it is from"),
        missing=gettext_lazy("Say whether it is safe to reach you there"),
        size="s",
    )
    by_name = Tick(gettext_lazy("The message may say what it is about"))

    def clean_reach(self) -> str:
        """A number as it is dialled, or an address."""
        written = self.cleaned_data["reach"].strip()
        if "@" in written:
            try:
                EmailValidator()(written)
            except ValidationError:
                raise ValidationError(str(_NOT_READ)) from None
            return str(written).lower()
        number = phones.normalise(written)
        if not number:
            raise ValidationError(str(_NOT_READ))
        return number


class KeyTellMeForm(TellMeForm):
    """The same, keyed by a colleague for somebody who rang, came by or wrote."""

    lane = Radios(gettext_lazy("How did they say it?"), LANES, inline=True, size="s")
    said_on = Select(
        gettext_lazy("When did they say it?"), AGO, empty=gettext_lazy("just now"), required=False, size="s"
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **{"initial": {"lane": "phone"}, **kwargs})
        self.fields["reach"].label = _("Where do we tell them?")
        self.fields["safe"].label = _("Is it safe to reach them there?")

    def at(self) -> datetime:
        """It counts from when it was said, however late it is keyed."""
        return said_at(self.cleaned_data["said_on"], self.now)
