"""What can be said on one's own page: another time, something to add, who else may look; and the way in to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.asks.models import AskerMay
from kith.kit.forms import KithForm, LongText, Radios, Text


class WayIn(KithForm):
    """The word and the code that were given when the ask was sent."""

    reference = Text(
        _("Your word and number"),
        hint=_("For example: KESTREL 42"),
        missing=_("Enter your word and its number, like KESTREL 42"),
        width=20,
    )
    code = Text(
        _("Your code"), hint=_("Six figures"), missing=_("Enter your code: six figures"), width=10, inputmode="numeric"
    )


class Changed(KithForm):
    """ "This has changed": another time, or something to add."""

    when = Text(_("Another time would be better"), hint=_("In your own words: after 3, on Friday"), required=False)
    words = LongText(_("Something to add, or to say to whoever has this"), limit=500, rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("when") and not given.get("words"):
            self.add_error("words", _("Write another time, or what you would like to add."))
        return given


class MayLook(KithForm):
    """Who else may look at this, and what they may read."""

    name = Text(_("Their name"), hint=_("They get a code of their own."), missing=_("Write their name"))
    may = Radios(
        _("What may they read?"),
        [
            (AskerMay.EVERYTHING.value, _("Everything about this ask")),
            (AskerMay.WHEN_DONE.value, _("Only when it is done")),
            (AskerMay.NOTHING.value, _("Nothing")),
        ],
        size="s",
    )

    def __init__(self, *args: Any, known: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            # Somebody asked for them already; only what they may read is asked.
            del self.fields["name"]


class AtTheDoor(KithForm):
    """What somebody at the door said, and which ask it is about."""

    reference = Text(
        _("The word and number on your card or message"),
        hint=_("For example: KESTREL 42"),
        missing=_("Enter the word and its number, like KESTREL 42"),
        width=20,
    )
    word = Text(
        _("What did they say?"),
        missing=_("Enter the word or words they said"),
        width=20,
        autocomplete="off",
    )
