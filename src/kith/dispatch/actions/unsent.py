"""A message that asked a volunteer could not be sent: they count as silent, and the next are asked now, not later."""

from __future__ import annotations

from datetime import datetime

from kith.asks import lifecycle as ask_states
from kith.dispatch import lifecycle
from kith.dispatch.actions.answering import _locked, _noted, _set
from kith.dispatch.models import Offer, Search
from kith.dispatch.queries.asked import NEVER_ARRIVED
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.trail.verbs import Verb


def not_reached(*, offer: Offer, by: Actor, now: datetime) -> bool:
    """The question never came to them. The offer is silent, and its search looks again now. Records it.

    A late yes still counts. Answers whether anything changed: somebody who has answered all the same is left alone.
    """
    with whole():
        offer = _locked(offer)
        if offer.state != lifecycle.OFFERED:
            return False
        _set(offer, lifecycle.SILENT, NEVER_ARRIVED, now)
        _noted(offer, Verb.OFFER_NO_ANSWER, by, now)
        if offer.ask.state in ask_states.WANTED:
            Search.objects.filter(ask=offer.ask, look_again_at__gt=now).update(look_again_at=now)
    return True
