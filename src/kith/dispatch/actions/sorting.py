"""What a colleague does by hand: key a yes, hold it, ask further away, take it in hand, write down a decision."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch.actions.answering import accept, lock_ask, still_wanted
from kith.dispatch.actions.offering import offer_to
from kith.dispatch.actions.searching import begin
from kith.dispatch.models import Offer, Search
from kith.dispatch.permissions import check_can_take, check_may_cross
from kith.dispatch.plans import plan_of
from kith.dispatch.pool import Pool
from kith.dispatch.rungs import HEIGHT
from kith.dispatch.step import hold_until
from kith.kit.actor import Actor
from kith.kit.geometry import km
from kith.kit.whole import put, whole
from kith.matching import Level
from kith.places.models import Place
from kith.promises import actions as promises
from kith.promises.models import Kind, Promise
from kith.trail import actions as trail
from kith.trail.verbs import Verb
from kith.volunteers.models import Volunteer


def said_yes(
    *,
    ask: Ask,
    volunteer: Volunteer,
    by: Actor,
    now: datetime,
    coming: tuple[datetime, datetime] | None = None,
) -> Ask:
    """A volunteer said yes at the door or on the phone, and a colleague keys it.

    The same checks and the same compare-and-swap as the link. The trail says who keyed it. Refuses like ``accept``.
    """
    # Before anything is written: an offer to somebody they must not meet would itself tell them of the ask.
    check_can_take(ask, volunteer, now)
    check_may_cross(ask, volunteer, now)
    with whole():
        lock_ask(ask.pk)
        offer = Offer.objects.filter(ask=ask, volunteer=volunteer).first()
        if offer is None:
            away = None
            if ask.lat is not None and ask.lon is not None:
                away = km(ask.lat, ask.lon, volunteer.lat, volunteer.lon)
            search = Search.objects.filter(ask=ask).first() or begin(ask=ask, by=by, now=now)
            offer = offer_to(
                ask=ask,
                volunteer=volunteer,
                level=Level(search.level or search.from_level),
                why=str(_("Said yes to %(who)s.")) % {"who": by.label},
                km=away,
                pool=Pool(now),
                need_by=search.need_by,
                by=by,
                now=now,
                quietly=True,
            )
    answered_by = Actor.volunteer(volunteer).keyed_through(by.label)
    return accept(offer=offer, by=answered_by, now=now, how="keyed", coming=coming)


def hold_for_me(*, ask: Ask, by: Actor, now: datetime, minutes: int = 30) -> Search:
    """Ask nobody else for at most half an hour: a colleague is sorting it. Ends by the clock. Records it.

    The promise's own clock goes on, and so does the time at which a person is rung. Refuses (``WrongMove``) what
    somebody has by now, or has ended.
    """
    with whole():
        search = _search_on(ask, by, now)
        until = hold_until(now, minutes)
        rings = (search.look_again_at or now) if search.level == Level.PERSON else plan_of(search).last_call.starts
        search.held_at, search.held_until, search.held_by_label = now, until, by.label
        search.look_again_at = min(until, max(now, rings))
        put(search, "held_at", "held_until", "held_by_label", "look_again_at")
        said = str(_("%(who)s is sorting this, and asks nobody else for half an hour.")) % {"who": by.label}
        asks.happened(ask=ask, verb=Verb.ASK_HELD, staff=said, by=by, now=now)
    return search


def let_go_of_hold(*, ask: Ask, by: Actor, now: datetime) -> Search:
    """End a hold early: the next few are asked again by the clock. Records it. Refuses like ``hold_for_me``."""
    with whole():
        search = _search_on(ask, by, now)
        search.held_at = search.held_until = None
        search.held_by_label, search.look_again_at = "", now
        put(search, "held_at", "held_until", "held_by_label", "look_again_at")
        asks.happened(ask=ask, verb=Verb.ASK_HOLD_ENDED, staff=str(_("The hold was ended.")), by=by, now=now)
    return search


def ask_further_away(*, ask: Ask, by: Actor, now: datetime) -> Search:
    """Ask the next place before the clock does. Records it. On the last rung a person is rung.

    Refuses like ``hold_for_me``.
    """
    with whole():
        search = _search_on(ask, by, now)
        rungs = plan_of(search).rungs
        here = Level(search.level or rungs[0].level.value)
        above = next((rung.level for rung in rungs if HEIGHT[rung.level] > HEIGHT[here]), Level.PERSON)
        search.from_level, search.level, search.look_again_at = above.value, "", now
        search.held_at = search.held_until = None
        put(search, "from_level", "level", "look_again_at", "held_at", "held_until")
        said = str(_("%(who)s asks further away.")) % {"who": by.label}
        asks.happened(ask=ask, verb=Verb.ASK_STEPPED_UP, staff=said, by=by, now=now)
    return search


def have_this(*, ask: Ask, membership: Membership, by: Actor, now: datetime) -> None:
    """A colleague says "I have this": the promise is theirs and the phone stops ringing. Records it."""
    with whole():
        search = _search(ask, by, now)
        search.in_hand_at, search.in_hand_by_label = now, by.label
        put(search, "in_hand_at", "in_hand_by_label")
        if ask.promise.holder_id != membership.id:
            reason = str(_("%(who)s said: I have this.")) % {"who": by.label}
            promises.hand_over(promise=ask.promise, to=membership, reason=reason, by=by, now=now)
        said = str(_("%(who)s has this in hand and is ringing round.")) % {"who": by.label}
        promises.stop_ringing(promise=ask.promise, by=by, now=now)
        asks.happened(ask=ask, verb=Verb.PROMISE_HANDED_ON, staff=said, person=said, by=by, now=now)
        promises.explain(promise=ask.promise, explanation=said, by=by, now=now)


def decide(*, place: Place, words: str, holder: Membership, due: datetime, by: Actor, now: datetime) -> Promise:
    """Write down a decision of the morning, who has it and by when: a promise like any other. Records it.

    Refuses empty words (``NeedsReason``).
    """
    if not words.strip():
        raise promises.NeedsReason(_("Write what was decided."))
    with whole():
        four = promises.Four(words[:600], holder, due, str(_("Bring it up at the next meeting.")))
        promise = promises.make(kind=Kind.DECISION, four=four, place=place, label=words[:300], by=by, now=now)
        trail.record(
            verb=Verb.DECISION_MADE,
            by=by,
            now=now,
            subject=("promise", promise.id, words[:200]),
            place=(place.id, place.name),
            controller=promise.controller_id,
        )
    return promise


def _search_on(ask: Ask, by: Actor, now: datetime) -> Search:
    still_wanted(ask)
    return _search(ask, by, now)


def _search(ask: Ask, by: Actor, now: datetime) -> Search:
    lock_ask(ask.pk)
    search = Search.objects.select_for_update(no_key=True).filter(ask=ask).first()
    return search or begin(ask=ask, by=by, now=now)
