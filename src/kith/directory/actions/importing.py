"""Taking in another directory: all of it or nothing, written in bulk, and only what is new or different."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from kith.directory.actions.finding import refind
from kith.directory.actions.history import _hours_that_are_ours, _note_what_changed
from kith.directory.actions.merging import propose_merges
from kith.directory.actions.rows import Rows
from kith.directory.models import Edit, Schedule, Service, ServiceAtLocation, ServiceTerm, Source
from kith.directory.queries.compared import TakenIn, count, fate_of
from kith.directory.queries.known import FROM_SOURCE, MODELS, Known, belonging_to, known_of, taken_elsewhere
from kith.directory.queries.told import told_of
from kith.directory.reading.entries import AT, KINDS, LOCATION, ORGANIZATION, SCHEDULE, SERVICE, Entry, Taken, id_of
from kith.kit.actor import Actor
from kith.kit.rows import copy_together
from kith.kit.whole import whole
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb

BATCH = 1_000
# A feed that suddenly lacks more than half of what it had, and more than a handful, is broken until somebody says so.
FEW, LARGE_PART = 20, 0.5
Tick = Callable[..., None]


class NotTaken(ValueError):
    """Nothing was changed; the text says why, and how to mend it."""


class TooFew(NotTaken):
    """Most of what it had is missing."""


def add_source(
    *, name: str, kind: str, address: str, place: Place | None, review: bool, every: int, by: Actor, now: datetime
) -> Source:
    """Note another directory that we show. Records it. One of the same address is answered as it is.

    ``every`` is how often it is read, in hours; 0 is by hand. Refuses nothing.
    """
    with whole():
        known = Source.objects.filter(address=address).first()
        if known is not None:
            return known
        words = {"kind": kind, "address": address, "place": place, "review": review}
        source = Source.objects.create(name=_name_of_its_own(name, address), **words, every=every, made_at=now)
        _record(source, Verb.SOURCE_ADDED, by, now, {"address": address, "every": every})
    return source


def take_in(
    *, source: Source, taken: Taken, fewer: bool = False, by: Actor, now: datetime, tick: Tick | None = None
) -> TakenIn:
    """Write what another directory sent: new entries, changed ones, and those that are gone from it.

    What nobody changed there is not touched; a field that was changed here stays ours, and what the source says now
    waits as a proposal. Recorded once, with the counts. Refuses (``NotTaken``) a feed that lacks most of what it had,
    unless ``fewer`` says that this is right. Nothing is written where anything fails.
    """
    with whole():
        source = Source.objects.select_for_update().get(pk=source.pk)
        run = _Run(source, taken, by, now, known_of(source))
        run.refuse_too_few(fewer)
        done = run.write(tick or _no_tick)
        fresh = [one.id for one in run.rows.made[ORGANIZATION]]
        done.merges = propose_merges(organizations=fresh, by=by, now=now)
        source.kind, source.tried_at, source.good_at, source.problem, source.wanted_at = taken.kind, now, now, "", None
        if done.objects.created or done.objects.changed or done.objects.gone:
            source.changed_at = now
        refind(service_ids=done.ids, by=by, now=now)
        done.held = Service.objects.filter(source=source, id__in=done.ids, held=True).count()
        source.counts = done.said() | {"sent": taken.sent}
        source.save()
        _record(source, Verb.SOURCE_TAKEN_IN, by, now, done.said())
    return done


def _name_of_its_own(name: str, address: str) -> str:
    """The name of a directory; where another one has it, with the folder or the site it lies in: "bude/groups.csv"."""
    if not Source.objects.filter(name=name[:200]).exists():
        return name[:200]
    lies_in = unquote(PurePosixPath(address).parent.name)
    return f"{lies_in}/{name}"[:200] if lies_in else name[:200]


def _no_tick(*_args: Any, **_more: Any) -> None:
    return None


def _record(source: Source, verb: Verb, by: Actor, now: datetime, detail: dict[str, Any]) -> None:
    trail.record(verb=verb, by=by, now=now, subject=("directory.Source", source.id, source.name), detail=detail)


class _Run:
    """One taking in, inside its transaction."""

    def __init__(
        self, source: Source, taken: Taken, by: Actor, now: datetime, known: dict[str, dict[str, Known]]
    ) -> None:
        self.source, self.taken, self.by, self.now, self.known = source, taken, by, now, known
        self.space = uuid5(NAMESPACE_URL, source.address)
        self.ids = {kind: self._ids(kind) for kind in KINDS}
        _hours_that_are_ours(source, taken, known, self.ids[SERVICE], by.label, now)
        self.rows = Rows(source, taken, self.ids, self.space, now)
        self.done = TakenIn()

    def refuse_too_few(self, fewer: bool) -> None:
        """A feed that fails politely, with an empty list, must not empty the directory."""
        had = {key for key, known in self.known[SERVICE].items() if known.gone_at is None}
        lacks = len(had - set(self.taken.entries[SERVICE]) - self.taken.rejected_keys)
        if not fewer and lacks > FEW and lacks > len(had) * LARGE_PART:
            words = {"lacks": lacks, "had": len(had)}
            said = _(
                "It lacks %(lacks)s of the %(had)s services it had, so nothing was changed. If it is right, say so."
            )
            raise TooFew(said % words)

    def write(self, tick: Tick) -> TakenIn:
        fates = {kind: self._sorted(kind) for kind in KINDS}
        touched = self._services_of(fates) | self._losing()
        before = told_of(touched)
        for kind in KINDS:
            self._write_kind(kind, fates[kind], tick)
        gone = self._mark_gone()
        # A service is changed for its readers when its hours or its hall are.
        touched -= gone
        _note_what_changed({key: before[key] for key in touched}, self.by.label, self.now)
        later = touched - {one.id for one in self.rows.made[SERVICE]}
        for ids in _batches(sorted(later)):
            Service.objects.filter(id__in=ids).update(modified_at=self.now)
        self._sort_into_terms(fates[SERVICE])
        self.done.services.changed += len(later)
        self.done.services.unchanged -= len(later)
        self.done.services.rejected = self.done.objects.rejected = len(self.taken.rejected)
        self.done.unplaced = self.rows.unplaced
        self.done.ids = sorted(touched | {one.id for one in self.rows.made[SERVICE]} | gone)
        return self.done

    def _ids(self, kind: str) -> dict[str, UUID]:
        """The identifier of each entry: the one it has already, its own, or one made from where it comes from."""
        known = self.known[kind]
        new = {key: id_of(kind, key, self.space) for key in self.taken.entries[kind] if key not in known}
        theirs: set[UUID] = set()
        for ids in _batches(list(new.values()), 5_000):
            theirs |= taken_elsewhere(kind, ids, self.source)
        for key, found in new.items():
            if found in theirs:
                new[key] = uuid5(self.space, f"{kind}:{key}")
        return {key: one.id for key, one in known.items()} | new

    def _sorted(self, kind: str) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {"created": [], "changed": []}
        for key, entry in self.taken.entries[kind].items():
            fate = fate_of(self.known[kind].get(key), entry)
            count(self.done, kind, fate)
            if fate != "unchanged":
                found[fate].append(entry)
        return found

    def _services_of(self, fates: dict[str, dict[str, list[Entry]]]) -> set[UUID]:
        """The services that were there before, and whose hours, halls or organization are new or different."""
        entries, touched = self.taken.entries, set()
        different = {kind: {one.key for each in fates[kind].values() for one in each} for kind in KINDS}
        ats = {
            key: one.refs["service"]
            for key, one in entries[AT].items()
            if key in different[AT] or one.refs["location"] in different[LOCATION]
        }
        touched |= set(ats.values())
        for one in entries[SCHEDULE].values():
            if one.key in different[SCHEDULE]:
                owner = one.refs.get("service") or entries[AT][one.refs["at"]].refs["service"]
                touched.add(owner)
        touched |= {key for key, one in entries[SERVICE].items() if one.refs["organization"] in different[ORGANIZATION]}
        return {self.ids[SERVICE][key] for key in touched if key in self.known[SERVICE]}

    def _write_kind(self, kind: str, fates: dict[str, list[Entry]], tick: Tick) -> None:
        model = MODELS[kind]
        for entries in _batches(fates["created"]):
            copy_together([self.rows.new(entry) for entry in entries])
            tick(len(entries), label=kind)
        for entries in _batches(fates["changed"]):
            before = model.objects.in_bulk([self.ids[kind][entry.key] for entry in entries])
            changed = [self.rows.changed(entry, before[self.ids[kind][entry.key]]) for entry in entries]
            fields = [one.attname for one in model._meta.concrete_fields if not one.primary_key]
            model.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=fields)
            tick(len(entries), label=kind)
        if kind == SERVICE:
            Edit.objects.bulk_create(self.rows.edits(FROM_SOURCE, self.by.label), batch_size=BATCH)

    def _mark_gone(self) -> set[UUID]:
        """What the source has no more is shown no more. What was sent with a fault stays as it was."""
        services: set[UUID] = set()
        for kind in KINDS:
            gone = self._gone[kind]
            for ids in _batches(gone):
                MODELS[kind].objects.filter(id__in=ids).update(gone_at=self.now, modified_at=self.now)
            count(self.done, kind, "gone", len(gone))
            services |= set(gone) if kind == SERVICE else set()
        return services

    @cached_property
    def _gone(self) -> dict[str, list[UUID]]:
        """What is there, and was not sent."""
        stay = belonging_to(
            [self.known[SERVICE][key].id for key in self.taken.rejected_keys if key in self.known[SERVICE]]
        )
        found = {}
        for kind in KINDS:
            here = self.taken.entries[kind]
            gone = [one.id for key, one in self.known[kind].items() if key not in here and one.gone_at is None]
            found[kind] = [one for one in gone if one not in stay.get(kind, ())]
        return found

    def _losing(self) -> set[UUID]:
        """The services that are still there, and of which some hours or a hall are not."""
        found: set[UUID] = set()
        for ids in _batches(self._gone[SCHEDULE]):
            for service, at in Schedule.objects.filter(id__in=ids).values_list("service_id", "at__service_id"):
                found.add(service or at)
        for ids in _batches(self._gone[AT]):
            found |= set(ServiceAtLocation.objects.filter(id__in=ids).values_list("service_id", flat=True))
        return found & {self.ids[SERVICE][key] for key in self.taken.entries[SERVICE] if key in self.known[SERVICE]}

    def _sort_into_terms(self, fates: dict[str, list[Entry]]) -> None:
        """Under which words each new or changed service stands."""
        changed = [self.ids[SERVICE][entry.key] for entry in fates["changed"]]
        for ids in _batches(changed):
            ServiceTerm.objects.filter(service_id__in=ids).delete()
        links = [
            ServiceTerm(service_id=self.ids[SERVICE][entry.key], term_id=self.ids["taxonomy_term"][term])
            for entries in fates.values()
            for entry in entries
            for term in entry.terms
        ]
        if links:
            copy_together(links)


def _batches(items: Iterable[Any], size: int = BATCH) -> Iterable[list[Any]]:
    rows = list(items)
    return [rows[at : at + size] for at in range(0, len(rows), size)]
