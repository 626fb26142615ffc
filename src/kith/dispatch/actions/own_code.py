"""A volunteer without a phone says once, in each browser, that it is theirs: by a code that is e-mailed to them."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation

from kith.asks.saying import sender_of
from kith.dispatch.models import Offer
from kith.dispatch.queries.own_codes import LASTS, own_codes
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox import words
from kith.outbox.actions import Letter
from kith.outbox.models import Message
from kith.people.models import RouteKind, Safe
from kith.people.queries import usable_routes


def send_own_code(*, offer: Offer, by: Actor, now: datetime) -> Message | None:
    """E-mail a volunteer the code for a browser, once in a half hour. Records it. None where none may be sent."""
    with whole():
        person = offer.volunteer.person
        mail = [one for one in usable_routes(person) if one.kind == RouteKind.EMAIL and one.safe == Safe.YES]
        if not mail:
            return None
        code = own_codes(offer, now)[0]
        with translation.override(person.language):
            said = words.own_code(sender_of(offer.ask), name=offer.volunteer.first_name, code=code)
        key = f"own-code:{offer.id}:{int(now.timestamp()) // LASTS}"
        letter = Letter(kind="own-code", body=said.body, subject=said.subject, key=key, urgent=True)
        return outbox.write(letter=letter, route=mail[0], audience="volunteer", place=offer.ask.place, by=by, now=now)
