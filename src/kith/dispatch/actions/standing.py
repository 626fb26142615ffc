"""What a text says about all that is to come: ask me less, stop, start again, seen; and what a person has to read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.accounts.queries import duty_team
from kith.asks import actions as asks
from kith.asks import hearing, redflags
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.actions import answering
from kith.dispatch.actions.replying import Text, helped, say, sender_for
from kith.dispatch.models import Offer
from kith.governance import actions as governance
from kith.governance.models import Purpose
from kith.kit import phones
from kith.kit.actor import Actor
from kith.outbox import actions as outbox
from kith.outbox import lifecycle as messages
from kith.outbox import words
from kith.outbox.words.shape import clip
from kith.people import actions as people
from kith.people.models import ContactRoute
from kith.places.models import Place
from kith.places.queries import is_open, lowest_awake, next_look
from kith.promises import actions as promises
from kith.promises.models import Promise, Telling
from kith.promises.queries import who_answers
from kith.volunteers import actions as volunteers


def less(text: Text) -> str:
    """Fewer a week from now on. A single open offer is a no as well; of several, none is guessed."""
    if not text.volunteers:
        return unclear(text)
    waiting = _waiting(text)
    if len(waiting) == 1:
        _not_this_time(waiting, text)
    for one in text.volunteers:
        volunteers.ask_me_less(volunteer=one, by=Actor.volunteer(one), now=text.now)
    most = text.volunteers[0]
    say(text, words.ask_less(name=most.first_name, most=most.weekly_most))
    return _("Ask them less: at most %(n)s a week.") % {"n": most.weekly_most}


def not_this_week(text: Text) -> str:
    """Nothing for seven days, and no to what is open."""
    if not text.volunteers:
        return unclear(text)
    _not_this_time(_waiting(text), text)
    for one in text.volunteers:
        volunteers.not_this_week(volunteer=one, by=Actor.volunteer(one), now=text.now)
    first = text.volunteers[0]
    assert first.resting_until is not None
    say(text, words.not_this_week(name=first.first_name, until=first.resting_until, now=text.now))
    return _("Not this week.")


def stop(text: Text) -> str:
    """STOP holds at once, over everything still queued to this number.

    A volunteer is asked nothing more, and reads once how to begin again. To somebody who is helped, or whom we do not
    know, nothing more leaves, not even that: they asked for silence, and it may matter who reads the phone.
    """
    outbox.take_back_to(address=text.address, why=str(_("They texted STOP.")), by=text.by, now=text.now)
    _not_this_time(_waiting(text), text)
    for one in text.volunteers:
        volunteers.stop_asking(volunteer=one, by=Actor.volunteer(one), now=text.now)
    volunteer_ids = {one.person_id for one in text.volunteers}
    silent = {route.person_id for route in helped(text)} | {
        route.person_id for route in text.routes if route.person_id not in volunteer_ids
    }
    for route in text.routes:
        if route.person_id in silent:
            _silence(route, text)
    if text.volunteers and text.volunteers[0].person_id not in silent:
        say(text, words.stopped(sender_for(text), name=text.volunteers[0].first_name), kind="stopped")
    return _("Stop: nothing more leaves to this number, from now on.")


def _silence(route: ContactRoute, text: Text) -> None:
    person, how = route.person, str(_("texted STOP"))
    actor = Actor.person(person)
    people.stop_route(route=route, by=actor, now=text.now)
    governance.take_back(person=person, purpose=Purpose.CONTACT, how=how, by=actor, now=text.now)
    for telling in _untold(text).filter(person=person):
        # News they were to read is told in another way now: who holds it sees how.
        ask = Ask.objects.filter(promise_id=telling.of_id).select_related("promise__holder__team", "person").first()
        if ask is not None and ask.state not in ask_states.ENDED:
            by_card = ask.address and not ask.further_away
            how = Telling.How.CARD if by_card else Telling.How.VISIT
            asks.tell_person(ask=ask, news=telling.news, hear_by=telling.hear_by, how=how, by=text.by, now=text.now)


def start(text: Text) -> str:
    """START: a volunteer is asked again, and a number that was stopped may be used again."""
    if not text.routes:
        return unclear(text)
    for route in text.routes:
        if route.stopped_at is not None:
            actor = Actor.person(route.person)
            people.use_again(route=route, by=actor, now=text.now)
            how = str(_("texted START"))
            governance.permit(person=route.person, purpose=Purpose.CONTACT, how=how, by=actor, now=text.now)
    for one in text.volunteers:
        volunteers.ask_again(volunteer=one, by=Actor.volunteer(one), now=text.now)
    say(text, words.started(sender_for(text), name=text.routes[0].person.first_name))
    return _("Start: they may be written to again.")


def heard_ok(text: Text) -> str:
    """OK tells us that they know the newest thing that left for this number, and no more than that.

    From somebody who is being asked something it could mean yes, so they are asked for a yes or a no.
    """
    telling = _untold(text).filter(message__address=text.address, message__state=messages.SENT)
    newest = telling.order_by("-message__sent_at").first()
    ask = Ask.objects.filter(promise_id=newest.of_id).select_related("promise").first() if newest else None
    if newest is not None and ask is not None:
        asks.seen(ask=ask, by=Actor.person(newest.person), now=text.now, how="text")
        say(text, words.noted_ok(sender_for(text)))
        return _("They have seen the news of %(ref)s.") % {"ref": ask.reference}
    waiting = _waiting(text)
    if waiting:
        say(text, words.which_one(one.number for one in waiting), waiting[0])
        return _("OK, but yes or no? They were asked.")
    return _("Thanks; nothing was waiting for it.")


def _untold(text: Text):  # type: ignore[no-untyped-def]
    people_ids = [route.person_id for route in text.routes]
    return Telling.objects.filter(person_id__in=people_ids, told_at__isnull=True, replaced_at__isnull=True)


def _waiting(text: Text) -> list[Offer]:
    waiting = Offer.objects.filter(address=text.address, state__in=(lifecycle.OFFERED, lifecycle.SILENT))
    return list(waiting.select_related("volunteer__person").order_by("number"))


def _not_this_time(offers: list[Offer], text: Text) -> None:
    for offer in offers:
        answering.not_this_time(offer=offer, by=Actor.volunteer(offer.volunteer), now=text.now, how="text")


def unclear(text: Text) -> str:
    """A person reads it: a promise with a holder and a time; danger rings the duty phone. They hear by when."""
    urgent = bool(redflags.find(text.body))
    opens = None if is_open(text.place, text.now) else next_look(text.place, text.now)
    by_when = hearing.first_hear_by(text.now, need_by=None, red_flag=urgent, medicine=False, opens_at=opens)
    promise = _to_be_read(text, by_when)
    if urgent:
        _ring(text, promise)
    say(text, words.welcome_reply(sender_for(text), by=by_when, now=text.now))
    return _("Not one of our short answers: %(who)s reads it.") % {
        "who": promise.holder.user.name if promise.holder is not None else ""
    }


def _to_be_read(text: Text, by_when: object) -> Promise:
    open_ask = Ask.objects.filter(person_id__in=[one.person_id for one in text.routes])
    ask = open_ask.exclude(state__in=ask_states.ENDED).select_related("promise__holder__team", "place").first()
    person = text.routes[0].person if text.routes else None
    place, holder = _where(text, ask)
    number = phones.said(text.address)
    quoted = clip(text.body, 500) or str(_("(an empty text)"))
    four = promises.Four(
        explanation=str(_("%(who)s wrote: %(words)s")) % {"who": clip(str(person or number), 80), "words": quoted},
        holder=holder,
        hear_by=by_when,  # type: ignore[arg-type]
        meanwhile=str(_("They were told by when somebody reads it, and what to ring if it cannot wait.")),
    )
    # The name of a list, so a first name only, and nothing of what they wrote.
    label = str(_("Read what %(who)s wrote")) % {"who": person.first_name if person is not None else number}
    return promises.to_read(
        four=four,
        place=place,
        label=label,
        reference=ask.reference if ask is not None else "",
        # So that it ends with all else about them, also where no ask of theirs is open.
        about_id=person.id if ask is None and person is not None else None,
        about_person=ask.person if ask is not None else person,
        by=text.by,
        now=text.now,
    )


def _where(text: Text, ask: Ask | None) -> tuple[Place, Membership]:
    """Whose it is to read: whoever has their ask; else whoever answers where they live, or further away."""
    if ask is not None:
        return ask.place, ask.promise.holder or text.holder
    district = text.place.ancestor("district")
    if district is not None and any(route.person.further_away for route in text.routes):
        return district, who_answers(district, text.now)
    return text.place, text.holder


def _ring(text: Text, promise: Promise) -> None:
    place = lowest_awake(promise.place, text.now)
    about = promises.About(why=clip(promise.explanation, 300), red=True)
    promises.call_duty(
        promise=promise, team=duty_team(place), place=promise.place, about=about, by=text.by, now=text.now
    )
