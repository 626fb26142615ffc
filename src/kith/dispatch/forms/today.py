"""What the Today page asks: what to show only, and a decision of the morning."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kith.accounts.models import Membership
from kith.asks import kinds
from kith.dispatch.forms.timed import TimedForm
from kith.dispatch.queries.today import Narrowed
from kith.kit.forms import KithForm, LongText, Select, When
from kith.places.models import Place

GROUPS = [
    ("late", _("Late")),
    ("stuck", _("Stuck: nobody left to ask here")),
    ("asking", _("Being asked")),
    ("new", _("New")),
    ("taken", _("Taken")),
    ("done", _("Done today")),
]


class Narrow(KithForm):
    """Which rows to show. What it cannot read it leaves out: a page never fails over its own filter."""

    kind = Select(_("Kind"), kinds.CHOICES, empty=_("Every kind"), required=False, size="s")
    state = Select(_("How it stands"), GROUPS, empty=_("All of them"), required=False, size="s")
    below = Select(_("Where"), [], empty=_("Everywhere here"), required=False, size="s")

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["below"].offer([(str(place.id), place.name) for place in places])  # type: ignore[attr-defined]

    def narrowed(self) -> Narrowed:
        """What was chosen."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        page = self.data.get("page", "")
        return Narrowed(
            kind=chosen.get("kind", ""),
            state=chosen.get("state", ""),
            below=UUID(chosen["below"]) if chosen.get("below") else None,
            page=max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
        )


class SeenTo(KithForm):
    """What was done about something to read or somebody to ring."""

    what = LongText(
        _("What did you do?"),
        hint=_("One line, so that whoever looks next knows how it stands."),
        rows=3,
        limit=300,
        missing=_("Write one line about what you did"),
    )


class Decide(TimedForm):
    """What was decided, who has it, and by when."""

    words = LongText(_("What was decided?"), rows=2, limit=300, missing=_("Write what was decided"), size="s")
    holder = Select(_("Who has it?"), [], missing=_("Choose who has it"), size="s")
    due = When(_("By when?"), missing=_("Write by when, like today or Friday at 12"), size="s")

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.id): one for one in members}
        offered = [(key, f"{one.user.name}, {one.team.name}") for key, one in self.members.items()]
        self.fields["holder"].offer(offered)  # type: ignore[attr-defined]

    def clean_due(self) -> datetime | None:
        """By when, as a moment."""
        return self.moment("due")
