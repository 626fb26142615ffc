"""Takes apart what is in the words of the standard (HSDS-UK 3.0): each object nested in another becomes an entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kith.directory.reading import columns, derived
from kith.directory.reading.columns import Read
from kith.directory.reading.entries import (
    AT,
    LOCATION,
    ORGANIZATION,
    SCHEDULE,
    SERVICE,
    TAXONOMY,
    TERM,
    Entry,
    Rejected,
    Taken,
    apart,
    key_of,
)
from kith.kit.text import fold
from kith.kit.words import gettext as _

Item = Mapping[str, Any]
_ELSEWHERE = {
    SERVICE: frozenset({"organization", "organization_id", "service_at_locations", "schedules", "last_modified"}),
    ORGANIZATION: frozenset({"parent_organization_id", "services", "locations", "last_modified"}),
    LOCATION: frozenset({"last_modified"}),
    AT: frozenset({"service", "location", "service_id", "location_id", "schedules", "last_modified"}),
    SCHEDULE: frozenset({"service_id", "location_id", "service_at_location_id"}),
    TAXONOMY: frozenset({"taxonomy_terms", "last_modified"}),
    TERM: frozenset({"parent_id", "parent", "taxonomy", "taxonomy_id", "taxonomy_detail", "last_modified"}),
}
_SAID = {SERVICE: "Service", ORGANIZATION: "Organization", LOCATION: "Location", TAXONOMY: "Taxonomy", TERM: "Word"}


class Reader:
    """Reads items one after the other into ``taken``.

    ``strict``: the source says that it keeps to the standard, so a service with a fault in it is handed back whole.
    Otherwise what cannot be read is kept word for word beside, and said.
    """

    def __init__(self, taken: Taken, *, strict: bool) -> None:
        self.taken = taken
        self.strict = strict
        self._used: dict[str, str] = {}

    # --- what stands by itself

    def item(self, kind: str, item: Any, where: str) -> None:
        """One item of a page or file."""
        if not isinstance(item, Mapping):
            self.taken.sent += kind == SERVICE
            self.reject(where, [_("It is no object with fields. Send each entry as one.")], item)
        elif kind == SERVICE:
            self.service(item, where)
        elif kind == AT:
            self._at_alone(item, where)
        elif kind == ORGANIZATION:
            self._organization_alone(item, where)
        elif kind == TAXONOMY:
            self._alone(TAXONOMY, item, where)
            for place, term in enumerate(_objects(item.get("taxonomy_terms")), start=1):
                self.term({"taxonomy_id": item.get("id"), **term}, f"{where}.taxonomy_terms[{place}]")
        elif kind == TERM:
            self.term(item, where, alone=True)
        elif kind == LOCATION:
            self.location(item, where, "")

    def service(self, item: Item, where: str, organization: str = "") -> str:
        """One service with all that is nested in it; its name, or nothing where it was handed back."""
        self.taken.sent += 1
        key, read = key_of(item.get("id")), columns.read(SERVICE, item, _ELSEWHERE[SERVICE])
        faults = [] if key else [_("It has no id. Give each service one that stays the same.")]
        faults += [] if read.values["name"] else [_("It has no name. Give each service one.")]
        status = columns.status_of(read.values["status"])
        if status is None:
            sent = read.values["status"]
            read.unread("status", sent, _("The status “%(words)s” is none of the standard's.") % {"words": sent[:40]})
        if faults or (self.strict and read.faults):
            self.taken.rejected_keys.add(key)
            self.reject(where, faults + read.faults, item)
            return ""
        self._say(SERVICE, where, read)
        read.values["status"] = status or columns.lifecycle.ACTIVE
        entry = self._entry(SERVICE, key, read, item, where)
        entry.refs = {"organization": self._whose(item, where, key) or organization}
        if item.get("organization_id") and not item.get("organization"):
            entry.refs["organization"] = entry.refs["organization"] or key_of(item.get("organization_id"))
        entry.terms = self._terms(item, where)
        key = self._keep(entry)
        self._schedules(item.get("schedules"), "service", key, f"{where}.schedules")
        for place, at in enumerate(_objects(item.get("service_at_locations")), start=1):
            self.at(at, f"{where}.service_at_locations[{place}]", key)
        derived.of_service(self.taken, self.taken.entries[SERVICE][key])
        return key

    def organization(self, item: Item, where: str, fallback: str = "") -> str:
        """Whoever runs it; its name, or nothing where there is none to be had."""
        if not item.get("website") and item.get("url"):
            item = {**{name: value for name, value in item.items() if name != "url"}, "website": item["url"]}
        read = columns.read(ORGANIZATION, item, _ELSEWHERE[ORGANIZATION])
        key = key_of(item.get("id")) or (f"name:{fold(read.values['name'])}"[:200] if read.values["name"] else fallback)
        if not key or not read.values["name"]:
            return key if key in self.taken.entries[ORGANIZATION] else ""
        self._say(ORGANIZATION, where, read)
        entry = self._entry(ORGANIZATION, key, read, item, where)
        entry.refs = {"parent": key_of(item.get("parent_organization_id"))}
        return self._keep(entry)

    def location(self, item: Item, where: str, fallback: str) -> str:
        """Where something is."""
        read = columns.read(LOCATION, item, _ELSEWHERE[LOCATION])
        derived.mend_coordinates(read, self.taken, where)
        kind = read.values["location_type"].casefold()
        read.values["location_type"] = kind if kind in ("physical", "postal", "virtual") else "physical"
        if kind and kind != read.values["location_type"]:
            read.more.setdefault("as_sent", {})["location_type"] = kind
        self._say(LOCATION, where, read)
        key = key_of(item.get("id")) or _of_address(read) or fallback
        return self._keep(self._entry(LOCATION, key, read, item, where)) if key else ""

    def at(self, item: Item, where: str, service: str) -> str:
        """That a service is at a location, both read before."""
        place = item.get("location")
        own = key_of(item.get("id"))
        location = key_of(item.get("location_id"))
        if isinstance(place, Mapping):
            location = self.location(place, f"{where}.location", location or f"{service or own}/where")
        read = columns.read(AT, item, _ELSEWHERE[AT])
        key = own or f"{service}@{location}"[:300]
        if not location:
            return ""
        entry = self._entry(AT, key, read, item, where)
        entry.refs = {"service": service or key_of(item.get("service_id")), "location": location}
        key = self._keep(entry)
        self._schedules(item.get("schedules"), "at", key, f"{where}.schedules")
        return key

    def term(self, item: Item, where: str, alone: bool = False) -> str:
        """One word of a list, with the list where it is nested."""
        sorted_in = next(
            (one for one in (item.get("taxonomy_detail"), item.get("taxonomy")) if isinstance(one, Mapping)), None
        )
        taxonomy = key_of(item.get("taxonomy_id"))
        if sorted_in is not None:
            taxonomy = self._alone(TAXONOMY, {"id": taxonomy, **sorted_in}, f"{where}.taxonomy") or taxonomy
        read = columns.read(TERM, item, _ELSEWHERE[TERM])
        key = key_of(item.get("id"))
        faults = _missing(item, key, read) if alone else []
        if not key or not read.values["name"] or (self.strict and alone and read.faults):
            if alone:
                self.reject(where, faults + read.faults, item)
            return ""
        for fault in faults:
            self.taken.note(f"{_said(TERM, where, read)}: {fault}")
        named = item.get("taxonomy")
        read.values["taxonomy_name"] = named.strip()[:300] if isinstance(named, str) else ""
        parent = key_of(item.get("parent_id"))
        if parent == key:
            parent = ""
            self.taken.note(f"{_said(TERM, where, read)}: " + _("It stands under itself; that was left out."))
            read.more.setdefault("as_sent", {})["parent_id"] = key
        entry = self._entry(TERM, key, read, item, where)
        entry.refs = {"taxonomy": taxonomy, "parent": parent}
        return self._keep(entry)

    # --- parts

    def _alone(self, kind: str, item: Item, where: str) -> str:
        read = columns.read(kind, item, _ELSEWHERE[kind])
        key = key_of(item.get("id")) or (f"name:{fold(read.values['name'])}"[:200] if read.values["name"] else "")
        if not key or not read.values["name"]:
            self.reject(where, _missing(item, key, read), item)
            return ""
        self._say(kind, where, read)
        return self._keep(self._entry(kind, key, read, item, where))

    def _at_alone(self, item: Item, where: str) -> None:
        service = item.get("service")
        key = (
            self.service(service, f"{where}.service")
            if isinstance(service, Mapping)
            else key_of(item.get("service_id"))
        )
        if key:
            self.at(item, where, key)

    def _organization_alone(self, item: Item, where: str) -> None:
        key = self.organization(item, where)
        if not key:
            self.reject(where, [_("It has no name. Give each organization one.")], item)
            return
        for place, one in enumerate(_objects(item.get("locations")), start=1):
            self.location(one, f"{where}.locations[{place}]", f"{key}/{place}")
        for place, one in enumerate(_objects(item.get("services")), start=1):
            self.service(one, f"{where}.services[{place}]", key)

    def _whose(self, item: Item, where: str, key: str) -> str:
        """Whoever runs the service, from what is nested in it."""
        nested = item.get("organization")
        if not isinstance(nested, Mapping):
            return ""
        fallback = key_of(item.get("organization_id"))
        return self.organization({"id": fallback, **nested}, f"{where}.organization", fallback)

    def _terms(self, item: Item, where: str) -> tuple[str, ...]:
        """The words it stands under, those nested in its attributes read on the way."""
        found = []
        for place, one in enumerate(_objects(item.get("attributes")), start=1):
            nested, key = one.get("taxonomy_term"), key_of(one.get("taxonomy_term_id"))
            if isinstance(nested, Mapping):
                key = self.term({"id": key, **nested}, f"{where}.attributes[{place}].taxonomy_term") or key
            found += [key] if key else []
        return tuple(dict.fromkeys(found))

    def _schedules(self, items: Any, of: str, owner: str, where: str) -> None:
        for place, item in enumerate(_objects(items)):
            read = columns.read(SCHEDULE, item, _ELSEWHERE[SCHEDULE])
            for position, hours in enumerate(derived.hours_of(read)):
                key = key_of(item.get("id")) or f"{owner}/when/{place}"[:290]
                entry = self._entry(SCHEDULE, f"{key}/{position}" if position else key, read, item, where)
                entry.values = {**read.values, **hours, "position": place}
                entry.refs = {of: owner}
                self._keep(entry, owner)

    def _entry(self, kind: str, key: str, read: Read, item: Item, where: str) -> Entry:
        if item.get("last_modified"):
            read.more["last_modified"] = str(item["last_modified"])[:60]
        return Entry(kind, key, read.values, more=read.more, where=where)

    def _keep(self, entry: Entry, told_by: str = "") -> str:
        """Keep an entry under its id; where another thing has that id, under its id and name."""
        known = self.taken.entries[entry.kind]
        name = told_by or str(entry.values.get("name", ""))
        before = known.get(entry.key)
        if before is not None and not _may_be_same(before, entry):
            words = {"id": entry.key, "one": before.values.get("name", ""), "two": name}
            if not told_by:
                self.taken.note(_("“%(one)s” and “%(two)s” share the id %(id)s. They are kept apart.") % words)
            entry.key = apart(entry.key, name)
            before = known.get(entry.key)
        self._note_use(entry)
        if before is None:
            known[entry.key] = entry
        else:
            _richer(before, entry)
        return entry.key

    def _note_use(self, entry: Entry) -> None:
        """Two kinds of thing under one id are two things; whoever sends them should know."""
        used = self._used.setdefault(entry.key, entry.kind)
        if used != entry.kind and entry.kind != SCHEDULE:
            words = {"id": entry.key, "one": used, "two": entry.kind}
            self.taken.note(_("The id %(id)s is used for a %(one)s and a %(two)s. They are kept apart.") % words)

    def _say(self, kind: str, where: str, read: Read) -> None:
        for fault in read.faults:
            self.taken.note(f"{_said(kind, where, read)}: {fault}")

    def reject(self, where: str, faults: list[str], item: Any) -> None:
        """Hand an item back with a sentence for each fault."""
        self.taken.rejected.append(Rejected(where, tuple(faults), item))


def _said(kind: str, where: str, read: Read) -> str:
    return f"{_SAID.get(kind, kind)} “{read.values.get('name') or where}”"


def _missing(item: Item, key: str, read: Read) -> list[str]:
    found = [] if key else [_("It has no id.")]
    found += [] if read.values["name"] else [_("It has no name.")]
    return found + ([] if "description" in item else [_("It has no description, which the standard asks for.")])


def _objects(value: Any) -> list[Item]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _of_address(read: Read) -> str:
    """A name for a location without an id: its address says where it is."""
    parts = [
        one
        for address in read.values["addresses"][:1]
        for one in (address.get("address_1"), address.get("postal_code"))
    ]
    said = fold(" ".join(str(part) for part in [read.values["name"], *parts] if part))
    return f"at:{said}"[:200] if said else ""


def _may_be_same(before: Entry, entry: Entry) -> bool:
    """Whether two with one id may be one thing, told twice: they have the same name, or belong to the same."""
    if entry.kind in (SCHEDULE, AT):
        return before.refs == entry.refs
    one, two = fold(str(before.values.get("name", ""))), fold(str(entry.values.get("name", "")))
    return one == two or not one or not two


def _richer(before: Entry, entry: Entry) -> None:
    """What one telling left out and another said. A telling never takes anything away from another."""
    for name, value in entry.values.items():
        if before.values.get(name) in ("", None, []) and value not in ("", None, []):
            before.values[name] = value
    for name, value in entry.refs.items():
        before.refs[name] = before.refs.get(name) or value
    before.more = {**entry.more, **before.more}
    before.terms = tuple(dict.fromkeys((*before.terms, *entry.terms)))
