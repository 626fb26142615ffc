"""Into somebody's home and out of it: a clock on the server, a buddy, the duty phone, and a person who decides."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.accounts.queries import duty_team
from kith.asks import actions as asks
from kith.asks.saying import sender_of
from kith.dispatch import lifecycle, visits
from kith.dispatch.actions.answering import NotYours, lock_ask
from kith.dispatch.actions.offering import write_to_volunteer
from kith.dispatch.models import Offer, Visit
from kith.dispatch.visits import Inside, Tell
from kith.kit import phones, said
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.outbox import actions as outbox
from kith.outbox import lifecycle as messages
from kith.outbox import words
from kith.outbox.actions import Letter
from kith.outbox.models import Message
from kith.outbox.words import Said
from kith.people.models import RouteKind
from kith.people.queries import usable_routes, written_route
from kith.places.queries import lowest_awake
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.queries import who_answers
from kith.trail.verbs import Verb
from kith.volunteers.models import Volunteer


def go_in(*, offer: Offer, minutes: int, by: Actor, now: datetime, how: str = "page") -> Visit:
    """A volunteer says that they go in, and for how long. From now on a clock runs that needs nothing of them.

    Records it. Refuses (``NotYours``) whoever does not have the ask. Said twice it is one visit, with the first time.
    """
    with whole():
        lock_ask(offer.ask_id)
        offer = Offer.objects.select_related("ask__place", "volunteer__person").get(pk=offer.pk)
        if offer.state != lifecycle.ACCEPTED:
            raise NotYours(_("Only whoever has this can say so. Please ring us."))
        already = Visit.objects.exclude(state=lifecycle.OUT).filter(volunteer=offer.volunteer).first()
        if already is not None:
            return already
        visit = Visit.objects.create(
            controller_id=offer.controller_id,
            ask=offer.ask,
            offer=offer,
            volunteer=offer.volunteer,
            name=offer.volunteer.name,
            phone=_phone_of(offer.volunteer),
            buddy=_buddy_of(offer.volunteer),
            in_at=now,
            in_how=how,
            due_at=visits.due_at(now, minutes),
        )
        # Whoever is at the door has not forgotten their yes.
        Offer.objects.filter(pk=offer.pk).update(still_at=now)
        line = _("%(name)s went in, and means to be out %(by)s.")
        _noted(visit, Verb.VISIT_BEGUN, str(line) % _values(visit, now), by, now)
    return visit


def need_longer(*, visit: Visit, by: Actor, now: datetime, minutes: int = visits.LONGER) -> None:
    """They are well and need longer, from now. Whoever was told hears that all is well. Records it; twice does no harm.

    Refuses nothing: what is over stays over.
    """
    with whole():
        visit = _locked(visit)
        if visit.state == lifecycle.OUT:
            return
        _all_well(visit, by, now)
        visit.state, visit.due_at = lifecycle.INSIDE, visits.due_at(max(now, visit.due_at), minutes)
        visit.reminded_at = visit.buddy_told_at = visit.duty_told_at = None
        put(visit, "state", "due_at", "reminded_at", "buddy_told_at", "duty_told_at")
        _settled(visit, str(_("They said that they are well and need longer.")), by, now)
        line = _("%(name)s needs longer in there, and means to be out %(by)s.")
        _noted(visit, Verb.VISIT_LONGER, str(line) % _values(visit, now), by, now)


def come_out(*, visit: Visit, by: Actor, now: datetime, how: str = "page") -> None:
    """They are out and well. Ends the clock; whoever was told hears it. Records it. Said twice it is said once."""
    with whole():
        visit = _locked(visit)
        if visit.state == lifecycle.OUT:
            return
        lifecycle.VISIT.check(visit.state, lifecycle.OUT)
        _all_well(visit, by, now)
        visit.state, visit.out_at, visit.out_how = lifecycle.OUT, now, how
        visit.out_by_label = (f"{by.label}, keyed by {by.keyed_by}" if by.keyed_by else by.label)[:200]
        visit.phone = visit.buddy = ""
        put(visit, "state", "out_at", "out_how", "out_by_label", "phone", "buddy")
        _settled(visit, str(_("They are out: %(who)s said so.")) % {"who": by.label}, by, now)
        _noted(visit, Verb.VISIT_OUT, str(_("%(name)s is out.")) % _values(visit, now), by, now)


def look_after(*, visit: Visit, by: Actor, now: datetime) -> Tell | None:
    """The clock of one visit: remind them, ask their buddy to ring them, have the duty phone rung. Records each.

    Answers who was told; None where it is nobody's turn. A buddy who cannot be written to is passed over at once.
    """
    with whole():
        visit = _locked(visit)
        if visit.state == lifecycle.OUT:
            return None
        turn = visits.tell_next(_inside(visit), now)
        if turn is Tell.THEMSELVES:
            _remind(visit, by, now)
        elif turn is Tell.BUDDY and not _ask_buddy(visit, by, now):
            turn = Tell.DUTY
        if turn is Tell.DUTY:
            _call_duty(visit, by, now)
    return turn


def decide_about_police(*, visit: Visit, police: str, says: str, by: Actor, now: datetime) -> None:
    """Write down what a person decided about the police, and why. Records it. Kith itself never rings them.

    Refuses a decision without a word of why (``NeedsReason``). The visit goes on until somebody says they are out.
    """
    if not says.strip():
        raise promises.NeedsReason(_("Write in a line what you know, and why you decided so."))
    with whole():
        visit = _locked(visit)
        visit.police, visit.police_words = Visit.Police(police).value, says.strip()[:300]
        visit.decided_at, visit.decided_by_label = now, by.label[:200]
        put(visit, "police", "police_words", "decided_at", "decided_by_label")
        values = {"who": by.label, "what": str(Visit.Police(police).label), "words": visit.police_words}
        line = str(_("%(who)s: %(what)s. %(words)s")) % values
        asks.happened(ask=visit.ask, verb=Verb.VISIT_DECIDED, staff=line, by=by, now=now)
        if visit.promise is not None:
            promises.stop_ringing(promise=visit.promise, by=by, now=now)
            promises.explain(promise=visit.promise, explanation=line[:600], by=by, now=now)


def _inside(visit: Visit) -> Inside:
    return Inside(
        due_at=visit.due_at,
        buddy=visit.volunteer.buddy is not None,
        reminded=visit.reminded_at is not None,
        buddy_told_at=visit.buddy_told_at,
        duty_told=visit.duty_told_at is not None,
    )


def _remind(visit: Visit, by: Actor, now: datetime) -> None:
    visit.reminded_at = now
    put(visit, "reminded_at")
    again = str(int(visit.due_at.timestamp()))
    write_to_volunteer(offer=visit.offer, news="visit-due-soon", by=by, now=now, again=again)
    line = str(_("%(name)s was asked whether they are out.")) % _values(visit, now)
    _noted(visit, Verb.VISIT_REMINDED, line, by, now)


def _ask_buddy(visit: Visit, by: Actor, now: datetime) -> bool:
    volunteer = visit.volunteer
    letter = words.visit_overdue(
        sender_of(visit.ask), buddy=volunteer.buddy_name, name=volunteer.first_name, due=visit.due_at, now=now
    )
    message = _write_to_buddy(visit, letter, "visit-overdue", by, now)
    if message is None or message.state != messages.WAITING:
        return False
    visit.state, visit.buddy_told_at = lifecycle.BUDDY_TOLD, now
    put(visit, "state", "buddy_told_at")
    line = str(_("%(name)s is not out in time. %(buddy)s was asked to ring them.")) % _values(visit, now)
    _noted(visit, Verb.VISIT_BUDDY_TOLD, line, by, now)
    return True


def _write_to_buddy(visit: Visit, letter: Said, kind: str, by: Actor, now: datetime) -> Message | None:
    buddy = visit.volunteer.buddy
    route = written_route(buddy) if buddy is not None else None
    if route is None:
        return None
    return outbox.write(
        letter=Letter(
            kind=kind,
            body=letter.sms if route.kind == RouteKind.TEXT else letter.body,
            subject=letter.subject,
            key=f"{kind}:{visit.id}:{int(visit.due_at.timestamp())}",
            urgent=True,
            about_id=visit.id,
        ),
        route=route,
        audience="volunteer",
        place=visit.ask.place,
        by=by,
        now=now,
    )


def _call_duty(visit: Visit, by: Actor, now: datetime) -> None:
    ask = visit.ask
    values = {**_values(visit, now), "ref": ask.reference, "phone": visit.phone or _("no number known")}
    why = str(_("%(name)s went in for %(ref)s, meant to be out %(by)s, and has not said so. Ring them: %(phone)s."))
    four = promises.Four(
        explanation=(why % values)[:600],
        holder=who_answers(ask.place, now, about=ask.person),
        hear_by=now + visits.KNOWN_WITHIN,
        meanwhile=str(_("What to do and what to say to the police is on the page of this visit.")),
    )
    label = str(_("Find out how %(name)s is, who is not out of a visit: %(ref)s")) % values
    promise = visit.promise
    if promise is None or promise.state != promise_states.OPEN:
        promise = promises.to_read(
            four=four,
            place=ask.place,
            label=label,
            by=by,
            now=now,
            reference=ask.reference,
            about_id=visit.id,
            about_person=ask.person,
        )
    place = lowest_awake(ask.place, now)
    about = promises.About(why=(why % values)[:300], red=True)
    promises.call_duty(promise=promise, team=duty_team(place), place=place, about=about, by=by, now=now)
    visit.state, visit.duty_told_at, visit.promise = lifecycle.DUTY_TOLD, now, promise
    put(visit, "state", "duty_told_at", "promise")
    line = str(_("%(name)s is not out in time. The duty phone rings.")) % values
    _noted(visit, Verb.VISIT_DUTY_TOLD, line, by, now)


def _all_well(visit: Visit, by: Actor, now: datetime) -> None:
    """A buddy who was asked to ring hears that there is nothing to do any more."""
    if visit.buddy_told_at is not None:
        letter = words.visit_all_well(buddy=visit.volunteer.buddy_name, name=visit.volunteer.first_name)
        _write_to_buddy(visit, letter, "visit-all-well", by, now)


def _settled(visit: Visit, why: str, by: Actor, now: datetime) -> None:
    """What the duty team owed is kept: somebody knows how they are."""
    if visit.promise is not None and visit.promise.state == promise_states.OPEN:
        promises.stop_ringing(promise=visit.promise, by=by, now=now)
        promises.seen_to(promise=visit.promise, what=why, by=by, now=now)


def _locked(visit: Visit) -> Visit:
    rows = Visit.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related(
        "ask__place", "ask__promise__team", "offer__ask__promise__team", "volunteer__person", "volunteer__buddy"
    )
    return rows.select_related("offer__volunteer__person", "offer__ask__place", "offer__ask__person").get(pk=visit.pk)


def _phone_of(volunteer: Volunteer) -> str:
    numbers = [one.value for one in usable_routes(volunteer.person) if "@" not in one.value]
    return phones.said(numbers[0]) if numbers else ""


def _buddy_of(volunteer: Volunteer) -> str:
    return f"{volunteer.buddy_name}, {phones.said(volunteer.buddy_phone)}" if volunteer.buddy_phone else ""


def _values(visit: Visit, now: datetime) -> dict[str, str]:
    name = visit.volunteer.name
    return {"name": name, "by": said.by(visit.due_at, now), "buddy": visit.volunteer.buddy_name}


def _noted(visit: Visit, verb: Verb, staff: str, by: Actor, now: datetime) -> None:
    asks.happened(ask=visit.ask, verb=verb, staff=staff, by=by, now=now)
