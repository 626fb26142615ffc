"""How it is safe to reach somebody, and who must not know: written down, and all under way goes by it at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from kith.access.policy import AFTERWARDS
from kith.accounts.models import User
from kith.asks import actions as asks
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.actions.answering import _set
from kith.dispatch.actions.partner_cards import end_cards
from kith.dispatch.models import Offer, Search
from kith.dispatch.permissions import CannotTake, check_can_take, must_not_have
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.people import actions as people
from kith.people.actions import SaidSafe
from kith.people.models import OnPaper, Person, SafeContact, Way
from kith.people.queries import safe_contact_of, same_human
from kith.promises import actions as promises
from kith.promises.queries import held_by_somebody_apart


@dataclass(frozen=True)
class Apart:
    """Who must not know, as they said it: names and numbers as given, colleagues by choice, whoever lives there."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    colleagues: tuple[User, ...] = ()
    household: bool = False


def keep_safe(
    *,
    person: Person,
    said: SaidSafe | None,
    said_by: str,
    by: Actor,
    now: datetime,
    apart: Apart = Apart(),
    further_away: bool = False,
    said_at: datetime | None = None,
) -> SafeContact | None:
    """Write down how it is safe to reach somebody and who must not know, and go by it at once. Records each.

    What is queued is judged anew as it leaves; an offer to somebody who must not know, or lives too near, is over and
    says nothing; whoever of them helped until lately reads no more of it; promises held by a colleague who must not
    know find another holder; with ``further_away`` every open ask of theirs is the district's. ``said`` None leaves
    what they said of the ways as it was.
    """
    with whole():
        for kept in _blocks_of(apart):
            people.must_not_meet(person=person, said_by=said_by, by=by, now=now, **kept)
        line = None
        if said is not None:
            line = people.say_how_it_is_safe(person=person, said=said, said_by=said_by, by=by, now=now, said_at=said_at)
        everyone = [person, *same_human(person)]
        if further_away:
            for one in everyone:
                people.further_away_please(person=one, by=by, now=now)
        open_asks = Ask.objects.filter(person__in=everyone).exclude(state__in=ask_states.ENDED)
        for ask in open_asks.select_related("person", "place", "home", "promise__holder__user", "promise__team"):
            _goes_by_it(ask, further_away, by, now)
        lately = Ask.objects.filter(person__in=everyone, ended_at__gt=now - AFTERWARDS).exclude(taken_at=None)
        for ask in lately.select_related("person", "taken_by__person", "taken_by_team"):
            if must_not_have(ask):
                asks.close_to_helper(ask=ask, by=by, now=now)
        for promise in held_by_somebody_apart().filter(about_person__in=everyone):
            promises.keep_from_holder(promise=promise, by=by, now=now)
    return line


def _blocks_of(apart: Apart) -> list[dict[str, Any]]:
    named: list[dict[str, Any]] = [{"other_name": name} for name in apart.names]
    named += [{"other_phone": phone} for phone in apart.phones]
    named += [{"colleague": user} for user in apart.colleagues]
    return [*named, *([{"household": True}] if apart.household else [])]


def _goes_by_it(ask: Ask, further_away: bool, by: Actor, now: datetime) -> None:
    moves = further_away and not ask.further_away
    if moves:
        asks.from_further_away(ask=ask, by=by, now=now)
        end_cards(ask=ask, state=lifecycle.NOT_NEEDED, by=by, now=now)
    live = Offer.objects.filter(ask=ask, state__in=(lifecycle.OFFERED, lifecycle.SILENT))
    for offer in live.select_related("volunteer__person").select_for_update(of=("self",)):
        if moves or not _may_still(ask, offer, now):
            _set(offer, lifecycle.NOT_NEEDED, offer.answered_how, now)
    Search.objects.filter(ask=ask, look_again_at__gt=now).update(look_again_at=now)


def _may_still(ask: Ask, offer: Offer, now: datetime) -> bool:
    try:
        check_can_take(ask, offer.volunteer, now)
    except CannotTake:
        return False
    return True


@dataclass(frozen=True)
class Stricter:
    """What the person says on their own page: only ever less than before. Empty is as it was."""

    not_by: tuple[str, ...] = ()
    hours: tuple[time | None, time | None] = (None, None)
    nothing_on_paper: bool = False
    only_please_ring: bool = False
    call_yourselves: str = ""
    must_not_know: tuple[str, ...] = ()
    further_away: bool = False
    words: str = ""


def be_more_careful(*, ask: Ask, stricter: Stricter, by: Actor, now: datetime) -> None:
    """The person asks on their own page for more care. What is stricter holds at once; the rest is spoken about first.

    Records each. Nothing is ever loosened here: whoever holds their phone could press that.
    """
    with whole():
        person = ask.person
        said = _narrowed(person, stricter)
        keep_safe(
            person=person,
            said=said,
            said_by=str(_("themselves, on their page")),
            apart=Apart(names=stricter.must_not_know),
            further_away=stricter.further_away and not person.further_away,
            by=by,
            now=now,
        )
        if stricter.words.strip():
            asks.wish(ask=ask, words=stricter.words, by=by, now=now)


def _narrowed(person: Person, stricter: Stricter) -> SaidSafe | None:
    """What holds now, less what they take away; None where they said nothing of the ways."""
    asked = stricter.not_by or any(stricter.hours) or stricter.nothing_on_paper
    if not (asked or stricter.only_please_ring or stricter.call_yourselves):
        return None
    now_safe = _as_it_is(person)
    paper = OnPaper.NEVER.value if stricter.nothing_on_paper else now_safe.on_paper
    # Hours and a name that were said before are only changed by a person who has spoken with them.
    before = (now_safe.from_hour, now_safe.to_hour)
    start, end = before if any(before) else stricter.hours
    return replace(
        now_safe,
        ways=tuple(way for way in now_safe.ways if way not in stricter.not_by),
        on_paper=paper,
        from_hour=start,
        to_hour=end,
        only_please_ring=now_safe.only_please_ring or stricter.only_please_ring,
        call_ourselves=now_safe.call_ourselves or stricter.call_yourselves,
    )


def _as_it_is(person: Person) -> SaidSafe:
    line = safe_contact_of(person)
    if line is None:
        return SaidSafe(ways=tuple(Way.values), no_voicemail=True)
    names = SaidSafe.__dataclass_fields__
    values = {name: getattr(line, name) for name in names}
    return SaidSafe(**{**values, "ways": tuple(line.ways), "days": tuple(line.days)})
