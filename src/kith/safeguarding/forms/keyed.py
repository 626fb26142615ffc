"""What a colleague writes down: their own worry, or that of somebody who rang, wrote or stood there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from kith.kit.forms import Radios, Select, Text
from kith.safeguarding.forms.worried import Worried
from kith.safeguarding.models import Lane

ME = "me"


class Keyed(Worried):
    """The same, written down by a colleague: their own worry, or that of somebody who rang, wrote or stood there."""

    who = Radios(
        gettext_lazy("Whose worry is it?"),
        [
            (ME, gettext_lazy("Mine")),
            (Lane.PHONE, gettext_lazy("Somebody rang")),
            (Lane.PAPER, gettext_lazy("It came on paper")),
            (Lane.DOOR, gettext_lazy("Somebody said it to me")),
        ],
        required=False,
        size="s",
    )
    name = Text(
        gettext_lazy("Their name, if they want it known"),
        hint=gettext_lazy("They need not say. Only whoever reads the concern sees it."),
        limit=120,
        required=False,
        size="s",
    )
    ago = Select(
        gettext_lazy("When did they say it?"),
        [
            ("0", gettext_lazy("Just now")),
            ("1", gettext_lazy("An hour ago")),
            ("3", gettext_lazy("This morning, or some hours ago")),
            ("24", gettext_lazy("Yesterday")),
            ("48", gettext_lazy("Before that")),
        ],
        hint=gettext_lazy("The four hours count from then."),
        required=False,
        size="s",
    )

    @property
    def is_mine(self) -> bool:
        """Whether whoever is signed in is worried themselves."""
        return (self.cleaned_data["who"] or ME) == ME

    def said_at(self, now: datetime) -> datetime:
        """When it was said."""
        return now - timedelta(hours=int(self.cleaned_data["ago"] or 0))
