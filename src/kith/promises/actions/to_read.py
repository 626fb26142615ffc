"""Promises only a person can keep, by reading or by ringing: made, told to whoever has them, and kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.people.models import Person
from kith.places.models import Place
from kith.promises import lifecycle, saying
from kith.promises.actions.promising import Four, NeedsReason, keep, make
from kith.promises.models import Kind, Promise

# Where many come of one cause, such as a provider that is down, whoever has them hears of it once in so long.
AT_MOST_EVERY = timedelta(minutes=10)


def to_read(
    *,
    four: Four,
    place: Place,
    label: str,
    by: Actor,
    now: datetime,
    reference: str = "",
    about_id: UUID | None = None,
    one_of_many: bool = False,
    about_person: Person | None = None,
) -> Promise:
    """Promise that a person reads something or rings somebody, and write to whoever has it. Records both.

    The message says that there is something and by when, and nothing of what it is. ``one_of_many``: within ten
    minutes of one such message, the same message is meant again.
    """
    with whole():
        promise = make(
            kind=Kind.MESSAGE,
            four=four,
            place=place,
            label=label[:300],
            by=by,
            now=now,
            reference=reference,
            about_id=about_id,
            about_person=about_person,
        )
        stretch = int(now.timestamp()) // int(AT_MOST_EVERY.total_seconds())
        holder = promise.holder or four.holder
        letter = Letter(
            kind="to-read",
            subject=str(_("For you to read or to ring")),
            body=saying.for_you_to_read(due=four.hear_by, now=now, path=f"/to-read/{promise.id}/"),
            key=f"to-read:{holder.user_id}:{stretch}" if one_of_many else f"to-read:{promise.id}",
            urgent=True,
            about_id=promise.id,
            about_label=reference,
            about_person=about_person,
        )
        _write(letter, holder, by, now)
    return promise


def _write(letter: Letter, holder: Membership, by: Actor, now: datetime) -> None:
    team = holder.team
    outbox.write_to_staff(
        letter=letter, user=holder.user, place=team.place, controller=team.organisation, by=by, now=now
    )


def seen_to(*, promise: Promise, what: str, by: Actor, now: datetime) -> None:
    """Keep such a promise, with what was done. Records it. Done twice it is done once.

    Refuses to keep it without a word of what was done (``NeedsReason``).
    """
    if not what.strip():
        raise NeedsReason(_("Write one line about what you did."))
    with whole():
        promise = Promise.objects.select_for_update(of=("self",), no_key=True).get(pk=promise.pk)
        if promise.state == lifecycle.OPEN:
            keep(promise=promise, why=what, by=by, now=now)
