"""A yes without a word: whoever gave it is asked whether it is still all right, and without an answer it comes back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.asks import actions as asks
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import claims, lifecycle
from kith.dispatch.actions.answering import NotYours, _again, _locked, _look_again, _noted, _set, lock_ask
from kith.dispatch.actions.offering import write_to_volunteer
from kith.dispatch.actions.partner_cards import end_cards
from kith.dispatch.models import Offer, Search
from kith.dispatch.plans import quiet_of
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.outbox import lifecycle as messages
from kith.outbox.models import Message
from kith.trail import actions as trail
from kith.trail.verbs import Verb

STILL = "still-all-right"


def still_right(*, offer: Offer, by: Actor, now: datetime) -> None:
    """ "Yes, still all right": it stays theirs, and they are asked again only when it is needed. Records it.

    Refuses (``NotYours``) whoever does not have it, or not any more. Said twice it is said once.
    """
    with whole():
        offer = _locked(offer)
        if offer.state != lifecycle.ACCEPTED:
            raise NotYours(_("Only whoever has this can say so. Please ring us."))
        if offer.still_at is not None:
            return
        offer.still_at = now
        put(offer, "still_at")
        _look_again(offer.ask, now, said=True)
        said = str(_("%(name)s says it is still all right.")) % {"name": offer.volunteer.first_name}
        asks.happened(ask=offer.ask, verb=Verb.OFFER_STILL, staff=said, by=by, now=now)


def ask_or_expire(*, search: Search, by: Actor, now: datetime) -> bool:
    """The clock of a yes without a word: ask whether it still holds, or have it come back. False where neither is due.

    Records each. Nothing is taken from somebody whom the question never reached: then the holder rings them.
    """
    ask = search.ask
    offer = ask.offers.filter(state=lifecycle.ACCEPTED).select_related(
        "volunteer__person", "ask__place", "ask__person", "ask__promise"
    )
    held = offer.first()
    if held is None or held.still_at is not None or ask.coming_to is not None:
        return False
    quiet = quiet_of(search, now)
    if held.asked_still_at is not None:
        return _reached(held) and expire_claim(offer=held, by=by, now=now)
    if ask.need_by is not None and claims.comes_back_at(now, quiet) > ask.need_by - claims.BEFORE_NEED / 2:
        return False
    with whole():
        if write_to_volunteer(offer=held, news=STILL, by=by, now=now, again=str(ask.version)) is None:
            return False
        held.asked_still_at = now
        put(held, "asked_still_at")
        search.look_again_at = claims.comes_back_at(now, quiet)
        put(search, "look_again_at")
        said = str(_("%(name)s is asked whether it is still all right.")) % {"name": held.volunteer.first_name}
        asks.happened(ask=ask, verb=Verb.OFFER_ASKED_STILL, staff=said, by=by, now=now)
    return True


def _reached(offer: Offer) -> bool:
    """Whether the question left for them: a message that waits or could not be sent asks nobody."""
    key = f"{STILL}:{offer.id}:{offer.ask.version}"
    return Message.objects.filter(key=key, state=messages.SENT).exists()


def expire_claim(*, offer: Offer, by: Actor, now: datetime) -> bool:
    """A yes that was asked about and not answered comes back: it is looked for again, with its time divided anew.

    Records it; the person, the holder and whoever had it are told. False, and nothing changes, where a word came
    after all: an answer given at the same moment wins.
    """
    with whole():
        offer = _locked(offer)
        ask = offer.ask
        said_something = offer.still_at is not None or ask.coming_to is not None or offer.asked_still_at is None
        if offer.state != lifecycle.ACCEPTED or said_something or ask.state != ask_states.TAKEN:
            return False
        _set(offer, lifecycle.CAME_BACK, offer.answered_how, now)
        asks.came_back(ask=ask, by=by, now=now)
        _again(ask, now)
        write_to_volunteer(offer=offer, news="came-back", by=by, now=now, again=str(ask.version))
        _noted(offer, Verb.OFFER_NO_ANSWER, by, now)
    return True


def already_done(
    *, ask: Ask, by: Actor, now: datetime, who: str = "", how: str = "", offer: Offer | None = None
) -> None:
    """Somebody did it already, whoever has it now: ends the ask, and thanks those who had it or were thinking about it.

    ``who`` says so (else whoever acts), ``how`` is what they know of it, ``offer`` the one by which they once had it.
    Records it. Refuses what has ended (``WrongMove``), and an ``offer`` whose volunteer never had it (``NotYours``).
    """
    with whole():
        lock_ask(ask.pk)
        if offer is not None:
            offer = _locked(offer)
            if offer.state not in (lifecycle.HANDED_BACK, lifecycle.CAME_BACK):
                raise NotYours(_("Only whoever had this can say so. Please ring us."))
        did_it = offer.volunteer if offer is not None else None
        # Before the ask ends: a partner that has it did not do it, and sets out for nothing unless it is told.
        end_cards(ask=ask, state=lifecycle.NOT_NEEDED, by=by, now=now)
        asks.already_done(ask=ask, by=by, now=now, how=how, did_it=did_it, who=who)
        if offer is not None:
            _set(offer, lifecycle.FINISHED, offer.answered_how, now)
        live = ask.offers.filter(state__in=lifecycle.LIVE).select_related(
            "volunteer__person", "ask__place", "ask__person"
        )
        for one in live.select_for_update(of=("self",)):
            told = one.state in (lifecycle.OFFERED, lifecycle.ACCEPTED)
            _set(one, lifecycle.NOT_NEEDED, one.answered_how, now)
            if told:
                write_to_volunteer(offer=one, news="already-done", by=by, now=now)
        Search.objects.filter(ask=ask).update(look_again_at=None)
        trail.record(
            verb=Verb.OFFER_ENDED,
            by=by,
            now=now,
            subject=("ask", ask.id, ask.reference),
            controller=ask.controller_id,
            detail={"already done": who or by.label},
        )
