"""What a volunteer says between the yes and the door: when they come, that it will be later, that they are not safe."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kith.asks import actions as asks
from kith.dispatch import lifecycle
from kith.dispatch.actions.answering import NotYours, _locked, _look_again
from kith.dispatch.models import Offer
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.people.queries import usable_routes
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import Kind, Promise
from kith.promises.queries import who_answers
from kith.trail.verbs import Verb

RING_THEM_WITHIN = timedelta(minutes=10)


def say_when(*, offer: Offer, coming: tuple[datetime, datetime], by: Actor, now: datetime) -> None:
    """Say when they are coming, or that it will be later: the person hears of it. Records it.

    Refuses (``NotYours``) whoever does not have the ask. Said twice it is said once.
    """
    with whole():
        offer = _locked(offer)
        if offer.state != lifecycle.ACCEPTED:
            raise NotYours(_("Only whoever has this can say so. Please ring us."))
        asks.say_when(ask=offer.ask, coming=coming, by=by, now=now)
        offer.ask.refresh_from_db(fields=["coming_from", "coming_to", "need_by"])
        _look_again(offer.ask, now)


def not_safe(*, offer: Offer, by: Actor, now: datetime) -> Promise:
    """A volunteer does not feel safe: the duty phone rings now, and somebody promises to ring them. Records it.

    Nothing else changes: what they have stays as it is until somebody has spoken with them. Refuses (``NotYours``)
    whoever never had the ask. Pressed twice there is one promise, and the phone rings again.
    """
    with whole():
        offer = _locked(offer)
        if offer.state not in (lifecycle.ACCEPTED, lifecycle.HANDED_BACK, lifecycle.FINISHED):
            raise NotYours(_("Only whoever has this can say so. Please ring us."))
        ask = offer.ask
        words = {"name": offer.volunteer.name, "phone": _phone_of(offer), "ref": ask.reference}
        said = str(_("%(name)s does not feel safe. Ring them now: %(phone)s.")) % words
        asks.ring_duty(ask=ask, why=said, by=by, now=now, concern=True)
        open_one = Promise.objects.filter(kind=Kind.MESSAGE, about_id=offer.id, state=promise_states.OPEN).first()
        if open_one is not None:
            return open_one
        asks.happened(ask=ask, verb=Verb.CONCERN_RAISED, staff=said, by=by, now=now)
        four = promises.Four(
            explanation=said,
            holder=who_answers(ask.place, now),
            hear_by=now + RING_THEM_WITHIN,
            meanwhile=str(_("They were asked to go somewhere safe, and to ring 999 if they are in danger.")),
        )
        label = str(_("Ring %(name)s, who does not feel safe: %(ref)s")) % words
        return promises.make(
            kind=Kind.MESSAGE,
            four=four,
            place=ask.place,
            label=label[:300],
            by=by,
            now=now,
            reference=ask.reference,
            about_id=offer.id,
        )


def _phone_of(offer: Offer) -> str:
    numbers = [route.value for route in usable_routes(offer.volunteer.person) if "@" not in route.value]
    return phones.said(numbers[0]) if numbers else str(_("no number known"))
