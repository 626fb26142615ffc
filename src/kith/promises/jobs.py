"""The watchdog: every date that has passed is told to the next place up. It reads the promises themselves."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from kith.accounts.models import Membership
from kith.governance import actions as governance
from kith.governance import lifecycle as agreed
from kith.governance.models import Agreement
from kith.kit.actor import Actor
from kith.outbox import lifecycle as messages
from kith.outbox.models import ASKS_A_GROUP, ASKS_A_VOLUNTEER, Audience, Message
from kith.promises import actions, lifecycle
from kith.promises.models import HandOver, Kind, Promise
from kith.promises.queries import (
    due_for_step_up,
    held_by_somebody_apart,
    held_by_somebody_away,
    held_elsewhere,
)
from kith.promises.words_in_time import due_of

log = logging.getLogger(__name__)
WATCHDOG = Actor.system("the watchdog")
TELL_AGAIN_AFTER = timedelta(minutes=30)
# Whether something was right, and telling of it, wakes no duty phone twice in one night; nor does an entry.
TOLD_ONCE_A_DAY = (Kind.REVIEW, Kind.EMERGENCY, Kind.ENTRY)
ONCE_A_DAY = timedelta(days=1)
# The time of an ask belongs to the sweep of asks, which also tells the person that we are late.
NOT_OURS = (Kind.ASK,)


def sweep(now: datetime) -> int:
    """Whatever the clock asks of promises. Answers how many it dealt with.

    Days that are over and holders who are away come first, so that what is late is told of somebody who is there.
    """
    moved = _over_by_their_day(now) + _away(now) + _unanswered(now)
    return moved + _late(now) + _could_not_be_sent(now) + _kept_back(now) + _held_by_somebody_apart(now)


def _late(now: datetime) -> int:
    """Every date that has passed is told upwards. One that cannot be stays due, and the others are told."""
    done = 0
    often = due_for_step_up(now, TELL_AGAIN_AFTER).exclude(kind__in=(*NOT_OURS, *TOLD_ONCE_A_DAY))[:500]
    daily = due_for_step_up(now, ONCE_A_DAY).filter(kind__in=TOLD_ONCE_A_DAY)[:500]
    for promise in (*often, *daily):
        with _others_go_on(f"the promise {promise.id} is late"):
            actions.step_up(promise=promise, by=WATCHDOG, now=now)
            done += 1
    return done


def _could_not_be_sent(now: datetime) -> int:
    """Every message that could not be sent becomes a promise."""
    done = 0
    for message in dead_letters()[:200]:
        with _others_go_on(f"the message {message.id} could not be sent"):
            actions.open_for_dead_letter(message=message, by=WATCHDOG, now=now)
            done += 1
    return done


def _kept_back(now: datetime) -> int:
    """Every message kept back as unsafe becomes a promise to find a safe way, once for a person and a matter."""
    done = 0
    for message in _one_of_each(Message.objects.filter(find_a_way=True).order_by("created_at")[:1000]):
        with _others_go_on(f"the message {message.id} was kept back"):
            actions.find_a_safe_way(message=message, by=WATCHDOG, now=now)
            done += 1
    return done


def _one_of_each(messages: Iterable[Message]) -> list[Message]:
    """The first about each person and matter."""
    found: dict[tuple[object, ...], Message] = {}
    for one in messages:
        found.setdefault((one.person_id, one.about_person_id, one.about_id, one.audience), one)
    return list(found.values())


def _held_by_somebody_apart(now: datetime) -> int:
    """Nobody keeps a promise about somebody they must not know of, however it came to them."""
    done = 0
    for promise in held_by_somebody_apart()[:200]:
        with _others_go_on(f"the promise {promise.id} is with somebody who must not know"):
            done += actions.keep_from_holder(promise=promise, by=WATCHDOG, now=now) is not None
    return done


def _over_by_their_day(now: datetime) -> int:
    """End every part in a team whose day has come, once what it held has somebody else."""
    over = Membership.objects.live().filter(ends_at__lte=now)
    done = 0
    for one in over.select_related("user", "team__place", "team__organisation").order_by("ends_at", "id"):
        with _others_go_on(f"the day of {one} is over"):
            done += actions.end_by_its_day(membership=one, by=WATCHDOG, now=now)
    return done


def _away(now: datetime) -> int:
    """What falls due while its holder is away goes to whoever is on duty."""
    ids = set(held_by_somebody_away(now).values_list("holder_id", flat=True))
    done = 0
    for one in Membership.objects.filter(id__in=ids).select_related("user", "team__place", "team__organisation"):
        with _others_go_on(f"{one} is away"):
            done += len(actions.cover(membership=one, by=WATCHDOG, now=now))
    return done


def _unanswered(now: datetime) -> int:
    """The next colleague is asked where nobody answered in time."""
    waiting = HandOver.objects.filter(state=lifecycle.OFFERED, answer_by__lte=now).order_by("answer_by", "id")
    done = 0
    for one in waiting[:200]:
        with _others_go_on(f"nobody answered {one.id}"):
            actions.pass_on(hand_over=one, by=WATCHDOG, now=now)
            done += 1
    return done


def agreements(now: datetime) -> int:
    """Whatever the clock asks of sharing agreements: begin, end, give word in time, and bring home what ran off.

    What is to come home does so before an agreement is over, so that no help is cut. Answers how much it did.
    """
    done = _turned(now) + _words(now)
    elsewhere = held_elsewhere(now)
    with _others_go_on("the daily word of what runs off"):
        done += actions.daily_word(promises=[one for one, goes_on in elsewhere if goes_on], by=WATCHDOG, now=now)
    for promise in (one for one, goes_on in elsewhere if not goes_on):
        with _others_go_on(f"the promise {promise.id} comes home"):
            done += actions.bring_home(promise=promise, by=WATCHDOG, now=now)
    over = Agreement.objects.filter(state=agreed.RUN_OFF, runs_off_until__lte=now)
    for agreement in over.order_by("id"):
        with _others_go_on(f"the agreement {agreement.id} is over"):
            governance.close(agreement=agreement, by=WATCHDOG, now=now)
            done += 1
    return done


def _turned(now: datetime) -> int:
    """Agreements whose first or last day has come."""
    done = 0
    for state, day, turn in (
        (agreed.SIGNED, "starts_at", governance.begin),
        (agreed.LIVE, "expires_at", governance.expire),
    ):
        for agreement in Agreement.objects.filter(state=state, **{f"{day}__lte": now}).order_by("id"):
            with _others_go_on(f"the day of the agreement {agreement.id}"):
                turn(agreement=agreement, by=WATCHDOG, now=now)
                done += 1
    return done


def _words(now: datetime) -> int:
    """A word in time about each agreement in force; none where the next one has been signed. What is done is kept."""
    done = 0
    for agreement in Agreement.objects.filter(state__in=agreed.CROSSES).order_by("id"):
        with _others_go_on(f"a word about the agreement {agreement.id}"):
            done += _no_words_any_more(agreement, now)
            if agreement.state == agreed.LIVE and not _is_followed(agreement):
                due = due_of(agreement, now)
                done += actions.give_word(agreement=agreement, due=due, by=WATCHDOG, now=now) if due else 0
    return done


def _no_words_any_more(agreement: Agreement, now: datetime) -> int:
    if agreement.state != agreed.LIVE:
        return actions.need_no_word(agreement=agreement, why=str(_("It is over.")), by=WATCHDOG, now=now)
    if _is_followed(agreement):
        why = str(_("The next one has been signed."))
        return actions.need_no_word(agreement=agreement, why=why, by=WATCHDOG, now=now)
    if agreement.review_by > now:
        why = str(_("It was looked at again."))
        return actions.need_no_word(agreement=agreement, why=why, by=WATCHDOG, now=now, review_only=True)
    return 0


def _is_followed(agreement: Agreement) -> bool:
    """Whether the next one has been signed by everybody."""
    return agreement.followed_by.filter(state__in=(agreed.SIGNED, agreed.LIVE)).exists()


@contextmanager
def _others_go_on(what: str) -> Iterator[None]:
    """One bad row must not keep the others waiting; the watchdog and the proof still name it."""
    try:
        yield
    except Exception:
        log.exception("could not carry on: %s", what)


def ring(now: datetime) -> int:
    """Ring the duty phones whose time has come. Answers how many rang."""
    return actions.ring_due(now=now, by=WATCHDOG)


def dead_letters() -> list[Message]:
    """Messages to people that could not be sent and have no promise yet, and are more than a question."""
    promised = Promise.objects.filter(kind=Kind.MESSAGE, about_id=OuterRef("pk"))
    dead = Message.objects.filter(state=messages.DEAD).exclude(
        audience__in=[Audience.STAFF, Audience.PROGRAM, Audience.RAISER]
    )
    dead = dead.exclude(kind__in=(ASKS_A_VOLUNTEER, ASKS_A_GROUP))
    return list(dead.filter(~Exists(promised)).order_by("created_at"))
