"""What colleagues key about one ask. Each form asks one thing; what was typed stays when something is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.asks import kinds
from kith.asks.models import Ask, AskerMay
from kith.dispatch.forms.timed import TimedForm
from kith.kit.forms import KithForm, LongText, Postcode, Radios, Text, When
from kith.people.models import Safe
from kith.promises.models import Telling

DONE, NOT_DONE, NOBODY, HANDED_BACK = "done", "not-done", "nobody-answered", "handed-back"
ALREADY = "already-done"
HOW = list(Telling.How.choices)
SAFE = [(Safe.YES, Safe.YES.label), (Safe.PLEASE_RING, Safe.PLEASE_RING.label), (Safe.NO, Safe.NO.label)]
NOTE = 300


class SaidYes(TimedForm):
    """Which volunteer, and when they are coming."""

    volunteer = Radios(gettext_lazy("Who said yes?"), [], missing=gettext_lazy("Choose who said yes"))
    coming = When(
        gettext_lazy("When are they coming?"),
        hint=gettext_lazy("If they said: today between 2 and 4. You can leave it empty."),
        required=False,
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volunteer"].offer(list(choices))  # type: ignore[attr-defined]

    def clean_coming(self) -> tuple[datetime, datetime] | None:
        """From when and until when; a single time is the end of the hour before it."""
        start, end = self.window("coming")
        if end is None:
            return None
        return (start if start is not None and start < end else min(self.now, end), end)


class WhatHappened(KithForm):
    """How it went, as the volunteer told us."""

    what = Radios(
        gettext_lazy("What happened?"),
        [
            (DONE, gettext_lazy("It is done")),
            (NOT_DONE, gettext_lazy("Not done, because")),
            (NOBODY, gettext_lazy("Nobody answered"), gettext_lazy("A check that they are all right opens at once")),
            (HANDED_BACK, gettext_lazy("They handed it back"), gettext_lazy("Somebody else is looked for at once")),
            (
                ALREADY,
                gettext_lazy("It is already done: somebody else did it"),
                gettext_lazy("Whoever has it, or was asked, is thanked"),
            ),
        ],
        missing=gettext_lazy("Choose what happened"),
    )
    words = LongText(
        gettext_lazy("In a few words"),
        hint=gettext_lazy("For “not done”, say why: the person is told these words."),
        required=False,
        limit=NOTE,
        rows=2,
    )
    also = Text(gettext_lazy("They also asked for"), hint=gettext_lazy("It becomes a new ask"), required=False)

    def clean(self) -> dict[str, Any]:
        """Not done needs its reason, because somebody is told it."""
        data = super().clean() or self.cleaned_data
        if data.get("what") == ALREADY and not data.get("words", "").strip():
            self.add_error("words", _("Write who did it, or how you know"))
        if data.get("what") == NOT_DONE and not data.get("words", "").strip():
            self.add_error("words", _("Write why it was not done: the person is told these words"))
        return data


class SpokenWith(KithForm):
    """What the person said when they were asked whether they would like this."""

    said = Radios(
        gettext_lazy("What did they say?"),
        [("yes", gettext_lazy("They said yes")), ("no", gettext_lazy("They would rather not"))],
        missing=gettext_lazy("Choose what they said"),
    )
    asker_may = Radios(
        gettext_lazy("What may whoever asked for them be told?"),
        list(AskerMay.choices),
        missing=gettext_lazy("Choose what they allow"),
        required=False,
    )
    safe = Radios(gettext_lazy("Is it safe to text or ring them?"), SAFE, required=False)

    def clean(self) -> dict[str, Any]:
        """A yes needs what they allow; not said means nothing."""
        data = super().clean() or self.cleaned_data
        data["asker_may"] = data.get("asker_may") or AskerMay.NOTHING.value
        data["safe"] = data.get("safe") or Safe.NOT_ASKED.value
        return data


class WhyNot(KithForm):
    """One box that may stay empty."""

    words = LongText(gettext_lazy("In a few words, if you like"), required=False, limit=NOTE, rows=2)


class Add(KithForm):
    """Something to add; what was said first stays as it was."""

    words = LongText(gettext_lazy("What should be added?"), limit=500, rows=3, required=False)
    hear = Text(gettext_lazy("How they hear us at the door"), limit=300, required=False)
    talk = Text(gettext_lazy("How to talk with them"), limit=300, required=False)
    must_not_know = Text(
        gettext_lazy("Is there anybody who must not know?"),
        hint=gettext_lazy("Names, with a comma between them. They are never asked"),
        required=False,
    )

    def clean_must_not_know(self) -> list[str]:
        """Each name by itself."""
        return [name.strip()[:200] for name in self.cleaned_data["must_not_know"].split(",") if name.strip()]

    def clean(self) -> dict[str, Any]:
        """Any one of them is enough."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.values()):
            self.add_error("words", _("Write what to add"))
        return data

    def learnt(self) -> dict[str, Any]:
        """What was learnt of the person, beside what was added to the ask."""
        return {name: self.cleaned_data[name] for name in ("hear", "talk", "must_not_know")}


class AnotherTime(TimedForm):
    """Another date, why, and how they are told."""

    to = When(gettext_lazy("When will they hear?"), missing=gettext_lazy("Write when they will hear, like 5 today"))
    reason = Text(
        gettext_lazy("Why does it move?"), limit=200, missing=gettext_lazy("Write why: the person is told so")
    )
    how = Radios(
        gettext_lazy("How are they told?"),
        HOW,
        hint=gettext_lazy("It becomes your promise to tell them"),
        missing=gettext_lazy("Choose how they are told: a date never moves in silence"),
    )

    def clean_to(self) -> datetime | None:
        """A moment still to come."""
        return self.moment("to")


class Told(KithForm):
    """How somebody was told."""

    how = Radios(gettext_lazy("How do they know?"), HOW, missing=gettext_lazy("Choose how they were told"))
    note = Text(
        gettext_lazy("What did they say?"), hint=gettext_lazy("You can leave this empty"), limit=NOTE, required=False
    )
    safe = Radios(
        gettext_lazy("Did they say whether it is safe to text or ring them?"),
        SAFE,
        hint=gettext_lazy("Leave it empty when you did not ask: what they said before stays"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Only they can say what is safe, so it needs their own voice."""
        data = super().clean() or self.cleaned_data
        if data.get("safe") and data.get("how") not in (Telling.How.CALL, Telling.How.VISIT):
            self.add_error("safe", _("Only they can say so. Choose a call or a visit, or leave this empty"))
        return data


class Checked(KithForm):
    """What was found out, and what the ask still needs to be offered."""

    note = Text(gettext_lazy("What did you find out?"), limit=NOTE, missing=gettext_lazy("Write what you found out"))

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.details: list[str] = []
        for one in kinds.KINDS[ask.kind].fields:
            if one.choices and not ask.details.get(one.name):
                self.details.append(one.name)
                self.fields[f"detail_{one.name}"] = Radios(one.label, one.choices, hint=one.hint, required=False)
        self.fields["address"] = Text(gettext_lazy("A better address, if there is one"), limit=300, required=False)
        self.fields["street"] = Text(gettext_lazy("Street"), required=False)
        self.fields["community"] = Text(gettext_lazy("Village or town"), required=False)
        self.fields["postcode"] = Postcode(gettext_lazy("Postcode"), required=False)

    def found(self) -> dict[str, str]:
        """The answers to the questions of this kind that were given now."""
        given = {name: self.cleaned_data.get(f"detail_{name}", "") for name in self.details}
        return {name: value for name, value in given.items() if value}
