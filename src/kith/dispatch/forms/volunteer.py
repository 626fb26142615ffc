"""What a volunteer writes on their own pages: one line at most, and needed only for "not done, because"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kith.kit.forms import KithForm, Text


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
