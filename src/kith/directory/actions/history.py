"""The history of what a source changes beside the entry itself; and hours that somebody here has put right stay so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kith.directory import lifecycle
from kith.directory.keeping_words import HOURS
from kith.directory.models import Edit, Schedule, Service, Source
from kith.directory.queries.hours import line_of
from kith.directory.queries.known import FROM_SOURCE, Known, fields_of_ours
from kith.directory.queries.told import Told, hours_said, told_of
from kith.directory.reading.entries import SCHEDULE, Taken

_AT_ONCE = 500


def _note_what_changed(before: Mapping[UUID, Told], label: str, now: datetime) -> None:
    """An edit for each service whose hours, halls or organization read otherwise than before. Part of ``take_in``."""
    after = told_of(before)
    changed = {key for key, told in after.items() if told != before[key]}
    rows = list(Service.objects.filter(pk__in=changed).only("pk", "version"))
    for row in rows:
        row.version += 1
    Service.objects.bulk_update(rows, ["version"], batch_size=_AT_ONCE)
    Edit.objects.bulk_create(
        [_edit(row, before[row.pk], after[row.pk], label, now) for row in rows], batch_size=_AT_ONCE
    )


def _edit(row: Service, before: Told, after: Told, label: str, now: datetime) -> Edit:
    names = [name for name in after if after[name] != before[name]]
    was, is_ = ({name: told[name] for name in names} for told in (before, after))
    words = {"lane": FROM_SOURCE, "by_label": label[:200], "at": now}
    return Edit(service=row, version=row.version, before=was, after=is_, state=lifecycle.LIVE, **words)


def _hours_that_are_ours(
    source: Source, taken: Taken, known: dict[str, dict[str, Known]], ids: Mapping[str, UUID], label: str, now: datetime
) -> None:
    """Take out of ``taken`` and ``known`` the hours of services whose hours were changed here. Part of ``take_in``.

    What the source says of them now is proposed, where it never said so before.
    """
    fields = fields_of_ours(ids.values())
    keys = {key: pk for key, pk in ids.items() if HOURS in fields.get(pk, ())}
    if not keys:
        return
    lines: dict[str, list[Any]] = {}
    for entry in [one for one in taken.entries[SCHEDULE].values() if one.refs.get("service") in keys]:
        lines.setdefault(entry.refs["service"], []).append(line_of(Schedule(**_read(entry.values))))
        del taken.entries[SCHEDULE][entry.key]
    rows = Schedule.objects.filter(source=source, service__in=keys.values())
    for foreign in rows.values_list("foreign_id", flat=True):
        known[SCHEDULE].pop(foreign, None)
    _propose({keys[key]: said for key, said in lines.items()}, source, label, now)


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("weekdays", "opens", "closes", "description")}


def _propose(lines: Mapping[UUID, list[Any]], source: Source, label: str, now: datetime) -> None:
    said, told = hours_said(list(lines)), told_of(lines)
    why = _("%(source)s says this now; here it was changed by hand.") % {"source": source.name[:200]}
    new = [key for key, value in lines.items() if value != told[key][HOURS] and value not in said.get(key, [])]
    rows: Iterable[Service] = Service.objects.filter(pk__in=new)
    Edit.objects.bulk_create(
        Edit(
            service=row,
            version=row.version,
            before={HOURS: told[row.pk][HOURS]},
            after={HOURS: lines[row.pk]},
            state=lifecycle.PROPOSED,
            why_looked=why,
            lane=FROM_SOURCE,
            by_label=label[:200],
            at=now,
        )
        for row in rows
    )
