"""IN 4, OUT 4 and HOME by text: from the volunteer, or from the buddy who was asked to ring them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.dispatch import lifecycle
from kith.dispatch.actions import visits
from kith.dispatch.actions.replying import Text, say
from kith.dispatch.actions.standing import unclear
from kith.dispatch.models import Offer
from kith.dispatch.queries.visits import going_on, usual_minutes
from kith.kit.actor import Actor
from kith.outbox import words
from kith.outbox.inbound import Kind


def gone_in(text: Text) -> str:
    """They are in somebody's home. With one ask of theirs it needs no number; with several none is guessed."""
    held = _held(text)
    meant = [offer for offer in held if text.heard.number in (None, offer.number)]
    if len(meant) > 1:
        say(text, words.which_one(one.number for one in meant), meant[0])
        return _("Which one? They were asked for its number.")
    if not meant:
        return unclear(text)
    offer = meant[0]
    by = Actor.volunteer(offer.volunteer)
    visit = visits.go_in(offer=offer, minutes=usual_minutes(offer), by=by, now=text.now, how="text")
    said = words.visit_begun(number=visit.offer.number, due=visit.due_at, now=text.now)
    say(text, said, offer, kind="visit-begun")
    return _("In, for number %(n)s.") % {"n": offer.number}


def come_out(text: Text) -> str:
    """They are out: whichever visit of theirs is going on. A buddy who reached them says the same."""
    inside = going_on().select_related("volunteer__person", "offer")
    people = [route.person_id for route in text.routes]
    own = inside.filter(volunteer__person_id__in=people).first()
    visit = own or inside.filter(volunteer__buddy_id__in=people, buddy_told_at__isnull=False).first()
    if visit is None:
        return unclear(text)
    by = Actor.volunteer(visit.volunteer)
    if own is None:
        by = by.keyed_through(str(_("their buddy %(name)s")) % {"name": visit.volunteer.buddy_name})
    visits.come_out(visit=visit, by=by, now=text.now, how="text")
    if own is not None:
        say(text, words.visit_ended(name=visit.volunteer.first_name), visit.offer, kind="visit-ended")
    return _("Out: the visit is over.")


def _held(text: Text) -> list[Offer]:
    mine = [one.id for one in text.volunteers]
    held = Offer.objects.filter(volunteer_id__in=mine, state=lifecycle.ACCEPTED)
    return list(held.select_related("volunteer__person", "ask").order_by("number"))


DOES = {Kind.IN: gone_in, Kind.OUT: come_out}
