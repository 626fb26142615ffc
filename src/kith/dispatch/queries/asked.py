"""Who was asked about an ask since its search began, volunteers and partners, and what they said."""

from __future__ import annotations

from uuid import UUID

from kith.asks.models import PartnersMay
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer, PartnerCard, Search
from kith.dispatch.step import Asked
from kith.kit.whole import written
from kith.matching import Level

_SAID = {
    lifecycle.ACCEPTED: "yes",
    lifecycle.REACHED: "yes",
    lifecycle.NOT_THIS_TIME: "no",
    lifecycle.HANDED_BACK: "no",
}
# How somebody "answered" whom our message never came to: they are not waited for.
NEVER_ARRIVED = "never arrived"


def answers(search: Search, offers: list[Offer]) -> list[Asked]:
    """What volunteers said since the search began, or began again."""
    return [
        Asked(one.volunteer_id, Level(one.level), one.offered_at, _said(one))
        for one in offers
        if one.state not in lifecycle.MAY_BE_ASKED_AGAIN and one.offered_at >= search.started_at
    ]


def _said(offer: Offer) -> str:
    if offer.state == lifecycle.SILENT and offer.answered_how == NEVER_ARRIVED:
        return "no"
    return _SAID.get(offer.state, "")


def cards_of(search: Search) -> list[PartnerCard]:
    """The partners' cards of this ask; none is looked for where partners may not be asked."""
    if search.ask.partners_may != PartnersMay.YES:
        return []
    written(PartnerCard)
    return list(PartnerCard.objects.filter(ask_id=search.ask_id).order_by("offered_at"))


def partner_answers(search: Search, cards: list[PartnerCard]) -> list[Asked]:
    """What partners said since the search began, or began again."""
    return [
        Asked(card.team_id, Level.PARTNER, card.offered_at, _SAID.get(card.state, ""))
        for card in cards
        if card.offered_at >= search.started_at
    ]


def teams_asked(cards: list[PartnerCard]) -> set[UUID]:
    """The partners who are not asked a second time."""
    return {card.team_id for card in cards}
