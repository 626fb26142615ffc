"""Somebody takes something back: from others being told, from being written to, or from help. Nobody is lost by it.

Each is in force from the act itself, also for what is queued. What was said in another way (a text, a sheet, a yes
that ran out) is carried out by the sweep, which looks for says that nothing has followed from yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.asks import actions as asks
from kith.asks import hearing
from kith.asks import lifecycle as ask_states
from kith.asks.harm import needs_a_look
from kith.asks.models import Ask
from kith.asks.queries import look_by
from kith.dispatch import lifecycle
from kith.dispatch.actions.answering import _set, call_off
from kith.dispatch.actions.offering import write_to_volunteer
from kith.dispatch.actions.partner_cards import end_cards, write_to_partner
from kith.dispatch.actions.regular import _end
from kith.dispatch.actions.waiting import _nobody_new
from kith.dispatch.models import Offer, PartnerCard, RegularHelp, Search, Withdrawal
from kith.dispatch.queries.same import surely_the_same
from kith.governance import actions as governance
from kith.governance.actions import ANYBODY, Said, To
from kith.governance.models import Permission, Purpose, ToWhom
from kith.governance.queries import newest_say
from kith.kit.actor import Actor
from kith.kit.whole import whole, written
from kith.outbox import actions as outbox
from kith.outbox.permissions import WAIT_FOR_US
from kith.people import actions as people
from kith.people.models import Person
from kith.places.queries import next_look
from kith.promises.models import Promise, Telling
from kith.trail import actions as trail
from kith.trail.verbs import Verb

A_DAY = timedelta(hours=24)
# One of us has so long to decide with somebody how it goes on; less, where what is open cannot wait.
TO_DECIDE = timedelta(hours=4)


@dataclass
class _Done:
    """What followed from one say."""

    ended: int = 0
    to_decide: int = 0
    taken_back: int = 0
    promise: Promise | None = None


def withdraw(
    *,
    person: Person,
    purpose: Purpose,
    said: Said,
    by: Actor,
    now: datetime,
    to: To = ANYBODY,
    also: Sequence[Person] = (),
    alike: bool = False,
) -> list[Withdrawal]:
    """Write down that a person took something back, and do at once what follows from it. Records each.

    ``also`` are further records of the same human being; ``to`` is the only one who is to be told nothing more. A
    medicine, a check and what could not wait go to whoever holds them, by a date; nothing of it ends by itself.
    ``alike``: they said it themselves, where nobody could choose; it holds for records of the same name and number,
    of which nothing ends before one of us has looked.
    Refuses (``CannotSay``) what ``governance.take_back`` refuses.
    """
    with whole():
        done = []
        for one in (person, *also):
            say = governance.take_back(person=one, purpose=purpose, to=to, said=said, by=by, now=now)
            done.append(carry_out(say=say, by=by, now=now))
        for one in surely_the_same(person) if alike else ():
            theirs = replace(said, how=str(_("said on another record of the same name and number")))
            say = governance.take_back(person=one, purpose=purpose, to=to, said=theirs, by=by, now=now)
            done.append(carry_out(say=say, by=by, now=now, look_first=True))
    return done


def carry_out(*, say: Permission, by: Actor, now: datetime, look_first: bool = False) -> Withdrawal:
    """Do what follows from a no, or from a yes whose time has passed. Records it; the same say twice is one.

    ``look_first``: no ask ends by it before one of us has looked.

    Something newer that was said since overtakes it, and then nothing follows.
    """
    with whole():
        written(Withdrawal)
        person = (
            Person.objects.select_for_update(of=("self",), no_key=True).select_related("place").get(pk=say.person_id)
        )
        before = Withdrawal.objects.filter(say=say).first()
        if before is not None:
            return before
        why, done = _why(say, now), _Done()
        if why != Withdrawal.Why.OVERTAKEN:
            done = _follow(say, person, look_first, by, now)
        line = Withdrawal.objects.create(
            controller_id=person.controller_id,
            person=person,
            say=say,
            why=why,
            promise=done.promise,
            ended=done.ended,
            to_decide=done.to_decide,
            taken_back=done.taken_back,
            at=now,
        )
        trail.record(
            verb=Verb.PERMISSION_CARRIED_OUT,
            by=by,
            now=now,
            subject=("person", person.id, str(person)),
            place=(person.place_id, ""),
            controller=person.controller_id,
            detail={"purpose": say.purpose, "why": str(why), "ended": done.ended, "to_decide": done.to_decide},
        )
    return line


def _why(say: Permission, now: datetime) -> Withdrawal.Why:
    if say.to_kind == ToWhom.ANYBODY:
        newest = newest_say(say.person_id, say.purpose, now)
    else:
        about = Q(to_kind=ToWhom.ANYBODY) | Q(to_id=say.to_id)
        newest = Permission.objects.filter(about, person_id=say.person_id, purpose=say.purpose, at__lte=now).first()
    if newest is None or newest.pk != say.pk:
        return Withdrawal.Why.OVERTAKEN
    return Withdrawal.Why.RAN_OUT if say.given else Withdrawal.Why.SAID


def _follow(say: Permission, person: Person, look_first: bool, by: Actor, now: datetime) -> _Done:
    if say.to_kind != ToWhom.ANYBODY:
        return _not_this_one(say, person, by, now)
    if say.purpose == Purpose.SHARING:
        return _tell_nobody_else(say, person, by, now)
    if say.purpose == Purpose.CONTACT:
        return _write_and_ring_no_more(person, by, now)
    return _help_no_more(say, person, look_first, by, now) if say.purpose == Purpose.HELP else _Done()


def _locked_asks(person: Person, now: datetime, *, lately: bool = False) -> list[Ask]:
    """Their open asks, locked in the one order in which asks are; ``lately`` also those somebody had until just now."""
    wanted = ~Q(state__in=ask_states.ENDED)
    if lately:
        wanted |= Q(ended_at__gt=now - A_DAY)
    rows = Ask.objects.select_for_update(of=("self",), no_key=True).filter(wanted, person=person)
    related = ("promise__holder__user", "promise__holder__team", "promise__team", "person", "place")
    return list(rows.select_related(*related, "taken_by__person", "taken_by_team").order_by("id"))


# --- from others being told


def _tell_nobody_else(say: Permission, person: Person, by: Actor, now: datetime) -> _Done:
    since = say.until if say.given and say.until is not None else say.at
    done = _Done()
    why = str(_("They asked us to tell nobody else about them."))
    _nobody_comes_regularly(person, why, by, now)
    people.tell_others_until(person=person, until=min(since, now), by=by, now=now)
    everything = _locked_asks(person, now, lately=True)
    ids = [ask.id for ask in everything]
    done.taken_back = outbox.take_back_from_others(person=person, about=ids, why=why, by=by, now=now)
    open_asks = [ask for ask in everything if ask.state not in ask_states.ENDED]
    for ask in everything:
        asks.withhold(ask=ask, since=min(since, now), by=by, now=now)
    for ask in open_asks:
        _nobody_new(ask, by, now)
        _whoever_has_it_waits(ask, by, now)
    done.to_decide = len(open_asks)
    if open_asks:
        taken = ", ".join(f"{ask.reference} ({ask.taker})" for ask in open_asks if ask.taker)
        said = _("%(name)s wants nobody else told about them. Decide with them how it goes on: %(refs)s.")
        words = str(said) % {"name": person.first_name, "refs": _refs(open_asks)}
        if taken:
            words += " " + str(_("Somebody had these and waits for your word: %(taken)s.")) % {"taken": taken}
        done.promise = _to_decide(person, open_asks, words, by, now)
    return done


def _nobody_comes_regularly(person: Person, why: str, by: Actor, now: datetime, only: UUID | None = None) -> None:
    """Whoever came every week, and kept how to reach them for it, does so no more; ``only`` this volunteer."""
    live = RegularHelp.objects.select_for_update(of=("self",), no_key=True).select_related(
        "ask__person", "volunteer__person"
    )
    live = live.filter(ask__person=person, ended_at__isnull=True)
    if only is not None:
        live = live.filter(volunteer__person_id=only)
    for regular in live.order_by("id"):
        _end(regular, why, by, now)


def _whoever_has_it_waits(ask: Ask, by: Actor, now: datetime) -> None:
    """Whoever said yes is asked to stop and ring us: their page says nothing more until one of us decides."""
    offer = _offer_with_it(ask)
    if offer is not None:
        write_to_volunteer(offer=offer, news=WAIT_FOR_US, by=by, now=now, again=str(ask.version))
    card = _card_with_it(ask)
    if card is not None:
        write_to_partner(card=card, news=f"partner-{WAIT_FOR_US}", by=by, now=now)


def _offer_with_it(ask: Ask) -> Offer | None:
    rows = ask.offers.filter(state=lifecycle.ACCEPTED)
    return rows.select_related("volunteer__person", "ask__place", "ask__person", "ask__promise__holder__user").first()


def _card_with_it(ask: Ask) -> PartnerCard | None:
    rows = ask.partner_cards.filter(state__in=lifecycle.PARTNER_HAS_IT)
    return rows.select_related("team", "ask__place", "ask__person", "ask__promise__holder__user").first()


def _not_this_one(say: Permission, person: Person, by: Actor, now: datetime) -> _Done:
    """One volunteer or partner is told nothing more: what they had is looked for again, by somebody else."""
    done, to = _Done(), say.to_id
    if to is None:
        return done
    _nobody_comes_regularly(person, str(_("They asked us to tell them nothing more.")), by, now, only=to)
    for ask in _locked_asks(person, now, lately=True):
        if ask.state in ask_states.ENDED:
            if to in (ask.taken_by_team_id, ask.taken_by.person_id if ask.taken_by else None):
                asks.close_to_helper(ask=ask, by=by, now=now)
            continue
        had = ask.taken_by is not None and ask.taken_by.person_id == to
        offers = ask.offers.filter(volunteer__person_id=to, state__in=lifecycle.LIVE)
        for offer in offers.select_related("volunteer__person", "ask__place", "ask__person"):
            _set(offer, lifecycle.NOT_NEEDED, offer.answered_how, now)
            write_to_volunteer(offer=offer, news="no-longer-needed", by=by, now=now)
        if ask.partner_cards.filter(team_id=to, state__in=lifecycle.PARTNER_LIVE).exists():
            had = had or ask.taken_by_team_id == to
            end_cards(ask=ask, state=lifecycle.NOT_NEEDED, only=to, by=by, now=now)
        if had and ask.state == ask_states.TAKEN:
            asks.not_this_one(ask=ask, by=by, now=now)
            Search.objects.filter(ask=ask).update(started_at=now, level="", look_again_at=now, rang_at=None)
            done.to_decide += 1
    return done


# --- from being written to


def _write_and_ring_no_more(person: Person, by: Actor, now: datetime) -> _Done:
    done = _Done()
    why = str(_("They asked us not to contact them."))
    done.taken_back = outbox.take_back_from(person=person, why=why, by=by, now=now)
    untold = Telling.objects.filter(person=person, told_at=None, replaced_at=None).values("of")
    theirs = Ask.objects.filter(~Q(state__in=ask_states.ENDED) | Q(promise__in=untold), person=person)
    related = ("promise__holder__user", "promise__holder__team", "promise__team", "person", "place")
    rows = theirs.select_for_update(of=("self",), no_key=True).select_related(*related).order_by("id")
    found = list(rows)
    waiting = [ask for ask in found if asks.no_more_writing(ask=ask, by=by, now=now)]
    done.to_decide = len(found)
    if found:
        said = _("%(name)s asked us not to write or ring. Decide how they still hear of %(refs)s: perhaps a visit.")
        words = str(said) % {"name": person.first_name, "refs": _refs(found)}
        if waiting:
            words += " " + str(_("They have not heard yet: %(refs)s.")) % {"refs": _refs(waiting)}
        done.promise = _to_decide(person, found, words, by, now)
    return done


# --- from help


def _help_no_more(say: Permission, person: Person, look_first: bool, by: Actor, now: datetime) -> _Done:
    done, to_look = _Done(), []
    _nobody_comes_regularly(person, str(_("They want no more help.")), by, now)
    for ask in _locked_asks(person, now):
        # A yes that ran out is nobody's word that they want it no more, so somebody asks them.
        harm = needs_a_look(kind=ask.kind, urgency=ask.urgency, red_flags=ask.red_flags)
        if say.given or harm or look_first:
            asks.wait_for_a_look(ask=ask, by=by, now=now)
            _nobody_new(ask, by, now)
            to_look.append(ask)
        else:
            call_off(ask=ask, why=str(_("They want no more help.")), by=by, now=now)
            done.ended += 1
    done.to_decide = len(to_look)
    if to_look:
        said = _("%(name)s wants no more help. Speak with them before this ends: stopping could harm them. %(refs)s.")
        ran_out = _("The yes of %(name)s to being helped has run out. Ask them whether this goes on: %(refs)s.")
        words = str(ran_out if say.given else said) % {"name": person.first_name, "refs": _refs(to_look)}
        done.promise = _to_decide(person, to_look, words, by, now)
    return done


def _refs(found: Sequence[Ask]) -> str:
    return ", ".join(ask.reference for ask in found)


def _to_decide(person: Person, found: Sequence[Ask], words: str, by: Actor, now: datetime) -> Promise:
    label = str(_("Decide with %(name)s what goes on")) % {"name": person.first_name}
    last = hearing.while_somebody_looks(
        now + TO_DECIDE, next_look=next_look(found[0].place, now + TO_DECIDE), need_by=None
    )
    by_when = min(last, *(look_by(ask, now) for ask in found))
    return asks.decide_with(
        person=person, asks=found, explanation=words[:600], label=label, hear_by=by_when, by=by, now=now
    )
