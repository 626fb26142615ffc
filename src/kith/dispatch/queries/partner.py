"""What a partner's own page shows: before a yes only the card, afterwards the person and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.accounts.models import Team
from kith.accounts.queries import duty_holder, duty_team
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.models import PartnerCard
from kith.dispatch.partners import likely_partners, live_partners, takes
from kith.dispatch.queries import doors
from kith.dispatch.queries.doors import Shown
from kith.dispatch.queries.volunteer import Ring, standing_of
from kith.kit.actor import Actor
from kith.outbox.permissions import keeps_from
from kith.people.models import ContactRoute
from kith.places.models import Place

AGAIN = (lifecycle.NOT_THIS_TIME, lifecycle.HANDED_BACK, lifecycle.NOT_REACHED)


def card_for(card_id: UUID | None, actor: Actor) -> PartnerCard | None:
    """The card of this link, if it was made for this partner."""
    found = PartnerCard.objects.visible_to(actor).filter(pk=card_id) if card_id is not None else None
    card = found.select_related("team__place").first() if found is not None else None
    if card is not None:
        card.ask = standing_of(card.ask_id)
    return card


def stage(card: PartnerCard) -> str:
    """How a card stands for whoever opens it: asked, theirs, finished, or one of the ways of being over."""
    if card.state in (*lifecycle.PARTNER_HAS_IT, lifecycle.FINISHED, lifecycle.SOMEBODY_ELSE, lifecycle.NOT_NEEDED):
        return card.state
    if card.ask.state in ask_states.ENDED:
        return lifecycle.NOT_NEEDED
    if card.ask.state not in ask_states.WANTED:
        return lifecycle.SOMEBODY_ELSE
    return lifecycle.OFFERED if card.state == lifecycle.SILENT else card.state


def theirs(card: PartnerCard, actor: Actor, now: datetime) -> tuple[Ask, Shown] | None:
    """The ask and its door, as far as the policy lets this partner see them; a day after the end it is gone."""
    rows = Ask.objects.visible_to(actor).select_related(
        "person", "place", "home", "promise__holder__user", "promise__team"
    )
    ask = rows.filter(pk=card.ask_id, taken_by_team=card.team_id).first()
    if ask is None:
        return None
    routes = list(ContactRoute.objects.visible_to(actor).filter(person=ask.person_id))
    return ask, doors.shown(ask, routes, now)


def whom_to_ring(team: Team, now: datetime) -> Ring:
    """Who answers where the partner is. Before a yes nobody is named who would say where the person lives."""
    duty = duty_team(team.place)
    return Ring(duty_holder(duty, now).user.name.split()[0], duty.phone or team.place.phone, team.place.name)


@dataclass(frozen=True)
class Line:
    """One partner on the page of an ask: its name, how it stands, and the number to ring it on."""

    name: str
    state: str
    phone: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Partners:
    """What the page of an ask says about partners: may they be asked, which were, and which has it."""

    may: str
    may_words: str
    lines: list[Line]
    has_it: PartnerCard | None
    could: int
    offered: tuple[datetime, ...] = ()


def of_ask(ask: Ask, actor: Actor, now: datetime) -> Partners:
    """The partners of one ask, for colleagues."""
    cards = list(PartnerCard.objects.visible_to(actor).filter(ask=ask).select_related("team").order_by("offered_at"))
    lines = [
        Line(
            card.team.name,
            _how_it_stands(card),
            card.team.phone,
            card.answered_at or card.offered_at,
            card.answered_by_label,
        )
        for card in cards
    ]
    has_it = next((card for card in cards if card.state in lifecycle.PARTNER_HAS_IT), None)
    wanted = ask.state in ask_states.WANTED
    could = len(likely_partners(ask, [card.team_id for card in cards], now)) if wanted else 0
    offered = tuple(card.offered_at for card in cards)
    return Partners(ask.partners_may, ask.get_partners_may_display(), lines, has_it, could, offered)


def _how_it_stands(card: PartnerCard) -> str:
    """How a card stands, for colleagues. Where nobody said anything in time we do not know, and say so."""
    if card.state == lifecycle.NOT_REACHED and card.reached_how == lifecycle.NOBODY_SAID:
        return _("we do not know whether they were in touch")
    return _(lifecycle.PARTNER_CARD.said(card.state))


def keyable(ask: Ask, actor: Actor) -> list[Team]:
    """Partners whose answer a colleague may key: those who were asked, then any other of the place that may be."""
    asked = PartnerCard.objects.visible_to(actor).filter(ask=ask).values_list("team", flat=True)
    first = list(Team.objects.filter(pk__in=list(asked)).order_by("name"))
    path = list(ask.place.path)
    more = [team for team in live_partners() if team.place_id in path and team not in first]
    return first + [team for team in more if takes(team, ask.kind, ask.details) and not keeps_from(ask.person, team)]


def partners_of(place: Place) -> list[Team]:
    """Every partner that may be asked in this place or beneath it, those of wider places too."""
    here = Q(place__in=place.path) | Q(place__path__contains=[place.id])
    rows = Team.objects.filter(here, ended_at__isnull=True).exclude(partner_kind="")
    return list(rows.select_related("place").order_by("name"))
