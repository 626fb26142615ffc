"""The four answers of one ask as its page gives them: to the person, and to whoever asked for them.

Somebody who asked reads what the person allows, and the same words whether or not the person is known to us.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kith.asks import kinds, lifecycle
from kith.asks.models import Ask, AskerMay, Knows
from kith.asks.said_again import NOT_NEEDED_NOW, again
from kith.kit import phones, said


@dataclass(frozen=True)
class FourAnswers:
    """What is happening, who has this, you will hear by, meanwhile; and the number to ring."""

    what: str
    who: str
    hear_by: str
    meanwhile: str
    phone: str
    who_first_name: str
    late: bool = False
    ended: bool = False
    # Whoever asked may read no more than that they asked.
    nothing_more: bool = False


def for_person(ask: Ask, now: datetime) -> FourAnswers:
    """What the person reads."""
    phone, who = _number(ask), _holder(ask)
    if ask.state in lifecycle.ENDED:
        return FourAnswers(_ended(ask), _was_held(ask, who), _nothing_due(), _after(ask, phone), phone, who, ended=True)
    due = ask.promise.next_contact_by
    late = due is not None and due < now
    return FourAnswers(
        _happening(ask, now),
        _("%(who)s has this, at %(team)s.") % {"who": who, "team": ask.promise.team.name},
        _hear_by(due, who, now),
        again(ask.promise.meanwhile),
        phone,
        who,
        late=late,
    )


def for_asker(ask: Ask, now: datetime) -> FourAnswers:
    """What somebody who asked for another reads: no more than the person allows."""
    if ask.state == lifecycle.SPEAK_FIRST:
        return _speaking_first(ask, now)
    if ask.asker_may == AskerMay.EVERYTHING:
        return for_person(ask, now)
    phone, team = _number(ask), ask.promise.team.name
    if ask.asker_may == AskerMay.WHEN_DONE:
        over = ask.state in lifecycle.ENDED
        what = _("It is over: we have nothing more to do.") if over else _("They would like this, and we are on it.")
        if ask.state == lifecycle.DONE:
            what = _("It is done.")
        hear = _nothing_due() if over else _("When it is done.")
        return FourAnswers(what, _has_it(team), hear, _ring_us(phone), phone, team, ended=over)
    if ask.knows == Knows.NOT_YET:
        what = _("They have been asked and have told us what they'd like.")
    else:
        what = _("We have what you told us. What you hear of it from now on is for them to say.")
    return FourAnswers(
        what, _has_it(team), _("Ask them, if you like."), _ring_us(phone), phone, team, nothing_more=True
    )


def _speaking_first(ask: Ask, now: datetime) -> FourAnswers:
    phone, who = _number(ask), _holder(ask)
    what = _("Thank you for telling us. We speak with them first, and tell you what they allow us to.")
    holder = _("%(who)s has this, at %(team)s.") % {"who": who, "team": ask.promise.team.name}
    due = ask.promise.next_contact_by
    late = due is not None and due < now
    danger = _("If you think they are hurt or in danger, ring 999. If they are ill, ring 111.")
    return FourAnswers(what, holder, _hear_by(due, who, now), danger, phone, who, late=late)


def _happening(ask: Ask, now: datetime) -> str:
    if ask.state == lifecycle.TAKEN and ask.taken_by is not None:
        name = ask.taker
        if ask.coming_from and ask.coming_to:
            when = said.span(ask.coming_from, ask.coming_to, now)
            coming = _("%(name)s is coming %(when)s.") % {"name": name, "when": when}
        else:
            coming = _("%(name)s is coming.") % {"name": name}
        if kinds.KINDS[ask.kind].by_phone:
            return _("%(name)s will ring you.") % {"name": name}
        # The word they say is the person's alone: it stands on their own page, and never among what others may read.
        return coming
    return again(ask.promise.explanation)


def _hear_by(due: datetime | None, who: str, now: datetime) -> str:
    if due is None:
        return _("Soon: ring us if you hear nothing.")
    if due < now:
        words = {"was": said.by(due, now), "who": who}
        return _("Sorry: we said %(was)s and we are late. Please ring now; we are asking %(who)s too.") % words
    return capital(said.point(due, now))


def _ended(ask: Ask) -> str:
    if ask.state == lifecycle.DONE:
        name = ask.taker or _holder(ask)
        return _("%(who)s says it is done.") % {"who": name}
    if ask.state == lifecycle.NOT_DONE:
        return _("Sorry: we could not do this. %(why)s") % {"why": again(ask.ended_why)}
    if ask.ended_why == NOT_NEEDED_NOW:
        return again(ask.ended_why)
    return _("It is no longer wanted, which is fine.")


def _was_held(ask: Ask, who: str) -> str:
    return _("%(who)s had this, at %(team)s.") % {"who": who, "team": ask.promise.team.name}


def _after(ask: Ask, phone: str) -> str:
    words = {"phone": phones.said(phone) if phone else ""}
    if ask.state == lifecycle.NOT_DONE:
        return (
            _("Do you still need it? Ring us on %(phone)s.") % words if phone else _("Do you still need it? Ring us.")
        )
    if ask.state == lifecycle.DONE:
        return _("If it did not come, say so below.")
    return _("Ask again whenever you like.")


def _nothing_due() -> str:
    return _("Nothing more is due.")


def _has_it(team: str) -> str:
    return _("%(team)s has this.") % {"team": team}


def _ring_us(phone: str) -> str:
    return _("Ring us whenever you like: %(phone)s.") % {"phone": phones.said(phone)} if phone else _("Ring us.")


def _holder(ask: Ask) -> str:
    holder = ask.promise.holder
    return holder.user.name.split()[0] if holder is not None else ask.promise.team.name


def _number(ask: Ask) -> str:
    return str(ask.promise.team.phone or ask.place.phone or "")


def capital(text: str) -> str:
    """The text as a sentence of its own begins."""
    return text[:1].upper() + text[1:]
