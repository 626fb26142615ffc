"""What a volunteer says between the yes and the door: when they come, that it will be later, that they are not safe."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from kith.accounts.queries import duty_team
from kith.asks import actions as asks
from kith.dispatch import lifecycle
from kith.dispatch.actions.answering import NotYours, _locked, _look_again
from kith.dispatch.models import Offer
from kith.dispatch.queries.visits import going_on
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.people.queries import usable_routes
from kith.places.queries import lowest_awake
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import DutyCall, Kind, Promise
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
        promise = _open_concern(offer)
        if promise is None:
            asks.happened(ask=ask, verb=Verb.CONCERN_RAISED, staff=said, by=by, now=now)
            label = str(_("Ring %(name)s, who does not feel safe: %(ref)s")) % words
            promise = _to_ring_them(offer, said, label, by, now)
        # It rings about them, and not about the ask: that ends, or is somebody else's, while they are still not safe.
        place = lowest_awake(ask.place, now)
        about = promises.About(why=said, red=True)
        # A visit says so to whoever looks; its clock goes on as it was.
        going_on().filter(volunteer_id=offer.volunteer_id).update(unsafe_at=now)
        promises.call_duty(promise=promise, team=duty_team(place), place=place, about=about, by=by, now=now)
    return promise


def _open_concern(offer: Offer) -> Promise | None:
    """The promise to ring them, where they said so before. What else is promised about their offer rings nobody red."""
    rows = Promise.objects.filter(kind=Kind.MESSAGE, about_id=offer.id, state=promise_states.OPEN)
    return rows.filter(Exists(DutyCall.objects.filter(promise=OuterRef("pk"), red=True))).first()


def _to_ring_them(offer: Offer, said: str, label: str, by: Actor, now: datetime) -> Promise:
    ask = offer.ask
    four = promises.Four(
        explanation=said,
        holder=who_answers(ask.place, now, about=ask.person),
        hear_by=now + RING_THEM_WITHIN,
        meanwhile=str(_("They were asked to go somewhere safe, and to ring 999 if they are in danger.")),
    )
    return promises.to_read(
        four=four,
        place=ask.place,
        label=label,
        by=by,
        now=now,
        reference=ask.reference,
        about_id=offer.id,
        about_person=ask.person,
    )


def _phone_of(offer: Offer) -> str:
    numbers = [route.value for route in usable_routes(offer.volunteer.person) if "@" not in route.value]
    return phones.said(numbers[0]) if numbers else str(_("no number known"))
