"""Is anybody missed? The one set of questions that the page, the command and the demo all ask. It only reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from kith.asks import lifecycle
from kith.asks.models import Ask
from kith.asks.who_reviews import held_by_nobody_who_may
from kith.governance.models import EmergencyUse
from kith.outbox import lifecycle as messages
from kith.outbox.models import Message
from kith.promises import queries as promises
from kith.promises.models import Promise, Telling

UNSENT = timedelta(minutes=15)


@dataclass(frozen=True)
class Counts:
    """How many there are of each; every one but ``open`` should be 0."""

    open: int
    without_holder: int
    without_next_contact: int
    overdue_not_escalated: int
    holder_not_live: int
    unsent_older_than_15_min: int
    not_told: int
    moved_without_telling: int
    nobody_may_review: int

    @property
    def missed(self) -> int:
        """How many times somebody is missed, in any of these ways."""
        return sum(value for name, value in asdict(self).items() if name != "open")


def counts(now: datetime) -> Counts:
    """Ask every question of the whole instance at ``now``."""
    return Counts(
        open=promises.open_promises().count(),
        without_holder=promises.without_holder().count(),
        without_next_contact=promises.without_next_contact().count(),
        overdue_not_escalated=promises.overdue_not_stepped_up(now).count(),
        holder_not_live=promises.holder_not_live(now).count(),
        unsent_older_than_15_min=unsent(now).count(),
        not_told=not_told().count(),
        moved_without_telling=promises.moved_without_telling(now).count(),
        nobody_may_review=nobody_may_review(now).count(),
    )


def names(now: datetime) -> dict[str, list[str]]:
    """Who is missed, by question, so that somebody can go to them: references and labels, never more."""
    return {
        "without_holder": _labels(promises.without_holder()),
        "without_next_contact": _labels(promises.without_next_contact()),
        "overdue_not_escalated": _labels(promises.overdue_not_stepped_up(now)),
        "holder_not_live": _labels(promises.holder_not_live(now)),
        "unsent_older_than_15_min": [f"{one.about_label or one.kind}: {one.why}" for one in unsent(now)],
        "not_told": [ask.reference for ask in not_told()],
        "moved_without_telling": [move.promise.label for move in promises.moved_without_telling(now)],
        "nobody_may_review": [f"{use.user.name}, {use.controller.name}" for use in nobody_may_review(now)],
    }


def unsent(now: datetime) -> QuerySet[Message]:
    """Messages that should have left more than a quarter of an hour ago; one that is tried again and again is one."""
    waiting = Message.objects.filter(state__in=[messages.WAITING, messages.HELD])
    # Each try moves the moment of the next, so that a server that is down would otherwise never be noticed here.
    tried = Q(state=messages.WAITING, attempts__gt=0, created_at__lt=now - UNSENT)
    return waiting.filter(Q(not_before__lt=now - UNSENT) | tried)


def nobody_may_review(now: datetime) -> QuerySet[EmergencyUse]:
    """Emergency uses whose review nobody who may do it has had for longer than it takes to find somebody."""
    return held_by_nobody_who_may(now).filter(at__lt=now - promises.GRACE)


def not_told() -> QuerySet[Ask]:
    """Open asks whose person has been told nothing by anybody, and nobody has promised to tell them."""
    news = Telling.objects.filter(of__about_id=OuterRef("pk"))
    heard = news.filter(told_at__isnull=False)
    owed = news.filter(told_at__isnull=True, replaced_at__isnull=True, promise__state="open")
    asks = Ask.objects.exclude(state__in=(lifecycle.SPEAK_FIRST, *lifecycle.ENDED))
    return asks.filter(~Exists(heard), ~Exists(owed))


def told() -> QuerySet[Ask]:
    """Asks whose person has acknowledged a message, or was told by somebody."""
    return Ask.objects.filter(Exists(Telling.objects.filter(of__about_id=OuterRef("pk"), told_at__isnull=False)))


def _labels(found: QuerySet[Promise]) -> list[str]:
    return [promise.label for promise in found]
