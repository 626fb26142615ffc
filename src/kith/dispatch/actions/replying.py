"""One text that came in, with everybody it may be from, and the answer to it. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kith.access.actions import issue_link
from kith.accounts.models import Membership
from kith.asks.models import Ask
from kith.dispatch import saying
from kith.dispatch.actions.offering import LINK_LASTS
from kith.dispatch.models import Offer
from kith.kit import phones
from kith.kit.actor import Actor
from kith.outbox import actions as outbox
from kith.outbox import inbound
from kith.outbox.actions import Letter
from kith.outbox.inbound import Inbound
from kith.outbox.models import Message
from kith.outbox.words import From, Said
from kith.people.models import ContactRoute, RouteKind
from kith.places.models import Place
from kith.places.queries import fallback
from kith.promises.queries import who_answers
from kith.volunteers.models import Volunteer

LONGEST = 4_000


@dataclass(frozen=True)
class Text:
    """A text as it came, how it was read, the routes it may be from, and who answers for where they live."""

    address: str
    body: str
    key: str
    heard: Inbound
    routes: list[ContactRoute]
    volunteers: list[Volunteer]
    place: Place
    holder: Membership
    by: Actor
    now: datetime


def text_from(address: str, body: str, key: str, by: Actor, now: datetime) -> Text:
    """Read a text and find whom it may be from. A number nobody knows belongs to the district."""
    address = phones.normalise(address) or address.strip().lower()[:254]
    body = body.replace("\x00", "")[:LONGEST]
    found = ContactRoute.objects.filter(value=address).select_related("person__place", "controller")
    routes = list(found.prefetch_related("person__routes").order_by("person__created_at"))
    people = [route.person_id for route in routes]
    volunteers = list(Volunteer.objects.filter(person_id__in=people).select_related("person", "home"))
    place = volunteers[0].home if volunteers else routes[0].person.place if routes else fallback()
    return Text(address, body, key, inbound.read(body), routes, volunteers, place, who_answers(place, now), by, now)


def sender_for(text: Text) -> From:
    """Whom the answer is from: the team that answers where they live, never the one of somebody's ask."""
    team = text.holder.team
    number = team.phone or text.place.phone
    return From(place=team.name, phone=phones.said(number) if number else "")


def helped(text: Text) -> list[ContactRoute]:
    """The routes of those on this number who are helped, or asked for somebody."""
    asks = Ask.objects.filter(person_id__in=[one.person_id for one in text.routes])
    asked = Ask.objects.filter(asker_id__in=[one.person_id for one in text.routes])
    ids = {*asks.values_list("person_id", flat=True), *asked.values_list("asker_id", flat=True)}
    return [route for route in text.routes if route.person_id in ids]


def say(text: Text, said: Said, offer: Offer | None = None, kind: str = "answer") -> Message | None:
    """Answer a text, through the send gate. It leaves at once: whoever has just written is awake."""
    wanted = offer.volunteer.person_id if offer is not None else None
    route = next((one for one in text.routes if wanted is None or one.person_id == wanted), None)
    if route is None or route.kind not in (RouteKind.TEXT, RouteKind.EMAIL):
        return None
    is_volunteer = any(one.person_id == route.person_id for one in text.volunteers)
    letter = Letter(
        kind=kind,
        body=said.sms if route.kind == RouteKind.TEXT else said.body,
        subject=said.subject,
        key=f"answer:{text.key}"[:120],
        urgent=True,
        about_id=offer.ask_id if offer is not None else None,
    )
    audience = "volunteer" if is_volunteer else "person"
    return outbox.write(letter=letter, route=route, audience=audience, place=text.place, by=text.by, now=text.now)


def own_yes(text: Text, offer: Offer) -> Message | None:
    """It is theirs: the link to where to go and what helps at the door."""
    offer.refresh_from_db()
    token = issue_link(
        purpose="offer",
        subject_label="dispatch.Offer",
        subject_id=offer.id,
        actor=Actor.volunteer(offer.volunteer),
        expires_at=text.now + LINK_LASTS,
        by=text.by,
        now=text.now,
    )
    return say(text, saying.to_volunteer(offer, "it-is-yours", text.now, token), offer, kind="it-is-yours")
