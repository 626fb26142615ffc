"""Why did one ask move as it did? Its story in sentences with their times, from the rows that were kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kith.asks.models import Ask
from kith.dispatch.models import Offer, Search
from kith.dispatch.plans import plan_of
from kith.kit.clock import local
from kith.kit.refs import parse
from kith.promises.models import Move, Telling

Line = tuple[datetime, int, str]


def explain(reference: str) -> list[str]:
    """The lines of one ask's story, in order of time. Empty where there is no such ask."""
    ask = Ask.objects.select_related("home__parent", "person").filter(reference=parse(reference) or reference).first()
    if ask is None:
        return []
    lines = sorted([*_events(ask), *_offers(ask), *_tellings(ask), *_moves(ask)], key=lambda line: line[:2])
    return [*_first(ask), *_ladder(ask), "", *(f"{_at(at)}  {words}" for at, _turn, words in lines)]


def _at(moment: datetime) -> str:
    return f"{local(moment):%a %d %b %H:%M}"


def _first(ask: Ask) -> Iterator[str]:
    town = ask.home.parent.name if ask.home.parent is not None else ""
    needed = f", needed by {_at(ask.need_by)}" if ask.need_by else ", no time named"
    yield f"{ask.reference}: {ask.kind}, {ask.home.name}, {town}, came by {ask.lane}{needed}. It is now {ask.state}."
    yield f'  "{ask.words}"'


def _ladder(ask: Ask) -> Iterator[str]:
    search = Search.objects.select_related("ask__place").filter(ask=ask).first()
    if search is None:
        yield "Nobody was sought for it."
        return
    yield f"Its ladder, as it was divided when the search last began ({_at(search.started_at)}):"
    plan = plan_of(search)
    for rung in plan:
        yield f"  {rung.level.value:<10} from {_at(rung.starts)} to {_at(rung.ends)}, {rung.most_offers} at most"
    if plan.advice is not None:
        yield f"  {plan.advice.why}"


def _events(ask: Ask) -> Iterator[Line]:
    for event in ask.events.order_by("at", "id"):
        yield event.at, 0, f"{event.staff_words} ({event.by_label})"


def _offers(ask: Ask) -> Iterator[Line]:
    offers = Offer.objects.filter(ask=ask).select_related("volunteer__person").order_by("offered_at", "id")
    for offer in offers:
        yield offer.offered_at, 1, f"Asked {offer.volunteer.name} ({offer.level}): {offer.why}"
        if offer.answered_at is not None:
            how = f" by {offer.answered_how}" if offer.answered_how else ""
            yield offer.answered_at, 2, f"{offer.volunteer.name}: {offer.get_state_display()}{how}."


def _tellings(ask: Ask) -> Iterator[Line]:
    for telling in Telling.objects.filter(of__about_id=ask.id).select_related("person", "promise").order_by("id"):
        promised = telling.promise.opened_at
        yield (
            promised,
            3,
            f"Promised that {telling.person} hears by {_at(telling.hear_by)} ({telling.news}, {telling.how}).",
        )
        if telling.told_at is not None:
            yield (
                telling.told_at,
                4,
                f"{telling.person} was told ({telling.news}, {telling.told_how}) by {telling.told_by_label}.",
            )


def _moves(ask: Ask) -> Iterator[Line]:
    moves = Move.objects.filter(promise__about_id=ask.id, promise__kind="ask").order_by("at", "id")
    for move in moves:
        to = f" to {_at(move.to_due)}" if move.to_due else f" to {move.to_label}" if move.to_label else ""
        yield move.at, 5, f"The promise moved{to}: {move.reason} ({move.by_label})"
