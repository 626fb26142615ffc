"""Many searches in one transaction: what comes of it is what one at a time would have made, whatever goes wrong."""

from __future__ import annotations

import pytest

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import jobs
from kith.dispatch.actions import searching
from kith.dispatch.models import Offer, Search
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.trail.models import Entry
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, build_town, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> list[Ask]:
    town = build_town()
    for number in range(2):
        neighbour(town, f"Near {number}", number)
    return [asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW) for _ in range(3)]


def made() -> dict[str, object]:
    """What a sweep has made, without what is different each time."""
    offers = Offer.objects.order_by("ask__reference", "number", "volunteer__person__name")
    return {
        "offers": list(offers.values_list("ask__reference", "volunteer__person__name", "number", "level")),
        "messages": Message.objects.filter(kind="offer").count(),
        "entries": sorted(Entry.objects.values_list("verb", flat=True)),
        "asks": sorted(Ask.objects.values_list("state", "version")),
        "searches": sorted(Search.objects.values_list("level", "why")),
    }


def test_numbers_on_one_phone_stay_apart_within_one_sweep(three: list[Ask]) -> None:
    assert jobs.sweep(NOW) == 3
    live = list(Offer.objects.values_list("address", "number"))
    assert len(live) == len(set(live)) > len({address for address, _number in live})


@pytest.mark.parametrize("at_once", [1, 25])
def test_many_at_once_and_one_by_one_make_the_same(
    three: list[Ask], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", at_once)
    jobs.sweep(NOW)
    found = made()
    assert found["messages"] == len(found["offers"]) == 3  # type: ignore[arg-type]
    assert found["asks"] == [("asking", 1)] * 3
    assert found["entries"].count("offer.made") == len(found["offers"])  # type: ignore[attr-defined, arg-type]


def test_one_bad_search_keeps_no_other_waiting(three: list[Ask], monkeypatch: pytest.MonkeyPatch) -> None:
    carry_out = searching._carry_out

    def breaks(found: searching._Found, *rest: object) -> None:
        if found.search.ask_id == three[1].id:
            raise RuntimeError("a bad row")
        carry_out(found, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(searching, "_carry_out", breaks)
    jobs.sweep(NOW)
    assert Offer.objects.filter(ask=three[0]).exists()
    assert Offer.objects.filter(ask=three[2]).exists()
    assert not Offer.objects.filter(ask=three[1]).exists()
    bad = Search.objects.get(ask=three[1])
    assert "a bad row" in bad.why
    assert bad.look_again_at is not None
    assert bad.look_again_at > NOW


def test_somebody_who_took_back_their_yes_is_not_written_to(three: list[Ask]) -> None:
    from kith.governance import actions as governance
    from kith.governance.models import Purpose
    from kith.volunteers.models import Volunteer

    for volunteer in Volunteer.objects.select_related("person"):
        governance.take_back(
            person=volunteer.person, purpose=Purpose.CONTACT, how="said so", by=Actor.public(), now=NOW
        )
    jobs.sweep(NOW)
    kept = Message.objects.filter(kind="offer")
    assert kept.exists()
    assert set(kept.values_list("state", flat=True)) == {"refused"}
