"""Whether an emergency use was right: somebody who may look at it has promised to, or it is said that nobody may."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.accounts.models import Membership, Organisation
from kith.asks.actions.hears import Heard, page_of, promise_about, write_to_colleague, write_to_organisation
from kith.asks.who_reviews import (
    is_here_in_time,
    not_theirs,
    reviewer_for,
    to_name_a_reviewer,
    who_keep_the_house,
    who_names_one,
)
from kith.governance import actions as governance
from kith.governance import urgent
from kith.governance.models import EmergencyUse
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.outbox import words as wording
from kith.promises import actions as promises
from kith.promises import lifecycle
from kith.promises.actions import Four
from kith.promises.models import Kind, Promise

NAMED_WITHIN = timedelta(hours=24)


def promise_review(*, use: EmergencyUse, best: Membership | None, by: Actor, now: datetime) -> Heard:
    """Promise that somebody else looks whether it was right, and write to them at once. Records both.

    Where nobody who may is here in time, whoever could name a guardian has it, hears of it at once and promises that
    too; it goes over by itself as soon as there is somebody. Answers who was written to.
    """
    with whole():
        free = best if best is not None and is_here_in_time(best, use.review_by, now) else None
        holder = free or who_names_one(use.person, not_theirs(use.person, use.user_id, use.second_id), now)
        label = str(_("Look whether the emergency use by %(user)s was right")) % {"user": use.user.name}
        promise_about(use, Kind.REVIEW, _four(use, holder, free is not None), label, use.review_id, by, now)
        heard = _reviewer_hears(use, best, by, now) if best is not None else []
        return heard if free is not None else heard + _somebody_names_one(use, holder, by, now)


def _four(use: EmergencyUse, holder: Membership, may: bool) -> Four:
    said = (
        (
            _("Somebody else looks whether the emergency use was right."),
            _("Ask whoever opened it. Emergency use goes on meanwhile; it is never switched off."),
        )
        if may
        else (
            _("Nobody who may look whether it was right is here in time. It waits for somebody who may."),
            _("Give the part of guardian or safeguarding lead to somebody who had nothing to do with it."),
        )
    )
    return Four(str(said[0]), holder, use.review_by, str(said[1]))


def _reviewer_hears(use: EmergencyUse, reviewer: Membership, by: Actor, now: datetime) -> Heard:
    said = wording.record_opened(
        user=use.user.name,
        why=use.get_reason_display(),
        at=use.at,
        now=now,
        review_by=use.review_by,
        link=page_of(use),
    )
    written = write_to_colleague(use, reviewer.user, said, f"review:{reviewer.user_id.hex}", by, now)
    return [{"as": "guardian", "who": reviewer.user.name}] if written else []


def _somebody_names_one(use: EmergencyUse, holder: Membership, by: Actor, now: datetime) -> Heard:
    """Whoever may name a guardian hears of each such use; that one is named is promised once for an organisation."""
    said = wording.nobody_may_review(
        user=use.user.name, why=use.get_reason_display(), at=use.at, now=now, organisation=use.controller.name
    )
    users = [holder.user, *who_keep_the_house(use.controller_id, {use.user_id, holder.user_id}, now)]
    heard = [
        {"as": "names-one", "who": user.name}
        for user in users
        if write_to_colleague(use, user, said, f"names:{user.id.hex}", by, now)
    ]
    _promise_to_name(use.controller, holder, by, now)
    return heard


def _promise_to_name(organisation: Organisation, holder: Membership, by: Actor, now: datetime) -> None:
    """Once for an organisation, however many of its emergency uses wait."""
    if _is_to_be_named(organisation.id):
        return
    name = {"name": organisation.name}
    four = Four(
        str(_("Nobody who may look at emergency uses of %(name)s is here in time.")) % name,
        holder,
        now + NAMED_WITHIN,
        str(_("Give the part of guardian or safeguarding lead to somebody who had nothing to do with it.")),
    )
    label = str(_("Name somebody who may look at emergency uses of %(name)s")) % name
    promises.make(
        kind=Kind.REVIEW,
        four=four,
        place=holder.team.place,
        label=label[:300],
        by=by,
        now=now,
        about_id=organisation.id,
    )


def _is_to_be_named(organisation_id: UUID) -> bool:
    return to_name_a_reviewer().filter(about_id=organisation_id).exists()


def find_reviewer(*, use: EmergencyUse, by: Actor, now: datetime) -> bool:
    """Give a review that is with somebody who may not do it to somebody who may. Records it. Whether there is one.

    Where there is none, that somebody is named is promised, once.
    """
    with whole():
        use = EmergencyUse.objects.select_for_update(of=("self",), no_key=True).get(pk=use.pk)
        promise = Promise.objects.filter(pk=use.review_id, state=lifecycle.OPEN).select_related("place").first()
        if promise is None or use.review != urgent.WAITING:
            return False
        not_these = not_theirs(use.person, use.user_id, use.second_id)
        found = reviewer_for(use.person, not_these, now)
        if found is None or not is_here_in_time(found, use.review_by, now):
            if not _is_to_be_named(use.controller_id):
                holder = who_names_one(use.person, not_these, now)
                governance.note_heard(
                    use=use, heard=[*use.heard, *_somebody_names_one(use, holder, by, now)], by=by, now=now
                )
            return False
        use.reviewer = found.user
        reason = str(_("%(name)s may look whether it was right.")) % {"name": found.user.name}
        promises.hand_over(promise=promise, to=found, reason=reason, by=by, now=now)
        four = _four(use, found, may=True)
        promises.explain(promise=promise, explanation=four.explanation, meanwhile=four.meanwhile, by=by, now=now)
        heard = [*use.heard, *_reviewer_hears(use, found, by, now)]
        governance.note_heard(use=use, heard=heard, by=by, now=now)
    return True


def somebody_is_named(*, promise: Promise, by: Actor, now: datetime) -> None:
    """Every review of that organisation is with somebody who may do it: the promise to name one is kept. Records it."""
    with whole():
        promises.keep(promise=promise, why=str(_("somebody may look at them now")), by=by, now=now)


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
            said = wording.was_not_right(user=use.user.name, at=use.at, now=now, link=page_of(use))
            write_to_organisation(use, said, "not-right", by, now)
