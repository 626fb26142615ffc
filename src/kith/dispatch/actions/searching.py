"""Looking for somebody: one step of one ask's ladder at a time. The ladder decides; this writes what it decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.accounts.models import Team
from kith.asks import actions as asks
from kith.asks import hearing, kinds
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.actions.claims import ask_or_expire
from kith.dispatch.actions.offering import (
    look_up_numbers,
    look_up_offers,
    offer_to,
    offers_of,
    write_to_volunteer,
)
from kith.dispatch.actions.partner_cards import card_to, end_cards
from kith.dispatch.actions.partners import ask_about_partners, look_at_partner
from kith.dispatch.actions.telling_holder import tell_holder
from kith.dispatch.actions.waiting import park
from kith.dispatch.ladder import Plan
from kith.dispatch.models import Search
from kith.dispatch.partners import likely_partners
from kith.dispatch.permissions import waits
from kith.dispatch.plans import facts_of, plan_of, quiet_of
from kith.dispatch.pool import Pool
from kith.dispatch.queries.asked import answers, cards_of, partner_answers, teams_asked
from kith.dispatch.queries.ladders import ladder_for
from kith.dispatch.rungs import HEIGHT, as_data
from kith.dispatch.step import Decision, State, What, step
from kith.governance.queries import look_up_named_no
from kith.kit.actor import Actor
from kith.kit.whole import change, insert, put, whole
from kith.matching import Level
from kith.matching.choose import Ranked
from kith.matching.facts import Wanted
from kith.outbox.permissions import ask_ahead
from kith.people.queries import look_up_blocks
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises.models import Move
from kith.trail import actions as trail
from kith.trail.verbs import Verb

HEARD_NOTHING_AFTER = timedelta(minutes=15)
ASKED = (What.ASK_NEXT, What.STEP_UP, What.STEP_DOWN, What.ASK_PARTNERS)
PARTNERS_AT_LAST = 2


def begin(*, ask: Ask, by: Actor, now: datetime, first: bool = False) -> Search:
    """Begin, or begin again, to look for somebody. Records it, and says at once when it cannot be in time.

    ``first`` is said by whoever knows that nobody was sought for this ask before; the database refuses a second.
    """
    with whole():
        defaults = {
            "controller_id": ask.controller_id,
            "started_at": now,
            "need_by": ask.need_by or kinds.need_by_default(ask.kind, now),
            "level": "",
            "look_again_at": now,
            "held_at": None,
            "held_until": None,
            "rang_at": None,
            "in_hand_at": None,
            "in_hand_by_label": "",
            "ladder": as_data(ladder_for(ask.place, ask.kind)),
        }
        if first:
            search = Search(ask=ask, **defaults)
            insert(search)
        else:
            search, _new = Search.objects.update_or_create(ask=ask, defaults=defaults)
        _noted(search, Verb.LADDER_MADE, by, now)
        advice = plan_of(search).advice
        if advice is not None and ask.need_by is not None:
            hear_by = hearing.tell_by(ask.promise.next_contact_by, now)
            asks.tell_person(ask=ask, news="cannot-be-in-time", hear_by=hear_by, by=by, now=now)
    return search


def look(*, search: Search, pool: Pool, by: Actor, now: datetime) -> Decision | None:
    """Take the one step the ladder says is due, and write down what it was and why. None when nothing is due.

    Records each step. The search must be locked by the caller.
    """
    ask = search.ask
    if park(search=search, by=by, now=now):
        return None
    if ask.state == ask_states.TAKEN:
        not_heard(search=search, by=by, now=now)
        return None
    if ask.state not in ask_states.WANTED:
        search.look_again_at = None
        put(search, "look_again_at")
        return None
    with whole():
        found = _decide(search, pool, now)
        _carry_out(found, pool, by, now)
    return found.decision


def look_at_many(*, searches: Sequence[Search], pool: Pool, by: Actor, now: datetime) -> int:
    """Take the due step of many searches as one act: all of them or, if anything is wrong with one, none.

    Records what ``look`` records, and answers how many there were. Each search must be locked by the caller, who
    takes the steps one by one when this refuses, so that one bad ask never keeps the others waiting.
    """
    with whole(many=True):
        looking = [one for one in searches if one.ask.state in ask_states.WANTED and not waits(one.ask, now)]
        for search in searches:
            if search not in looking:
                look(search=search, pool=pool, by=by, now=now)
        look_up_offers([search.ask for search in looking])
        look_up_blocks([search.ask.person_id for search in looking])
        look_up_named_no([search.ask.person_id for search in looking], now)
        found = [_decide(search, pool, now) for search in looking]
        asked = [(pool.volunteers[key], one.search.ask) for one in found for key in one.chosen]
        look_up_numbers([volunteer for volunteer, _ask in asked])
        ask_ahead([(volunteer.person_id, ask.person_id) for volunteer, ask in asked], now)
        for one in found:
            _carry_out(one, pool, by, now)
    return len(searches)


@dataclass(frozen=True)
class _Found:
    """One step as it was decided, with those who will be asked and why each."""

    search: Search
    wanted: Wanted
    decision: Decision
    chosen: dict[UUID, Ranked]
    partners: tuple[Team, ...] = ()


def _decide(search: Search, pool: Pool, now: datetime) -> _Found:
    ask, offers = search.ask, offers_of(search.ask)
    state = _state(search)
    wanted = _nearby(pool, pool.wanted(ask, search.need_by), state.plan)
    already = [offer.volunteer_id for offer in offers if offer.state not in lifecycle.MAY_BE_ASKED_AGAIN]
    cards, ranked, teams = cards_of(search), dict[Level, list[Ranked]](), list[Team]()

    def available(level: Level) -> list[UUID]:
        rung = state.plan.on(level)
        if level is Level.PARTNER:
            at_once = 1 if rung.waves_left(now) > 1 else PARTNERS_AT_LAST
            teams[:] = likely_partners(ask, teams_asked(cards), now)[:at_once]
            return [team.id for team in teams]
        if level not in ranked:
            left = rung.waves_left(now)
            ranked[level] = pool.next_few(ask, wanted, level, already, target=rung.target, waves_left=left)
        return [row.candidate.volunteer_id for row in ranked[level]]

    said = [*answers(search, offers), *partner_answers(search, cards)]
    decision = step(state, now, available, said, quiet_of(search, now))
    if decision.level is Level.PARTNER:
        return _Found(search, wanted, decision, {}, tuple(teams))
    for volunteer_id in decision.who:
        pool.was_offered(volunteer_id)
    rows = {row.candidate.volunteer_id: row for row in ranked.get(decision.level, [])}
    chosen = {volunteer_id: rows[volunteer_id] for volunteer_id in decision.who}
    return _Found(search, wanted, decision, chosen)


def _nearby(pool: Pool, wanted: Wanted, plan: Plan) -> Wanted:
    rung = plan.on(Level.NEARBY)
    return pool.near(wanted, rung.minutes) if rung.level is Level.NEARBY else wanted


def _carry_out(found: _Found, pool: Pool, by: Actor, now: datetime) -> None:
    search, decision = found.search, found.decision
    for team in found.partners:
        if team.id in decision.who:
            card_to(ask=search.ask, team=team, by=by, now=now, pool=pool)
    for volunteer_id, row in found.chosen.items():
        offer_to(
            ask=search.ask,
            volunteer=pool.volunteers[volunteer_id],
            level=decision.level,
            why=str(row.reason),
            km=row.km,
            pool=pool,
            need_by=search.need_by,
            by=by,
            now=now,
        )
    _write_down(search, decision, pool, found.wanted, by, now)
    if decision.what is not What.WAIT and HEIGHT[decision.level] >= HEIGHT[Level.DISTRICT]:
        ask_about_partners(ask=search.ask, by=by, now=now)


def _state(search: Search) -> State:
    return State(
        facts=facts_of(search),
        plan=plan_of(search),
        level=Level(search.level) if search.level else None,
        held_at=search.held_at,
        held_until=search.held_until,
        held_by=search.held_by_label,
        rang_at=search.rang_at,
        in_hand=search.in_hand_at is not None,
    )


def _write_down(search: Search, decision: Decision, pool: Pool, wanted: Wanted, by: Actor, now: datetime) -> None:
    ask = search.ask
    before = search.level
    search.level = decision.level.value
    search.look_again_at = max(decision.look_again_at, now + timedelta(seconds=30))
    search.why = str(decision.why)[:400]
    if decision.what in ASKED:
        search.short_of = ""
        if ask.state != ask_states.ASKING:
            asks.mark(
                ask=ask, state=ask_states.ASKING, staff=str(decision.why), person=str(decision.told), by=by, now=now
            )
        else:
            verb = _verb_of(decision)
            asks.happened(ask=ask, verb=verb, staff=str(decision.why), person=str(decision.told), by=by, now=now)
        promises.explain(promise=ask.promise, explanation=str(decision.told), by=by, now=now)
        if before and before != search.level:
            tell_holder(ask=ask, why=str(decision.why), by=by, now=now)
        if before and HEIGHT[Level(before)] < HEIGHT[decision.level]:
            _quiet_offers(ask, before, now)
    elif decision.what is What.RING_A_PERSON:
        _ring(search, decision, pool, wanted, by, now)
        if before == Level.PARTNER:
            _quiet_offers(ask, before, now)
    change(search, "level", "look_again_at", "why", "short_of", "rang_at")
    if decision.what is not What.WAIT:
        _noted(search, Verb.LADDER_STEPPED, by, now, {"what": decision.what.value, "why": search.why})


def _verb_of(decision: Decision) -> Verb:
    if decision.what is What.STEP_DOWN:
        return Verb.ASK_CAME_BACK
    if decision.what in (What.STEP_UP, What.ASK_PARTNERS):
        return Verb.ASK_STEPPED_ACROSS if decision.level is Level.NEARBY else Verb.ASK_STEPPED_UP
    return Verb.LADDER_STEPPED


def _quiet_offers(ask: Ask, level: str, now: datetime) -> None:
    """Those of the rung before who have not answered are silent now; a late yes still counts."""
    asked = ask.partner_cards if level == Level.PARTNER else ask.offers.filter(level=level)
    asked.filter(state=lifecycle.OFFERED).update(state=lifecycle.SILENT, answered_at=now)


def _ring(search: Search, decision: Decision, pool: Pool, wanted: Wanted, by: Actor, now: datetime) -> None:
    ask = search.ask
    search.rang_at = now
    held_back = pool.short_of(wanted)
    search.short_of = short_of_words(held_back.most_common(1)[0][0] if held_back else None, ask)
    if ask.state != ask_states.STUCK:
        asks.mark(ask=ask, state=ask_states.STUCK, staff=str(decision.why), person=str(decision.told), by=by, now=now)
        promises.explain(promise=ask.promise, explanation=str(decision.told), by=by, now=now)
        tell_holder(ask=ask, why=str(decision.why), by=by, now=now)
    asks.ring_duty(ask=ask, why=str(decision.why), by=by, now=now, at=ask.place.ancestor("district"))


def short_of_words(obstacle: object, ask: Ask) -> str:
    """What a place is short of, in words for its Today page."""
    kind = str(kinds.KINDS[ask.kind].name)
    said = {
        "checks": _("somebody with a check for %(kind)s"),
        "check_date": _("somebody with a fresh check for %(kind)s"),
        "not_free": _("somebody free now for %(kind)s"),
        "too_far": _("somebody nearer, or who drives, for %(kind)s"),
        "elsewhere": _("somebody who drives for %(kind)s"),
        "enough": _("more neighbours for %(kind)s"),
        "asked_enough": _("more neighbours for %(kind)s"),
    }
    return str(said.get(str(obstacle), _("somebody for %(kind)s"))) % {"kind": kind}


def not_heard(*, search: Search, by: Actor, now: datetime) -> None:
    """Somebody took it and we have heard nothing: it comes back to its holder before the need, never to nobody.

    Whoever said yes and nothing more is first asked whether it is still all right. Else the volunteer is asked how it
    went, and the holder has fifteen minutes to ring. Records it, once for each taking.
    """
    ask = search.ask
    if ask.state == ask_states.TAKEN and ask.taken_by_team_id is not None:
        look_at_partner(search=search, by=by, now=now)
        return
    if ask.state == ask_states.TAKEN and ask_or_expire(search=search, by=by, now=now):
        return
    with whole():
        search.look_again_at = None
        put(search, "look_again_at")
        if ask.state != ask_states.TAKEN or ask.taken_by is None:
            return
        said = str(_("We have not heard from %(name)s yet.")) % {"name": ask.taken_by.first_name}
        asks.happened(ask=ask, verb=Verb.OFFER_NO_ANSWER, staff=said, by=by, now=now)
        soon = min(ask.promise.next_contact_by or now, now) + HEARD_NOTHING_AFTER
        if ask.promise.state == promise_states.OPEN and (ask.promise.next_contact_by or soon) > soon:
            promises.set_next(promise=ask.promise, to=soon, what=Move.What.NEWS, reason=said, by=by, now=now)
        offer = ask.offers.filter(state=lifecycle.ACCEPTED).first()
        if offer is not None:
            write_to_volunteer(offer=offer, news="how-did-it-go", by=by, now=now, again=str(ask.version))


def put_off(*, search: Search, why: str, by: Actor, now: datetime) -> None:
    """A step failed: look again in five minutes, so that one bad ask never keeps the others waiting. Records it."""
    with whole():
        search.look_again_at = now + timedelta(minutes=5)
        search.why = why[:400]
        put(search, "look_again_at", "why")
        _noted(search, Verb.LADDER_STEPPED, by, now, {"failed": why[:200]})


def close_after_ending(*, ask: Ask, by: Actor, now: datetime) -> int:
    """An ask has ended elsewhere: its live offers end too, and nobody sets out for nothing. Records it."""
    with whole():
        live = list(
            ask.offers.filter(state__in=lifecycle.LIVE).select_related("volunteer__person", "ask__place", "ask__person")
        )
        for offer in live:
            had_it = offer.state == lifecycle.ACCEPTED
            offer.state = lifecycle.FINISHED if had_it and ask.state == ask_states.DONE else lifecycle.NOT_NEEDED
            offer.answered_at = offer.answered_at or now
            put(offer, "state", "answered_at")
            if had_it and offer.state == lifecycle.NOT_NEEDED:
                write_to_volunteer(offer=offer, news="no-longer-needed", by=by, now=now)
        end_cards(ask=ask, state=lifecycle.NOT_NEEDED, by=by, now=now)
        Search.objects.filter(ask=ask).update(look_again_at=None)
        if live:
            trail.record(
                verb=Verb.OFFER_ENDED,
                by=by,
                now=now,
                subject=("ask", ask.id, ask.reference),
                controller=ask.controller_id,
                detail={"offers": len(live)},
            )
    return len(live)


def _noted(search: Search, verb: Verb, by: Actor, now: datetime, detail: dict[str, object] | None = None) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("ask", search.ask_id, search.ask.reference),
        place=(search.ask.place_id, ""),
        controller=search.controller_id,
        detail=detail,
    )
