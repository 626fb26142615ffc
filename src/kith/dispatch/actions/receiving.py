"""A text came in: it is kept, read, and answered. What is not plain is read by a person; a yes is never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kith.access.acting import an_act
from kith.asks import lifecycle as ask_states
from kith.dispatch import lifecycle
from kith.dispatch.actions import answering, claims, visit_texts
from kith.dispatch.actions.answering import SomebodyHasIt
from kith.dispatch.actions.colleagues import answered
from kith.dispatch.actions.replying import Text, own_yes, say, sender_for, text_from
from kith.dispatch.actions.standing import heard_ok, less, not_this_week, start, stop, unclear
from kith.dispatch.models import Offer
from kith.dispatch.permissions import CannotTake
from kith.kit.actor import Actor
from kith.outbox import actions as outbox
from kith.outbox import inbound, words
from kith.outbox.inbound import Kind

CHANGED_THEIR_MIND_WITHIN = timedelta(hours=24)
_WAITING = (lifecycle.OFFERED, lifecycle.SILENT)


def receive(*, address: str, body: str, provider_key: str, by: Actor, now: datetime) -> str:
    """Take in a text from ``address``, do what it plainly says, and answer it. Says in words what was understood.

    Records that it came, and whatever it led to. The same ``provider_key`` a second time changes nothing. What cannot
    be read as one of the few short answers becomes a promise that a person reads it, by when.
    """
    # Not ``whole()``: an answer that comes too late is an ordinary answer here, and what follows it must stand.
    with transaction.atomic(), an_act():
        text = text_from(address, body, provider_key, by, now)
        _reply, new = outbox.keep_reply(
            channel="email" if "@" in text.address else "text",
            address=text.address,
            body=text.body,
            provider_key=provider_key,
            place=text.place,
            controller=text.holder.team.organisation,
            person=text.routes[0].person if text.routes else None,
            understood=_reading(text.heard),
            by=by,
            now=now,
        )
        if not new:
            return _("This one was taken in before; nothing more is done.")
        # The answer is in the language of whoever wrote.
        with translation.override(text.routes[0].person.language if text.routes else None):
            return answered(text) or _heard_by_others(text) or _DOES[text.heard.kind](text)


# Later packages that read texts put themselves here: each answers in words what it did, empty where it did nothing.
ALSO_HEARD: list[Callable[..., str]] = []


def _heard_by_others(text: Text) -> str:
    for hear in ALSO_HEARD:
        did = hear(address=text.address, body=text.body, key=text.key, by=text.by, now=text.now)
        if did:
            return did
    return ""


def _reading(heard: inbound.Inbound) -> str:
    number = f" {heard.number}" if heard.number is not None else ""
    return f"{heard.kind.value.replace('_', ' ')}{number}"


def _yes(text: Text) -> str:
    offer, instead = _meant(text, _WAITING)
    if offer is None:
        return instead
    if offer.state in (lifecycle.NOT_NEEDED, lifecycle.FINISHED) or _long_ago(offer, text):
        return _over(text, offer)
    if offer.state == lifecycle.ACCEPTED and offer.asked_still_at is not None and offer.still_at is None:
        claims.still_right(offer=offer, by=Actor.volunteer(offer.volunteer), now=text.now)
        say(text, words.still_thanks(name=offer.volunteer.first_name), offer)
        return _("Yes, number %(n)s is still all right.") % {"n": offer.number}
    try:
        answering.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=text.now, how="text")
    except SomebodyHasIt:
        say(text, words.somebody_else_has_it(name=offer.volunteer.first_name), offer)
        return _("Yes to number %(n)s, but somebody else has it.") % {"n": offer.number}
    except CannotTake as why:
        say(text, words.in_short(str(why)), offer)
        return str(why)
    own_yes(text, offer)
    return _("Yes to number %(n)s: it is theirs.") % {"n": offer.number}


def _long_ago(offer: Offer, text: Text) -> bool:
    """A yes after a no is a change of mind for a day; without a number, after that it may be about anything."""
    changed = offer.state in (lifecycle.NOT_THIS_TIME, lifecycle.HANDED_BACK, lifecycle.CAME_BACK)
    if not changed or text.heard.number is not None or offer.answered_at is None:
        return False
    return text.now - offer.answered_at > CHANGED_THEIR_MIND_WITHIN


def _no(text: Text) -> str:
    offer, instead = _meant(text, _WAITING)
    if offer is None:
        return instead
    if offer.state == lifecycle.ACCEPTED:
        return unclear(text)
    if offer.state in (*_WAITING, lifecycle.NOT_THIS_TIME):
        answering.not_this_time(offer=offer, by=Actor.volunteer(offer.volunteer), now=text.now, how="text")
        say(text, words.not_this_time_thanks(name=offer.volunteer.first_name), offer)
        return _("Not this time for number %(n)s.") % {"n": offer.number}
    return _over(text, offer)


def _done(text: Text) -> str:
    offer, instead = _meant(text, (lifecycle.ACCEPTED,))
    if offer is None:
        return instead
    if offer.state in (lifecycle.CAME_BACK, lifecycle.HANDED_BACK) and offer.ask.state not in ask_states.ENDED:
        by = Actor.volunteer(offer.volunteer)
        claims.already_done(ask=offer.ask, offer=offer, by=by, now=text.now, how=str(_("By text.")))
        say(text, words.done_thanks(name=offer.volunteer.first_name), offer)
        return _("Number %(n)s is done.") % {"n": offer.number}
    if offer.state not in (lifecycle.ACCEPTED, lifecycle.FINISHED):
        return _over(text, offer)
    answering.finish(offer=offer, by=Actor.volunteer(offer.volunteer), now=text.now, how=str(_("By text.")))
    say(text, words.done_thanks(name=offer.volunteer.first_name), offer)
    return _("Number %(n)s is done.") % {"n": offer.number}


def _hand_back(text: Text) -> str:
    offer, instead = _meant(text, (lifecycle.ACCEPTED,))
    if offer is None:
        return instead
    actor = Actor.volunteer(offer.volunteer)
    if offer.state in _WAITING:
        answering.not_this_time(offer=offer, by=actor, now=text.now, how="text")
    elif offer.state == lifecycle.ACCEPTED:
        answering.hand_back(offer=offer, by=actor, now=text.now)
    elif offer.state not in (lifecycle.HANDED_BACK, lifecycle.CAME_BACK):
        return _over(text, offer)
    say(text, words.handed_back_thanks(name=offer.volunteer.first_name), offer)
    return _("Number %(n)s is handed back.") % {"n": offer.number}


def _over(text: Text, offer: Offer) -> str:
    if offer.state == lifecycle.SOMEBODY_ELSE:
        say(text, words.somebody_else_has_it(name=offer.volunteer.first_name), offer)
    else:
        say(text, words.over(sender_for(text)), offer)
    return _("An answer to number %(n)s, which is over.") % {"n": offer.number}


def _meant(text: Text, states: tuple[str, ...]) -> tuple[Offer | None, str]:
    """The one offer an answer is about; or none, and what was said instead of guessing."""
    here = Offer.objects.filter(address=text.address).select_related("volunteer__person", "volunteer__home", "ask")
    live = here.filter(state__in=lifecycle.LIVE)
    if text.heard.number is not None:
        numbered = live.filter(number=text.heard.number).first()
        numbered = numbered or here.filter(number=text.heard.number).order_by("-offered_at").first()
        return (numbered, "") if numbered is not None else (None, unclear(text))
    fitting = list(live.filter(state__in=states).order_by("number"))
    if len(fitting) > 1:
        say(text, words.which_one(one.number for one in fitting), fitting[0])
        return None, _("Which one? They were asked for its number.")
    latest = fitting[0] if fitting else here.order_by("-offered_at").first()
    return (latest, "") if latest is not None else (None, unclear(text))


_DOES: dict[Kind, Callable[[Text], str]] = {
    Kind.YES: _yes,
    Kind.NO: _no,
    Kind.DONE: _done,
    Kind.HAND_BACK: _hand_back,
    Kind.LESS: less,
    Kind.NOT_THIS_WEEK: not_this_week,
    Kind.STOP: stop,
    Kind.START: start,
    Kind.OK: heard_ok,
    Kind.UNCLEAR: unclear,
    **visit_texts.DOES,
}
