"""Something new, as a form of five minutes: what an entry says, who runs it, and how we know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.directory import lifecycle, wheres
from kith.directory.actions import NewEntry, On, Where
from kith.directory.forms import where
from kith.directory.forms.entry import EntryForm
from kith.directory.forms.leader import AGO, said_at
from kith.directory.models import Depth, Service, Size
from kith.directory.queries import alike
from kith.directory.queries.hours import Line
from kith.directory.queries.wheres import located, place_of
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.forms import Checkboxes, Radios, Select, Text
from kith.places.models import Place

_HOW = [
    ("phone", gettext_lazy("They said so on the phone")),
    ("group", gettext_lazy("They wrote it, or came by")),
    ("colleague", gettext_lazy("I know it myself")),
]
_FACTS = ("state", "until", "places_left", "pace", "confidential")


class NewEntryForm(EntryForm):
    """The form of five minutes, of something that does not stand here yet."""

    who = Select(
        gettext_lazy("Who runs it?"),
        [],
        empty=gettext_lazy("somebody who is not in this list"),
        required=False,
        size="s",
    )
    who_new = Text(
        gettext_lazy("Somebody new: what are they called?"),
        hint=gettext_lazy("Leave it empty where it is just a few neighbours"),
        limit=200,
        required=False,
        size="s",
    )
    tags = Checkboxes(gettext_lazy("What is it about?"), [], required=False, size="s")
    more_tags = Text(
        gettext_lazy("Other words for what it is about"),
        hint=gettext_lazy("With commas between: gardening, company"),
        limit=200,
        required=False,
        size="s",
    )
    place = Select(gettext_lazy("Which place is it in?"), [], size="s")
    how = Radios(gettext_lazy("How do you know?"), _HOW, size="s")
    said_on = Select(
        gettext_lazy("When did they say it?"), AGO, empty=gettext_lazy("just now"), required=False, size="s"
    )

    def __init__(self, *args: Any, here: Place, actor: Actor, now: datetime, **kwargs: Any) -> None:
        self.here, self.actor = here, actor
        super().__init__(*args, service=Service(place=here), now=now, **kwargs)
        self.fields["group_size"] = Radios(_("How large are they?"), Size.choices, size="s")
        self.initial.update(place=here.slug, group_size=Size.UNKNOWN.value, how="phone", name="")
        _offer(self.fields["who"], alike.who_runs_things(here, actor))
        _offer(self.fields["place"], alike.places_in(here))
        words = alike.our_words()
        if words:
            _offer(self.fields["tags"], words)
        else:
            del self.fields["tags"]

    def chosen(self) -> Place:
        """The place it stands in: the one that was chosen, or where its postcode is within that."""
        found = alike.place_called(self.cleaned_data["place"], self.actor)
        return place_of(found, where.given_in(self.cleaned_data)) or found

    def entry(self) -> NewEntry:
        """What was filled in. The address of what must not be found is kept nowhere."""
        given, place = self.cleaned_data, self.chosen()
        return NewEntry(
            name=given["name"],
            who="" if given["who"] else given["who_new"],
            run_by=alike.whoever(given["who"], self.actor),
            size=given["group_size"],
            place=place,
            description=given["description"],
            for_whom=given["for_whom"],
            phone=phones.said(given["phone"]) if given["phone"] else "",
            email=given["email"],
            url=given["url"],
            fees=given["fees"],
            where=None if given["confidential"] else self._where(place),
            on=[_on(line) for line in self._hours()],
            words=list(dict.fromkeys([*(given.get("tags") or ()), *_words(given["more_tags"])])),
            facts=self._facts(),
            how=given["how"],
            assured=said_at(given["said_on"], self.now),
            doubt=True,
        )

    def _facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        maybe = {"yes": True, "no": False}
        return {
            **{name: given[name] for name in _FACTS},
            "until": given["until"] if given["state"] not in lifecycle.TAKES_NEW else None,
            "pace_per": given["pace_per"] if given["pace"] else "",
            "depth": given["depth"] or Depth.UNKNOWN.value,
            "free": maybe.get(given["free"]),
            "step_free": maybe.get(given["step_free"]),
        }

    def _where(self, place: Place) -> Where | None:
        line = where.given_in(self.cleaned_data)
        if not line["kind"]:
            return None
        if line["kind"] != wheres.HERE:
            return Where(name=wheres.NAMES[line["kind"]], kind="virtual")
        found = located(line, place)
        at = (found.lat, found.lon) if found else (None, None)
        return Where(line["name"], line["address"] or line["name"], "", line["postcode"], *at)

    def read_back(self) -> list[tuple[str, str]]:
        """What was filled in, line by line, as it is looked at before it is kept."""
        given, shown = self.cleaned_data, []
        for name, field in self.fields.items():
            value = given.get(name)
            if field.label and value not in (None, "", [], False):
                shown.append((str(field.label), _read(field, value)))
        return shown


def _offer(field: Any, choices: Iterable[tuple[str, str]]) -> None:
    field.offer(list(choices))


def _on(line: Line) -> On:
    opens, closes, comes = line.get("opens"), line.get("closes"), line.get("round", {})
    return On(
        tuple(line.get("weekdays") or ()),
        time.fromisoformat(opens) if opens else None,
        time.fromisoformat(closes) if closes else None,
        line.get("description") or "",
        interval=comes.get("interval", 1),
        monthly=comes["byday"] if comes.get("freq") == "MONTHLY" else "",
        starts=date.fromisoformat(comes["dtstart"]) if comes.get("dtstart") else None,
    )


def _words(written: str) -> list[str]:
    return [word for part in written.split(",") if (word := " ".join(part.split())[:100])]


def _read(field: Any, value: Any) -> str:
    named = {str(key): str(words) for key, words in getattr(field, "choices", ())}
    if isinstance(value, list):
        return ", ".join(named.get(str(one), str(one)) for one in value)
    return str(_("yes")) if value is True else named.get(str(value), str(value))
