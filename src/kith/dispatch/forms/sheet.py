"""The ticked sheet of the morning meeting, keyed in: twenty rows, each a reference and what happened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.kit import refs
from kith.kit.forms import KithForm, Select, Text

ROWS = 20
YES, DONE, NOT_DONE, NOBODY, HANDED_BACK = "yes", "done", "not-done", "nobody-answered", "handed-back"
HOLD, FURTHER, CALLED, CARD, VISITED = "hold", "further", "call", "card", "visit"
TOLD = (CALLED, CARD, VISITED)
WHAT = [
    (YES, gettext_lazy("Somebody said yes")),
    (DONE, gettext_lazy("Done")),
    (NOT_DONE, gettext_lazy("Not done, because")),
    (NOBODY, gettext_lazy("Nobody answered")),
    (HANDED_BACK, gettext_lazy("Handed back")),
    (HOLD, gettext_lazy("Hold for me")),
    (FURTHER, gettext_lazy("Ask further away")),
    (CALLED, gettext_lazy("Told by a call")),
    (CARD, gettext_lazy("Told by a card")),
    (VISITED, gettext_lazy("Told at the door")),
]


class SheetRow(KithForm):
    """One line of the sheet. A line without a tick is left alone."""

    reference = Text(gettext_lazy("Reference"), required=False, size="s", width=10)
    what = Select(gettext_lazy("What was ticked"), WHAT, empty=gettext_lazy("Nothing"), required=False, size="s")
    who = Text(gettext_lazy("Who said yes"), required=False, size="s", width=20)
    words = Text(gettext_lazy("Written beside it"), required=False, size="s", limit=300)

    def clean_reference(self) -> str:
        """As we write it, however it was written."""
        written = str(self.cleaned_data["reference"])
        return (refs.parse(written) or written) if written else ""

    def clean(self) -> dict[str, Any]:
        """What a tick needs beside it."""
        data = super().clean() or self.cleaned_data
        what = data.get("what")
        if what and not data.get("reference"):
            self.add_error("reference", _("Write the word and number of this line"))
        if what == YES and not data.get("who", "").strip():
            self.add_error("who", _("Write who said yes"))
        if what == NOT_DONE and not data.get("words", "").strip():
            self.add_error("words", _("Write why: the person is told these words"))
        return data


def sheet_rows(data: Any, references: list[str]) -> list[SheetRow]:
    """The rows of a page: those sent, or new ones with their references."""
    if data:
        return [SheetRow(data, prefix=f"row{number}") for number in range(ROWS) if f"row{number}-what" in data]
    begin = [*references[:ROWS], *[""] * (ROWS - len(references[:ROWS]))]
    return [SheetRow(prefix=f"row{number}", initial={"reference": one}) for number, one in enumerate(begin)]
