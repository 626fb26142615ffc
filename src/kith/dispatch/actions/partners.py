"""What partners answer, by link or by phone, and what the person says of them. The first yes has it, whoever gives it.

Our holder keeps the promise: a partner's yes is checked with the person, and not in touch means sought again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kith.accounts.models import Team
from kith.asks import actions as asks
from kith.asks import hearing, kinds
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask, PartnersMay
from kith.dispatch import lifecycle
from kith.dispatch.actions.answering import (
    ASK_AGAIN_AFTER,
    NotYours,
    SomebodyHasIt,
    _again,
    _look_again,
    lock_ask,
    thank_the_others,
)
from kith.dispatch.actions.partner_cards import _noted, _set_card, card_to, end_cards, write_to_partner
from kith.dispatch.models import PartnerCard, Search
from kith.dispatch.partners import likely_partners, partners_wait_for_a_word
from kith.dispatch.permissions import check_partner_may
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.matching import Level
from kith.places.queries import next_look
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import Move
from kith.trail.verbs import Verb

__all__ = ["card_to", "end_cards", "partner_answers"]

YES, NO = "yes", "no"
# A partner has this long to be in touch, and always leaves us an hour to find somebody else.
TO_BE_IN_TOUCH = timedelta(hours=2)
LEFT_FOR_US = timedelta(minutes=60)
AT_LEAST = timedelta(minutes=20)


def partner_answers(*, card: PartnerCard, answer: str, by: Actor, now: datetime, how: str = "link") -> Ask:
    """A partner says yes or no. The first yes has it; volunteers and partners who were asked too are thanked.

    Records it, gives the promise its next date and lets the person be told who will be in touch. Refuses with
    ``SomebodyHasIt`` when somebody was first or it is over, and with ``CannotTake`` where the person does not, or no
    longer, allow it. The same answer twice is one.
    """
    return _yes(card, by, now, how) if answer == YES else _no(card, by, now, how)


def rang(*, ask: Ask, team: Team, answer: str, by: Actor, now: datetime) -> Ask:
    """A partner was rung, or rang us, and a colleague keys what it said. Records who keyed it. Refuses like the link.

    A partner that had no card yet gets one, with nothing written to it.
    """
    with whole():
        lock_ask(ask.pk)
        ask = Ask.objects.select_related("place", "person").get(pk=ask.pk)
        card = PartnerCard.objects.filter(ask=ask, team=team).first()
        if card is None:
            card = card_to(ask=ask, team=team, by=by, now=now, quietly=True)
    said = Actor.partner(team).keyed_through(by.label)
    return partner_answers(card=card, answer=answer, by=said, now=now, how="phone")


def ask_about_partners(*, ask: Ask, by: Actor, now: datetime) -> bool:
    """Partners could help and the person has not said whether they may be asked: the holder asks them, once.

    Records it. False where nothing is to be asked.
    """
    if ask.partners_may != PartnersMay.ASK_FIRST or not partners_wait_for_a_word(ask, [], now):
        return False
    if ask.events.filter(what=Verb.ASK_PARTNERS_WAIT).exists():
        return False
    asks.ask_them_about_partners(ask=ask, by=by, now=now)
    return True


def person_says_partners_may(*, ask: Ask, may: str, by: Actor, now: datetime) -> None:
    """The person said whether partners may be asked. Records it; it holds at once.

    A yes that comes when the ladder has gone past its partners asks the likeliest one now. Without a yes, partners
    are told that it is no longer needed: those who are still thinking, and one that has it, which sees the person no
    more. Then it is looked for again.
    """
    with whole():
        lock_ask(ask.pk)
        asks.say_partners_may(ask=ask, may=may, by=by, now=now)
        ask = Ask.objects.select_related("place", "person", "promise__holder__user", "promise__team").get(pk=ask.pk)
        if may != PartnersMay.YES and ask.state not in ask_states.ENDED:
            end_cards(ask=ask, state=lifecycle.NOT_NEEDED, by=by, now=now)
            if ask.taken_by_team_id is not None:
                asks.partner_not_wished(ask=ask, by=by, now=now)
                _again(ask, now)
            return
        if ask.state in ask_states.WANTED and Search.objects.filter(ask=ask, level=Level.PERSON).exists():
            asked = set(ask.partner_cards.values_list("team", flat=True))
            for team in likely_partners(ask, asked, now)[:1]:
                card_to(ask=ask, team=team, by=by, now=now)


def _yes(card: PartnerCard, by: Actor, now: datetime, how: str) -> Ask:
    with whole():
        card = _locked(card)
        ask = card.ask
        if card.state in lifecycle.PARTNER_HAS_IT:
            return ask
        check_partner_may(ask, card.team, now)
        at = check_by(ask, now)
        taken = lifecycle.PARTNER_CARD.may(card.state, lifecycle.ACCEPTED) and asks.partner_takes(
            ask=ask, team=card.team, check_by=at, by=by, now=now
        )
        if taken:
            card.check_by, card.reached_at, card.reached_how = at, None, ""
            _set_card(card, lifecycle.ACCEPTED, how, now, _label(by))
            thank_the_others(ask=ask, but=card.pk, by=by, now=now)
            look = max(at - lifecycle.ASK_BEFORE, now + AT_LEAST / 2)
            Search.objects.filter(ask=ask).update(look_again_at=look, held_at=None, held_until=None, held_by_label="")
            if how != "link":
                write_to_partner(card=card, news="partner-has-it", by=by, now=now)
            _noted(card, Verb.PARTNER_SAID_YES, by, now)
    if not taken:
        _was_late(card, by, now)
        raise SomebodyHasIt(_("Thank you, somebody has this one. Nothing to do."))
    return ask


def check_by(ask: Ask, now: datetime) -> datetime:
    """When we ask the person whether the partner was in touch: soon enough to find somebody else, and while awake."""
    need_by = ask.need_by or kinds.need_by_default(ask.kind, now)
    if ask.urgency:
        return now + AT_LEAST
    at = max(min(now + TO_BE_IN_TOUCH, need_by - LEFT_FOR_US), now + AT_LEAST)
    return hearing.while_somebody_looks(at, next_look=next_look(ask.place, at), need_by=need_by)


def _was_late(card: PartnerCard, by: Actor, now: datetime) -> None:
    with whole():
        card = _locked(card)
        over = lifecycle.NOT_NEEDED if card.ask.state in ask_states.ENDED else lifecycle.SOMEBODY_ELSE
        if lifecycle.PARTNER_CARD.may(card.state, over):
            _set_card(card, over, "late", now, _label(by))
        _noted(card, Verb.PARTNER_LATE, by, now)


def _no(card: PartnerCard, by: Actor, now: datetime, how: str) -> Ask:
    with whole():
        card = _locked(card)
        if not lifecycle.PARTNER_CARD.may(card.state, lifecycle.NOT_THIS_TIME):
            return card.ask
        _set_card(card, lifecycle.NOT_THIS_TIME, how, now, _label(by))
        if not card.ask.partner_cards.filter(state=lifecycle.OFFERED).exists():
            Search.objects.filter(ask_id=card.ask_id, ask__state__in=ask_states.WANTED).update(look_again_at=now)
        said = str(_("%(name)s: not this time.")) % {"name": card.team.name}
        asks.happened(ask=card.ask, verb=Verb.PARTNER_NOT_THIS_TIME, staff=said, by=by, now=now)
    return card.ask


def partner_hands_back(*, card: PartnerCard, by: Actor, now: datetime, why: str = "") -> None:
    """A partner had it and cannot do it after all: it is looked for again at once. No reason needed. Records it."""
    with whole():
        card = _locked(card)
        _set_card(card, lifecycle.HANDED_BACK, card.answered_how, now, "")
        asks.give_up(ask=card.ask, why=why, by=by, now=now)
        _again(card.ask, now)
        _noted(card, Verb.PARTNER_HANDED_BACK, by, now)


def partner_finishes(*, card: PartnerCard, by: Actor, now: datetime, how: str = "") -> None:
    """It is done. Ends the ask and tells the person, who may say that it did not come. Records it. Twice is once."""
    with whole():
        card = _locked(card)
        if card.state == lifecycle.FINISHED:
            return
        _set_card(card, lifecycle.FINISHED, card.answered_how, now, "")
        card.reached_at, card.reached_how = card.reached_at or now, card.reached_how or "done"
        put(card, "reached_at", "reached_how")
        asks.finish(ask=card.ask, by=by, now=now, how=how)
        Search.objects.filter(ask=card.ask).update(look_again_at=None)
        _noted(card, Verb.ASK_DONE, by, now)


def partner_found_nobody(*, card: PartnerCard, by: Actor, now: datetime) -> Ask:
    """Nobody answered the partner: a check that they are all right opens. Records it; ends nothing.

    Refuses (``NotYours``) a partner that never had it.
    """
    with whole():
        card = _locked(card)
        if card.state not in (*lifecycle.PARTNER_HAS_IT, lifecycle.HANDED_BACK, lifecycle.FINISHED):
            raise NotYours(_("Only whoever has this can say so. Please ring us."))
        return asks.nobody_answered(ask=card.ask, by=by, now=now)


def person_was_reached(*, ask: Ask, by: Actor, now: datetime, how: str) -> None:
    """The person, or a colleague who spoke with them, says that the partner was in touch. Records it; twice is once.

    The ask stays with the partner and the promise with its holder, who looks again when it is needed.
    """
    with whole():
        card = _has_it(ask)
        if card is None or card.state == lifecycle.REACHED:
            return
        lifecycle.PARTNER_CARD.check(card.state, lifecycle.REACHED)
        card.state, card.reached_at, card.reached_how = lifecycle.REACHED, now, how[:60]
        put(card, "state", "reached_at", "reached_how")
        ask = asks.partner_has_been_in_touch(ask=ask, by=by, now=now)
        _look_again(ask, now)


def person_was_not_reached(*, ask: Ask, by: Actor, now: datetime, how: str) -> None:
    """The partner was not in touch: it is looked for again, and its holder and the partner are told. Records it.

    ``how`` we know; where nobody said anything (``NOBODY_SAID``), everybody reads that we do not know.
    """
    with whole():
        card = _has_it(ask)
        if card is None:
            return
        card.reached_how = how[:60]
        _set_card(card, lifecycle.NOT_REACHED, card.answered_how, now, "")
        known = how != lifecycle.NOBODY_SAID
        (asks.partner_was_not_in_touch if known else asks.not_known_whether_in_touch)(ask=ask, by=by, now=now)
        _again(ask, now)
        write_to_partner(card=card, news="partner-was-late" if known else "partner-no-word", by=by, now=now)
        _noted(card, Verb.PARTNER_NOT_REACHED, by, now)


def partner_was_in_touch(*, card: PartnerCard, by: Actor, now: datetime) -> None:
    """The partner says that it has been in touch. The holder is told, and still asks the person. Records it, once.

    It does not count as reached. Refuses (``NotYours``) a partner that does not have it.
    """
    with whole():
        card = _locked(card)
        if card.state not in lifecycle.PARTNER_HAS_IT:
            raise NotYours(_("Only whoever has this can say so. Please ring us."))
        if card.reached_how:
            return
        card.reached_how = lifecycle.PARTNER_SAYS_SO
        put(card, "reached_how")
        asks.partner_says_in_touch(ask=card.ask, by=by, now=now)


def look_at_partner(*, search: Search, by: Actor, now: datetime) -> None:
    """The clock of a partner's yes: ask whether they were in touch; at the check without a word, look again.

    Records each. Where they were, the holder looks when it is needed, as with a volunteer.
    """
    ask = search.ask
    with whole():
        card = _has_it(ask)
        if card is not None and card.state == lifecycle.ACCEPTED and card.check_by and card.check_by <= now:
            person_was_not_reached(ask=ask, by=by, now=now, how=lifecycle.NOBODY_SAID)
            search.refresh_from_db()
            return
        search.look_again_at = None
        if card is not None and card.state == lifecycle.ACCEPTED:
            search.look_again_at = card.check_by
            asks.ask_whether_reached(ask=ask, check_by=search.look_again_at or now, by=by, now=now)
            write_to_partner(card=card, news="partner-how-is-it-going", by=by, now=now)
        elif card is not None:
            _holder_looks(card, by, now)
        put(search, "look_again_at")


def _holder_looks(card: PartnerCard, by: Actor, now: datetime) -> None:
    """They were in touch, and nobody has said that it is done: the holder has a quarter of an hour to ask."""
    ask = card.ask
    said = str(_("We have not heard from %(name)s whether it is done.")) % {"name": card.team.name}
    asks.happened(ask=ask, verb=Verb.OFFER_NO_ANSWER, staff=said, by=by, now=now)
    soon = now + ASK_AGAIN_AFTER
    if ask.promise.state == promise_states.OPEN and (ask.promise.next_contact_by or soon) > soon:
        promises.set_next(promise=ask.promise, to=soon, what=Move.What.NEWS, reason=said, by=by, now=now)


def _locked(card: PartnerCard) -> PartnerCard:
    lock_ask(card.ask_id)
    rows = PartnerCard.objects.select_for_update(of=("self",))
    return rows.select_related(
        "team", "ask__place", "ask__person", "ask__promise__holder__user", "ask__promise__team"
    ).get(pk=card.pk)


def _has_it(ask: Ask) -> PartnerCard | None:
    """The card by which a partner has this ask now, locked."""
    lock_ask(ask.pk)
    rows = PartnerCard.objects.select_for_update(of=("self",)).select_related(
        "team", "ask__place", "ask__person", "ask__promise__holder__user", "ask__promise__team"
    )
    return rows.filter(ask=ask, state__in=lifecycle.PARTNER_HAS_IT).first()


def _label(by: Actor) -> str:
    return f"{by.label}, keyed by {by.keyed_by}" if by.keyed_by else by.label
