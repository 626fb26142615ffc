"""An emergency use, and all that follows from it: who hears at once, who tells the person, who reviews it, by when.

Each of these is a promise like any other, so that one provider's failure hides nothing and lateness is told upwards.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.access import actions as access
from kith.accounts.models import Membership, User
from kith.asks.actions.hears import Heard, page_of, promise_about, write_to_colleague, write_to_organisation
from kith.asks.actions.reviews import promise_review
from kith.asks.in_emergency import named_worker
from kith.asks.who_reviews import not_theirs, reviewer_for
from kith.governance import actions as governance
from kith.governance import urgent
from kith.governance.models import EmergencyUse
from kith.governance.permissions import MayNot, check_may_open
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.whole import whole
from kith.outbox import words as wording
from kith.people.models import Person
from kith.promises import actions as promises
from kith.promises import lifecycle
from kith.promises.actions import Four
from kith.promises.models import Kind, Move, Promise
from kith.trail import actions as trail
from kith.trail.verbs import Verb

TOLD_WITHIN = timedelta(hours=24)
READ_WITHIN = timedelta(hours=24)
SECOND_ANSWERS_WITHIN = timedelta(minutes=15)


def use_in_emergency(*, person: Person, reason: str, words: str, by: Actor, now: datetime) -> EmergencyUse:
    """Open one person's record to whoever asks, for four hours. Records it.

    In the same transaction the guardian, the organisation and the person's named worker are written to, and it is
    promised that the person is told and that somebody else looks whether it was right. Pressed twice it is one use.
    Refuses what ``governance.open_use`` refuses.
    """
    with whole():
        return _begin(person, by, (reason, words), by, now)


def _begin(
    person: Person, whose: Actor, why: tuple[str, str], by: Actor, now: datetime, renews: EmergencyUse | None = None
) -> EmergencyUse:
    not_these = not_theirs(person, whose.id, by.id)
    reviewer = reviewer_for(person, not_these, now)
    use, fresh = governance.open_use(
        person=person, whose=whose, reason=why[0], words=why[1], reviewer=reviewer, renews=renews, by=by, now=now
    )
    if fresh:
        _promise_to_tell(use, by, now)
        heard = promise_review(use=use, best=reviewer, by=by, now=now)
        heard += _office_hears(use, by, now) + _worker_hears(use, not_these, by, now)
        governance.note_heard(use=use, heard=heard, by=by, now=now)
    return use


def _promise_to_tell(use: EmergencyUse, by: Actor, now: datetime) -> None:
    """Whoever opened it tells the person. When they leave or are away, their team does, as with any promise."""
    four = Four(
        str(_("They are to hear that their record was opened, by whom and why.")),
        Membership.objects.live(now).select_related("user", "team").filter(user=use.user, team=use.team)[0],
        now + TOLD_WITHIN,
        str(_("Choose a safe way to reach them. If telling them now would not be right, write down why.")),
    )
    label = str(_("Tell somebody that their record was opened in an emergency"))
    promise_about(use, Kind.EMERGENCY, four, label, use.tell_id, by, now)


def _office_hears(use: EmergencyUse, by: Actor, now: datetime) -> Heard:
    organisation = use.controller
    said = wording.record_opened_office(
        user=use.user.name, why=use.get_reason_display(), at=use.at, now=now, organisation=organisation.name
    )
    written = write_to_organisation(use, said, "office", by, now)
    return [{"as": "organisation", "who": organisation.name}] if written else []


def _worker_hears(use: EmergencyUse, not_these: set[UUID], by: Actor, now: datetime) -> Heard:
    """Whoever has an open ask of theirs reads of it: a promise of its own, so that a lost text loses nothing."""
    worker = named_worker(use.person, not_these)
    if worker is None:
        return []
    four = Four(
        str(_("The record of somebody you are with was opened in an emergency.")),
        worker,
        now + READ_WITHIN,
        str(_("Ring whoever opened it, if you know something that helps.")),
    )
    label = str(_("Read of the emergency use by %(user)s")) % {"user": use.user.name}
    use.read_id = uuid7()
    promise_about(use, Kind.EMERGENCY, four, label, use.read_id, by, now)
    said = wording.record_opened_worker(
        user=use.user.name, why=use.get_reason_display(), at=use.at, now=now, link=page_of(use)
    )
    write_to_colleague(use, worker.user, said, "worker", by, now)
    return [{"as": "worker", "who": worker.user.name}]


def ask_for_second(*, use: EmergencyUse, colleague: User, by: Actor, now: datetime) -> Promise:
    """Ask a colleague whether the emergency needs four more hours. Records it, and writes to them at once.

    Refuses (``MayNot``) anybody but whoever opened it, and a colleague who could not open the record themselves.
    """
    if by.id != use.user_id or colleague.id == use.user_id:
        raise MayNot
    with whole():
        part = check_may_open(Actor.user(colleague), use.person, now)
        _let_go_of_older(use, by, now)
        four = Four(
            str(_("%(user)s asks for four more hours: %(words)s")) % {"user": use.user.name, "words": use.words},
            part,
            now + SECOND_ANSWERS_WITHIN,
            str(_("Say yes or no. You may also open the record yourself.")),
        )
        label = str(_("Say whether an emergency needs four more hours for %(user)s")) % {"user": use.user.name}
        promise = promise_about(use, Kind.EMERGENCY, four, label, uuid7(), by, now)
        governance.note_second(use=use, promise_id=promise.id, by=by, now=now)
        said = wording.four_more_hours(user=use.user.name, by=now + SECOND_ANSWERS_WITHIN, now=now, link=page_of(use))
        write_to_colleague(use, colleague, said, f"second:{promise.id}", by, now)
    return promise


def _let_go_of_older(use: EmergencyUse, by: Actor, now: datetime) -> None:
    older = Promise.objects.filter(pk__in=[use.asks_second_id], state=lifecycle.OPEN).first()
    if older is not None:
        promises.end(promise=older, state=lifecycle.LET_GO, why=str(_("somebody else was asked")), by=by, now=now)


def renew(*, use: EmergencyUse, by: Actor, now: datetime) -> EmergencyUse:
    """A second person says yes: four more hours for whoever asked, as a use of its own. Records it.

    It is told and reviewed like the first; the person hears of both together. Refuses (``MayNot``) everybody but the
    colleague who was asked.
    """
    with whole():
        promise = _asked(use, by)
        again = _begin(use.person, Actor.user(use.user), (use.reason, use.words), by, now, renews=use)
        promises.keep(promise=promise, why=str(_("said yes")), by=by, now=now)
        governance.note_second(use=use, promise_id=None, by=by, now=now)
        if urgent.TELLING.may(use.telling, urgent.GOES_ON):
            governance.tell_with_next(use=use, by=by, now=now)
            _end_telling(use, str(_("they hear of it together with the next")), by, now)
    return again


def do_not_renew(*, use: EmergencyUse, by: Actor, now: datetime) -> None:
    """A second person says no: it stays over. Records it. Refuses (``MayNot``) everybody but who was asked."""
    with whole():
        promises.keep(promise=_asked(use, by), why=str(_("said no")), by=by, now=now)
        governance.note_second(use=use, promise_id=None, by=by, now=now)


def _asked(use: EmergencyUse, by: Actor) -> Promise:
    mine = Promise.objects.select_for_update(of=("self",), no_key=True)
    promise = mine.filter(pk__in=[use.asks_second_id], state=lifecycle.OPEN, holder__user__in=[by.id]).first()
    if promise is None or by.id == use.user_id:
        raise MayNot
    return promise


def _end_telling(use: EmergencyUse, why: str, by: Actor, now: datetime) -> None:
    telling = Promise.objects.filter(pk=use.tell_id, state=lifecycle.OPEN).first()
    if telling is not None:
        promises.end(promise=telling, state=lifecycle.LET_GO, why=why, by=by, now=now)


def told_of_use(*, use: EmergencyUse, how: str, by: Actor, now: datetime) -> None:
    """Write down that the person knows, and keep that promise. Records both.

    Refuses (``MayNot``) everybody but whoever opened it or has the telling now, and an empty ``how`` (``SayWhy``).
    """
    with whole():
        telling = _to_tell(use, by)
        governance.note_told(use=use, how=how, by=by, now=now)
        if telling.state == lifecycle.OPEN:
            promises.keep(promise=telling, why=how, by=by, now=now)


def not_told_yet(*, use: EmergencyUse, because: str, look_again_at: datetime, by: Actor, now: datetime) -> None:
    """Write down why the person is not told yet; the promise stays, with the day on which it is looked at again.

    Refuses as ``told_of_use`` does, and a day that is more than three months away (``SayWhy``).
    """
    with whole():
        telling = _to_tell(use, by)
        governance.note_not_told(use=use, because=because, look_again_at=look_again_at, by=by, now=now)
        promises.set_next(promise=telling, to=look_again_at, what=Move.What.DATE, reason=because[:300], by=by, now=now)


def _to_tell(use: EmergencyUse, by: Actor) -> Promise:
    telling = Promise.objects.select_for_update(of=("self",), no_key=True).get(pk=use.tell_id)
    has_it = telling.holder is not None and telling.holder.user_id == by.id
    if by.id is None or not (has_it or by.id == use.user_id):
        raise MayNot
    return telling


def have_read_of_use(*, use: EmergencyUse, by: Actor, now: datetime) -> None:
    """The named worker has read of it. Keeps that promise, and records it. Refuses (``MayNot``) everybody else."""
    with whole():
        mine = Promise.objects.filter(pk__in=[use.read_id], state=lifecycle.OPEN, holder__user__in=[by.id]).first()
        if mine is None:
            raise MayNot
        promises.keep(promise=mine, by=by, now=now)


def end_emergency_use(*, use: EmergencyUse, by: Actor, now: datetime) -> None:
    """Put the record away. Records it. Refuses (``MayNot``) anybody but whoever opened it, while it is open."""
    with whole():
        governance.end_use(use=use, by=by, now=now)


def searched(*, key: str, how_many: int, by: Actor, controller: UUID | None, now: datetime) -> None:
    """Somebody looked for a record in an emergency: counted, so that nobody leafs through them. Records each."""
    with whole():
        access.note_try(keys=[key], what="looking for somebody in an emergency", by=by, now=now)
        trail.record(
            verb=Verb.EMERGENCY_SEARCHED,
            by=by,
            now=now,
            subject=("emergency.search", None, ""),
            controller=controller,
            detail={"found": how_many},
        )
