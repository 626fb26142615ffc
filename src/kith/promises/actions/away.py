"""Being away: off sick from this moment, or from a day until a day. What falls due meanwhile has somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kith.accounts import actions as accounts
from kith.accounts.models import Membership, User
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.promises.actions.handing import ask_to_have
from kith.promises.actions.homes import cover
from kith.promises.models import HandOver, Promise


@dataclass(frozen=True)
class Covered:
    """What came of saying that somebody is away: what went to whoever is on duty, and who was asked for the rest."""

    moved: tuple[Promise, ...]
    asked: tuple[HandOver, ...]


def off_sick(
    *, user: User, until: datetime, asked: Membership | None, by: Actor, now: datetime, note: str = ""
) -> Covered:
    """Somebody is not well: all that falls due before they are back is whoever's on duty from this moment. Records it.

    They cannot keep it while a colleague thinks about it, so it moves at once to the duty list, which has said yes
    beforehand; ``asked`` may then take it from there with their own yes. Refuses a time that has passed
    (``NotPossible``).
    """
    with whole():
        parts = _parts_of(user)
        moved: list[Promise] = []
        for one in parts:
            accounts.go_away(membership=one, until=until, by=by, now=now)
            moved += cover(membership=one, by=by, now=now)
        wanted = [one for one in moved if asked is not None and one.holder_id != asked.id]
        hand_overs = _ask(parts, wanted, asked, HandOver.Why.SICK, note, by, now)
    return Covered(tuple(moved), hand_overs)


def away(
    *,
    user: User,
    since: datetime,
    until: datetime,
    asked: Membership | None,
    by: Actor,
    now: datetime,
    note: str = "",
) -> Covered:
    """Somebody goes away on a day and is back on another. A colleague is asked for what falls due between. Records it.

    Until the colleague says yes the first holder keeps it; what nobody has said yes to when they go is whoever's on
    duty from that moment. Refuses days that make no sense (``NotPossible``).
    """
    with whole():
        parts = _parts_of(user)
        moved: list[Promise] = []
        for one in parts:
            accounts.go_away(membership=one, since=since, until=until, by=by, now=now)
            if since <= now:
                moved += cover(membership=one, by=by, now=now)
        meanwhile = Promise.objects.filter(holder__in=parts, state="open", next_contact_by__lt=until)
        wanted = [one for one in moved if asked is not None and one.holder_id != asked.id] + list(meanwhile)
        hand_overs = _ask(parts, wanted, asked, HandOver.Why.AWAY, note, by, now)
    return Covered(tuple(moved), hand_overs)


def back(*, user: User, by: Actor, now: datetime) -> None:
    """Somebody is back, or does not go after all. What others have by now stays with them. Records it."""
    with whole():
        for one in _parts_of(user):
            accounts.come_back(membership=one, by=by, now=now)


def _parts_of(user: User) -> list[Membership]:
    parts = Membership.objects.live().filter(user=user).select_related("user", "team__place", "team__organisation")
    return list(parts.order_by("started_at", "id"))


def _ask(
    parts: Sequence[Membership],
    wanted: Sequence[Promise],
    asked: Membership | None,
    why: str,
    note: str,
    by: Actor,
    now: datetime,
) -> tuple[HandOver, ...]:
    if asked is None or not wanted or not parts:
        return ()
    giver = parts[0]
    return (ask_to_have(giver=giver, asked=asked, promises=wanted, why=why, note=note, by=by, now=now),)
