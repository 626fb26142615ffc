"""How it is safe to reach somebody: all of it, as a colleague keys it, and what the person may tighten themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.accounts.models import User
from kith.dispatch.actions import Apart, Stricter
from kith.kit import phones
from kith.kit.forms import Checkboxes, KithForm, LongText, Radios, Select, Text, Tick
from kith.people.actions import SaidSafe
from kith.people.models import OnPaper, SafeContact, Way
from kith.people.saying import DAYS

_HOURS = [(f"{hour:02}:00", f"{hour}:00") for hour in range(24)]
_AGO = [
    ("1", gettext_lazy("yesterday")),
    ("2", gettext_lazy("two days ago")),
    ("3", gettext_lazy("three days ago")),
    ("7", gettext_lazy("a week ago")),
]
_DAYS = [(str(number), day) for number, day in enumerate(DAYS, start=1)]
NAMES = gettext_lazy("Names or numbers, with a comma between them. Nothing here is ever shown to them.")


def _hour(words: str) -> time | None:
    return time.fromisoformat(words) if words else None


def _parted(words: str) -> list[str]:
    return [part.strip()[:200] for part in words.replace("\n", ",").split(",") if part.strip()]


def _apart(words: str, **more: Any) -> Apart:
    """Names apart from numbers."""
    parts = _parted(words)
    numbers = tuple(found for part in parts if (found := phones.normalise(part)))
    return Apart(names=tuple(part for part in parts if not phones.normalise(part)), phones=numbers, **more)


class HowItIsSafe(KithForm):
    """Everything that can be said of it. It is said anew as a whole, so what holds now stands in the boxes."""

    ways = Checkboxes(
        gettext_lazy("Which ways are safe?"),
        Way.choices,
        hint=gettext_lazy("Leave all of them empty if none is: then somebody finds a safe way first."),
        required=False,
    )
    on_paper = Radios(gettext_lazy("And on paper?"), OnPaper.choices, initial=OnPaper.HAND)
    from_hour = Select(gettext_lazy("Only from"), _HOURS, empty=gettext_lazy("any time"), required=False, size="s")
    to_hour = Select(gettext_lazy("until"), _HOURS, empty=gettext_lazy("any time"), required=False, size="s")
    days = Checkboxes(gettext_lazy("Only on these days"), _DAYS, required=False, size="s")
    only_please_ring = Tick(gettext_lazy("In writing, only say “please ring”"), size="s")
    voicemail = Tick(gettext_lazy("A voice message may be left"), size="s")
    call_ourselves = Text(
        gettext_lazy("What do we call ourselves?"),
        hint=gettext_lazy("A name they know: “Pat from the library”. It is said on the phone and in every text."),
        limit=60,
        required=False,
    )
    ask_for = Text(gettext_lazy("Whom do we ask for?"), limit=60, required=False)
    if_somebody_else = Text(
        gettext_lazy("If somebody else answers, what do we say?"),
        hint=gettext_lazy("“Sorry, wrong number.”"),
        limit=300,
        required=False,
    )
    must_not_know = LongText(gettext_lazy("Who else must not know?"), hint=NAMES, limit=600, rows=2, required=False)
    colleague = Select(
        gettext_lazy("Is it one of our colleagues?"), [], empty=gettext_lazy("no, or not known"), required=False
    )
    household = Tick(gettext_lazy("Nobody else who lives there may know"), size="s")
    further_away = Tick(gettext_lazy("Only somebody from further away may help"), size="s")
    said_by = Text(
        gettext_lazy("Who said so?"),
        hint=gettext_lazy("They themselves on the phone, at the door, on a slip of paper."),
        max_length=200,
        missing=gettext_lazy("Write who said so: it is theirs to say"),
    )
    said_on = Select(gettext_lazy("When was it said?"), _AGO, empty=gettext_lazy("just now"), required=False, size="s")

    def __init__(
        self, *args: Any, now: datetime, line: SafeContact | None, users: Iterable[User], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**_as_it_is(line), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.now, self.users = now, {str(user.id): user for user in users}
        self.fields["colleague"].offer([(key, user.name) for key, user in self.users.items()])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("from_hour"), given.get("to_hour")
        if bool(start) != bool(end):
            self.add_error("to_hour" if start else "from_hour", _("Give both hours, or neither."))
        return given

    def said_at(self) -> datetime:
        """It counts from when it was said, however late it is keyed."""
        return self.now - timedelta(days=int(self.cleaned_data["said_on"] or 0))

    def said(self) -> SaidSafe:
        """What holds from now on."""
        given = self.cleaned_data
        return SaidSafe(
            ways=tuple(given["ways"]),
            on_paper=given["on_paper"],
            from_hour=_hour(given["from_hour"]),
            to_hour=_hour(given["to_hour"]),
            days=tuple(int(day) for day in given["days"]),
            only_please_ring=given["only_please_ring"],
            no_voicemail=not given["voicemail"],
            call_ourselves=given["call_ourselves"],
            ask_for=given["ask_for"],
            if_somebody_else=given["if_somebody_else"],
        )

    def apart(self) -> Apart:
        """Who must not know, besides those who were named before."""
        given = self.cleaned_data
        chosen = self.users.get(given["colleague"])
        return _apart(given["must_not_know"], colleagues=(chosen,) if chosen else (), household=given["household"])


def _as_it_is(line: SafeContact | None) -> dict[str, Any]:
    if line is None:
        return {"ways": list(Way.values), "on_paper": OnPaper.HAND.value}
    return {
        "ways": line.ways,
        "on_paper": line.on_paper,
        "from_hour": f"{line.from_hour:%H:%M}" if line.from_hour else "",
        "to_hour": f"{line.to_hour:%H:%M}" if line.to_hour else "",
        "days": [str(day) for day in line.days],
        "only_please_ring": line.only_please_ring,
        "voicemail": not line.no_voicemail,
        "call_ourselves": line.call_ourselves,
        "ask_for": line.ask_for,
        "if_somebody_else": line.if_somebody_else,
    }


class MoreCare(KithForm):
    """On the person's own page. It shows nothing of what was said before, and only ever makes things stricter."""

    not_by = Checkboxes(gettext_lazy("Please do not use"), Way.choices, required=False, size="s")
    from_hour = Select(gettext_lazy("Only from"), _HOURS, empty=gettext_lazy("any time"), required=False, size="s")
    to_hour = Select(gettext_lazy("until"), _HOURS, empty=gettext_lazy("any time"), required=False, size="s")
    only_please_ring = Tick(gettext_lazy("Only say “please ring”"), size="s")
    nothing_on_paper = Tick(gettext_lazy("Nothing on paper"), size="s")
    call_yourselves = Text(
        gettext_lazy("A name you would know us by"), hint=gettext_lazy("For example: Pat"), limit=60, required=False
    )
    must_not_know = Text(gettext_lazy("Somebody who must not know"), hint=NAMES, limit=600, required=False)
    further_away = Tick(gettext_lazy("Somebody from further away, please"), size="s")
    words = LongText(
        gettext_lazy("Something is safe again, or different?"),
        hint=gettext_lazy("We talk with you first."),
        limit=300,
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """It stands on one page with other forms, some of whose fields are called the same."""
        super().__init__(*args, **{"auto_id": "care_%s", **kwargs})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("from_hour")) != bool(given.get("to_hour")):
            self.add_error("to_hour", _("Give both hours, or neither."))
        if not any(given.values()):
            self.add_error("words", _("Tick what should be different, or write it."))
        return given

    def stricter(self) -> Stricter:
        """What is less than before from now on."""
        given = self.cleaned_data
        return Stricter(
            not_by=tuple(given["not_by"]),
            hours=(_hour(given["from_hour"]), _hour(given["to_hour"])),
            nothing_on_paper=given["nothing_on_paper"],
            only_please_ring=given["only_please_ring"],
            call_yourselves=given["call_yourselves"].strip(),
            must_not_know=tuple(_parted(given["must_not_know"])),
            further_away=given["further_away"],
            words=given["words"],
        )
