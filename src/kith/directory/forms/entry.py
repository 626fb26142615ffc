"""What an entry says, as a form of five minutes: for the group itself by its link, and for a colleague."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.directory import keeping_words, lifecycle, wheres
from kith.directory.forms import often as rounds
from kith.directory.forms import where
from kith.directory.models import Depth, Edit, Service, Size
from kith.directory.queries.hour_words import DAYS
from kith.directory.queries.hours import Line, hours_of
from kith.directory.queries.published import kept_back
from kith.directory.queries.values import value_of
from kith.directory.queries.wheres import where_of
from kith.directory.until import read_until
from kith.kit import phones
from kith.kit.clock import local
from kith.kit.forms import Checkboxes, Email, Hidden, KithForm, LongText, Number, Phone, Radios, Select, Text, Tick

_CLOCK = [(f"{hour:02}:{minute:02}", f"{hour}:{minute:02}") for hour in range(6, 24) for minute in (0, 15, 30, 45)]
_STATES = [
    (lifecycle.OPEN, gettext_lazy("Open: new people are welcome")),
    (lifecycle.OUTDOOR, gettext_lazy("Outdoors for now")),
    (lifecycle.ONLINE, gettext_lazy("Online for now")),
    (lifecycle.WAITING, gettext_lazy("There is a waiting list")),
    (lifecycle.FULL, gettext_lazy("Full")),
    (lifecycle.PAUSED, gettext_lazy("Having a rest")),
]
_MAYBE = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("", gettext_lazy("We do not know"))]
_NOT_READ = gettext_lazy("Write a day or a month, like 5 January or March, or leave it empty")
# More lines of hours than a form of five minutes holds are kept as they are.
MOST_LINES = 5
_OF_LINE = ("days", "often", "opens", "closes", "when_words")


class EntryForm(KithForm):
    """Everything a group says of itself. ``changes`` is what is different from what stands there."""

    version = Hidden()
    name = Text(gettext_lazy("What is it called?"), limit=200, missing=gettext_lazy("Write its name"), size="s")
    description = LongText(
        gettext_lazy("What happens there?"),
        hint=gettext_lazy("A few sentences, as you would say it to a neighbour"),
        limit=2000,
        rows=4,
        required=False,
        size="s",
    )
    for_whom = LongText(
        gettext_lazy("Who is it for?"),
        hint=gettext_lazy("In plain words: anybody who likes to make things, beginners too"),
        limit=600,
        rows=2,
        required=False,
        size="s",
    )
    days = Checkboxes(gettext_lazy("On which days?"), DAYS, required=False, size="s")
    often = Select(
        gettext_lazy("How often?"), rounds.CHOICES, empty=gettext_lazy("Every week"), required=False, size="s"
    )
    opens = Select(gettext_lazy("From"), _CLOCK, empty=gettext_lazy("not said"), required=False, size="s")
    closes = Select(gettext_lazy("Until"), _CLOCK, empty=gettext_lazy("not said"), required=False, size="s")
    when_words = Text(
        gettext_lazy("Anything else about when?"),
        hint=gettext_lazy("Not in August, for example"),
        limit=300,
        required=False,
        size="s",
    )
    state = Radios(gettext_lazy("How is it now?"), _STATES, size="s")
    until = Text(
        gettext_lazy("Full or having a rest: until when?"),
        hint=gettext_lazy("A day or a month: 5 January, March. Leave it empty if you do not know"),
        width=20,
        required=False,
        size="s",
    )
    places_left = Number(
        gettext_lazy("How many places are left?"),
        hint=gettext_lazy("Leave it empty if nobody counts"),
        least=0,
        most=9999,
        required=False,
        size="s",
    )
    pace = Number(gettext_lazy("No more new people than"), least=1, most=999, required=False, size="s")
    pace_per = Select(
        gettext_lazy("in"),
        [("week", gettext_lazy("a week")), ("month", gettext_lazy("a month"))],
        empty=gettext_lazy("any number"),
        required=False,
        size="s",
    )
    depth = Radios(
        gettext_lazy("What can it really take on?"),
        Depth.choices,
        hint=gettext_lazy("It helps nobody to be sent somebody they cannot be there for"),
        required=False,
        size="s",
    )
    group_size = Radios(gettext_lazy("How large are they?"), Size.choices, required=False, size="s")
    fees = Text(gettext_lazy("What does it cost?"), limit=300, required=False, size="s")
    free = Radios(gettext_lazy("Is it free?"), _MAYBE, inline=True, required=False, size="s")
    step_free = Radios(gettext_lazy("Can one get in without a step?"), _MAYBE, inline=True, required=False, size="s")
    phone = Phone(
        gettext_lazy("A number people may ring"),
        hint=gettext_lazy("The hall's or the office's. Somebody's own number is shown only when they say so to us"),
        required=False,
        size="s",
        autocomplete="off",
    )
    email = Email(gettext_lazy("An e-mail address people may write to"), required=False, size="s")
    url = Text(gettext_lazy("A page on the internet"), limit=300, required=False, size="s")
    more_lines: Sequence[tuple[str, ...]] = ()
    confidential = Tick(gettext_lazy("Where it is must not be known: show the phone and the area only"))

    def __init__(self, *args: Any, service: Service, now: datetime, **kwargs: Any) -> None:
        self.service, self.now, self.today = service, now, local(now).date()
        self.lines = hours_of(service)
        # A leader's own number stands there by their yes, and is not changed here.
        self.numbers: list[dict[str, Any]] = kept_back(service, "phones", service.phones)
        self.size = value_of(service, keeping_words.SIZE)
        self.why_no_where = where.why_not(service)
        self.where = {} if self.why_no_where else where_of(service)
        super().__init__(
            *args, **{"initial": begin(service, self.lines, self.numbers, self.where, self.size, self.today), **kwargs}
        )
        if service.organization is None:
            del self.fields["group_size"]
        if not self.why_no_where:
            where.add_to(self)
        if len(self.lines) > MOST_LINES:
            for name in _OF_LINE:
                del self.fields[name]
        else:
            # There is always an empty line after those that are filled in.
            self.more_lines = [self._add_line(n) for n in range(2, min(len(self.lines) + 1, MOST_LINES) + 1)]
            self._offer_as_it_is()
        for name, field in self.fields.items():
            value = self.initial.get(name) if name.startswith(("opens", "closes")) else ""
            if isinstance(field, Select) and value and value not in dict(_CLOCK):
                # A time between two quarters of an hour stays as it was said.
                field.offer(sorted([*_CLOCK, (value, value.lstrip("0"))]))

    def _add_line(self, number: int) -> tuple[str, ...]:
        """The fields of one more line of hours; answers their names."""
        values = {"number": number}
        hint = _("On at other times as well? Fill this in; after that there is room for one more")
        said: dict[str, Any] = {"required": False, "size": "s"}
        made = (
            Checkboxes(_("And on which other days? (line %(number)s)") % values, DAYS, hint=hint, **said),
            Select(_("How often? (line %(number)s)") % values, rounds.CHOICES, empty=_("Every week"), **said),
            Select(_("From (line %(number)s)") % values, _CLOCK, empty=_("not said"), **said),
            Select(_("Until (line %(number)s)") % values, _CLOCK, empty=_("not said"), **said),
            Text(_("Anything else about when? (line %(number)s)") % values, limit=300, **said),
        )
        names = tuple(f"{name}_{number}" for name in _OF_LINE)
        self.fields.update(zip(names, made, strict=True))
        return names

    def _offer_as_it_is(self) -> None:
        """What comes round in a way that no choice says may stay so."""
        for line, names in zip(self.lines, (_OF_LINE, *self.more_lines), strict=False):
            field = self.fields[names[1]]
            if rounds.begin(line, self.today) == rounds.AS_IT_IS and isinstance(field, Select):
                stays = _("As it is: %(words)s") % {"words": rounds.as_it_is(line)}
                field.offer([(rounds.AS_IT_IS, stays), *rounds.CHOICES])

    def clean_until(self) -> date | None:
        """A day, from whatever words it was said in."""
        words = self.cleaned_data["until"]
        day = read_until(words, self.now) if words else None
        if words and day is None:
            raise ValidationError(str(_NOT_READ))
        return day

    def clean_url(self) -> str:
        """An address that a browser opens."""
        url = str(self.cleaned_data["url"]).strip()
        return f"https://{url}" if url and "://" not in url else url

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("pace") and not given.get("pace_per"):
            self.add_error("pace_per", _("Choose a week or a month"))
        for number, (days, how_often, opens, closes, _words) in enumerate((_OF_LINE, *self.more_lines)):
            chosen, weekdays = given.get(how_often, ""), [int(day) for day in given.get(days) or ()]
            if chosen and not weekdays and chosen != rounds.AS_IT_IS:
                self.add_error(days, _("Choose the day as well"))
            elif rounds.too_much(chosen, self._line(number), weekdays):
                self.add_error(how_often, _("These are other days: choose how often as well"))
            if given.get(opens) and given.get(closes) and given[closes] <= given[opens]:
                self.add_error(closes, _("This is before it begins"))
        where.check(self, given, self.where)
        return given

    def began(self) -> int:
        """Which version of the entry its editor began with."""
        given = str(self.cleaned_data.get("version", ""))
        return int(given) if given.isdigit() else self.service.version

    def again_from(self, edits: Sequence[Edit]) -> EntryForm:
        """The same words once more, begun from what stands there now: sent again, they count.

        What this editor had not touched follows what the others changed meanwhile.
        """
        was = copy(self.service)
        lines, place, size = self.lines, self.where, self.size
        for edit in edits:
            before = keeping_words.read(edit.before)
            lines, place = before.pop(keeping_words.HOURS, lines), before.pop(keeping_words.FOUND_AT, place)
            size = before.pop(keeping_words.SIZE, size)
            for name, value in before.items():
                setattr(was, name, value)
        numbers = was.phones if was.phones != self.service.phones else self.numbers
        old, new = begin(was, lines, numbers, place, size, self.today), self.initial
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        for name in self.fields:
            if _same(self[name].value(), old.get(name)) or name == "version":
                _set(data, self.add_prefix(name), new.get(name))
        return EntryForm(data, service=self.service, now=self.now, prefix=self.prefix)

    def changes(self) -> dict[str, Any]:
        """What is different, as ``actions.change`` takes it."""
        given, service = self.cleaned_data, self.service
        to = {name: given[name] for name in ("name", "description", "for_whom", "fees", "email", "url", "state")}
        to |= {"depth": given["depth"] or service.depth, "size": given.get("group_size") or self.size}
        to |= {"until": given["until"] if given["state"] not in lifecycle.TAKES_NEW else None}
        to |= {name: given[name] for name in ("places_left", "pace", "confidential")}
        to["pace_per"] = given["pace_per"] if given["pace"] else ""
        to |= {name: {"yes": True, "no": False}.get(given[name]) for name in ("free", "step_free")}
        to["phones"] = _phones(self.numbers, given["phone"])
        if "days" in self.fields:
            to["hours"] = self._hours()
        if "where" in self.fields and not given["confidential"]:
            line = where.given_in(given)
            to["found_at"] = self.where if line == wheres.typed(self.where) else line
        was = {name: getattr(service, name) for name in to if name not in keeping_words.IN_ROWS}
        was |= {"hours": self.lines, "phones": self.numbers, "found_at": self.where, "size": self.size}
        return {name: value for name, value in to.items() if value != was[name]}

    def _hours(self) -> list[Line]:
        """The lines as they are filled in; what was not touched stays as it was."""
        found = []
        for number, names in enumerate((_OF_LINE, *self.more_lines)):
            days, how_often, opens, closes, words = (self.cleaned_data.get(name) for name in names)
            weekdays = sorted(int(day) for day in days or ())
            line = {"weekdays": weekdays, "opens": opens, "closes": closes, "description": words}
            if not any(line.values()):
                continue
            comes = rounds.comes(how_often or "", self._line(number), weekdays, self.today)
            found.append({**line, "round": comes} if comes else line)
        return found

    def _line(self, number: int) -> Line:
        """What stands in this line now; nothing where it is a new one."""
        return self.lines[number] if number < len(self.lines) else {}


def _same(typed: Any, old: Any) -> bool:
    return _plain(typed) == _plain(old)


def _plain(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [] if value in (None, "", False) else ["yes" if value is True else str(value).strip()]


def _set(data: QueryDict, name: str, value: Any) -> None:
    data.setlist(name, _plain(value))


def begin(
    service: Service,
    lines: list[Line],
    numbers: list[dict[str, Any]],
    place: Mapping[str, Any],
    size: str,
    today: date,
) -> dict[str, Any]:
    """What stands there now, as the form shows it."""
    hours = {
        name: value for number, line in enumerate(lines[:MOST_LINES]) for name, value in _begin(line, number, today)
    }
    names = (
        "depth",
        "name",
        "description",
        "for_whom",
        "fees",
        "email",
        "url",
        "state",
        "places_left",
        "pace",
        "pace_per",
    )
    maybe = {True: "yes", False: "no", None: ""}
    return {
        **{name: getattr(service, name) for name in names},
        "version": str(service.version),
        "until": f"{service.until.day} {service.until:%B %Y}" if service.until else "",
        "free": maybe[service.free],
        "step_free": maybe[service.step_free],
        "phone": phones.said(str(numbers[0].get("number", ""))) if numbers else "",
        "confidential": service.confidential,
        **hours,
        **where.begin(place),
        "group_size": size,
    }


def _begin(line: Line, number: int, today: date) -> list[tuple[str, Any]]:
    end = f"_{number + 1}" if number else ""
    values = (
        [str(day) for day in line.get("weekdays", [])],
        rounds.begin(line, today),
        line.get("opens", ""),
        line.get("closes", ""),
        line.get("description", ""),
    )
    return [(f"{name}{end}", value) for name, value in zip(_OF_LINE, values, strict=True)]


def _phones(numbers: list[dict[str, Any]], number: str) -> list[dict[str, Any]]:
    """The list of numbers with another first one; untouched where the first stays."""
    first = str(numbers[0].get("number", "")) if numbers else ""
    if (phones.normalise(first) or first) == number or not (first or number):
        return numbers
    rest = numbers[1:]
    if not number:
        return rest
    return [{**(numbers[0] if numbers else {}), "number": phones.said(number)}, *rest]
