"""Every byte that is sent or shown before somebody said yes: does one say who it is for, or where they live?

Each ask has a mark of its own in every field that would, and all that leaves is looked through for any of them: each
message as a provider is given it, each webhook, each page of each offer and card, what programs are answered, what
anybody can fetch, and the log. Each ask lives for an evening and ends, and some are given to one of those who were
asked, so that what the others read then is looked at as well.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from unittest import mock

from django.db import connection
from django.test.utils import override_settings

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import searching
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer, PartnerCard
from kith.kit.actor import Actor
from kith.kit.progress import Advance
from kith.outbox import actions as outbox
from kith.outbox.channels import everything_to
from kith.outbox.models import Message
from kith.outbox.problems import CannotBeSent, TryAgain
from kith.promises.jobs import sweep as look_after
from kith.promises.queries import open_telling
from kith.proof.drill.disclosure_asked import BY, Ground, ask_all
from kith.proof.drill.disclosure_eyes import Eyes, Shown
from kith.proof.drill.disclosure_seen import FEEDS_EACH, Readers
from kith.proof.drill.stopped import Stands, the_clock

TOGETHER = 25
NEIGHBOURS = 60
# A neighbour is asked a few times a week at most, so that the evenings are days apart: each ask finds somebody to ask.
# Late, as on the first of them, nearly all of those are partners.
NEXT, HOURS = timedelta(days=2), (9, 0, 13, 4)
# When the ladder takes its steps, counted from when they asked; at the last all pages are opened. On one evening in so
# many it is climbed to its top, past the partners.
STEPS = tuple(timedelta(minutes=minutes) for minutes in (0, 20, 40))
TO_THE_TOP, TOP_EACH = (*STEPS, timedelta(minutes=120), timedelta(minutes=240)), 4
OVER = timedelta(hours=5)
# One in so many finds somebody, and one in so many messages does not arrive at first, or never.
YES_EACH, LATER_EACH, NEVER_EACH = 5, 53, 97


def run(*, count: int, now: datetime, tick: Advance, part: tuple[int, int] = (0, 1)) -> Shown:
    """So many asks, or one part of them, in the database we are on."""
    which, of = part
    mine = range(count * which // of, count * (which + 1) // of)
    ground, eyes = Ground.lay_out(now, NEIGHBOURS), Eyes()
    readers = Readers(ground, eyes)
    _without_waiting_for_the_disk()
    by_post = override_settings(NOTIFY_KEY="the drill", NOTIFY_TEMPLATES={"letter": "the drill"})
    with everything_to(_Ways(eyes).left), _watching_the_log(eyes), by_post, the_clock(now) as clock:
        for batch, start in enumerate(range(mine.start, mine.stop, TOGETHER)):
            some = range(start, min(start + TOGETHER, mine.stop))
            at = now + (batch + 1) * NEXT + timedelta(hours=HOURS[batch % len(HOURS)])
            _one_evening(some, readers, at, clock, TO_THE_TOP if batch % TOP_EACH == 0 else STEPS)
            if batch % FEEDS_EACH == 0:
                readers.feeds()
            tick(len(some))
    return eyes.found


def _one_evening(some: range, readers: Readers, at: datetime, clock: Stands, steps: tuple[timedelta, ...]) -> None:
    """What is asked together, until it is over."""
    eyes, opened = readers.eyes, at + steps[-1]
    clock.at(at)
    made = ask_all(some, readers.ground, eyes, at)
    for step in steps:
        clock.at(at + step)
        with _something_goes_wrong() if step == steps[1] and some.start == 0 else nullcontext():
            _everything_leaves(at + step)
    _post_letters(made, opened)
    readers.open_all(made, opened)
    readers.texts(made, opened)
    _some_say_yes(made, eyes, opened)
    _everything_leaves(opened)
    clock.at(at + OVER)
    _end(made, at + OVER)
    look_after(at + OVER)
    _everything_leaves(at + OVER)
    readers.open_again(made)
    eyes.found.asks += len(made)
    asked = set(Offer.objects.filter(ask__in=made).values_list("ask_id", flat=True))
    eyes.found.offered += len(asked | set(PartnerCard.objects.filter(ask__in=made).values_list("ask_id", flat=True)))


def _everything_leaves(now: datetime) -> None:
    sweep(now)
    outbox.send_due(now=now, by=BY)


def _without_waiting_for_the_disk() -> None:
    """The database is thrown away: what a cut of the power would lose of it is of no matter."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")


class _Ways:
    """Looks at whatever would leave. As with any provider, now and then something does not arrive."""

    def __init__(self, eyes: Eyes) -> None:
        self.eyes, self._count = eyes, 0

    def left(self, message: Message) -> None:
        """A message that left, or did not."""
        self.eyes.left(message)
        self._count += 1
        if self._count % NEVER_EACH == 0:
            raise CannotBeSent("There is no such number.")
        if self._count % LATER_EACH == 0:
            raise TryAgain("Nobody answered there.")


@contextmanager
def _watching_the_log(eyes: Eyes) -> Iterator[None]:
    """Every line of every logger, the talkative ones too, with the traces of what went wrong. Nothing is printed."""
    root, ours = logging.getLogger(), logging.getLogger("kith")
    before = root.handlers, root.level, ours.level
    root.handlers = [eyes]
    root.setLevel(logging.DEBUG)
    ours.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.handlers = before[0]
        root.setLevel(before[1])
        ours.setLevel(before[2])


def _something_goes_wrong() -> AbstractContextManager[object]:
    """No ladder can be read: each step fails, and the log says so with its trace."""
    return mock.patch.object(searching, "step", side_effect=LookupError("this ladder cannot be read"))


def _post_letters(made: list[Ask], now: datetime) -> None:
    """Whoever cannot be written to has their news by post."""
    for ask in Ask.objects.filter(id__in=[one.id for one in made], person__routes__isnull=True).order_by("id"):
        telling = open_telling(ask.promise)
        if telling is not None:
            asks.post_letter(telling=telling, ask=ask, by=BY, now=now)


def _some_say_yes(made: list[Ask], eyes: Eyes, now: datetime) -> None:
    open_ones = Offer.objects.filter(ask__in=made, state__in=("offered", "silent")).select_related("volunteer__person")
    first = list(open_ones.order_by("ask_id", "id").distinct("ask_id"))
    for offer in first[: -(-len(made) // YES_EACH)]:
        # Said before it is done: what they are written at once may say whose door it is.
        eyes.said_yes.add((offer.ask_id, offer.volunteer.person_id))
        dispatch.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=now)
        eyes.found.accepted += 1


def _end(made: list[Ask], now: datetime) -> None:
    for ask in made:
        asks.no_longer_wanted(ask=ask, by=BY, now=now)
