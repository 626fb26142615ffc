"""What somebody found who went there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kith.directory.models import Found
from kith.kit.forms import KithForm, Radios, Text

_FOUND = [
    (Found.RIGHT.value, gettext_lazy("It was all as it says")),
    (Found.FULL.value, gettext_lazy("It was full")),
    (Found.MOVED.value, gettext_lazy("It was not there")),
    (Found.DOUBT.value, gettext_lazy("Something else was different")),
]


class FoundForm(KithForm):
    """One choice, and a few words that name nobody."""

    found = Radios(gettext_lazy("How was it?"), _FOUND, missing=gettext_lazy("Choose how it was"))
    words = Text(
        gettext_lazy("What was different?"),
        hint=gettext_lazy("A few words about the place. Please name nobody"),
        limit=200,
        required=False,
        size="s",
    )
