"""An emergency use, and all that follows from it: who hears at once, who tells the person, who reviews it, by when.

Each of these is a promise like any other, so that one provider's failure hides nothing and lateness is told upwards.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.access import actions as access
from kith.accounts.models import Membership, User
from kith.asks.in_emergency import named_worker, office_of, reviewer_for, somebody_else
from kith.governance import actions as governance
from kith.governance import urgent
from kith.governance.models import EmergencyUse
from kith.governance.permissions import MayNot, check_may_open
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox import words as wording
from kith.outbox.actions import Letter
from kith.outbox.words import Said
from kith.people.models import Person
from kith.people.queries import colleagues_apart, kept_from
from kith.promises import actions as promises
from kith.promises import lifecycle
from kith.promises.actions import Four
from kith.promises.models import Kind, Move, Promise
from kith.promises.saying import address_of
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
    not_these = {one for one in (whose.id, by.id) if one is not None} | kept_from(person) | {*colleagues_apart(person)}
    reviewer = reviewer_for(person, not_these, now)
    use, fresh = governance.open_use(
        person=person, whose=whose, reason=why[0], words=why[1], reviewer=reviewer, renews=renews, by=by, now=now
    )
    if fresh:
        _promise_to_tell(use, by, now)
        _promise_to_review(use, reviewer or somebody_else(person.place, not_these, now), by, now)
        heard = _guardian_hears(use, reviewer, by, now)
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
    _promise(Kind.EMERGENCY, use, four, label, use.tell_id, by, now)


def _promise_to_review(use: EmergencyUse, holder: Membership, by: Actor, now: datetime) -> None:
    four = Four(
        str(_("Somebody else looks whether the emergency use was right.")),
        holder,
        use.review_by,
        str(_("Ask whoever opened it. Emergency use goes on meanwhile; it is never switched off.")),
    )
    label = str(_("Look whether the emergency use by %(user)s was right")) % {"user": use.user.name}
    _promise(Kind.REVIEW, use, four, label, use.review_id, by, now)


def _promise(
    kind: str, use: EmergencyUse, four: Four, label: str, promise_id: UUID, by: Actor, now: datetime
) -> Promise:
    return promises.make(
        kind=kind,
        four=four,
        place=four.holder.team.place,
        label=label[:300],
        by=by,
        now=now,
        about_id=use.id,
        promise_id=promise_id,
        about_person=use.person,
    )


def _guardian_hears(use: EmergencyUse, reviewer: Membership | None, by: Actor, now: datetime) -> list[dict[str, str]]:
    if reviewer is None:
        return []
    said = wording.record_opened(
        user=use.user.name,
        why=use.get_reason_display(),
        at=use.at,
        now=now,
        review_by=use.review_by,
        link=_page_of(use),
    )
    _write(use, reviewer.user, said, "guardian", by, now)
    return [{"as": "guardian", "who": reviewer.user.name}]


def _office_hears(use: EmergencyUse, by: Actor, now: datetime) -> list[dict[str, str]]:
    organisation = use.controller
    address = office_of(organisation)
    if not address:
        return []
    said = wording.record_opened_office(
        user=use.user.name, why=use.get_reason_display(), at=use.at, now=now, organisation=organisation.name
    )
    outbox.write_to_office(
        letter=_letter(use, said, "office", "@" in address),
        address=address,
        place=use.place,
        controller=organisation,
        by=by,
        now=now,
    )
    return [{"as": "organisation", "who": organisation.name}]


def _worker_hears(use: EmergencyUse, not_these: set[UUID], by: Actor, now: datetime) -> list[dict[str, str]]:
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
    _promise(Kind.EMERGENCY, use, four, label, use.read_id, by, now)
    said = wording.record_opened_worker(
        user=use.user.name, why=use.get_reason_display(), at=use.at, now=now, link=_page_of(use)
    )
    _write(use, worker.user, said, "worker", by, now)
    return [{"as": "worker", "who": worker.user.name}]


def _page_of(use: EmergencyUse) -> str:
    return address_of(f"/emergency/{use.id}/")


def _letter(use: EmergencyUse, said: Said, to: str, by_mail: bool) -> Letter:
    return Letter(
        kind="emergency-use",
        subject=said.subject,
        body=said.body if by_mail else said.sms,
        key=f"emergency:{use.id}:{to}",
        urgent=True,
        about_id=use.id,
    )


def _write(use: EmergencyUse, user: User, said: Said, to: str, by: Actor, now: datetime) -> None:
    """By every way this colleague has, so that one of them may fail."""
    if user.phone:
        _write_to(use, user, _letter(use, said, to, by_mail=False), False, by, now)
    if user.email:
        _write_to(use, user, _letter(use, said, f"{to}:mail", by_mail=True), True, by, now)


def _write_to(use: EmergencyUse, user: User, letter: Letter, by_mail: bool, by: Actor, now: datetime) -> None:
    outbox.write_to_staff(
        letter=letter, user=user, place=use.place, controller=use.controller, by=by, now=now, by_mail=by_mail
    )


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
        promise = _promise(Kind.EMERGENCY, use, four, label, uuid7(), by, now)
        governance.note_second(use=use, promise_id=promise.id, by=by, now=now)
        said = wording.four_more_hours(user=use.user.name, by=now + SECOND_ANSWERS_WITHIN, now=now, link=_page_of(use))
        _write(use, colleague, said, f"second:{promise.id}", by, now)
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


def review_use(*, use: EmergencyUse, outcome: str, words: str, by: Actor, now: datetime) -> None:
    """Say whether it was right, and keep that promise. Records it; what was not right is told to the organisation.

    Refuses what ``governance.review_use`` refuses.
    """
    with whole():
        use = governance.review_use(use=use, outcome=outcome, words=words, by=by, now=now)
        promise = Promise.objects.filter(pk=use.review_id, state=lifecycle.OPEN).first()
        if promise is not None:
            promises.keep(promise=promise, why=use.get_review_display(), by=by, now=now)
        if use.review == urgent.NOT_JUSTIFIED:
            _office_hears_it_was_not_right(use, by, now)


def _office_hears_it_was_not_right(use: EmergencyUse, by: Actor, now: datetime) -> None:
    address, organisation = office_of(use.controller), use.controller
    if address:
        said = wording.was_not_right(user=use.user.name, at=use.at, now=now, link=_page_of(use))
        letter = _letter(use, said, "not-right", "@" in address)
        outbox.write_to_office(letter=letter, address=address, place=use.place, controller=organisation, by=by, now=now)


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
