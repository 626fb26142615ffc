"""Who runs a group, and their yes to their own number being shown: keyed by a colleague who spoke with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from kith.directory.actions import Runs
from kith.directory.models import Leader
from kith.directory.queries.hour_words import DAYS
from kith.kit.forms import Checkboxes, Email, KithForm, Phone, Radios, Select, Text, Tick
from kith.kit.languages import LANGUAGES

HOW = [
    ("phone", gettext_lazy("On the phone")),
    ("in person", gettext_lazy("Face to face")),
    ("paper", gettext_lazy("On paper")),
]
AGO = [
    ("1", gettext_lazy("yesterday")),
    ("2", gettext_lazy("2 days ago")),
    ("3", gettext_lazy("3 days ago")),
    ("4", gettext_lazy("4 days ago")),
    ("5", gettext_lazy("5 days ago")),
    ("6", gettext_lazy("6 days ago")),
    ("7", gettext_lazy("a week ago")),
    ("14", gettext_lazy("two weeks ago")),
]


class LeaderForm(KithForm):
    """A name, ways to reach them that are ours alone, and when they are in."""

    name = Text(gettext_lazy("Who runs it?"), limit=120, missing=gettext_lazy("Write their name"), size="s")
    phone = Phone(
        gettext_lazy("Their phone"),
        hint=gettext_lazy("For us. It is shown nowhere unless they say so"),
        required=False,
        size="s",
        autocomplete="off",
    )
    email = Email(gettext_lazy("Their e-mail"), required=False, size="s")
    in_on = Checkboxes(
        gettext_lazy("On which days are they in?"),
        DAYS,
        hint=gettext_lazy("We write and ring on these days only; none ticked means any day"),
        required=False,
        size="s",
    )
    ring_instead = Tick(gettext_lazy("They would rather be rung than written to"))
    language = Select(gettext_lazy("Which language do we write in?"), LANGUAGES, size="s")
    known_by = Text(gettext_lazy("Who of us knows them?"), limit=120, required=False, size="s")
    notes = Text(gettext_lazy("Anything that helps when one rings?"), limit=300, required=False, size="s")

    def runs(self) -> Runs:
        """What was filled in, as the action takes it."""
        given = self.cleaned_data
        return Runs(
            name=given["name"],
            phone=given["phone"],
            email=given["email"],
            in_on=tuple(int(day) for day in given["in_on"]),
            ring_instead=given["ring_instead"],
            known_by=given["known_by"],
            notes=given["notes"],
            language=given["language"],
        )


def begin(leader: Leader | None) -> dict[str, Any]:
    """What we have of them."""
    if leader is None:
        return {"language": "en-gb"}
    names = ("name", "phone", "email", "ring_instead", "language", "known_by", "notes")
    return {**{name: getattr(leader, name) for name in names}, "in_on": [str(day) for day in leader.in_on]}


class PublishForm(KithForm):
    """Their yes: how they said it, and when."""

    how = Radios(gettext_lazy("How did they say yes?"), HOW, missing=gettext_lazy("Choose how they said it"), size="s")
    said_on = Select(
        gettext_lazy("When did they say it?"), AGO, empty=gettext_lazy("just now"), required=False, size="s"
    )


def said_at(given: str, now: datetime) -> datetime:
    """When something was said: it counts from then, however late it is keyed."""
    return now - timedelta(days=int(given)) if given.isdigit() else now
