"""What colleagues key of what somebody permits: a no, a yes, a decision with them, and who may speak for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.asks.models import Ask
from kith.dispatch.actions import ENDS, FINISH, GOES_ON, OURS
from kith.dispatch.forms.timed import TimedForm
from kith.governance import wording
from kith.governance.actions import To
from kith.governance.models import MayBeTold, SpeaksBy, SpeaksFor, Way
from kith.governance.whose_say import Band
from kith.kit import when
from kith.kit.clock import local
from kith.kit.forms import Checkboxes, LongText, Phone, Radios, Select, Text, When

NO, YES = "no", "yes"
# Not one of the three: a no to one of those who are told, by name.
ONE = "no-one"
_TAKING = wording.LATEST.taking_back
WHAT = [
    ("no-sharing", gettext_lazy("No: tell nobody else about me"), _TAKING["sharing"].before[1]),
    ("no-contact", gettext_lazy("No: do not write to me or ring me"), _TAKING["contact"].before[3]),
    ("no-help", gettext_lazy("No: I do not want help any more"), _TAKING["help"].before[1]),
    (
        "no-one",
        gettext_lazy("No: tell one of them nothing more"),
        gettext_lazy("Choose below who. What they had is looked for again, and nobody tells them why."),
    ),
    ("yes-sharing", gettext_lazy("Yes: others may be told what they need to know to help me"), ""),
    ("yes-contact", gettext_lazy("Yes: you may write to me and ring me"), ""),
    ("yes-help", gettext_lazy("Yes: you may help me"), ""),
]
_AT = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def moment_before(words: str, now: datetime) -> datetime | None:
    """When something was said: 10:30, yesterday 4pm, 20 November; None where we cannot read it. Never in the future."""
    words, here = words.strip().casefold(), local(now)
    day = here.date()
    if words.startswith("yesterday"):
        day, words = day - timedelta(days=1), words.removeprefix("yesterday").strip()
        words = words or "12:00"
    else:
        words = words.removeprefix("today").strip()
        dated = re.match(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})(?:\s+(\d{4}))?,?\s*", words)
        if dated and dated[2][:3] in _MONTHS:
            month = _MONTHS.index(dated[2][:3]) + 1
            try:
                day = day.replace(year=int(dated[3] or day.year), month=month, day=int(dated[1]))
                day = day.replace(year=day.year - 1) if day > here.date() and not dated[3] else day
            except ValueError:
                return None
            words = words[dated.end() :] or "12:00"
    at = _AT.fullmatch(words.removeprefix("at ").strip())
    if at is None:
        return None
    hour = int(at[1]) % 12 + (12 if at[3].casefold() == "pm" else 0) if at[3] else int(at[1])
    if hour > 23 or int(at[2] or 0) > 59:
        return None
    said = datetime.combine(day, time(hour, int(at[2] or 0)), tzinfo=here.tzinfo).astimezone(now.tzinfo)
    return said if said <= now else None


def _said(form: TimedForm) -> datetime | None:
    """When it was said, from the field of that name; None where it was left empty."""
    written = form.cleaned_data["said"].strip()
    found = moment_before(written, form.now) if written else None
    if written and found is None:
        words = {"words": written[:40]}
        raise ValidationError(
            _("“%(words)s” is not a time that has been. Write it like 10:30, yesterday 4pm, 20 November.") % words
        )
    return found


class Say(TimedForm):
    """What was said, how and when. The rest is folded away, so that a no is keyed in under a minute."""

    what = Radios(gettext_lazy("What did they say?"), WHAT, missing=gettext_lazy("Choose what they said"))
    one = Select(
        gettext_lazy("Only about one of them?"),
        [],
        empty=gettext_lazy("no, about everybody"),
        hint=gettext_lazy("Those who were asked to help them, or did."),
        required=False,
        size="s",
    )
    way = Radios(
        gettext_lazy("How did they say it?"),
        list(Way.choices),
        size="s",
        missing=gettext_lazy("Choose how they said it"),
    )
    said = Text(
        gettext_lazy("When did they say it?"),
        hint=gettext_lazy("It counts from then. Leave it empty for just now. Like 10:30, yesterday 4pm, 20 November."),
        required=False,
        width=20,
    )
    words = Text(gettext_lazy("In their words, if you have them"), limit=300, required=False)
    to = Text(
        gettext_lazy("Who may be told?"),
        hint=gettext_lazy("Leave it empty for whoever is needed to help. Else a team, an organisation or a person."),
        limit=200,
        required=False,
    )
    what_for = Text(gettext_lazy("What for?"), limit=200, required=False)
    classes = Checkboxes(
        gettext_lazy("What may they be told?"),
        [(key, words) for key, words in wording.LATEST.classes.items() if key != "D"],
        required=False,
    )
    until = When(
        gettext_lazy("Until when?"),
        hint=gettext_lazy("In your own words: in three months, 3 December. Leave it empty for as long as they like."),
        required=False,
    )
    said_by = Radios(gettext_lazy("Who said it?"), [("", gettext_lazy("They themselves"))], size="s", required=False)
    capacity_by = Text(
        gettext_lazy("A best-interest decision: which professional made it?"),
        hint=gettext_lazy("Their name and what they are. Leave it empty unless they told you so themselves."),
        limit=200,
        required=False,
    )
    capacity_note = LongText(gettext_lazy("What they decided, in their words"), limit=600, rows=3, required=False)
    also = Checkboxes(
        gettext_lazy("Is any of these the same person?"),
        [],
        hint=gettext_lazy("Each ask writes its person down anew. It holds for each one you choose."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        same: Sequence[tuple[str, str, str]] = (),
        speakers: Sequence[SpeaksFor] = (),
        could_be_told: Sequence[tuple[To, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of = {str(to.id): to for to, _name in could_be_told}
        if could_be_told:
            self.fields["one"].offer([(str(to.id), name) for to, name in could_be_told])  # type: ignore[attr-defined]
        else:
            del self.fields["one"]
            self.fields["what"].offer([row for row in WHAT if row[0] != ONE])  # type: ignore[attr-defined]
        self.asks_who_else, self.asks_who_said = bool(same), bool(speakers)
        if same:
            self.fields["also"].offer(list(same))  # type: ignore[attr-defined]
        else:
            del self.fields["also"]
        if speakers:
            themselves = ("", _("They themselves"), "")
            who = [(str(one.id), one.name, str(one.get_basis_display())) for one in speakers]
            self.fields["said_by"].offer([themselves, *who])  # type: ignore[attr-defined]
        else:
            del self.fields["said_by"]

    @property
    def more_written(self) -> bool:
        """Whether anything stands in the fold about a yes, so that it is open."""
        return any(self[name].value() for name in ("to", "what_for", "until", "capacity_by", "capacity_note"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        what, one = given.get("what"), given.get("one", "")
        if what == ONE and not one and "one" not in self.errors:
            self.add_error("one", _("Choose who is to be told nothing more"))
        if one and what not in (ONE, "yes-sharing", None):
            self.add_error("one", _("This is about everybody. Choose “tell one of them nothing more”, or nobody here."))
        return given

    @property
    def named(self) -> To | None:
        """The one it is about, if it is about one."""
        return self.of.get(self.cleaned_data.get("one", ""))

    def clean_said(self) -> datetime | None:
        """The moment, or None for just now."""
        return _said(self)

    def clean_until(self) -> datetime | None:
        """Until when."""
        return self.moment("until")


class Decide(TimedForm):
    """What was agreed with them, for each ask that waits."""

    words = LongText(
        gettext_lazy("What did you agree with them?"),
        hint=gettext_lazy("One line, so that nobody has to ask them again. How do they still hear from us?"),
        limit=300,
        rows=3,
        missing=gettext_lazy("Write one line about what you agreed"),
    )
    again = When(
        gettext_lazy("Shall we speak again?"),
        hint=gettext_lazy("In your own words: tomorrow, in two weeks. Leave it empty if that was all."),
        required=False,
    )

    def __init__(self, *args: Any, waiting: Sequence[Ask] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = list(waiting)
        for ask in self.waiting:
            self.fields[_name(ask)] = Radios(
                f"{ask.reference}: {ask.words[:80]}",
                _choices(ask, self.now),
                size="s",
                missing=_("Choose what happens with this one"),
            )

    def each(self) -> list[Any]:
        """The fields of the asks, to be drawn."""
        return [self[_name(ask)] for ask in self.waiting]

    def choices(self) -> dict[UUID, str]:
        """What was chosen for each ask."""
        return {ask.id: self.cleaned_data[_name(ask)] for ask in self.waiting}

    def clean_again(self) -> datetime | None:
        """When, if at all."""
        return self.moment("again")


def _name(ask: Ask) -> str:
    return f"ask_{ask.id.hex}"


def _choices(ask: Ask, now: datetime) -> list[tuple[str, str, str]]:
    finish = _("%(name)s may finish it") % {"name": ask.taker} if ask.taker else ""
    # Where nobody else may be told either, that it goes on would leave it with nobody who may do it.
    not_told = ask.withheld_from is not None and ask.withheld_from <= now
    if ask.paused_for == "help" and not not_told:
        first = [(GOES_ON, _("It goes on: they want this one"), "")]
    else:
        first = [(FINISH, finish, _("They are told what this one needs, and nothing more."))] if finish else []
        first.append((OURS, _("One of us does it"), _("Nobody else is asked or told.")))
    return [*first, (ENDS, _("It ends: they do not want it any more"), "")]


class RoughlyHowOld(TimedForm):
    """Roughly how old somebody says they are; and, for whoever is 13 to 15, that a professional noted their own say."""

    band = Radios(
        gettext_lazy("Roughly how old do they say they are?"),
        [
            (Band.UNDER, gettext_lazy("Under 13")),
            (Band.THIRTEEN, gettext_lazy("13 to 15")),
            (Band.SIXTEEN, gettext_lazy("16 or 17")),
            (Band.GROWN, gettext_lazy("18 or over")),
        ],
        missing=gettext_lazy("Choose roughly how old"),
    )
    grown_on = Text(
        gettext_lazy("The day they are 18, if they offered a date"),
        hint=gettext_lazy("Like 3 March 2027. Do not ask for it."),
        required=False,
        width=20,
    )
    own_say_by = Text(
        gettext_lazy("Did a professional note that their own yes and no count?"),
        hint=gettext_lazy("Who, and what they are. For somebody of 13 to 15; from 16 on it always counts."),
        limit=200,
        required=False,
    )
    own_say_note = LongText(gettext_lazy("What they noted, in their words"), limit=300, rows=2, required=False)
    said = Text(
        gettext_lazy("When was it said?"),
        hint=gettext_lazy("It counts from then. Leave it empty for just now. Like 10:30, yesterday 4pm, 20 November."),
        required=False,
        width=20,
    )

    def clean_said(self) -> datetime | None:
        """The moment, or None for just now."""
        return _said(self)

    def clean_grown_on(self) -> date | None:
        """The day, if there is one."""
        written = self.cleaned_data["grown_on"].strip()
        found = when.stamp(written, self.now) if written else None
        if written and found is None:
            raise ValidationError(_("Write a day with its month and year, like 3 March 2027"))
        return local(found).date() if found is not None else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, band = given.get("grown_on"), given.get("band")
        grown = day is not None and day <= local(self.now).date()
        if day is not None and band and grown != (band == Band.GROWN):
            self.add_error("grown_on", _("That day and the age chosen above do not go together. Ask once more."))
        if bool(given.get("own_say_by", "").strip()) != bool(given.get("own_say_note", "").strip()):
            missing = "own_say_note" if given.get("own_say_by", "").strip() else "own_say_by"
            self.add_error(missing, _("Write both: the name of the professional, and what they noted."))
        return given


class SpeaksForThem(TimedForm):
    """Somebody who may speak for a person, and what somebody has seen of it."""

    name = Text(
        gettext_lazy("Their name"), limit=200, missing=gettext_lazy("Write the name of whoever may speak for them")
    )
    relation = Text(
        gettext_lazy("Who they are to the person"),
        hint=gettext_lazy("Daughter, neighbour, social worker"),
        limit=100,
        required=False,
    )
    phone = Phone(gettext_lazy("Their phone"), required=False)
    basis = Radios(
        gettext_lazy("Why may they speak for them?"), list(SpeaksBy.choices), missing=gettext_lazy("Choose why")
    )
    may_be_told = Radios(
        gettext_lazy("What may they be told?"),
        list(MayBeTold.choices),
        size="s",
        hint=gettext_lazy("Never the safe ways to reach the person, nor who must not know."),
        missing=gettext_lazy("Choose what they may be told"),
    )
    may_decide = Checkboxes(
        gettext_lazy("What may they decide?"),
        [
            ("help", gettext_lazy("Whether the person is helped")),
            ("contact", gettext_lazy("Whether we write and ring")),
            ("sharing", gettext_lazy("Whether others are told")),
        ],
        hint=gettext_lazy(
            "Only with a paper that was seen. Somebody the person named carries word, and decides nothing."
        ),
        required=False,
    )
    seen = Text(
        gettext_lazy("What was seen?"),
        hint=gettext_lazy("For example: the registered power of attorney"),
        limit=300,
        required=False,
    )
    seen_by = Text(gettext_lazy("Who saw it?"), limit=200, required=False)
    until = When(
        gettext_lazy("Until when?"),
        hint=gettext_lazy("A parent: the day they are 18, or in a year. Else it may stay empty."),
        required=False,
    )

    def clean_until(self) -> datetime | None:
        """Until when."""
        return self.moment("until")
