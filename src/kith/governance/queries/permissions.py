"""What a person's newest say is. No row means they have not taken anything back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from kith.access.acting import serving
from kith.governance.models import Permission, Purpose, ToWhom
from kith.kit.whole import fact, remember


def newest_say(person_id: UUID, purpose: str, now: datetime) -> Permission | None:
    """The newest say for this purpose that is about everybody, whether or not its time has passed."""
    said = Permission.objects.filter(person_id=person_id, purpose=purpose, to_kind=ToWhom.ANYBODY, at__lte=now)
    return said.first()


def has_taken_back(person_id: UUID, purpose: Purpose, now: datetime) -> bool:
    """True when the newest say for this purpose is a no, or a yes whose time has passed."""
    newest = newest_say(person_id, purpose, now)
    return newest is not None and not _holds(newest, now)


def wants_no_contact(person_id: UUID, now: datetime) -> bool:
    """Whether they asked us not to write or ring, known also where its reader may not read what they permit."""
    with serving("whether somebody may be written to or rung"):
        return has_taken_back(person_id, Purpose.CONTACT, now)


def took_back(person: str, purpose: Purpose, now: datetime) -> Subquery:
    """``has_taken_back`` within another question, whose field ``person`` is. None: nothing was said."""
    said = Permission.objects.filter(person_id=OuterRef(person), purpose=purpose, to_kind=ToWhom.ANYBODY, at__lte=now)
    over = ExpressionWrapper(Q(given=False) | Q(until__isnull=False, until__lte=now), BooleanField())
    return Subquery(said.values(over=over)[:1])


def have_taken_back(person_ids: Iterable[UUID], purpose: Purpose, now: datetime) -> set[UUID]:
    """Those of these people whose newest say for this purpose is a no, or a yes whose time has passed. One query."""
    said = Permission.objects.filter(
        person_id__in=set(person_ids), purpose=purpose, to_kind=ToWhom.ANYBODY, at__lte=now
    )
    newest: dict[UUID, Permission] = {}
    for one in said:
        newest.setdefault(one.person_id, one)
    return {key for key, one in newest.items() if not _holds(one, now)}


def may_be_told(person_id: UUID, to: Iterable[UUID], now: datetime) -> bool:
    """Whether one of these (a person, a team, an organisation) may be told something new about this person.

    The newest say that speaks of them counts: one about everybody, or one that names them. No say is no objection.
    """
    about = Q(to_kind=ToWhom.ANYBODY) | Q(to_id__in=list(to))
    newest = Permission.objects.filter(about, person_id=person_id, purpose=Purpose.SHARING, at__lte=now).first()
    return newest is None or _holds(newest, now)


def named_no(person_id: UUID, now: datetime) -> frozenset[UUID]:
    """Those (people and teams) whom they asked us by name to tell nothing more, and have not said otherwise since."""
    return fact(("named no", person_id), lambda: _named_no([person_id], now)[person_id])


def look_up_named_no(person_ids: Iterable[UUID], now: datetime) -> None:
    """Look it up at once for many people. It counts only within the act in which it is asked."""
    for one, named in _named_no(person_ids, now).items():
        remember(("named no", one), named)


def _named_no(person_ids: Iterable[UUID], now: datetime) -> dict[UUID, frozenset[UUID]]:
    """What was said last counts: about one of them, or about everybody."""
    last: dict[UUID, dict[UUID | None, Permission]] = {one: {} for one in person_ids}
    said = Permission.objects.filter(person_id__in=list(last), purpose=Purpose.SHARING, at__lte=now)
    for one in said.filter(Q(to_kind=ToWhom.ANYBODY) | Q(to_id__isnull=False)):
        of_them = last[one.person_id]
        # A say about everybody overtakes what was said before it of anybody.
        if None not in of_them:
            of_them.setdefault(one.to_id if one.to_kind != ToWhom.ANYBODY else None, one)
    return {key: frozenset(to for to, one in said.items() if to and not _holds(one, now)) for key, said in last.items()}


def have_said_anything_about_sharing(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these people who ever said yes or no to others being told; of all the rest, others may be. One query."""
    said = Permission.objects.filter(person_id__in=set(person_ids), purpose=Purpose.SHARING)
    return set(said.values_list("person_id", flat=True))


def sharing_ends_at(person_id: UUID, now: datetime) -> datetime | None:
    """From when nobody else may be told anything new: since they took it back, or when their yes ends. None: never."""
    newest = newest_say(person_id, Purpose.SHARING, now)
    if newest is None:
        return None
    return newest.until if newest.given else newest.at


def to_carry_out(now: datetime) -> QuerySet[Permission]:
    """Every no, and every yes whose time has passed, the oldest first; whoever sweeps knows which are done."""
    over = Q(given=False) | Q(given=True, until__lte=now)
    return Permission.objects.filter(over, at__lte=now).order_by("at", "id")


def _holds(say: Permission, now: datetime) -> bool:
    return say.given and (say.until is None or say.until > now)
