"""Rows of the directory made from what was read. They are written by ``importing``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from kith.directory import lifecycle
from kith.directory.actions.ours import Ours, plain
from kith.directory.actions.private import Private
from kith.directory.models import Edit, Service, Source
from kith.directory.queries.known import MODELS
from kith.directory.queries.whereabouts import Whereabouts
from kith.directory.reading import columns
from kith.directory.reading.entries import AT, KINDS, LOCATION, SERVICE, Entry, Taken, as_uuid
from kith.kit.clock import local

# Which column holds what an entry refers to, and which kind that is.
_REFS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "taxonomy": {},
    "taxonomy_term": {"taxonomy": ("taxonomy_id", "taxonomy"), "parent": ("parent_id", "taxonomy_term")},
    "organization": {"parent": ("parent_id", "organization")},
    "service": {"organization": ("organization_id", "organization")},
    "location": {},
    "service_at_location": {"service": ("service_id", "service"), "location": ("location_id", "location")},
    "schedule": {"service": ("service_id", "service"), "at": ("at_id", "service_at_location")},
}


class Rows:
    """Makes rows, and remembers which it made."""

    def __init__(
        self, source: Source, taken: Taken, ids: dict[str, dict[str, UUID]], space: UUID, now: datetime
    ) -> None:
        self.source, self.taken, self.ids, self.space, self.now = source, taken, ids, space, now
        self.made: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        self._edits: list[Edit] = []
        self._ours: Ours | None = None
        self._not_yet, self._private = self._ahead(), Private()
        self._where = Whereabouts(source.place, taken.entries[LOCATION])
        self._place_of = self._places()

    def new(self, entry: Entry) -> Any:
        """A row for an entry that was not here before."""
        row = MODELS[entry.kind](id=self.ids[entry.kind][entry.key], source=self.source, foreign_id=entry.key)
        row.made_at = self.now
        self._fill(entry, row, self._values(entry))
        row.modified_at = self._modified(entry, None)
        if entry.kind == SERVICE and self.source.review and not row.held:
            row.held, row.held_why = (
                True,
                _("New from %(source)s: nobody has looked at it yet.") % {"source": self.source.name[:200]},
            )
        self.made[entry.kind].append(row)
        return row

    def changed(self, entry: Entry, row: Any) -> Any:
        """The row of an entry that is different now. What was changed here stays, and the difference is proposed."""
        values = self._values(entry)
        if entry.kind == SERVICE:
            values = self._with_ours(row, values)
        if entry.kind != AT or not self._of_ours().moved(row.service_id):
            # What moved by somebody's word here is not brought back to where its source has it.
            row.gone_at = None
        self._fill(entry, row, values)
        row.modified_at = self._modified(entry, row.modified_at)
        self.made[entry.kind].append(row)
        return row

    def _of_ours(self) -> Ours:
        if self._ours is None:
            self._ours = Ours(self.ids[SERVICE].values())
        return self._ours

    def edits(self, lane: str, label: str) -> Iterator[Edit]:
        """What was changed, and what is proposed, as changes of entries."""
        for one in self._edits:
            one.lane, one.by_label = lane, label[:200]
            yield one

    def _fill(self, entry: Entry, row: Any, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.more, row.digest = self._open(entry, entry.more), entry.digest()

    def _values(self, entry: Entry) -> dict[str, Any]:
        """Every column of the entry, those it refers to among them."""
        found = self._open(entry, entry.values)
        for name, value in found.items():
            if isinstance(value, list) and columns.COLUMNS[entry.kind].get(name, ("", 0))[0] == columns.LIST:
                found[name] = self._named(value, f"{entry.kind}:{entry.key}/{name}")
        for name, (column, kind) in _REFS[entry.kind].items():
            key = entry.refs.get(name, "")
            found[column] = self.ids[kind][key] if key else None
        if entry.kind == SERVICE:
            found["held"] = bool(found["held_why"])
            if entry.key in self._not_yet:
                found["assured_date"], found["assurer_email"] = None, ""
            found["place_id"] = self._place_of[entry.key][0]
        if entry.kind == "organization":
            found["place_id"] = self.source.place_id
        if entry.kind == LOCATION and found["latitude"] is None and entry.key in self._where.spots:
            found["latitude"], found["longitude"] = self._where.spots[entry.key]
        return found

    def _open(self, entry: Entry, values: dict[str, Any]) -> dict[str, Any]:
        """The same without the own number of anybody who has not said that it may be shown; that is noted."""
        found = {name: self._private.cut(value) for name, value in values.items()}
        if found != values:
            said = _("“%(name)s”: somebody's own number or address was left out; they have not said it may be shown.")
            self.taken.note(said % {"name": entry.values.get("name") or entry.where or self.source.name})
        return found

    def _named(self, items: list[Any], path: str) -> list[Any]:
        """Each object of a list with an identifier of its own: as sent, or made from where it stands."""
        found = []
        for place, item in enumerate(items):
            if not isinstance(item, dict):
                found.append(item)
                continue
            sent = str(item.get("id") or place)
            named = {"id": str(as_uuid(sent) or uuid5(self.space, f"{path}/{sent}"))}
            found.append(
                named
                | {
                    name: self._named(value, f"{path}/{sent}/{name}") if isinstance(value, list) else value
                    for name, value in item.items()
                    if name != "id"
                }
            )
        return found

    def _modified(self, entry: Entry, before: datetime | None) -> datetime:
        """When its source says that it changed; now, where it says nothing, or says what it said before."""
        said = columns.moment_of(entry.more.get("last_modified"))
        return said if said is not None and said <= self.now and (before is None or said > before) else self.now

    def _with_ours(self, row: Service, values: dict[str, Any]) -> dict[str, Any]:
        source = {"source": self.source.name[:200]}
        kept = self._of_ours().of(row, values)
        if kept.new:
            row.version += 1
            self._note(row, kept.new, lifecycle.LIVE, "")
        if kept.by_hand:
            why = _("%(source)s says this now; here it was changed by hand.") % source
            self._note(row, kept.by_hand, lifecycle.PROPOSED, why)
        if kept.open_now:
            why = _("%(source)s says no more that it must not be found. May it be shown with its address?") % source
            self._note(row, kept.open_now, lifecycle.PROPOSED, why)
        return kept.values

    def _note(self, row: Service, after: Mapping[str, Any], state: str, why: str) -> None:
        assert self._ours is not None
        before = {name: plain(self._ours.edited(row, name, getattr(row, name))) for name in after}
        said = {name: plain(self._ours.edited(row, name, value)) for name, value in after.items()}
        self._edits.append(
            Edit(service=row, version=row.version, before=before, after=said, state=state, why_looked=why, at=self.now)
        )

    def _ahead(self) -> set[str]:
        """Entries that say they were checked on a day that has not come: that is not believed, and is noted."""
        today, found = local(self.now).date(), set()
        for key, one in self.taken.entries[SERVICE].items():
            day = one.values["assured_date"]
            if day is not None and day > today:
                found.add(key)
                said = _("“%(name)s” says it was checked on a day that has not come yet, so that was left out.")
                self.taken.note(said % {"name": one.values["name"]})
        return found

    @property
    def unplaced(self) -> int:
        """How many services say nothing by which we know where they are: they are put where their source is."""
        return sum(1 for _place, known in self._place_of.values() if not known)

    def _places(self) -> dict[str, tuple[UUID | None, bool]]:
        """Whose place each service is in, and whether we know it."""
        entries, halls = self.taken.entries, defaultdict[str, list[Entry]](list)
        for one in entries[AT].values():
            halls[one.refs["service"]].append(entries[LOCATION][one.refs["location"]])
        return {key: self._where.of(one, halls[key]) for key, one in entries[SERVICE].items()}
