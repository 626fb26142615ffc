"""What a volunteer writes on their own pages: one line at most, and needed only for "not done, because"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy

from kith.kit.forms import KithForm, Phone, Text


@dataclass(frozen=True)
class Wrong:
    """An answer that changed nothing: the form to show again, or a sentence, or neither where the page says it all."""

    form: Form | None = None
    words: str = ""


NOTHING_WRONG = Wrong()


class NotDone(KithForm):
    """Why it was not done."""

    why = Text(
        gettext_lazy("What got in the way?"),
        hint=gettext_lazy("The person is told these words. “The shop was shut” is enough."),
        limit=200,
        missing=gettext_lazy("Write in a few words what got in the way, so that the person can be told"),
        size="s",
    )


class Also(KithForm):
    """Something else they asked for at the door."""

    words = Text(
        gettext_lazy("What did they ask for?"),
        hint=gettext_lazy("One line, like “a book of stamps”. It becomes a new ask."),
        limit=300,
        missing=gettext_lazy("Write what they asked for"),
        size="s",
    )


class OwnPhone(KithForm):
    """Whether this is the volunteer's own phone: asked once in a browser, and never where it was said before."""

    ends = Text(
        gettext_lazy("The last three digits of your phone number"),
        hint=gettext_lazy("Asked once on this phone, so that nobody can answer for you."),
        limit=20,
        width=4,
        inputmode="numeric",
        missing=gettext_lazy("Enter the last three digits of your own number"),
        size="s",
    )


class OwnCode(OwnPhone):
    """The same, for a volunteer without a phone: the code that was e-mailed to them."""

    ends = Text(
        gettext_lazy("The code we e-mailed you"),
        hint=gettext_lazy("Asked once in this browser, so that nobody can answer for you."),
        limit=20,
        width=10,
        inputmode="numeric",
        missing=gettext_lazy("Enter the code we e-mailed you. Press “Send me a code” if you have none."),
        size="s",
    )


class SomebodyElse(KithForm):
    """Whoever a link was passed on to: their own name and number, and nothing more."""

    name = Text(
        gettext_lazy("Your own name"),
        limit=80,
        missing=gettext_lazy("Enter your own name"),
        size="s",
    )
    phone = Phone(gettext_lazy("Your phone number"), missing=gettext_lazy("Enter your phone number"), size="s")


class Buddy(KithForm):
    """Whom to ask to ring them, where they are not out in time. Left empty, nobody."""

    name = Text(gettext_lazy("Their first name"), limit=40, required=False, size="s")
    phone = Phone(
        gettext_lazy("Their mobile"),
        hint=gettext_lazy("Ask them first: we text them only if you are not out in time."),
        required=False,
        size="s",
        autocomplete="off",
    )

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        given = super().clean() or {}
        if given.get("name") and not given.get("phone") and "phone" not in self.errors:
            self.add_error("phone", gettext_lazy("Enter their mobile, so that we can text them"))
        if given.get("phone") and not given.get("name"):
            self.add_error("name", gettext_lazy("Enter their first name, so that we know what to call them"))
        return given
