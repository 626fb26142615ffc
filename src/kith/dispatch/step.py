"""What does an ask's search do now? One decision at a time from the plan, the clock and the answers; the sweep and the
replay both call it. Every decision says why, for colleagues, and what the person is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kith.dispatch.awake import Span, in_utc, quiet_until
from kith.dispatch.ladder import AskFacts, CannotBeInTime, Plan, RungTime
from kith.dispatch.rungs import HEIGHT, WORDS
from kith.kit.sentence import Sentence, counted, sentence
from kith.matching import Level

LONGEST_HOLD = timedelta(minutes=30)
RING_AGAIN = timedelta(minutes=10)
RING_AGAIN_RED = timedelta(minutes=5)


class What(StrEnum):
    """What to do."""

    ASK_NEXT = "ask_next"
    WAIT = "wait"
    STEP_UP = "step_up"
    STEP_DOWN = "step_down"
    ASK_PARTNERS = "ask_partners"
    RING_A_PERSON = "ring_a_person"
    HOLD = "hold"


@dataclass(frozen=True)
class Asked:
    """One offer of this search: ``answer`` is yes, no, or empty while there is none."""

    volunteer_id: UUID
    level: Level
    at: datetime
    answer: str = ""


@dataclass(frozen=True)
class State:
    """Where a search stands.

    ``level`` is None before it begins. ``rang_at`` is when a person's phone last rang; ``in_hand`` is true once that
    person has said that they have it.
    """

    facts: AskFacts
    plan: Plan
    level: Level | None = None
    held_at: datetime | None = None
    held_until: datetime | None = None
    held_by: str = ""
    rang_at: datetime | None = None
    in_hand: bool = False

    @property
    def hold_ends(self) -> datetime | None:
        """When the hold ends: as agreed, and never later than half an hour after it began."""
        if self.held_until is None:
            return None
        until = in_utc(self.held_until)
        return until if self.held_at is None else min(until, in_utc(self.held_at) + LONGEST_HOLD)


@dataclass(frozen=True)
class Decision:
    """What to do, at which level, whom to ask, when to look again, and why. ``told`` is for the person."""

    what: What
    level: Level
    look_again_at: datetime
    why: Sentence
    told: Sentence
    who: tuple[UUID, ...] = ()
    advice: CannotBeInTime | None = None


Available = Callable[[Level], Sequence[UUID]]
# On these a neighbour who has only now become free would be passed over: they hold nobody of one's own community.
WITHOUT_NEIGHBOURS = frozenset({Level.NEARBY, Level.PARTNER})
VOLUNTEERS = (Level.STREET, Level.COMMUNITY, Level.NEARBY, Level.DISTRICT)


def step(
    state: State,
    now: datetime,
    available: Available,
    answers: Iterable[Asked] = (),
    quiet: Iterable[Span] = (),
) -> Decision:
    """The one thing to do now.

    ``available(level)`` is the next few who could be asked there, best first, without those asked before; for
    partners, the next few teams. A person's phone comes before everything but a yes: neither a hold nor the night
    moves it. While there is time before that, whoever becomes free nearer by is asked first.
    """
    now, answers, quiet = in_utc(now), list(answers), list(quiet)
    due = state.plan.due(now)
    level = state.level or state.plan.rungs[0].level
    if HEIGHT[due.level] > HEIGHT[level]:
        level = due.level
    rung = state.plan.on(level)
    if any(asked.answer == "yes" for asked in answers) or state.in_hand:
        return _somebody_has_it(state, now, rung)
    if rung.level is Level.PERSON and (state.level is Level.PERSON or rung.starts <= now):
        back = _free_again(state, now, available, answers, quiet)
        return back or _ring(state, now, sentence("It is time for a person to ring round."))
    stop = state.plan.last_call.starts
    if state.hold_ends and now < state.hold_ends:
        return _hold(state, now, rung, stop)
    wakes = quiet_until(quiet, now)
    if wakes or rung.level is Level.PERSON:
        return _wait_for_morning(state, now, rung, min(wakes or stop, stop))
    return _ask(state, now, rung, available, answers)


def hold_until(now: datetime, minutes: int = 30) -> datetime:
    """When a hold asked for now ends: at most half an hour from now."""
    return now + min(timedelta(minutes=minutes), LONGEST_HOLD)


def _ask(state: State, now: datetime, rung: RungTime, available: Available, answers: list[Asked]) -> Decision:
    """Ask the next few here, wait for those asked, or look one rung up, until somebody is found or the ladder ends."""
    stop = state.plan.last_call.starts
    for here in (above for above in state.plan if HEIGHT[above.level] >= HEIGHT[rung.level]):
        if here.level is Level.PERSON:
            break
        asked = [one for one in answers if one.level == here.level]
        silent = [one for one in asked if not one.answer]
        last = max((in_utc(one.at) for one in asked), default=now)
        if silent and now < last + here.wave:
            return _wait(state, here, _soonest(now, last + here.wave, here.ends, stop), len(silent))
        if here.level in WITHOUT_NEIGHBOURS and (nearer := _nearer(state, here, available, answers)):
            return _ask_these(state, now, nearer[0], nearer[1], until=now + here.wave)
        who = tuple(available(here.level))[: max(0, here.most_offers - len(asked))]
        if who:
            return _ask_these(state, now, here, who)
        # Nobody else to ask: those who have not answered get as long again, not the whole rung.
        patience = min(last + 2 * here.wave, here.ends)
        if silent and now < patience:
            return _wait(state, here, _soonest(now, patience, stop), len(silent))
    return _ring(state, now, sentence("There is nobody left to ask who could do this in time."))


def _nearer(
    state: State, here: RungTime, available: Available, answers: list[Asked]
) -> tuple[RungTime, tuple[UUID, ...]] | None:
    """The next few on a nearer rung who were not asked, as many as the rungs up to here may ask in all."""
    below = [rung for rung in state.plan if HEIGHT[rung.level] < HEIGHT[here.level]]
    if here.level is Level.PERSON:
        # The whole district is not gone through each time a phone rings again.
        below = [rung for rung in below if rung.level is not Level.DISTRICT]
    room = sum(rung.most_offers for rung in (*below, here)) - len(answers)
    for rung in below:
        if rung.level in VOLUNTEERS and (who := tuple(available(rung.level))[: max(0, room)]):
            return rung, who
    return None


def _free_again(
    state: State, now: datetime, available: Available, answers: list[Asked], quiet: list[Span]
) -> Decision | None:
    """The phone has rung because nobody was left, long before it had to. Is there somebody nearby now after all?"""
    last = state.plan.last_call
    again = RING_AGAIN_RED if state.facts.red_flag else RING_AGAIN
    if state.rang_at is None or now < in_utc(state.rang_at) + again or now >= last.starts or quiet_until(quiet, now):
        return None
    found = _nearer(state, last, available, answers)
    return found and _ask_these(state, now, found[0], found[1], until=now + found[0].wave)


def _ask_these(
    state: State, now: datetime, rung: RungTime, who: tuple[UUID, ...], until: datetime | None = None
) -> Decision:
    first = state.plan.rungs[0].level
    moved = 0 if state.level is None else HEIGHT[rung.level] - HEIGHT[state.level]
    skipped = HEIGHT[rung.level] > HEIGHT[state.level or first]
    if rung.level is Level.PARTNER:
        asks = counted("%(n)s partner is asked.", "%(n)s partners are asked.", len(who))
        reason = sentence("Nobody who was asked could in time. %(asks)s", asks=asks)
    else:
        asks = counted("%(n)s neighbour is asked.", "%(n)s neighbours are asked.", len(who))
        reason = sentence("Nobody nearer could in time. %(asks)s", asks=asks) if skipped else asks
        if until is not None:
            reason = sentence("Somebody nearer has not been asked yet. %(asks)s", asks=asks)
    what = What.STEP_UP if moved > 0 else What.STEP_DOWN if moved < 0 else What.ASK_NEXT
    return Decision(
        What.ASK_PARTNERS if rung.level is Level.PARTNER else what,
        rung.level,
        _soonest(now, until or now + rung.wave, rung.ends, state.plan.last_call.starts),
        sentence("%(where)s: %(reason)s", where=WORDS[rung.level], reason=reason),
        _told(state, rung.level),
        who,
        state.plan.advice,
    )


def _wait(state: State, rung: RungTime, until: datetime, silent: int) -> Decision:
    why = counted(
        "%(where)s: %(n)s neighbour has not answered yet.",
        "%(where)s: %(n)s neighbours have not answered yet.",
        silent,
        where=WORDS[rung.level],
    )
    return Decision(What.WAIT, rung.level, until, why, _told(state, rung.level))


def _somebody_has_it(state: State, now: datetime, rung: RungTime) -> Decision:
    until = _soonest(now, in_utc(state.facts.need_by))
    if state.in_hand:
        told = sentence("A person has taken this in hand and is ringing round.")
        return Decision(What.WAIT, Level.PERSON, until, sentence("A person has taken this in hand."), told)
    return Decision(What.WAIT, rung.level, until, sentence("Somebody has said yes."), sentence("Somebody has this."))


def _ring(state: State, now: datetime, why: Sentence) -> Decision:
    again = RING_AGAIN_RED if state.facts.red_flag else RING_AGAIN
    told = sentence("Nobody has been able to take this yet, so a person is ringing round for you.")
    if state.facts.red_flag:
        why = sentence("What was said may mean danger, so a person is rung at once.")
        told = sentence("A person is being rung about this now.")
    if state.rang_at is not None and now < in_utc(state.rang_at) + again:
        waiting = sentence("The duty phone has rung. Nobody has said yet that they have this.")
        return Decision(What.WAIT, Level.PERSON, in_utc(state.rang_at) + again, waiting, told)
    return Decision(What.RING_A_PERSON, Level.PERSON, now + again, why, told, advice=state.plan.advice)


def _hold(state: State, now: datetime, rung: RungTime, stop: datetime) -> Decision:
    ends = state.hold_ends or now
    if state.held_by:
        why = sentence("%(name)s is sorting this out. Nobody else is asked meanwhile.", name=state.held_by)
        told = sentence("%(name)s is sorting this out for you now.", name=state.held_by)
    else:
        why = sentence("A colleague is sorting this out. Nobody else is asked meanwhile.")
        told = sentence("One of us is sorting this out for you now.")
    return Decision(What.HOLD, rung.level, _soonest(now, ends, stop), why, told)


def _wait_for_morning(state: State, now: datetime, rung: RungTime, until: datetime) -> Decision:
    why = sentence("Neighbours are not asked at this hour. The next few are asked when the quiet hours end.")
    told = sentence("It is too late to ask neighbours now. We start again when people are up.")
    return Decision(What.WAIT, rung.level, _soonest(now, until), why, told, advice=state.plan.advice)


def _soonest(now: datetime, *moments: datetime) -> datetime:
    """The first of these that is still to come: a decision never asks to be looked at in the past."""
    return min((moment for moment in moments if moment > now), default=now + RING_AGAIN)


def _told(state: State, level: Level) -> Sentence:
    if state.facts.further_away:
        return sentence("Somebody from further away is being asked, as you wished.")
    return _TOLD[level]


_TOLD = {
    Level.STREET: sentence("Neighbours close to you are being asked."),
    Level.COMMUNITY: sentence("Neighbours in your community are being asked."),
    Level.NEARBY: sentence("Neighbours in the communities next to yours are being asked."),
    Level.DISTRICT: sentence("People from the whole district are being asked."),
    Level.PARTNER: sentence("Shops, groups and services that help here are being asked."),
    Level.PERSON: sentence("Nobody has been able to take this yet, so a person is ringing round for you."),
}
