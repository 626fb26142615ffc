"""An ask whose person took something back is sought no further: it waits for whoever holds it, as it was found."""

from __future__ import annotations

from datetime import datetime

from kith.asks import actions as asks
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.actions.answering import _set
from kith.dispatch.actions.offering import write_to_volunteer
from kith.dispatch.actions.partner_cards import end_cards
from kith.dispatch.models import Search
from kith.dispatch.permissions import waits
from kith.kit.actor import Actor
from kith.kit.whole import put, whole


def park(*, search: Search, by: Actor, now: datetime) -> bool:
    """A search came by for an ask whose person wants nobody told, or no help: it waits for its holder again.

    Records it. False where nothing keeps it from being looked for.
    """
    ask = search.ask
    if not waits(ask, now):
        return False
    with whole():
        search.look_again_at = None
        put(search, "look_again_at")
        wait_for_the_person(ask=ask, by=by, now=now)
    return True


def wait_for_the_person(*, ask: Ask, by: Actor, now: datetime) -> None:
    """Nobody is sought for this ask until one of us has decided with its person. Records it; twice is once."""
    withheld = ask.withheld_from is not None and ask.withheld_from <= now
    if ask.state not in ask_states.WANTED or (ask.state == ask_states.STUCK and ask.paused_for):
        return
    with whole():
        if withheld and ask.withheld_from is not None:
            asks.withhold(ask=ask, since=ask.withheld_from, by=by, now=now)
        else:
            asks.wait_for_a_look(ask=ask, by=by, now=now)
        _nobody_new(ask, by, now)


def _nobody_new(ask: Ask, by: Actor, now: datetime) -> None:
    """Those who are still thinking hear "not needed now, thank you"; nobody else is asked."""
    thinking = ask.offers.filter(state__in=(lifecycle.OFFERED, lifecycle.SILENT))
    for offer in thinking.select_related("volunteer__person", "ask__place", "ask__person").select_for_update(
        of=("self",)
    ):
        told = offer.state == lifecycle.OFFERED
        _set(offer, lifecycle.NOT_NEEDED, offer.answered_how, now)
        if told:
            write_to_volunteer(offer=offer, news="no-longer-needed", by=by, now=now)
    has_it = ask.partner_cards.filter(state__in=lifecycle.PARTNER_HAS_IT).first()
    end_cards(ask=ask, state=lifecycle.NOT_NEEDED, but=has_it.pk if has_it is not None else None, by=by, now=now)
    Search.objects.filter(ask=ask).update(look_again_at=None, held_at=None, held_until=None, held_by_label="")
