"""One word from a colleague's phone: 1 for a list that was seen, YES or NO to having somebody's promises."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.dispatch import lifecycle
from kith.dispatch.actions.replying import Text
from kith.dispatch.models import Offer
from kith.kit.actor import Actor
from kith.kit.text import ascii_digits
from kith.outbox.inbound import Kind
from kith.promises import actions as promises
from kith.promises.queries import asked_by_text, waiting_at

SEEN = ("1", "seen", "ok", "okay")


def answered(text: Text) -> str:
    """What a colleague's word did, in words; empty where this is no such word, and the text is read as any other.

    Somebody who is also asked as a volunteer on the same phone answers that first: nothing is guessed.
    """
    word = ascii_digits(text.body).strip().strip(".!").casefold()
    ring = waiting_at(text.address) if word in SEEN else None
    if ring is not None:
        promises.seen(ring=ring, by=Actor.user(ring.membership.user), now=text.now, how="text")
        return _("Seen: no phone rings about that list any more.")
    if text.heard.kind not in (Kind.YES, Kind.NO) or text.heard.number is not None or _is_asked_as_volunteer(text):
        return ""
    return _about_a_hand_over(text)


def _is_asked_as_volunteer(text: Text) -> bool:
    return Offer.objects.filter(address=text.address, state__in=(lifecycle.OFFERED, lifecycle.SILENT)).exists()


def _about_a_hand_over(text: Text) -> str:
    offer = asked_by_text(text.address)
    if offer is None:
        return ""
    by = Actor.user(offer.asked.user)
    try:
        if text.heard.kind is Kind.NO:
            promises.say_not_this_time(hand_over=offer, by=by, now=text.now, how="text")
            return _("Not this time: the next is asked.")
        moved = promises.say_yes(hand_over=offer, by=by, now=text.now, how="text")
    except promises.AnswerIsOver as why:
        return str(why)
    return _("Yes: %(n)s of their promises have a new holder.") % {"n": moved}
