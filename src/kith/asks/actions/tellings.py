"""Telling the person, the asker and the duty phone. A message that left is never counted as somebody told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kith.access.actions import issue_link
from kith.accounts.queries import duty_team
from kith.asks import lifecycle, saying
from kith.asks.actions.history import happened
from kith.asks.models import Ask, AskerMay
from kith.governance.models import Purpose
from kith.governance.queries import has_taken_back
from kith.kit.actor import Actor
from kith.kit.whole import fact, whole
from kith.outbox import actions as outbox
from kith.outbox import lifecycle as messages
from kith.outbox.actions import Letter
from kith.outbox.models import Message
from kith.outbox.permissions import SAFE_WORDING, leaves_at, quiet_until
from kith.people import actions as people
from kith.people.models import OnPaper, Person, RouteKind, Safe
from kith.people.queries import may_be_rung, on_paper, says_nothing, usable_routes, written_route
from kith.places.models import Place
from kith.places.queries import lowest_awake
from kith.promises import actions as promises
from kith.promises.models import DutyCall, Move, Telling
from kith.promises.queries import open_telling
from kith.trail.verbs import Verb

LINK_LASTS = timedelta(days=60)
# No quiet hours are longer.
A_NIGHT = timedelta(hours=12)


def tell_person(
    *,
    ask: Ask,
    news: str,
    hear_by: datetime,
    by: Actor,
    now: datetime,
    move: Move | None = None,
    how: str = "",
    who: str = "",
) -> Telling:
    """Promise that the person hears ``news`` by ``hear_by``, and write to them where that is safe. Records it.

    ``how`` is asked for by a colleague and ``who`` is whoever had it before; otherwise the safest way we know is
    taken: a text or an e-mail where the answer to "is it safe?" is yes, else a call, else a card through the door.
    A number we may only ask to ring us gets the words that say nothing. The telling stays open until somebody
    knows that the person knows. Whoever asked us not to write or ring is told at the door, whatever was asked for.
    """
    with whole():
        how = Telling.How.VISIT if _asked_for_silence(ask.person, now) else how
        was = move.from_due if move is not None else None
        in_writing = how in ("", "text", "email")
        message = _write(ask, ask.person, "person", news, by, now, was, who, hear_by) if in_writing else None
        arrived = message is not None and message.state != messages.REFUSED and message.kind != SAFE_WORDING
        chosen = how or (str(message.channel) if message is not None and arrived else _other_way(ask))
        said = saying.to_person(ask, news, now, was=was, who=who)
        return promises.tell(
            of=ask.promise,
            person=ask.person,
            news=news,
            words=said.card or said.sms,
            how=chosen,
            hear_by=hear_by,
            by=by,
            now=now,
            message=message if arrived else None,
            move=move,
        )


def _asked_for_silence(person: Person, now: datetime) -> bool:
    """Whether they took back that we may write and ring. The send gate asks the same, so it is looked up once."""
    if person._state.adding:
        return False
    return fact(("taken back", person.id), lambda: has_taken_back(person.id, Purpose.CONTACT, now))


def _other_way(ask: Ask) -> str:
    if may_be_rung(ask.person):
        return Telling.How.CALL
    paper = on_paper(ask.person) if ask.address and not ask.further_away else OnPaper.NEVER
    return Telling.How.CARD if paper != OnPaper.NEVER else Telling.How.VISIT


def ask_them_by_voice(*, ask: Ask, news: str, hear_by: datetime, by: Actor, now: datetime) -> Telling:
    """Promise that the person is asked by ``hear_by``, on the phone or at the door: nothing is written. Records it."""
    how = Telling.How.CALL if may_be_rung(ask.person) else Telling.How.VISIT
    return tell_person(ask=ask, news=news, hear_by=hear_by, by=by, now=now, how=how)


def tell_asker(*, ask: Ask, news: str, by: Actor, now: datetime) -> Message | None:
    """Write to whoever asked for somebody else, as far as the person allows it. Records it when something is written.

    Before the person has been spoken with, the asker hears that we have the ask, and nothing about the person.
    """
    if ask.asker is None:
        return None
    ended = ask.state in lifecycle.ENDED
    allowed = ask.asker_may == AskerMay.EVERYTHING or (ask.asker_may == AskerMay.WHEN_DONE and ended)
    if not allowed and news not in saying.ALWAYS_TO_ASKER:
        return None
    return _write(ask, ask.asker, "asker", news, by, now)


def write_to_person(*, ask: Ask, news: str, by: Actor, now: datetime) -> Message | None:
    """Write to the person where that is safe, without promising that they hear. Records what is written."""
    return _write(ask, ask.person, "person", news, by, now)


def _write(
    ask: Ask,
    to: Person,
    audience: str,
    news: str,
    by: Actor,
    now: datetime,
    was: datetime | None = None,
    who: str = "",
    hear_by: datetime | None = None,
) -> Message | None:
    route = written_route(to)
    if route is None:
        return None
    key = f"{news}:{ask.id}:{ask.version}:{audience}:{int(now.timestamp())}"
    read_at = leaves_at(route=route, place=ask.place, urgent=_wakes_them(ask, now), now=now)
    if route.safe != Safe.YES or says_nothing(to):
        plain = saying.please_ring(ask, to, now)
        letter = _letter(ask, SAFE_WORDING, plain.sms if route.kind == RouteKind.TEXT else plain.body, "", key, to)
    else:
        link = _link(ask, to, audience, by, now)
        said = (
            saying.to_person(ask, news, read_at, link, was, who)
            if audience == "person"
            else saying.to_asker(ask, news, read_at, link)
        )
        text = said.sms if route.kind == RouteKind.TEXT else said.body
        letter = _letter(ask, news, text, said.subject, key, to)
    # What would arrive too late to be heard in time is a person's to tell.
    letter = replace(letter, urgent=_wakes_them(ask, now), give_up_at=hear_by)
    return outbox.write(letter=letter, route=route, audience=audience, place=ask.place, by=by, now=now)


def _wakes_them(ask: Ask, now: datetime) -> bool:
    """Whether news of it leaves in the quiet hours too: what cannot wait, and what somebody needs this very night."""
    morning = quiet_until(ask.place.typed_settings, now)
    tonight = morning is not None and ask.need_by is not None and morning - A_NIGHT <= ask.need_by <= morning
    return bool(ask.urgency) or tonight


def _letter(ask: Ask, kind: str, body: str, subject: str, key: str, to: Person) -> Letter:
    return Letter(
        kind=kind,
        body=body,
        subject=subject,
        key=key,
        about_id=ask.id,
        about_label=ask.reference if kind != SAFE_WORDING else "",
        about_person=ask.person if to.id != ask.person_id else None,
        first=ask._state.adding,
    )


def _link(ask: Ask, to: Person, audience: str, by: Actor, now: datetime) -> str:
    actor = Actor.person(to) if audience == "person" else Actor.asker(to)
    token = issue_link(
        purpose="status",
        subject_label="asks.Ask",
        subject_id=ask.id,
        actor=actor,
        expires_at=now + LINK_LASTS,
        by=by,
        now=now,
    )
    return saying.address_of(f"/s/{token}")


def seen(*, ask: Ask, by: Actor, now: datetime, how: str = "text") -> bool:
    """The person pressed "I have seen this", or texted OK: they are told. Records it. False when nothing waited."""
    with whole():
        telling = open_telling(ask.promise)
        if telling is None:
            return False
        if telling.message is not None:
            outbox.acknowledge(message=telling.message, by=by, now=now)
        promises.told(telling=telling, how=how, note="", by=by, now=now)
        happened(ask=ask, verb=Verb.TELLING_DONE, staff=saying.seen_words(ask), by=by, now=now)
    return True


def told_by_us(
    *, telling: Telling, ask: Ask, how: str, by: Actor, now: datetime, note: str = "", safe: str = ""
) -> None:
    """A colleague told the person: at the door, on the phone, by a card that was delivered. Records how.

    Speaking with somebody also means that details others gave us for them may now be used. ``safe`` is what they
    answered when they were asked whether it is safe to text or ring them; a number they stopped stays stopped.
    """
    with whole():
        promises.told(telling=telling, how=how, note=note, by=by, now=now)
        if how in (Telling.How.CALL, Telling.How.VISIT) and ask.person.spoken_to_at is None:
            people.spoken_with(person=ask.person, by=by, now=now)
        for route in ask.person.routes.filter(stopped_at__isnull=True) if safe else ():
            people.say_safe(route=route, safe=safe, by=by, now=now)
        words = saying.told_words(str(Telling.How(how).label))
        happened(ask=ask, verb=Verb.TELLING_DONE, staff=words, by=by, now=now, detail={"how": how})


def ring_duty(
    *, ask: Ask, why: str, by: Actor, now: datetime, at: Place | None = None, concern: bool = False
) -> DutyCall:
    """Have the duty phone of ``at``, else of the lowest place awake, hear of an ask. Records each ring.

    A concern (words of danger, or ``concern``) rings at once; anything else is on the next list of that phone.
    """
    place = at or lowest_awake(ask.place, now)
    about = about_ring(ask, why, concern=concern)
    return promises.call_duty(promise=ask.promise, team=duty_team(place), place=place, about=about, by=by, now=now)


def about_ring(ask: Ask, why: str = "", *, concern: bool = False) -> promises.About:
    """What puts an ask high on the list of a duty phone: danger, no other way to reach them, medicine and its time."""
    return promises.About(
        why=why,
        red=concern or bool(ask.urgency),
        no_channel=written_route(ask.person) is None and not usable_routes(ask.person),
        medicine=ask.kind == "prescription",
        due=ask.need_by or ask.promise.next_contact_by,
    )
