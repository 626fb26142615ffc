"""What we said we would do about an entry is a promise like any other: it has a holder and a date, and it climbs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.accounts.roles import Permission, roles_with
from kith.directory import actions as directory
from kith.directory import lifecycle as entries
from kith.directory.models import Edit, How, Leader, Service
from kith.kit.actor import Actor
from kith.kit.clock import LONDON, local
from kith.kit.languages import for_our_records
from kith.kit.whole import whole
from kith.outreach.queries import owed
from kith.outreach.queries.due import WORKDAYS
from kith.outreach.queries.owed import About
from kith.places.models import Place
from kith.places.queries import fallback
from kith.promises import actions as promises
from kith.promises import lifecycle as promised
from kith.promises.actions import Four
from kith.promises.models import Kind, Move, Promise
from kith.promises.queries import who_answers

# By the end of the working day; a change within two of them, a whole directory within a week.
BY = time(17)
LOOK_WITHIN, LOOK_AT_SOURCE_WITHIN = 2, 5


def ring_me(*, leader: Leader, in_on: tuple[int, ...], by: Actor, now: datetime) -> Promise:
    """They would rather be rung, on these days: remembered, and somebody of us promises to ring. Records both.

    Asked for twice it is one promise, with the date it had.
    """
    with whole():
        directory.ring_them_instead(leader=leader, ring=True, in_on=in_on, by=by, now=now)
        return owe_a_call(leader=leader, by=by, now=now)


def owe_a_call(*, leader: Leader, by: Actor, now: datetime) -> Promise:
    """Promise to ring whoever runs a group, by the end of the next day they are in. Records it. Twice is once."""
    with whole():
        there = owed.open_about([leader.pk])
        if there:
            return there[0]
        with for_our_records():
            names = {"name": leader.name, "group": leader.service.name}
            four = Four(
                explanation=str(_("They would rather be rung than written to.")),
                holder=_holder(leader.place, now),
                hear_by=_end_of(leader.in_on, now),
                meanwhile=str(_("What stands there of the group stays as it is.")),
            )
            label = str(_("Ring %(name)s about %(group)s")) % names
        return _make(four, leader.place, label, leader.pk, by, now)


def owe_a_look(*, edit: Edit, by: Actor, now: datetime) -> Promise:
    """Promise to look at a change that waits because it could harm. Records it. Twice is once.

    Whoever made it does not have it: somebody else looks.
    """
    with whole():
        there = owed.open_about([edit.pk])
        if there:
            return there[0]
        place = edit.service.place or fallback()
        with for_our_records():
            four = Four(
                explanation=edit.why_looked or str(_("It could harm somebody.")),
                holder=_holder(place, now, but=edit.by_label),
                hear_by=_end_of(WORKDAYS, now, LOOK_WITHIN),
                meanwhile=str(_("What stood there before is shown.")),
            )
            label = str(_("Look at a change of %(group)s")) % {"group": edit.service.name}
        return _make(four, place, label, edit.pk, by, now)


def owe_a_look_at_held(*, service: Service, by: Actor, now: datetime) -> Promise:
    """Promise to look at an entry that is held back: one promise for all that one other directory sent. Records it."""
    source = service.source
    about = source.pk if source is not None else service.pk
    with whole():
        there = owed.open_about([about])
        if there:
            return there[0]
        place = (source.place if source else None) or service.place or fallback()
        whose = source.name if source is not None else service.name
        with for_our_records():
            four = Four(
                explanation=service.held_why or str(_("Somebody looks before it is shown.")),
                holder=_holder(place, now),
                hear_by=_end_of(WORKDAYS, now, LOOK_AT_SOURCE_WITHIN if source else LOOK_WITHIN),
                meanwhile=str(_("It is shown nowhere.")),
            )
            words = _("Look at what is held back of %(name)s") if source else _("Look at %(name)s, which is held back")
            label = str(words) % {"name": whose}
        return _make(four, place, label, about, by, now)


def decide_on_edit(*, edit: Edit, yes: bool, by: Actor, now: datetime) -> Edit:
    """Decide about a change that waits, and keep what was promised about it. Recorded. Refuses as ``decide`` does."""
    with whole():
        decided = directory.decide(edit=edit, yes=yes, by=by, now=now)
        _keep([edit.pk], by, now)
    return decided


def decide_on_held(
    *, service: Service, show: bool, confidential: bool, words: str, by: Actor, now: datetime
) -> Service:
    """Decide about an entry that is held back; with the last one the promise is kept. Recorded. Refuses as there."""
    with whole():
        row = directory.look_at(service=service, show=show, confidential=confidential, words=words, by=by, now=now)
        about = About(source=row.source) if row.source else About(service=row)
        if not owed.still_held(about):
            _keep([row.source_id or row.pk], by, now)
    return row


def rung(*, service: Service, by: Actor, now: datetime, by_phone: bool) -> None:
    """What we owed the group by a call is done, or not wanted any more, as it answered in another way. Records it."""
    for promise in owed.open_about([one.pk for one in service.leaders.all()]):
        if by_phone:
            promises.keep(promise=promise, by=by, now=now)
        else:
            why = str(_("They answered by themselves."))
            promises.end(promise=promise, state=promised.LET_GO, why=why, by=by, now=now)


def ring_again(*, leader: Leader, by: Actor, now: datetime) -> None:
    """Nobody answered: the promise to ring goes on, with another day and the reason. Records it."""
    for promise in owed.open_about([leader.pk]):
        to = _end_of(leader.in_on, now + timedelta(days=1))
        why = str(_("We rang and nobody answered."))
        promises.set_next(promise=promise, to=to, what=Move.What.DATE, reason=why, by=by, now=now)


def settle(*, promise: Promise, about: About, by: Actor, now: datetime) -> bool:
    """End what is owed no more, because it was done elsewhere or nothing waits. Records it. Whether it ended."""
    at, why = _over(promise, about, now)
    if at is None:
        return False
    with whole():
        if why:
            promises.end(promise=promise, state=promised.LET_GO, why=why, by=by, now=now)
        else:
            promises.keep(promise=promise, by=by, now=at)
    return True


def _over(promise: Promise, about: About, now: datetime) -> tuple[datetime | None, str]:
    """Since when it is over, and why nobody wants it any more; without a why it was kept."""
    if about.leader is not None:
        return _call_over(about.leader, promise, now)
    if about.edit is not None:
        waits = about.edit.state == entries.PROPOSED and about.edit.service.gone_at is None
        return (None, "") if waits else (about.edit.decided_at or now, "")
    if about.service is not None or about.source is not None:
        return (None, "") if owed.still_held(about) else (now, "")
    return (None, "") if about.waits is not None else (now, str(_("It is not there any more.")))


def _call_over(leader: Leader, promise: Promise, now: datetime) -> tuple[datetime | None, str]:
    if leader.ended_at is not None:
        return now, str(_("They do not run this group any more."))
    if not leader.ring_instead:
        return now, str(_("They would rather be written to again."))
    word = owed.word_since(leader, promise.opened_at)
    if word is None:
        return None, ""
    return (word.at, "") if word.how == How.PHONE else (now, str(_("They answered by themselves.")))


def _make(four: Four, place: Place, label: str, about: UUID, by: Actor, now: datetime) -> Promise:
    return promises.make(kind=Kind.ENTRY, four=four, place=place, label=label, by=by, now=now, about_id=about)


def _keep(about: list[UUID], by: Actor, now: datetime) -> None:
    for promise in owed.open_about(about):
        promises.keep(promise=promise, by=by, now=now)


def _holder(place: Place, now: datetime, but: str = "") -> Membership:
    """Whoever answers for the place; where they may not change entries, or it is their own, the nearest who may."""
    first, may = who_answers(place, now), roles_with(Permission.KEEP_DIRECTORY)
    if first.role in may and first.user.name != but:
        return first
    near = Membership.objects.here(now).filter(team__place_id__in=place.path, team__partner_kind="", role__in=may)
    rows = [one for one in near.select_related("user", "team") if one.user.name != but]
    return max(rows, key=lambda one: (place.path.index(one.team.place_id), one.started_at), default=first)


def _end_of(days: tuple[int, ...] | list[int], now: datetime, count: int = 1) -> datetime:
    """The end of the working day of the next of these weekdays after today, or of the next but so many."""
    wanted, day = tuple(days) or WORKDAYS, local(now).date()
    for _step in range(count):
        day = _next(wanted, day)
    return datetime.combine(day, BY, tzinfo=LONDON).astimezone(UTC)


def _next(wanted: tuple[int, ...], day: date) -> date:
    return next(later for step in range(1, 8) if (later := day + timedelta(days=step)).weekday() in wanted)
