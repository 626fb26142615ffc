"""A link was passed on, and whoever opened it would help too: a co-ordinator rings them. They are shown nothing."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.asks import hearing
from kith.dispatch.models import Offer
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.places.queries import is_open, next_look
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import Promise
from kith.promises.queries import who_answers


def would_help_too(*, offer: Offer, name: str, phone: str, by: Actor, now: datetime) -> Promise:
    """Somebody a link was passed on to gives their own name and number: whoever has the ask promises to ring them.

    Records the promise. It answers no offer, and says nothing of the ask to anybody. Sent twice there is one promise.
    """
    with whole():
        ask = offer.ask
        words = {"name": name, "phone": phones.said(phone), "sam": offer.volunteer.name, "ref": ask.reference}
        label = (str(_("Ring %(name)s, who would like to help: %(phone)s")) % words)[:300]
        already = Promise.objects.filter(about_id=offer.id, label=label, state=promise_states.OPEN).first()
        if already is not None:
            return already
        opens = None if is_open(ask.place, now) else next_look(ask.place, now)
        four = promises.Four(
            explanation=str(
                _("Somebody else opened the link for %(sam)s (%(ref)s): %(name)s, %(phone)s, would help too.")
            )
            % words,
            holder=ask.promise.holder or who_answers(ask.place, now, about=ask.person),
            hear_by=hearing.first_hear_by(now, need_by=None, red_flag=False, medicine=False, opens_at=opens),
            meanwhile=str(_("They were shown nothing of the ask, and know that somebody rings them.")),
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
