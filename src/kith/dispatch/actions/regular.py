"""Regular help: the same volunteer, every so many days, with the person's say, until a last day or until one ends it.

Each time is an ask of its own, with its own promise and its own outcome. While one is open, who comes may know where.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kith.asks import actions as asks
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.dispatch import lifecycle
from kith.dispatch.actions.answering import NotYours, call_off, hand_back, lock_ask
from kith.dispatch.actions.claims import still_right
from kith.dispatch.actions.sorting import said_yes
from kith.dispatch.models import Offer, RegularHelp
from kith.dispatch.permissions import CannotTake, check_can_take
from kith.governance import actions as governance
from kith.governance.models import Purpose
from kith.governance.queries import has_taken_back
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.whole import put, whole
from kith.outbox import actions as outbox
from kith.people.queries import is_away
from kith.promises.actions import NeedsReason
from kith.trail.verbs import Verb

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Agreed:
    """What was agreed: every so many days, until when, and how the person said so, in words."""

    every_days: int
    until: datetime
    said_how: str


def begin_regular(*, ask: Ask, agreed: Agreed, by: Actor, now: datetime) -> RegularHelp:
    """The person and whoever has this ask agree that they come regularly. Records it, and the person's permission.

    Refuses an ask that nobody has (``NotYours``), and an agreement without the person's say or without an end within
    a year (``NeedsReason``). Agreed twice it is one.
    """
    if not agreed.said_how.strip():
        raise NeedsReason(_("Write how the person said that they would like this."))
    if not now < agreed.until <= now + LONGEST:
        raise NeedsReason(_("Agree on a last day within a year: it can be agreed anew then."))
    with whole():
        lock_ask(ask.pk)
        ask = Ask.objects.select_related("taken_by__person", "person", "place", "promise").get(pk=ask.pk)
        already = RegularHelp.objects.filter(ask=ask, ended_at__isnull=True).first()
        if already is not None:
            return already
        if ask.state != ask_states.TAKEN or ask.taken_by is None:
            raise NotYours(_("Nobody has this one now. Find somebody first."))
        who = ask.taken_by
        regular = RegularHelp.objects.create(
            controller_id=ask.controller_id,
            ask=ask,
            volunteer=who,
            every_days=agreed.every_days,
            started_at=now,
            until=agreed.until,
            said_how=agreed.said_how.strip()[:200],
        )
        governance.permit(
            person=ask.person,
            purpose=Purpose.REGULAR,
            to_label=who.name,
            how=regular.said_how,
            until=agreed.until,
            by=by,
            now=now,
        )
        line = str(_("%(name)s comes regularly from now on, as the person wishes.")) % {"name": who.first_name}
        asks.happened(ask=ask, verb=Verb.REGULAR_BEGUN, staff=line, person=line, by=by, now=now)
    return regular


def end_regular(*, regular: RegularHelp, by: Actor, now: datetime, why: str = "") -> None:
    """Either of the two ends it: nothing more is opened, and this time is called off or handed back. Records it.

    The permission ends with it, and how to reach the person is gone a day later at most. Ended twice it is ended once.
    """
    with whole():
        regular = _locked(regular)
        if regular.ended_at is not None:
            return
        ask = regular.ask
        _end(regular, why, by, now)
        offer = Offer.objects.filter(ask=ask, volunteer=regular.volunteer, state=lifecycle.ACCEPTED).first()
        if by.kind == "volunteer" and offer is not None and ask.state == ask_states.TAKEN:
            hand_back(offer=offer, by=by, now=now, why=str(_("They cannot come regularly any more.")))
        elif ask.state not in ask_states.ENDED:
            call_off(ask=ask, by=by, now=now)


def carry_on(*, regular: RegularHelp, by: Actor, now: datetime) -> Ask | None:
    """This time has ended: open the next with the same volunteer, or end it at its last day. Records either.

    None where there is no next time: the last day has come, one of the two has ended it elsewhere, or the volunteer
    may not have it now, and somebody else is looked for.
    """
    with whole():
        regular = _locked(regular)
        last = regular.ask
        if regular.ended_at is not None or last.state not in ask_states.ENDED:
            return None
        need_by = _next_time(regular, now)
        over = _why_over(regular, need_by, now)
        if over:
            _end(regular, over, by, now)
            return None
        ask = asks.open_ask(wanted=_again(last, need_by, regular), by=by, now=now, person=last.person, from_ask=last)
        asks.bind_word(ask=ask, like=last, by=by, now=now)
        regular.ask, regular.times = ask, regular.times + 1
        put(regular, "ask", "times")
        taken = _taken_by_the_same(regular, by, now)
        line = str(_("Opened for %(name)s, who comes regularly.")) % {"name": regular.volunteer.first_name}
        asks.happened(ask=ask, verb=Verb.REGULAR_CARRIED_ON, staff=line, by=by, now=now)
    return ask if taken else None


def _taken_by_the_same(regular: RegularHelp, by: Actor, now: datetime) -> bool:
    """They have said yes to all of these. Somebody whose check is no longer good has not."""
    ask, who = regular.ask, regular.volunteer
    try:
        check_can_take(ask, who, now)
    except CannotTake:
        return False
    why = str(_("Somebody they know comes: they hear of that alone."))
    outbox.take_back(about_id=ask.id, why=why, by=by, now=now)
    said_yes(ask=ask, volunteer=who, by=by, now=now)
    offer = Offer.objects.get(ask=ask, volunteer=who)
    still_right(offer=offer, by=Actor.volunteer(who).keyed_through(by.label), now=now)
    return True


def _next_time(regular: RegularHelp, now: datetime) -> datetime:
    """The same hour on the wall clock, so many days on; never a time that has gone."""
    last = regular.ask
    moment = local(last.need_by or last.ended_at or now)
    step = timedelta(days=regular.every_days)
    following = moment + step
    while following <= now:
        following += step
    return following


def _why_over(regular: RegularHelp, need_by: datetime, now: datetime) -> str:
    if need_by > regular.until:
        return str(_("It was agreed until then."))
    if regular.volunteer.stopped_at is not None or is_away(regular.ask.person):
        return str(_("One of the two cannot any more."))
    if any(has_taken_back(regular.ask.person_id, one, now) for one in (Purpose.HELP, Purpose.SHARING)):
        return str(_("The person took their permission back."))
    return ""


def _again(last: Ask, need_by: datetime, regular: RegularHelp) -> Wanted:
    return Wanted(
        words=last.words,
        kind=last.kind,
        where=Where(postcode=last.postcode, address=last.address),
        near=last.home,
        details=last.details,
        partners_may=last.partners_may,
        need_by=need_by,
        lane=last.lane,
        help_at_door=last.help_at_door,
        client_key=f"regular:{regular.id}:{regular.times + 1}",
    )


def _end(regular: RegularHelp, why: str, by: Actor, now: datetime) -> None:
    regular.ended_at, regular.ended_by_label, regular.ended_why = now, by.label[:200], why[:200]
    put(regular, "ended_at", "ended_by_label", "ended_why")
    person, how = regular.ask.person, why or str(_("ended by %(who)s")) % {"who": by.label}
    governance.take_back(person=person, purpose=Purpose.REGULAR, how=how[:200], by=by, now=now)
    line = str(_("%(name)s does not come regularly any more.")) % {"name": regular.volunteer.first_name}
    asks.happened(ask=regular.ask, verb=Verb.REGULAR_ENDED, staff=f"{line} {why}".strip(), person=line, by=by, now=now)


def _locked(regular: RegularHelp) -> RegularHelp:
    rows = RegularHelp.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("ask__person", "ask__home", "ask__place", "volunteer__person").get(pk=regular.pk)
