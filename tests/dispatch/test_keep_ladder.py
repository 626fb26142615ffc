"""The pages about ladders: inherited, looked at, kept, let go of; and searches that run keep theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape
from itertools import pairwise

import pytest
from django.test import Client

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Ladder, Offer, Search
from kith.dispatch.queries.ladders import Ladders, ladder_for
from kith.dispatch.rungs import USUAL, as_data, built_in, from_data
from kith.kit import clock
from kith.kit.actor import Actor
from kith.matching import Level
from kith.outbox.models import Message
from kith.places.models import Place
from kith.trail.models import Entry
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def bo(client: Client, town: Town) -> Client:
    client.force_login(town.bo.user)
    return client


def keep(town: Town, place: Place, kind: str, share: float = 0.5) -> Ladder:
    rungs = (replace(USUAL[Level.STREET], share=share), replace(USUAL[Level.PERSON], share=1 - share))
    organisation = town.bo.team.organisation
    return actions.keep_ladder(place=place, kind=kind, rungs=rungs, organisation=organisation, by=BUILDER, now=NOW)


def typed(**changes: object) -> dict[str, object]:
    """The form as it stands for shopping, with changes."""
    fields: dict[str, object] = {}
    for rung in built_in("shopping"):
        level = rung.level.value
        fields |= {f"{level}_on": "on", f"{level}_share": round(rung.share * 100)}
        fields |= {f"{level}_floor": rung.floor_minutes, f"{level}_most": rung.most_offers}
        fields |= {f"{level}_target": 60, f"{level}_minutes": rung.minutes}
    return {**fields, **changes}


def an_ask(**changes: object) -> Ask:
    return asks.open_ask(wanted=shopping(**changes), by=Actor.public(), now=NOW)


def words(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_the_nearest_place_that_has_one_for_the_kind_counts_then_the_nearest_for_every_kind(town: Town) -> None:
    assert ladder_for(town.street, "shopping") == built_in("shopping")
    every = keep(town, town.street, "", 0.3)
    assert ladder_for(town.street, "shopping") == from_data(every.rungs)
    above = keep(town, town.district, "shopping", 0.4)
    assert ladder_for(town.street, "shopping") == from_data(above.rungs)
    assert ladder_for(town.street, "post") == from_data(every.rungs)
    assert ladder_for(town.other_street, "post") == built_in("post")
    near = keep(town, town.community, "shopping", 0.6)
    assert ladder_for(town.street, "shopping") == from_data(near.rungs)
    kept = Ladders()
    assert kept.would_govern(town.community, "", town.other_street, "post")
    assert not kept.would_govern(town.community, "", town.street, "post")


def test_a_search_keeps_the_ladder_it_began_with(town: Town) -> None:
    neighbour(town, "Near", 1)
    ask = an_ask()
    sweep(NOW)
    before = Search.objects.get(ask=ask)
    assert before.ladder == as_data(built_in("shopping"))
    keep(town, town.community, "shopping")
    sweep(NOW + timedelta(minutes=30))
    assert Search.objects.get(ask=ask).ladder == before.ladder
    later = an_ask(client_key="another")
    sweep(NOW)
    assert [row["level"] for row in Search.objects.get(ask=later).ladder] == ["street", "person"]


def test_changing_a_ladder_is_written_down_with_what_it_was(town: Town) -> None:
    first = keep(town, town.community, "shopping", 0.3)
    keep(town, town.community, "shopping", 0.4)
    actions.inherit_ladder(place=town.community, kind="shopping", by=BUILDER, now=NOW)
    actions.inherit_ladder(place=town.community, kind="shopping", by=BUILDER, now=NOW)
    entries = list(Entry.objects.filter(verb="ladder.changed").order_by("at", "id"))
    assert [bool(one.detail["was"]) for one in entries] == [False, True, True]
    assert entries[1].detail["was"] == first.rungs
    assert entries[2].detail["is"] is None
    assert not Ladder.objects.exists()
    with pytest.raises(actions.CannotKeep, match="a person's phone"):
        actions.keep_ladder(
            place=town.community,
            kind="",
            rungs=[USUAL[Level.STREET]],
            organisation=town.bo.team.organisation,
            by=BUILDER,
            now=NOW,
        )


def test_every_kind_has_its_ladder_and_whose_it_is(bo: Client, town: Town) -> None:
    keep(town, town.district, "shopping")
    shown = words(bo.get("/ladders/saltcombe/"))
    assert "From Northern Shire, changed by the test today." in shown
    assert shown.count("The built-in ladder: nobody has changed it here.") >= 5
    assert "A person's phone rings at" in shown
    assert "Asked at 9, needed by 5" in words(bo.get("/ladders/saltcombe/prescription/"))
    assert bo.get("/ladders/saltcombe/sandwiches/").status_code == 404
    assert bo.get("/ladders/northern-shire/").status_code == 404


def test_it_is_looked_at_before_it_is_kept(bo: Client, town: Town) -> None:
    neighbour(town, "Near", 1)
    ask = an_ask()
    sweep(NOW)
    offer = Offer.objects.get(ask=ask)
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    address = "/ladders/saltcombe/shopping/"
    assert "Asks that were looked for" in words(bo.get(address))
    looked = words(bo.post(address, typed(street_share=30, community_share=20, look="yes")))
    assert "Of 1 ask, 0 would have reached a person's phone, as with the ladder in force." in looked
    assert "Keep this ladder" in looked
    assert not Ladder.objects.exists()
    kept = bo.post(address, typed(street_share=30, community_share=20, keep="yes"), follow=True)
    assert "Kept. New asks go by it" in words(kept)
    ladder = Ladder.objects.get()
    assert (ladder.place, ladder.kind, ladder.changed_by_label) == (town.community, "shopping", "Bo")
    assert ladder.rungs[0]["share"] == 0.3
    assert "Go back to the inherited ladder" in words(bo.get(address))
    assert "goes by the inherited ladder again" in words(bo.post(f"{address}inherit/", follow=True))
    assert not Ladder.objects.exists()


def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(bo: Client, town: Town) -> None:
    address = "/ladders/saltcombe/prescription/"
    said = words(bo.post(address, typed(street_share=31, person_floor=20, keep="yes")))
    assert "The shares make 111. Take 11 away, so that they make 100." in said
    assert "On the phone: a person needs 60 minutes or more to ring round." in said
    assert 'value="31"' in said
    assert "On the street: enter a number." in words(bo.post(address, typed(street_most="", look="yes")))
    assert "Leave at least one step" in words(bo.post(address, {"person_share": 100, "person_floor": 60, "look": "1"}))
    assert not Ladder.objects.exists()


def test_somebody_who_only_sorts_asks_reads_it_and_changes_nothing(town: Town) -> None:
    jan = Client()
    jan.force_login(town.jan.user)
    address = "/ladders/quay-street/shopping/"
    assert "Change it" not in words(jan.get(address))
    jan.post(address, typed(street_share=30, community_share=20, keep="yes"))
    assert not Ladder.objects.exists()
    assert jan.post(f"{address}inherit/").status_code == 404
    commissioner = Client()
    commissioner.force_login(town.gareth.user)
    assert "Change it" in words(commissioner.get("/ladders/northern-shire/every-kind/"))


def test_a_colleague_goes_back_to_the_street_while_there_is_time(bo: Client, town: Town) -> None:
    neighbour(town, "Near", 1)
    ask = an_ask()
    sweep(NOW)
    actions.ask_further_away(ask=ask, by=BUILDER, now=NOW)
    neighbour(town, "New", 2)
    address = f"/ask/{ask.reference.lower().replace(' ', '-')}/"
    assert "Ask nearby again" in words(bo.get(address))
    assert "is asked in a minute" in words(bo.post(f"{address}nearer/", follow=True))
    search = Search.objects.get(ask=ask)
    assert (search.from_level, search.level) == ("street", "")
    sweep(NOW + timedelta(hours=2))
    assert set(Offer.objects.filter(ask=ask).values_list("volunteer__person__name", flat=True)) == {"Near", "New"}
    assert Entry.objects.filter(verb="ask.came_back").exists()
    assert ask.need_by is not None
    with pytest.raises(asks.TooLate, match="no time left"):
        actions.ask_nearer(ask=ask, by=BUILDER, now=ask.need_by - timedelta(minutes=20))


def test_whoever_has_it_hears_of_each_step_and_never_twice_in_ten_minutes(town: Town) -> None:
    neighbour(town, "Near", 1)
    neighbour(town, "Other", 2, home=town.other_street)
    both = [an_ask(client_key=f"ask {number}") for number in range(2)]
    sweep(NOW)
    for minutes in range(10, 8 * 60, 10):
        sweep(NOW + timedelta(minutes=minutes))
    told = list(Message.objects.filter(kind="went-a-step").order_by("created_at"))
    assert told
    assert "You still have it" in told[0].body
    assert {one.user_id for one in told} <= {ask.promise.holder.user_id for ask in both if ask.promise.holder}
    for ask in both:
        of_this_one = [one for one in told if one.about_id == ask.id]
        assert of_this_one
        for before, after in pairwise(of_this_one):
            assert after.created_at - before.created_at >= timedelta(minutes=10)


def test_the_page_of_an_ask_says_where_it_is_on_its_ladder(bo: Client, town: Town) -> None:
    neighbour(town, "Near", 1)
    ask = an_ask()
    sweep(NOW)
    shown = words(bo.get(f"/ask/{ask.reference.lower().replace(' ', '-')}/"))
    assert "Where it is, and what comes next" in shown
    assert "1 neighbour was asked." in shown
    assert "A person's phone rings, " in shown
    assert "Left out, for want of time or of a yes from the person: with partners." in shown


@pytest.mark.parametrize(("minutes", "late"), [(40, True), (20, True), (61, False)])
def test_what_cannot_be_in_time_is_said_as_it_is_asked_with_what_helps(town: Town, minutes: int, late: bool) -> None:
    ask = an_ask(kind="prescription", details={}, need_by=NOW + timedelta(minutes=minutes))
    assert ("cannot promise" in ask.promise.explanation) is late
    assert ("ring your pharmacy now" in ask.promise.meanwhile) is late
    sweep(NOW)
    if late:
        assert Search.objects.get(ask=ask).rang_at == NOW
