"""What volunteers answer: yes, not this time, handed back, done, nobody answered. The first yes has it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from kith.asks import actions as asks
from kith.asks import kinds
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import claims, lifecycle
from kith.dispatch.actions.offering import free_number, write_to_volunteer
from kith.dispatch.actions.partner_cards import end_cards
from kith.dispatch.models import Offer, Search
from kith.dispatch.permissions import check_can_take, check_may_cross
from kith.dispatch.plans import quiet_of
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.kit.whole import put, whole
from kith.trail import actions as trail
from kith.trail.verbs import Verb
from kith.volunteers import actions as volunteers

ASK_AGAIN_AFTER = timedelta(minutes=15)
BEFORE_NEED = timedelta(minutes=60)
LESS = "asked to be asked less"


class NotYours(Exception):
    """Whoever answers does not have this ask. Its text may be shown."""


class SomebodyHasIt(Exception):
    """Somebody else was first, or it is over. Its text is a thank you and may be shown."""


def accept(
    *,
    offer: Offer,
    by: Actor,
    now: datetime,
    how: str = "link",
    coming: tuple[datetime, datetime] | None = None,
) -> Ask:
    """Say yes to an offer. The first yes has it: others are thanked at once. Records it.

    Refuses with ``SomebodyHasIt`` when somebody was first or it is over, and with ``CannotTake`` when this volunteer
    may not have it. Saying yes twice answers the same as once.
    """
    with whole():
        offer = _locked(offer)
        ask = offer.ask
        if offer.state == lifecycle.ACCEPTED:
            return ask
        # Their numbers are asked for again and again while one yes is written to everybody.
        prefetch_related_objects([ask.person, offer.volunteer.person], "routes")
        check_can_take(ask, offer.volunteer, now)
        check_may_cross(ask, offer.volunteer, now)
        taken = lifecycle.OFFER.may(offer.state, lifecycle.ACCEPTED) and asks.take(
            ask=ask, volunteer=offer.volunteer, by=by, now=now, coming=coming
        )
        if taken:
            _number_again(offer)
            offer.asked_still_at = offer.still_at = None
            put(offer, "asked_still_at", "still_at")
            _set(offer, lifecycle.ACCEPTED, how, now)
            thank_the_others(ask=ask, but=offer.pk, by=by, now=now)
            _look_again(ask, now)
            _noted(offer, Verb.OFFER_TAKEN, by, now)
    if not taken:
        _was_late(offer, by, now)
        raise SomebodyHasIt(_("Thank you, somebody has this one. Nothing to do."))
    return ask


def _number_again(offer: Offer) -> None:
    """Somebody who changed their mind may find their number given to another offer on the same phone."""
    live = Offer.objects.filter(address=offer.address, number=offer.number, state__in=lifecycle.LIVE)
    if live.exclude(pk=offer.pk).exists():
        offer.number = free_number(offer.address)
        put(offer, "number")


def _was_late(offer: Offer, by: Actor, now: datetime) -> None:
    with whole():
        offer = _locked(offer)
        if lifecycle.OFFER.may(offer.state, lifecycle.SOMEBODY_ELSE):
            over = offer.ask.state in ask_states.ENDED
            _set(offer, lifecycle.NOT_NEEDED if over else lifecycle.SOMEBODY_ELSE, "late", now)
        _noted(offer, Verb.OFFER_LATE, by, now)


def thank_the_others(*, ask: Ask, but: UUID, by: Actor, now: datetime) -> None:
    """Somebody has it: volunteers and partners who were asked too are thanked. Records it. ``but`` is who has it."""
    end_cards(ask=ask, state=lifecycle.SOMEBODY_ELSE, but=but, by=by, now=now)
    others = ask.offers.filter(state__in=(lifecycle.OFFERED, lifecycle.SILENT)).exclude(pk=but)
    for other in others.select_related("volunteer__person", "ask__place", "ask__person").select_for_update(
        of=("self",)
    ):
        was_waiting = other.state == lifecycle.OFFERED
        _set(other, lifecycle.SOMEBODY_ELSE, "", now)
        if was_waiting:
            write_to_volunteer(offer=other, news="somebody-has-it", by=by, now=now)


def _look_again(ask: Ask, now: datetime, *, said: bool = False) -> None:
    """When to ask how it goes: a quarter of an hour after the window they said, or an hour before the need.

    Whoever has said nothing yet is asked earlier whether it is still all right; ``said`` is true once they have.
    """
    moments = [ask.coming_to + ASK_AGAIN_AFTER] if ask.coming_to else []
    if ask.need_by is not None:
        moments.append(ask.need_by - BEFORE_NEED if ask.need_by - now > 2 * BEFORE_NEED else ask.need_by)
    search = Search.objects.select_related("ask__place").filter(ask=ask).first()
    if search is not None and ask.coming_to is None and not said:
        still = claims.asks_at(now, ask.need_by, kinds.KINDS[ask.kind].claim_lasts, quiet_of(search, now))
        moments = [still] if still is not None else moments
    at = max(min(moments), now + ASK_AGAIN_AFTER) if moments else now + timedelta(hours=24)
    Search.objects.filter(ask=ask).update(look_again_at=at, held_at=None, held_until=None, held_by_label="")


def not_this_time(*, offer: Offer, by: Actor, now: datetime, how: str = "link") -> None:
    """Say no to an offer: one tap, no reason. Records it. When nobody else still thinks, the next few are asked."""
    with whole():
        offer = _locked(offer)
        if not lifecycle.OFFER.may(offer.state, lifecycle.NOT_THIS_TIME):
            return
        _set(offer, lifecycle.NOT_THIS_TIME, how, now)
        if not offer.ask.offers.filter(state=lifecycle.OFFERED).exists():
            Search.objects.filter(ask_id=offer.ask_id, ask__state__in=ask_states.WANTED).update(look_again_at=now)
        _noted(offer, Verb.OFFER_NOT_THIS_TIME, by, now)


def ask_me_less(*, offer: Offer, by: Actor, now: datetime) -> None:
    """Not this time, and fewer from now on. Records both. Pressed twice it is said once."""
    with whole():
        offer = _locked(offer)
        if offer.answered_how == LESS:
            return
        not_this_time(offer=offer, by=by, now=now, how=LESS)
        Offer.objects.filter(pk=offer.pk).update(answered_how=LESS)
        volunteers.ask_me_less(volunteer=offer.volunteer, by=by, now=now)


def not_this_week(*, offer: Offer, by: Actor, now: datetime) -> None:
    """Not this time, and nothing for seven days. Records both."""
    with whole():
        not_this_time(offer=offer, by=by, now=now)
        volunteers.not_this_week(volunteer=offer.volunteer, by=by, now=now)


def stop_asking(*, offer: Offer, by: Actor, now: datetime) -> None:
    """Not this time, and never again unless they say so. Records both. What they hold stays with them."""
    with whole():
        not_this_time(offer=offer, by=by, now=now)
        volunteers.stop_asking(volunteer=offer.volunteer, by=by, now=now)


def hand_back(*, offer: Offer, by: Actor, now: datetime, why: str = "") -> None:
    """I had it, I cannot do it after all: it is looked for again at once. One tap, no reason needed. Records it."""
    with whole():
        offer = _locked(offer)
        lifecycle.OFFER.check(offer.state, lifecycle.HANDED_BACK)
        _set(offer, lifecycle.HANDED_BACK, offer.answered_how, now)
        asks.give_up(ask=offer.ask, why=why, by=by, now=now)
        _again(offer.ask, now)
        _noted(offer, Verb.ASK_HANDED_BACK, by, now)


def _again(ask: Ask, now: datetime) -> None:
    """The ladder begins again from here, with the time that is left; the sweep takes it up."""
    Search.objects.filter(ask=ask).update(
        started_at=now, level="", look_again_at=now, rang_at=None, in_hand_at=None, in_hand_by_label=""
    )


def finish(*, offer: Offer, by: Actor, now: datetime, how: str = "") -> None:
    """It is done. Ends the ask, thanks the volunteer and tells the person. Records it. Done twice is done once."""
    with whole():
        offer = _locked(offer)
        if offer.state == lifecycle.FINISHED:
            return
        lifecycle.OFFER.check(offer.state, lifecycle.FINISHED)
        _set(offer, lifecycle.FINISHED, offer.answered_how, now)
        asks.finish(ask=offer.ask, by=by, now=now, how=how)
        Search.objects.filter(ask=offer.ask).update(look_again_at=None)
        _noted(offer, Verb.ASK_DONE, by, now)


def not_done(*, offer: Offer, why: str, by: Actor, now: datetime) -> None:
    """It was not done, because. Ends the ask with the reason; somebody promises to tell the person. Records it."""
    with whole():
        offer = _locked(offer)
        lifecycle.OFFER.check(offer.state, lifecycle.FINISHED)
        asks.not_done(ask=offer.ask, why=why, by=by, now=now)
        _set(offer, lifecycle.FINISHED, offer.answered_how, now)
        Search.objects.filter(ask=offer.ask).update(look_again_at=None)
        _noted(offer, Verb.ASK_NOT_DONE, by, now)


def nobody_answered(*, offer: Offer, by: Actor, now: datetime, words: str = "") -> Ask:
    """Nobody answered the door. A check that they are all right opens, due in 15 minutes. Records it; ends nothing.

    Refuses (``NotYours``) whoever never had it. An answer kept on a phone counts after it was handed back too.
    """
    if _state_now(offer) not in (lifecycle.ACCEPTED, lifecycle.HANDED_BACK, lifecycle.CAME_BACK, lifecycle.FINISHED):
        raise NotYours(_("Only whoever has this can say so. Please ring us."))
    with whole():
        lock_ask(offer.ask_id)
        Offer.objects.filter(pk=offer.pk, state=lifecycle.ACCEPTED).update(still_at=now)
        return asks.nobody_answered(ask=offer.ask, by=by, now=now, words=words)


def also_asked(*, offer: Offer, words: str, kind: str, by: Actor, now: datetime) -> Ask:
    """The person also asked for something at the door: a new ask. Records it on both.

    Refuses (``NotYours``) whoever does not have it, or had it.
    """
    if _state_now(offer) not in (lifecycle.ACCEPTED, lifecycle.FINISHED):
        raise NotYours(_("Only whoever has this can say so. Please ring us."))
    with whole():
        lock_ask(offer.ask_id)
        Offer.objects.filter(pk=offer.pk, state=lifecycle.ACCEPTED).update(still_at=now)
        return asks.also_asked(ask=offer.ask, words=words, kind=kind, by=by, now=now)


def call_off(*, ask: Ask, by: Actor, now: datetime, why: str = "") -> None:
    """It is no longer wanted. Ends the ask; whoever has it, or is thinking about it, is told. Records it."""
    with whole():
        asks.no_longer_wanted(ask=ask, by=by, now=now, why=why)
        nobody_needed(ask=ask, by=by, now=now)


def nobody_needed(*, ask: Ask, by: Actor, now: datetime) -> None:
    """An ask has ended: whoever has it, or is thinking about it, hears "not needed now, thank you". Records it."""
    with whole():
        live = ask.offers.filter(state__in=lifecycle.LIVE).select_related(
            "volunteer__person", "ask__place", "ask__person"
        )
        for offer in live.select_for_update(of=("self",)):
            told = offer.state in (lifecycle.OFFERED, lifecycle.ACCEPTED)
            _set(offer, lifecycle.NOT_NEEDED, offer.answered_how, now)
            if told:
                write_to_volunteer(offer=offer, news="no-longer-needed", by=by, now=now)
        end_cards(ask=ask, state=lifecycle.NOT_NEEDED, by=by, now=now)
        Search.objects.filter(ask=ask).update(look_again_at=None)
        trail.record(
            verb=Verb.OFFER_ENDED, by=by, now=now, subject=("ask", ask.id, ask.reference), controller=ask.controller_id
        )


def lock_ask(ask_id: UUID) -> None:
    """Everybody who answers about an ask waits here first, so that no two ever wait for each other."""
    Ask.objects.select_for_update(no_key=True).values_list("id").get(pk=ask_id)


def still_wanted(ask: Ask) -> None:
    """The page this was pressed on may be old. Locks; refuses (``WrongMove``) what nobody is sought for any more.

    And what nobody is sought for yet: a search that began here would go on to neighbours before it was checked.
    """
    lock_ask(ask.pk)
    state, to_check = Ask.objects.values_list("state", "to_check").get(pk=ask.pk)
    if state in ask_states.ENDED:
        raise WrongMove(_("This one is over. Nothing to do."))
    if state not in ask_states.WANTED:
        raise WrongMove(_("Nobody is sought for this one now."))
    if state == ask_states.NEW and to_check:
        raise WrongMove(_("Nobody is asked yet: something is to be checked first. Write down what they say."))


def _state_now(offer: Offer) -> str:
    """Not what it was when the page was made."""
    return Offer.objects.values_list("state", flat=True).get(pk=offer.pk)


def _locked(offer: Offer) -> Offer:
    lock_ask(offer.ask_id)
    rows = Offer.objects.select_for_update(of=("self",))
    held = ("ask__promise__holder__team", "ask__promise__holder__user", "ask__promise__team")
    return rows.select_related("ask__place", "ask__person", *held, "volunteer__person").get(pk=offer.pk)


def _set(offer: Offer, state: str, how: str, now: datetime) -> None:
    lifecycle.OFFER.check(offer.state, state)
    offer.state, offer.answered_at, offer.answered_how = state, now, how
    put(offer, "state", "answered_at", "answered_how")


def _noted(offer: Offer, verb: Verb, by: Actor, now: datetime) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("offer", offer.id, offer.volunteer.name),
        place=(offer.ask.place_id, ""),
        controller=offer.controller_id,
        detail={"reference": offer.ask.reference},
    )
