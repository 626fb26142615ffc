"""The clock of searches: asks without a ladder get one, and every due step is taken, a few asks in one transaction."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from kith.asks import actions as asks
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import actions, lifecycle
from kith.dispatch.models import Offer, PartnerCard, RegularHelp, Search, Visit
from kith.dispatch.permissions import waits
from kith.dispatch.pool import Pool
from kith.dispatch.queries.unsent import asked_in_vain
from kith.dispatch.visits import REMIND_BEFORE
from kith.governance.queries import to_carry_out
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.people.queries import is_away

SWEEP = Actor.system("the clock of searches")
LOOKS_AFTER = Actor.system("the clock of visits")
COMES_REGULARLY = Actor.system("the clock of regular help")
WITHDRAWALS = Actor.system("the clock of permissions")
MOST_IN_ONE_SWEEP = 5_000
# Few enough that an answer to one of them waits for a moment only.
AT_ONCE = 25
log = logging.getLogger(__name__)


def sweep(now: datetime, pool: Pool | None = None) -> int:
    """Begin what has not begun, take every due step, and end the offers of asks that are over.

    Answers how many steps were taken. Any number of workers may sweep at once: a locked search is passed over.
    ``pool`` is for whoever tells many moments in a row and knows that no volunteer has changed meanwhile.
    """
    _begin(now)
    for ask in _ended_with_live_offers():
        actions.close_after_ending(ask=ask, by=SWEEP, now=now)
    for offer in asked_in_vain()[:MOST_IN_ONE_SWEEP]:
        actions.not_reached(offer=offer, by=SWEEP, now=now)
    due = list(
        Search.objects.filter(look_again_at__lte=now)
        .order_by("look_again_at", "id")
        .values_list("id", flat=True)[:MOST_IN_ONE_SWEEP]
    )
    if not due:
        return 0
    pool = pool.later(now) if pool is not None else Pool(now)
    return sum(_several(due[start : start + AT_ONCE], pool, now) for start in range(0, len(due), AT_ONCE))


def visits(now: datetime) -> int:
    """Look after everybody who is in somebody's home: remind, ask a buddy, ring duty. Answers how many were told of.

    Each is an act of its own, so that one that fails keeps nobody else waiting; a locked one is somebody's already.
    """
    soon = Visit.objects.exclude(state__in=(lifecycle.OUT, lifecycle.DUTY_TOLD)).filter(due_at__lte=now + REMIND_BEFORE)
    told = 0
    for visit in soon.order_by("due_at", "id")[:MOST_IN_ONE_SWEEP]:
        try:
            told += actions.look_after(visit=visit, by=LOOKS_AFTER, now=now) is not None
        except Exception:
            log.exception("could not look after the visit %s", visit.pk)
    return told


def regular(now: datetime) -> int:
    """Open the next time of all regular help whose last time has ended. Answers how many."""
    over = RegularHelp.objects.filter(ended_at__isnull=True, ask__state__in=ask_states.ENDED)
    done = 0
    for one in over.order_by("started_at", "id")[:MOST_IN_ONE_SWEEP]:
        try:
            done += actions.carry_on(regular=one, by=COMES_REGULARLY, now=now) is not None
        except Exception:
            log.exception("could not open the next time of %s", one.pk)
    return done


def withdrawals(now: datetime) -> int:
    """Do what follows from every no, and every yes that ran out, of which nothing has followed yet.

    Answers how many. It is done at once where somebody says it on a page; this finds what came in another way.
    """
    done = 0
    for say in to_carry_out(now).filter(withdrawal=None)[:MOST_IN_ONE_SWEEP]:
        try:
            actions.carry_out(say=say, by=WITHDRAWALS, now=now)
            done += 1
        except Exception:
            # Nobody else waits for it, and it is tried again the next time.
            log.exception("what follows from a say of %s could not be done", say.person_id)
    return done


def _begin(now: datetime) -> None:
    waiting = _without_a_ladder()
    for start in range(0, len(waiting), AT_ONCE):
        few = waiting[start : start + AT_ONCE]
        try:
            with whole(many=True):
                for ask in few:
                    _begin_or_look_first(ask, now, first=_never_sought(ask))
        except Exception:
            log.info("these begin one by one", exc_info=True)
            for ask in few:
                _begin_one(ask, now)


def _begin_one(ask: Ask, now: datetime) -> None:
    try:
        _begin_or_look_first(ask, now)
    except Exception:
        # Nobody else waits for it; it is still among those that have not begun, and its promise watches over it.
        log.exception("could not begin to look for somebody for %s", ask.reference)


def _begin_or_look_first(ask: Ask, now: datetime, *, first: bool = False) -> None:
    """Nobody is sent to the door of somebody who, we were told, has died, has moved or is in hospital."""
    if is_away(ask.person):
        asks.look_first(ask=ask, by=SWEEP, now=now)
    elif waits(ask, now):
        actions.wait_for_the_person(ask=ask, by=SWEEP, now=now)
    else:
        actions.begin(ask=ask, by=SWEEP, now=now, first=first)


def _never_sought(ask: Ask) -> bool:
    return getattr(ask, "search", None) is None


def _several(search_ids: list[UUID], pool: Pool, now: datetime) -> int:
    """The steps of a few searches in one transaction; one by one, where anything is wrong with any of them."""
    before = dict(pool.candidates)
    try:
        with whole(many=True):
            return actions.look_at_many(searches=list(_locked(search_ids, now)), pool=pool, by=SWEEP, now=now)
    except Exception:
        log.info("these steps are taken one by one", exc_info=True)
        pool.candidates = before
    return sum(_one(search_id, pool, now) for search_id in search_ids)


def _locked(search_ids: list[UUID], now: datetime) -> QuerySet[Search]:
    """The ask is locked with its search: a yes that is being given now is passed over, never waited for."""
    rows = Search.objects.select_for_update(skip_locked=True, no_key=True, of=("self", "ask"))
    rows = rows.select_related(
        "ask__promise__holder__team", "ask__person", "ask__place", "ask__taken_by__person", "ask__taken_by_team"
    )
    return rows.filter(id__in=search_ids, look_again_at__lte=now).order_by("look_again_at", "id")


def _one(search_id: UUID, pool: Pool, now: datetime) -> int:
    try:
        with transaction.atomic():
            search = _locked([search_id], now).first()
            if search is None:
                return 0
            actions.look(search=search, pool=pool, by=SWEEP, now=now)
    except Exception as problem:
        log.exception("a step of the search %s failed", search_id)
        actions.put_off(search=Search.objects.get(id=search_id), why=repr(problem), by=SWEEP, now=now)
    return 1


def _without_a_ladder() -> list[Ask]:
    """New asks, and those opened again. What is still to be checked waits for the colleague who has it."""
    new, again = Q(state=ask_states.NEW, to_check=[]), Q(state=ask_states.ASKING)
    ids = list(
        Ask.objects.filter(new | again, search__look_again_at__isnull=True)
        .order_by("created_at", "id")
        .values_list("id")[:MOST_IN_ONE_SWEEP]
    )
    if not ids:
        return []
    found = Ask.objects.filter(id__in=[key for (key,) in ids])
    found = found.select_related("promise__holder__team", "promise__team", "person", "place", "search")
    return list(found.prefetch_related("person__routes").order_by("created_at", "id"))


def _ended_with_live_offers() -> list[Ask]:
    """Ended, and a neighbour or a partner still thinks that it is wanted, or that they have it."""
    offered = Offer.objects.filter(state__in=lifecycle.LIVE)
    carded = PartnerCard.objects.filter(state__in=lifecycle.PARTNER_LIVE)
    ids: set[UUID] = set()
    for live in (offered, carded):
        ended = live.filter(ask__state__in=ask_states.ENDED).order_by("ask_id")
        ids.update(ended.values_list("ask_id", flat=True).distinct()[:500])
    return list(Ask.objects.filter(id__in=ids).order_by("created_at", "id")) if ids else []
