"""Taking in one row of a spreadsheet: its asks stand or fall together, and the same row is never taken in twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kith.accounts.models import Organisation
from kith.accounts.queries import look_up_duty_teams
from kith.asks.actions.intake import _reserve_references, open_ask
from kith.asks.csv_rows import Need, RowAsk
from kith.asks.models import Ask, Knows, SheetRow
from kith.asks.queries import taken_in
from kith.asks.wanted import Wanted, Where
from kith.kit.actor import Actor
from kith.kit.whole import insert, once, remember, whole
from kith.people.actions import About, Reach
from kith.people.models import Safe
from kith.places.models import Place
from kith.places.queries import look_up_ahead
from kith.trail import actions as trail
from kith.trail.verbs import Verb


def take_in_row(
    *, row: RowAsk, safe: str, near: Place, controller: Organisation, by: Actor, now: datetime
) -> list[Ask] | None:
    """Take in every need of a row, for one person. None when the same row was taken in before: nothing changes.

    Records the row and each ask. ``safe`` is the answer given once for the whole sheet, used where the row itself
    says nothing. Refuses a row nobody could act on (``ValueError``), which the caller has already set aside.
    """
    if row.rejection:
        raise ValueError(row.rejection)
    with whole():
        if _is_taken_in(row):
            return None
        # Two people taking in the same sheet at once: the database lets one of them in, and the other sees it next.
        insert(SheetRow(controller=controller, fingerprint=row.fingerprint, occurrence=row.occurrence, taken_in_at=now))
        asks: list[Ask] = []
        for number, need in enumerate(row.needs):
            person = asks[0].person if asks else None
            wanted = _wanted(row, need, number, safe, near)
            asks.append(open_ask(wanted=wanted, by=by, now=now, person=person))
        trail.record(
            verb=Verb.INTAKE_ACCEPTED,
            by=by,
            now=now,
            subject=("sheet-row", None, f"line {row.line}"),
            controller=controller.id,
            detail={"asks": [ask.reference for ask in asks]},
        )
    return asks


def _is_taken_in(row: RowAsk) -> bool:
    return once(("sheet row", row.fingerprint, row.occurrence), lambda: bool(taken_in([row])))


def take_in_rows(
    *, rows: Sequence[RowAsk], safe: str, near: Place, controller: Organisation, by: Actor, now: datetime
) -> list[list[Ask] | None]:
    """Take in many rows as one act: all of them or, if anything at all is wrong with one, none.

    Records what ``take_in_row`` records, and answers what it answers for each. Whoever calls this takes the rows
    in one by one when it refuses, so that one bad row keeps nobody else's out.
    """
    with whole(many=True):
        _look_ahead(rows)
        return [take_in_row(row=row, safe=safe, near=near, controller=controller, by=by, now=now) for row in rows]


def _look_ahead(rows: Sequence[RowAsk]) -> None:
    """What every row would ask the database by itself, asked once for all of them."""
    known = taken_in(rows)
    new = [row for row in rows if (row.fingerprint, row.occurrence) not in known]
    for row in rows:
        remember(("sheet row", row.fingerprint, row.occurrence), (row.fingerprint, row.occurrence) in known)
    keys = [row.key(number) for row in new for number in range(len(row.needs))]
    there = {ask.client_key: ask for ask in Ask.objects.filter(client_key__in=keys)}
    for key in keys:
        remember(("client key", key), there.get(key))
    look_up_duty_teams()
    look_up_ahead(row.postcode for row in new)
    _reserve_references(len(keys))


def _wanted(row: RowAsk, need: Need, number: int, safe: str, near: Place) -> Wanted:
    asker = None
    if row.knows != Knows.SELF:
        asker = About(name=row.asker_name, reaches=tuple(Reach(one, safe=safe) for one in row.asker_phones))
    return Wanted(
        words=need.words,
        kind=need.kind,
        where=Where(row.postcode, row.street, row.community, row.address),
        about=_about(row, safe),
        details=dict(need.details),
        knows=row.knows,
        asker=asker,
        asker_relation=row.asker_relation,
        partners_may=row.partners_may,
        need_by=row.need_by.end,
        need_by_words=row.need_by.words,
        lane="sheet",
        client_key=row.key(number),
        to_check=row.checks,
        as_given=dict(row.raw),
        notes=row.notes,
        near=near,
    )


def _about(row: RowAsk, safe: str) -> About:
    answer = safe if row.safe_to_contact == "unknown" else Safe(row.safe_to_contact).value
    values = [*row.phones, *([row.email] if row.email else [])]
    return About(
        name=row.name,
        reaches=tuple(Reach(value, safe=answer) for value in values),
        language=row.language or "en",
        interpreter=row.interpreter,
        hear_at_door=row.access[:300],
        further_away=row.neighbour_ok is False,
        must_not_know=row.must_not_know,
    )


def note_sheet(*, name: str, counts: dict[str, int], place: Place, by: Actor, now: datetime) -> None:
    """Write on the trail that a sheet was taken in, with its counts. Changes nothing else."""
    with whole():
        trail.record(
            verb=Verb.INTAKE_ENDED,
            by=by,
            now=now,
            subject=("sheet", None, name),
            place=(place.id, place.name),
            detail=dict(counts),
        )
