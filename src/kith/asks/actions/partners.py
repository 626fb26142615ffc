"""What an ask becomes when a partner has it: our holder keeps the promise until the person says they were reached."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kith.accounts.models import Team
from kith.asks import saying
from kith.asks.actions.answers import _done_by, _first_yes, _news, _ring_no_more, _sought_again, _taken
from kith.asks.actions.history import happened
from kith.asks.actions.tellings import ask_them_by_voice, write_to_person
from kith.asks.actions.to_holder import write_to_holder
from kith.asks.actions.words import choose_word
from kith.asks.models import Ask, PartnersMay
from kith.kit import phones, said
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.outbox import lifecycle as messages
from kith.outbox.permissions import SAFE_WORDING
from kith.promises import actions as promises
from kith.promises.models import Move
from kith.promises.queries import open_telling
from kith.trail.verbs import Verb

# How long after the check the promise falls due: the search goes on before the date we gave has passed.
GRACE = timedelta(minutes=15)
# The question to the person whether the partner was in touch.
BEEN_IN_TOUCH = "been-in-touch"
ASK_THEM_WITHIN = timedelta(minutes=30)


def partner_takes(*, ask: Ask, team: Team, check_by: datetime, by: Actor, now: datetime) -> bool:
    """A partner said yes first. One compare-and-swap decides; False means somebody was, and nothing has changed.

    Records it and lets the person be told who will be in touch. The promise stays with its holder, due when we ask
    whether they were: soon after ``check_by``.
    """
    with whole():
        if not _first_yes(ask=ask, to=team, now=now):
            return False
        words = str(_("%(name)s said yes, and will be in touch with you.")) % {"name": team.name}
        staff = str(_("%(name)s said yes. Our holder asks whether they were in touch.")) % {"name": team.name}
        happened(ask=ask, verb=Verb.ASK_TAKEN, staff=staff, person=words, by=by, now=now)
        _ring_no_more(ask=ask, by=by, now=now)
        _news(ask, "a-partner-has-it", words, check_by + GRACE, by, now)
    return True


def partner_has_been_in_touch(*, ask: Ask, by: Actor, now: datetime) -> Ask:
    """The person was reached by the partner that has it: the promise gets its next date. Records it; ends nothing."""
    with whole():
        ask = _taken(ask)
        words = str(_("%(name)s has been in touch with you.")) % {"name": ask.taker}
        staff = str(_("%(name)s has been in touch.")) % {"name": ask.taker}
        happened(ask=ask, verb=Verb.PARTNER_REACHED, staff=staff, person=words, by=by, now=now)
        promises.explain(promise=ask.promise, explanation=words, by=by, now=now)
        asking = open_telling(ask.promise)
        if asking is not None and asking.news == BEEN_IN_TOUCH:
            promises.no_need_to_tell(telling=asking, why=staff, by=by, now=now)
        to = _done_by(ask, now)
        promises.set_next(promise=ask.promise, to=to, what=Move.What.NEWS, reason=staff, by=by, now=now)
    return ask


def partner_was_not_in_touch(*, ask: Ask, by: Actor, now: datetime) -> None:
    """A partner said yes and did not reach the person in time: it is looked for again. Records it and tells them."""
    with whole():
        ask = _taken(ask)
        staff = str(_("%(name)s was not in touch in time. It is looked for again.")) % {"name": ask.taker}
        words = str(_("%(name)s was not in touch in time. We are asking somebody else.")) % {"name": ask.taker}
        _sought_again(ask, "partner-not-in-touch", staff, words, by, now)
        _tell_holder(ask, staff, by, now)


def not_known_whether_in_touch(*, ask: Ask, by: Actor, now: datetime) -> None:
    """A partner said yes and nobody told us in time whether it was in touch: it is looked for again. Records it."""
    with whole():
        ask = _taken(ask)
        who = {"name": ask.taker}
        staff = str(_("We do not know whether %(name)s has been in touch. It is looked for again.")) % who
        words = str(_("We do not know whether %(name)s has been in touch. We are asking somebody else.")) % who
        _sought_again(ask, "partner-not-known", staff, words, by, now)
        _tell_holder(ask, staff, by, now)


def partner_not_wished(*, ask: Ask, by: Actor, now: datetime) -> None:
    """The person does not want a partner, and one has it: it is looked for again. Records it; they and we are told."""
    with whole():
        ask = _taken(ask)
        who = {"name": ask.taker}
        staff = str(_("They do not wish a partner: %(name)s does not have it any more. It is looked for again.")) % who
        words = str(_("As you wished, %(name)s does not have this any more. We are asking somebody else.")) % who
        _sought_again(ask, "partner-not-wished", staff, words, by, now)
        _another_word(ask, by, now)
        _tell_holder(ask, staff, by, now)


def not_this_one(*, ask: Ask, by: Actor, now: datetime) -> None:
    """The person wants whoever has it told nothing more: it is looked for again. Records it; they and we are told."""
    with whole():
        ask = _taken(ask)
        who = {"name": ask.taker}
        staff = str(_("They want %(name)s told nothing more. It is looked for again.")) % who
        words = str(_("As you wished, %(name)s does not have this any more. We are asking somebody else.")) % who
        _sought_again(ask, "partner-not-wished", staff, words, by, now)
        _another_word(ask, by, now)
        _tell_holder(ask, staff, by, now)


def _another_word(ask: Ask, by: Actor, now: datetime) -> None:
    """Whoever is not wished any more knew the word, so that it is none to open the door for."""
    choose_word(ask=ask, word="", by=by, now=now)


def partner_says_in_touch(*, ask: Ask, by: Actor, now: datetime) -> None:
    """The partner says that it has been in touch: a hint for the holder, who asks the person. Records it."""
    with whole():
        staff = str(_("%(name)s says that they have been in touch. Ask the person.")) % {"name": ask.taker}
        happened(ask=ask, verb=Verb.ASK_CHANGED, staff=staff, by=by, now=now)
        _tell_holder(ask, staff, by, now)


def _tell_holder(ask: Ask, words: str, by: Actor, now: datetime) -> None:
    write_to_holder(
        ask=ask,
        kind="about-a-partner",
        body=saying.about_a_partner(ask, words),
        key=f"about-a-partner:{ask.id}:{ask.version}:{int(now.timestamp())}",
        urgent=bool(ask.urgency),
        by=by,
        now=now,
    )


def ring_the_partner(*, ask: Ask, team: Team, by: Actor, now: datetime) -> None:
    """Nobody may write to this partner, or not these words: our holder is told to ring it. Records it."""
    with whole():
        number = phones.said(team.phone) if team.phone else team.email
        words = {"name": team.name, "phone": number}
        staff = str(_("Ring %(name)s on %(phone)s and ask whether they could. Then write down what they say.")) % words
        happened(ask=ask, verb=Verb.PARTNER_ASKED, staff=staff, by=by, now=now)
        _tell_holder(ask, staff, by, now)


def ask_whether_reached(*, ask: Ask, check_by: datetime, by: Actor, now: datetime) -> None:
    """Ask the person, where we may write to them, whether the partner was in touch. Records it for the holder.

    Where nothing can ask them in writing, our holder promises to ring or knock, and ask, by ``check_by``.
    """
    with whole():
        written = write_to_person(ask=ask, news=BEEN_IN_TOUCH, by=by, now=now)
        asked = written is not None and written.state != messages.REFUSED and written.kind != SAFE_WORDING
        words = {"name": ask.taker, "by": said.by(check_by, now)}
        staff = str(_("Has %(name)s been in touch? Ask the person.")) % words
        if not asked:
            staff = str(_("Has %(name)s been in touch? Ring or knock, and ask the person, %(by)s.")) % words
            ask_them_by_voice(ask=ask, news=BEEN_IN_TOUCH, hear_by=check_by, by=by, now=now)
        happened(ask=ask, verb=Verb.ASK_CHANGED, staff=staff, by=by, now=now)
        _tell_holder(ask, staff, by, now)


def say_partners_may(*, ask: Ask, may: str, by: Actor, now: datetime) -> None:
    """Write down whether a business, group or service may be asked. Said twice it is said once. Records it."""
    with whole():
        ask = Ask.objects.select_for_update(of=("self",), no_key=True).get(pk=ask.pk)
        if ask.partners_may == PartnersMay(may):
            return
        ask.partners_may, ask.version = PartnersMay(may).value, ask.version + 1
        put(ask, "partners_may", "version")
        words = {
            PartnersMay.YES: _("A local business, group or service may be asked as well."),
            PartnersMay.ASK_FIRST: _("Before a business, group or service is asked, we ask the person."),
            PartnersMay.NO: _("No business, group or service is asked."),
        }[PartnersMay(may)]
        happened(ask=ask, verb=Verb.ASK_PARTNERS_MAY, staff=str(words), person=str(words), by=by, now=now)


def ask_them_about_partners(*, ask: Ask, by: Actor, now: datetime) -> None:
    """Partners could help, and the person has not said whether they may be asked: our holder is told to ask them.

    Records it, with by when. The date the person was given stays as it is.
    """
    with whole():
        words = {
            "question": str(_("May we also ask a local business, group or service?")),
            "by": said.by(now + ASK_THEM_WITHIN, now),
        }
        staff = str(_("Ask the person whether a partner may help, %(by)s: %(question)s")) % words
        happened(ask=ask, verb=Verb.ASK_PARTNERS_WAIT, staff=staff, by=by, now=now)
        _tell_holder(ask, staff, by, now)
