"""What a reader of a concern writes: that they have it, a decision, who was told, another reader, an outcome."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.kit import when
from kith.kit.forms import KithForm, LongText, Radios, Select, Text, When
from kith.safeguarding.models import Outcome


class Timed(KithForm):
    """A form that says when it is looked at next."""

    look_by = When(gettext_lazy("When do you look at it next?"), limit=80, size="s")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)

    def clean_look_by(self) -> datetime:
        """A moment still to come."""
        written = self.cleaned_data["look_by"]
        found = when.parse(written, self.now)
        if found.end is None or found.end <= self.now:
            said = _("Write a day or a time that is still to come, like 5 today, tomorrow or 3 December.")
            raise ValidationError(said)
        return found.end


class HaveRead(Timed):
    """I have read it, and have it."""


class Decide(Timed):
    """A decision and why."""

    words = LongText(
        gettext_lazy("What was decided?"), limit=2000, rows=3, size="s", missing=gettext_lazy("Write what was decided")
    )
    reason = LongText(
        gettext_lazy("Why?"),
        hint=gettext_lazy("Also why something is not done, or not yet."),
        limit=600,
        rows=2,
        size="s",
        missing=gettext_lazy("Write why: somebody will ask later"),
    )


class Outside(KithForm):
    """Who outside was told."""

    whom = Text(
        gettext_lazy("Who was told?"),
        hint=gettext_lazy("The council's safeguarding team, the police: with the name of whoever answered."),
        limit=200,
        size="s",
        missing=gettext_lazy("Write who was told"),
    )
    words = LongText(
        gettext_lazy("What were they told, and what did they say?"),
        limit=2000,
        rows=3,
        size="s",
        missing=gettext_lazy("Write what they were told"),
    )


class Add(KithForm):
    """Something more."""

    words = LongText(
        gettext_lazy("What has been seen, heard or said since?"),
        limit=4000,
        rows=3,
        size="s",
        missing=gettext_lazy("Write what you would like to add"),
    )


class Show(KithForm):
    """Another reader, on purpose."""

    to = Select(gettext_lazy("Who needs to read it?"), [], size="s", missing=gettext_lazy("Choose who"))
    reason = Text(
        gettext_lazy("Why do they need to?"),
        limit=300,
        size="s",
        missing=gettext_lazy("Write why they need to read it"),
    )

    def __init__(self, *args: Any, could: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].offer(could)  # type: ignore[attr-defined]


class _OneOfUs(KithForm):
    """A colleague, chosen from those it could be."""

    def __init__(self, *args: Any, could: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].offer(could)  # type: ignore[attr-defined]


class Keep(_OneOfUs):
    """A colleague it must not reach."""

    who = Select(gettext_lazy("Whom must it not reach?"), [], size="s", missing=gettext_lazy("Choose who"))
    why = Text(
        gettext_lazy("Why?"),
        hint=gettext_lazy("For example: a cousin of theirs. They never read this, and learn nothing of it."),
        limit=300,
        size="s",
        missing=gettext_lazy("Write why: somebody will ask later"),
    )


class MayReach(_OneOfUs):
    """A colleague it may reach after all."""

    who = Select(gettext_lazy("Whom may it reach after all?"), [], size="s", missing=gettext_lazy("Choose who"))
    why = Text(
        gettext_lazy("Why?"),
        hint=gettext_lazy("For example: it is somebody else of that name."),
        limit=300,
        size="s",
        missing=gettext_lazy("Write why: somebody will ask later"),
    )


class Answered(KithForm):
    """Whoever raised it was told by a person."""

    how = Text(gettext_lazy("How do they know?"), limit=300, required=False, size="s")


class End(KithForm):
    """How it ended."""

    outcome = Radios(
        gettext_lazy("What did it come to?"),
        list(Outcome.choices),
        size="s",
        missing=gettext_lazy("Choose what it came to"),
    )
    words = LongText(
        gettext_lazy("In a sentence or two"),
        limit=600,
        rows=3,
        size="s",
        missing=gettext_lazy("Write in a sentence how it ended"),
    )
