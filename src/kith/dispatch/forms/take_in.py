"""One page for an ask somebody told us: on the phone, at the door, on a slip of paper. By keyboard, in a minute."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.asks import kinds
from kith.asks.models import AskerMay, Knows, Lane, PartnersMay
from kith.asks.spoken import SPOKEN
from kith.asks.wanted import Wanted, Where
from kith.dispatch.forms.sorting import SAFE
from kith.dispatch.forms.timed import TimedForm
from kith.kit import phones, when
from kith.kit.forms import Hidden, LongText, Phone, Postcode, Radios, Select, Text, Tick, When, YesNo
from kith.people.actions import About, Reach
from kith.people.models import Safe
from kith.places.models import Place

_LANES = [
    (Lane.PHONE, gettext_lazy("Phone")),
    (Lane.DOOR, gettext_lazy("At the door")),
    (Lane.PAPER, gettext_lazy("Paper")),
]
_HOURS = [(f"{hour:02}:00", f"{hour}:00") for hour in range(7, 22)]


class TakeIn(TimedForm):
    """Only what and where are needed. Everything else can be asked when it is needed."""

    lane = Radios(gettext_lazy("How did it come?"), _LANES, inline=True, size="s", initial=Lane.PHONE.value)
    can_talk = YesNo(
        gettext_lazy("“Can you talk?”"),
        hint=gettext_lazy("Say this first. If they cannot, write when to ring back, and send."),
        required=False,
        size="s",
    )
    ring_back = When(
        gettext_lazy("When shall we ring back?"), hint=gettext_lazy("In their words"), required=False, size="s"
    )
    words = LongText(
        gettext_lazy("What do you need?"), hint=gettext_lazy("Their own words"), rows=3, limit=5000, required=False
    )
    kind = Radios(gettext_lazy("What kind is it?"), [], required=False, size="s")
    name = Text(gettext_lazy("Name"), hint=gettext_lazy("Or leave it empty: rather not say"), required=False, size="s")
    address = Text(gettext_lazy("House and street, or where to meet them"), limit=300, required=False, size="s")
    community = Text(gettext_lazy("Village or town"), required=False, size="s")
    postcode = Postcode(gettext_lazy("Postcode"), required=False, size="s")
    neighbour = Radios(
        gettext_lazy("“Is it all right if a neighbour helps?”"),
        [("yes", gettext_lazy("Yes")), ("further", gettext_lazy("Somebody from further away, please"))],
        required=False,
        size="s",
    )
    partners = Radios(
        gettext_lazy("“May we also ask a local business, group or service?”"),
        PartnersMay.choices,
        required=False,
        size="s",
    )
    phone = Phone(gettext_lazy("Phone"), strict=False, required=False, size="s", autocomplete="off")
    safe = Radios(gettext_lazy("“Is it safe to text or ring this number?”"), SAFE, required=False, size="s")
    from_hour = Select(gettext_lazy("Best from"), _HOURS, empty=gettext_lazy("any time"), required=False, size="s")
    to_hour = Select(gettext_lazy("until"), _HOURS, empty=gettext_lazy("any time"), required=False, size="s")
    voicemail = Tick(gettext_lazy("A voice message may be left"), size="s")
    must_not_know = Text(
        gettext_lazy("Is there anybody who must not know?"),
        hint=gettext_lazy("Names, with a comma between them"),
        required=False,
        size="s",
    )
    need_by = When(gettext_lazy("When is it needed by?"), required=False, size="s")
    hear_at_door = Text(gettext_lazy("How they hear us at the door"), limit=300, required=False, size="s")
    help_at_door = Text(
        gettext_lazy("What helps at the door"),
        hint=gettext_lazy("Steps, a dog, a gate"),
        limit=300,
        required=False,
        size="s",
    )
    talk_with_me = Text(gettext_lazy("How to talk with them"), limit=300, required=False, size="s")
    language = Select(
        gettext_lazy("Language"), SPOKEN, empty=gettext_lazy("English, or not said"), required=False, size="s"
    )
    interpreter = Text(
        gettext_lazy("Interpreter wanted?"),
        hint=gettext_lazy("Who, or who not. Never a child."),
        required=False,
        size="s",
    )
    knows = Radios(
        gettext_lazy("Who is it for?"),
        [(Knows.SELF.value, gettext_lazy("Whoever is speaking")), *Knows.choices[1:]],
        initial=Knows.SELF.value,
        size="s",
    )
    asker_name = Text(gettext_lazy("Who is asking for them?"), required=False, size="s")
    asker_relation = Text(gettext_lazy("Who are they to them?"), limit=100, required=False, size="s")
    asker_phone = Phone(gettext_lazy("Their own phone"), strict=False, required=False, size="s", autocomplete="off")
    asker_safe = Tick(
        gettext_lazy("They said we may text and ring that one; else it only says “please ring”"), size="s"
    )
    asker_may = Radios(
        gettext_lazy("What may they be told?"),
        list(AskerMay.choices),
        initial=AskerMay.NOTHING.value,
        required=False,
        size="s",
    )
    client_key = Hidden()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].offer(kinds.CHOICES)  # type: ignore[attr-defined]
        for kind in kinds.KINDS.values():
            for one in kind.fields:
                named = f"{kind.slug}__{one.name}"
                more: dict[str, Any] = {"hint": one.hint, "required": False, "size": "s"}
                self.fields[named] = (
                    Radios(one.label, one.choices, **more) if one.choices else Text(one.label, limit=1000, **more)
                )

    def kinds(self) -> list[kinds.Kind]:
        """The kinds, each with its own questions."""
        return list(kinds.KINDS.values())

    def clean(self) -> dict[str, Any]:
        """What and where, unless they could not talk: then a number and a time to ring back are enough."""
        data = super().clean() or self.cleaned_data
        if data.get("can_talk") == "no":
            if not data.get("phone"):
                self.add_error("phone", _("Enter the number to ring back"))
            return data
        if not data.get("words", "").strip() and not data.get("kind"):
            self.add_error("words", _("Write what they need, in their own words"))
        if not any(data.get(name, "").strip() for name in ("address", "community", "postcode")):
            self.add_error("address", _("Write where: a street, a village, or the place to meet them"))
        if data.get("from_hour") and data.get("to_hour") and data["from_hour"] >= data["to_hour"]:
            self.add_error("to_hour", _("Choose an hour after the first"))
        return data

    def wanted(self, near: Place | None) -> Wanted:
        """All of it in the one shape every lane uses."""
        given = self.cleaned_data
        if given.get("can_talk") == "no":
            return self._ring_back(near)
        words = given["words"].strip() or str(kinds.KINDS[given["kind"]].title)
        kind = given["kind"] or (kinds.guess(words) or [("other", "")])[0][0]
        need = when.parse(given["need_by"], self.now)
        problem = (need.problem,) if given["need_by"] and need.problem else ()
        details = {**kinds.details_from(kind, words), **self._details(kind)}
        return Wanted(
            words=words,
            kind=kind,
            where=self._where(),
            about=self._about(),
            details=details,
            knows=given["knows"],
            asker=self._asker(),
            asker_relation=given["asker_relation"],
            asker_may=given["asker_may"] or AskerMay.NOTHING,
            partners_may=given["partners"] or PartnersMay.ASK_FIRST,
            need_by=need.end,
            need_by_words=given["need_by"],
            lane=given["lane"],
            help_at_door=given["help_at_door"],
            client_key=given["client_key"][:100] or None,
            to_check=problem,
            near=near,
        )

    def _ring_back(self, near: Place | None) -> Wanted:
        """They could not talk: nothing is sent to the number, and somebody rings at the time they said."""
        given = self.cleaned_data
        back = when.parse(given["ring_back"], self.now)
        said = _("They could not talk. Ring back %(when)s.") % {"when": given["ring_back"] or _("soon")}
        return Wanted(
            words=given["words"].strip() or said,
            kind="other",
            where=self._where(),
            about=self._about(safe=Safe.PLEASE_RING),
            need_by=back.end if back.end and back.end > self.now else None,
            need_by_words=given["ring_back"],
            lane=given["lane"],
            client_key=given["client_key"][:100] or None,
            to_check=(said,),
            near=near,
        )

    def _details(self, kind: str) -> dict[str, str]:
        named = {one.name: self.cleaned_data.get(f"{kind}__{one.name}", "") for one in kinds.KINDS[kind].fields}
        return {name: value for name, value in named.items() if value}

    def _where(self) -> Where:
        given = self.cleaned_data
        return Where(given["postcode"], given["address"], given["community"], self._full_address())

    def _full_address(self) -> str:
        given = self.cleaned_data
        return ", ".join(part.strip() for part in (given["address"], given["community"]) if part.strip())

    def _about(self, safe: str = "") -> About:
        given = self.cleaned_data
        names = tuple(name.strip() for name in given["must_not_know"].split(",") if name.strip())
        return About(
            name=given["name"],
            reaches=self._reaches(given["phone"], safe or given["safe"] or Safe.NOT_ASKED.value),
            language=given["language"] or "en",
            interpreter=given["interpreter"],
            hear_at_door=given["hear_at_door"],
            talk_with_me=given["talk_with_me"],
            further_away=given["neighbour"] == "further",
            must_not_know=names,
        )

    def _reaches(self, number: str, safe: str) -> tuple[Reach, ...]:
        known = phones.normalise(number) if number else None
        if known is None:
            return ()
        first, last = (self.cleaned_data[name] for name in ("from_hour", "to_hour"))
        return (
            Reach(
                known,
                safe=safe,
                from_hour=time.fromisoformat(first) if first else None,
                to_hour=time.fromisoformat(last) if last else None,
                no_voicemail=not self.cleaned_data["voicemail"],
            ),
        )

    def _asker(self) -> About | None:
        given = self.cleaned_data
        if given["knows"] == Knows.SELF or not (given["asker_name"] or given["asker_phone"]):
            return None
        number = phones.normalise(given["asker_phone"]) if given["asker_phone"] else None
        safe = Safe.YES if given["asker_safe"] else Safe.NOT_ASKED
        return About(name=given["asker_name"], reaches=(Reach(number, safe=safe.value),) if number else ())

    def clean_ring_back(self) -> str:
        """Kept as it was said; what we cannot read is for the colleague who rings."""
        return str(self.cleaned_data["ring_back"])

    def clean_phone(self) -> str:
        """A number nobody can read is said at once, while they are still on the line."""
        written = str(self.cleaned_data["phone"])
        if written and phones.normalise(written) is None:
            raise ValidationError(_("Enter a phone number with all its digits, like 01632 960001"))
        return written
