"""Is anybody missed, as far as one reader may know? The same questions as ``asks.missed``, through what they may see.

Somebody who may only count gets numbers, and small ones only as "fewer than 5".
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Case, DateTimeField, F, Max, QuerySet, Value, When

from kith.access import policy
from kith.access.acting import serving
from kith.access.rules import COUNT, VIEW
from kith.accounts.roles import Permission
from kith.asks import lifecycle as states
from kith.asks import missed
from kith.asks.codes import slug_of
from kith.asks.models import Ask, Lane
from kith.kit.actor import Actor
from kith.places.models import Place
from kith.promises import queries as promises
from kith.promises.models import Kind, Promise, Telling

FEWEST_SHOWN = 5
MOST_NAMED = 50
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Missed:
    """Somebody to go to: what it is about, who has it, and its page."""

    name: str
    label: str
    who: str
    since: datetime | None
    slug: str
    # What is owed about an entry of the directory, by its promise.
    owed: UUID | None = None


@dataclass
class Question:
    """One question, how many it found, and their names for those who may see them."""

    key: str
    count: int = 0
    people: list[Missed] = field(default_factory=list)


@dataclass(frozen=True)
class Wait:
    """How long people of one lane or place waited for a yes this week: the middle, in minutes. None where too few."""

    lane: str
    count: int
    minutes: int | None


@dataclass
class Overview:
    """The whole page."""

    open: int
    names: bool
    questions: list[Question]
    silences: list[Missed]
    waits: list[Wait]
    by_place: list[Wait]

    @property
    def missed(self) -> int:
        """How many are missed in any way."""
        return sum(one.count for one in self.questions if one.key != "moved")


def overview(actor: Actor, now: datetime) -> Overview:
    """Ask everything once. Who may see numbers alone has them counted for them, as no row is there for them."""
    names = policy.holds(actor, Permission.SEE_ASK)
    with nullcontext() if names else serving("counting who is missed"):
        return _overview(actor, names, now)


def _overview(actor: Actor, names: bool, now: datetime) -> Overview:
    action = VIEW if names else COUNT
    asks = Ask.objects.visible_to(actor, action)
    overdue = promises.overdue_not_stepped_up(now)
    unsent, unreviewed = _past_the_wall(now)
    questions = [
        _promises("nobody", promises.without_holder() | promises.holder_not_live(), actor, action, names),
        _promises("no_date", promises.without_next_contact() | overdue, actor, action, names),
        _tellings(actor, action, now, names),
        _unsent(unsent, actor, action, names),
        _moved_in_silence(actor, action, now, names),
        _promises("moved", promises.moved_more_than_once(), actor, action, names),
        _promises("review", Promise.objects.filter(pk__in=unreviewed), actor, action, names),
    ]
    waits, by_place = _waits(asks, now)
    return Overview(
        open=asks.exclude(state__in=states.ENDED).count(),
        names=names,
        questions=questions,
        silences=_silences(actor) if names else [],
        waits=waits,
        by_place=by_place,
    )


def _promises(key: str, found: QuerySet[Promise], actor: Actor, action: str, names: bool) -> Question:
    mine = found.visible_to(actor, action).distinct()  # type: ignore[attr-defined]
    rows = list(mine.select_related("holder__user")[:MOST_NAMED]) if names else []
    count = len(rows) if names and len(rows) < MOST_NAMED else mine.count()
    return Question(key, count, [_of_promise(one) for one in rows])


def _of_promise(promise: Promise) -> Missed:
    holder = promise.holder.user.name if promise.holder is not None else ""
    of_entry = promise.kind == Kind.ENTRY
    slug = (
        slug_of(promise.reference)
        if promise.kind in (Kind.ASK, Kind.TELL, Kind.CLOSE, Kind.PERMISSION) and promise.reference
        else ""
    )
    return Missed("", promise.label, holder, promise.next_contact_by, slug, promise.pk if of_entry else None)


def _tellings(actor: Actor, action: str, now: datetime, names: bool) -> Question:
    """News that should have been heard by now, and asks of which nobody was told and nobody has promised to tell."""
    late = promises.untold(now).filter(hear_by__lt=now).visible_to(actor, action)  # type: ignore[attr-defined]
    never = missed.not_told().visible_to(actor, action)  # type: ignore[attr-defined]
    if not names:
        return Question("not_told", late.count() + never.count())
    people = [_of_telling(one) for one in late.select_related("person", "of", "promise__holder__user")[:MOST_NAMED]]
    people += [
        Missed(one.person.first_name, one.reference, "", one.created_at, slug_of(one.reference))
        for one in never.select_related("person")[:MOST_NAMED]
    ]
    return Question("not_told", len(people), people)


def _past_the_wall(now: datetime) -> tuple[list[UUID], list[UUID]]:
    """What one may be told of without reading it: asks with words that did not leave, reviews that nobody may do."""
    with serving("whether messages left, and whether somebody may look at each emergency use"):
        unsent = missed.unsent(now).filter(about_id__isnull=False).order_by()
        reviews = missed.nobody_may_review(now).order_by()
        # One question for both; a union drops what comes twice.
        rows = list(unsent.values_list("about_id", Value(False)).union(reviews.values_list("review_id", Value(True))))
    return [key for key, review in rows if not review], [key for key, review in rows if review]


def _unsent(about: list[UUID], actor: Actor, action: str, names: bool) -> Question:
    """Asks about which a message should have left more than a quarter of an hour ago."""
    asks = Ask.objects.visible_to(actor, action).filter(id__in=about)
    if not names:
        return Question("unsent", asks.count())
    rows = list(asks.select_related("person", "promise__holder__user")[:MOST_NAMED])
    return Question("unsent", len(rows), [_of_ask(one) for one in rows])


def _of_ask(ask: Ask) -> Missed:
    who = ask.promise.holder.user.name if ask.promise.holder else ""
    return Missed(ask.person.first_name, ask.reference, who, ask.promise.next_contact_by, slug_of(ask.reference))


def _of_telling(telling: Telling) -> Missed:
    holder = telling.promise.holder
    who = holder.user.name if holder else ""
    return Missed(telling.person.first_name, telling.of.reference, who, telling.hear_by, slug_of(telling.of.reference))


def _moved_in_silence(actor: Actor, action: str, now: datetime, names: bool) -> Question:
    moves = promises.moved_without_telling(now).visible_to(actor, action)  # type: ignore[attr-defined]
    if not names:
        return Question("moved_silently", moves.count())
    rows = list(moves.select_related("promise__holder__user")[:MOST_NAMED])
    return Question("moved_silently", len(rows), [_of_promise(one.promise) for one in rows])


def _silences(actor: Actor) -> list[Missed]:
    """Open asks whose person last heard from somebody the longest ago."""
    asks = Ask.objects.visible_to(actor).exclude(state__in=states.ENDED)
    heard = Max("promise__tellings__told_at")
    asks = asks.annotate(last=heard).annotate(
        silent=Case(When(last__isnull=False, then=F("last")), default=F("created_at"), output_field=DateTimeField())
    )
    rows = asks.select_related("person", "promise__holder__user").order_by("silent")[:5]
    return [
        Missed(
            one.person.first_name,
            one.reference,
            one.promise.holder.user.name if one.promise.holder else "",
            one.silent,
            slug_of(one.reference),
        )
        for one in rows
    ]


def _waits(asks: QuerySet[Ask], now: datetime) -> tuple[list[Wait], list[Wait]]:
    """Minutes from asked to a yes this week, by lane and by community. Fewer than five say only that there are few.

    Communities come in the order of the alphabet and never of who waited longest.
    """
    rows = asks.filter(created_at__gte=now - A_WEEK, taken_at__isnull=False)
    lanes: dict[str, list[float]] = defaultdict(list)
    communities: dict[str, list[float]] = defaultdict(list)
    named = rows.values_list("lane", "place__kind", "place__name", "place__parent__name", "created_at", "taken_at")
    for lane, kind, name, above, asked, yes in named:
        if yes is not None:
            minutes = (yes - asked).total_seconds() / 60
            lanes[lane].append(minutes)
            communities[above if kind == Place.Kind.STREET and above else name].append(minutes)
    by_lane = [Wait(str(lane.label), len(found), _middle(found)) for lane in Lane if (found := lanes[lane.value])]
    return by_lane, [Wait(name, len(found), _middle(found)) for name, found in sorted(communities.items())]


def _middle(minutes: list[float]) -> int | None:
    return round(median(minutes)) if len(minutes) >= FEWEST_SHOWN else None
