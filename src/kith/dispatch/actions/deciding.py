"""Somebody has changed their mind and says yes again; or one of us decides with them what goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.asks import actions as asks
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch.actions.answering import call_off, nobody_needed
from kith.dispatch.actions.offering import write_to_volunteer
from kith.dispatch.actions.partner_cards import write_to_partner
from kith.dispatch.actions.withdrawing import _card_with_it, _locked_asks, _offer_with_it
from kith.dispatch.models import Search
from kith.dispatch.queries.same import surely_the_same
from kith.dispatch.saying import GO_ON
from kith.governance import actions as governance
from kith.governance.actions import Said, To
from kith.governance.models import THREE, Permission, Purpose, ToWhom, Way
from kith.governance.queries import have_taken_back
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.people import actions as people
from kith.people.models import Person
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import Kind, Move, Promise
from kith.trail import actions as trail
from kith.trail.verbs import Verb

FINISH, OURS, GOES_ON, ENDS = "finish", "ours", "goes-on", "ends"
# Whoever may finish one ask is told what it needs for so long; then the no about everybody counts again.
TO_FINISH = timedelta(hours=24)


def yes_again(
    *,
    person: Person,
    purpose: Purpose,
    said: Said,
    by: Actor,
    now: datetime,
    until: datetime | None = None,
    to: To | None = None,
    classes: str = "",
    what_for: str = "",
    also: Sequence[Person] = (),
    alike: bool = False,
) -> Permission:
    """Write down a yes, the first or a change of mind, and let what waited for it go on. Records each.

    What had ended stays ended: they ask again when they like. ``to`` names the only one who may be told. ``alike``:
    they said it themselves, so it holds for records of the same name and number. Refuses
    (``CannotSay``) what ``governance.permit`` refuses.
    """
    with whole():
        also = [*also, *(surely_the_same(person) if alike else ())]
        says = [
            governance.permit(
                person=one,
                purpose=purpose,
                said=said,
                until=until,
                to=to or To(),
                classes=classes,
                what_for=what_for,
                by=by,
                now=now,
            )
            for one in (person, *also)
        ]
        for one in (person, *also):
            if to is None or to.kind == ToWhom.ANYBODY:
                _goes_on(one, purpose, until, by, now)
            _nothing_to_decide(one, by, now)
    return says[0]


def _goes_on(person: Person, purpose: Purpose, until: datetime | None, by: Actor, now: datetime) -> None:
    if purpose not in (Purpose.SHARING, Purpose.HELP):
        # A yes to being written to, or to somebody coming regularly, is no yes to anything that waits.
        return
    if purpose == Purpose.SHARING:
        people.tell_others_until(person=person, until=until, by=by, now=now)
    no_help = bool(have_taken_back([person.id], Purpose.HELP, now))
    for ask in _locked_asks(person, now):
        sharing = purpose == Purpose.SHARING
        if sharing and (ask.withheld_from is not None or ask.paused_for == "sharing"):
            asks.go_on(ask=ask, until=until, by=by, now=now)
            if no_help:
                # Two things had been taken back: this one still waits for the other.
                asks.wait_for_a_look(ask=ask, by=by, now=now)
            else:
                _told_to_go_on(ask, by, now)
        elif sharing and until is not None:
            asks.share_until(ask=ask, until=until, by=by, now=now)
        elif not sharing and ask.paused_for == "help":
            asks.go_on(ask=ask, until=ask.withheld_from, by=by, now=now)


def _told_to_go_on(ask: Ask, by: Actor, now: datetime) -> None:
    if ask.state != ask_states.TAKEN:
        return
    offer, card = _offer_with_it(ask), _card_with_it(ask)
    if offer is not None:
        write_to_volunteer(offer=offer, news=GO_ON, by=by, now=now, again=str(ask.version))
        Search.objects.filter(ask=ask).update(look_again_at=now + timedelta(hours=1))
    if card is not None:
        write_to_partner(card=card, news=f"partner-{GO_ON}", by=by, now=now)
        Search.objects.filter(ask=ask).update(look_again_at=card.check_by)


def _nothing_to_decide(person: Person, by: Actor, now: datetime) -> None:
    """The promise to decide with them is let go of, once nothing they took back still stands."""
    if any(have_taken_back([person.id], purpose, now) for purpose in THREE):
        return
    rows = Promise.objects.select_for_update(of=("self",))
    for promise in rows.filter(kind=Kind.PERMISSION, about_id=person.id, state=promise_states.OPEN):
        why = str(_("They said yes again."))
        promises.end(promise=promise, state=promise_states.LET_GO, why=why, by=by, now=now)


def decide_with_them(
    *,
    promise: Promise,
    words: str,
    by: Actor,
    now: datetime,
    choices: Mapping[UUID, str] | None = None,
    again: datetime | None = None,
) -> None:
    """One of us decided with a person what goes on. Keeps the promise, or moves it to when we speak ``again``.

    ``choices`` says of each ask: whoever has it may finish it, we do it ourselves, it goes on, or it ends. Records
    each. Refuses an empty sentence (``NeedsReason``): whoever reads it next must know what was agreed.
    """
    if not words.strip():
        raise promises.NeedsReason(_("Write one line about what you agreed, so that nobody has to ask them again."))
    with whole():
        rows = Ask.objects.select_for_update(of=("self",), no_key=True).filter(id__in=list(choices or {}))
        related = ("promise__holder__user", "promise__holder__team", "promise__team", "person", "place")
        for ask in rows.select_related(*related, "taken_by__person", "taken_by_team").order_by("id"):
            if ask.state not in ask_states.ENDED and ask.person_id == promise.about_id:
                _decided(ask, (choices or {})[ask.id], words, by, now)
        if again is not None:
            promises.set_next(promise=promise, to=again, what=Move.What.NEWS, reason=words[:300], by=by, now=now)
        else:
            promises.keep(promise=promise, why=words[:300], by=by, now=now)
        trail.record(
            verb=Verb.PERMISSION_DECIDED,
            by=by,
            now=now,
            subject=("person", promise.about_id, promise.label),
            place=(promise.place_id, ""),
            controller=promise.controller_id,
            detail={"choices": sorted((choices or {}).values())},
        )


def _decided(ask: Ask, choice: str, words: str, by: Actor, now: datetime) -> None:
    if choice == FINISH and ask.taken_by_id is None and ask.taken_by_team_id is None:
        choice = OURS
    if choice == FINISH:
        _may_finish(ask, words, by, now)
    elif choice == OURS:
        nobody_needed(ask=ask, by=by, now=now)
        asks.ours_to_do(ask=ask, words=words, by=by, now=now)
    elif choice == GOES_ON:
        asks.go_on(ask=ask, until=ask.withheld_from, by=by, now=now)
    elif choice == ENDS:
        call_off(ask=ask, why=words[:200], by=by, now=now)


def _may_finish(ask: Ask, words: str, by: Actor, now: datetime) -> None:
    """A yes that names whoever has it, for as long as this one takes."""
    if ask.taken_by is not None:
        to = To(ToWhom.HELPER, ask.taken_by.person_id, ask.taken_by.first_name)
    else:
        to = To(ToWhom.TEAM, ask.taken_by_team_id, ask.taker)
    how = str(_("decided with them by %(who)s: %(words)s")) % {"who": by.label, "words": words}
    governance.permit(
        person=ask.person,
        purpose=Purpose.SHARING,
        said=Said(way=Way.OTHER, how=how),
        to=to,
        classes="AB",
        what_for=ask.reference,
        until=now + TO_FINISH,
        by=by,
        now=now,
    )
    asks.let_finish(ask=ask, words=words, by=by, now=now)
    _told_to_go_on(ask, by, now)
