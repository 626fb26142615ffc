"""The search for somebody: asked in turn, one winner, stepped up by the clock, handed back, done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.actions import SomebodyHasIt
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer, Search
from kith.dispatch.permissions import CannotTake
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Message
from kith.people import actions as people
from kith.promises.jobs import ring
from kith.promises.models import Telling
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


def an_ask(**changes: object) -> Ask:
    return asks.open_ask(wanted=shopping(**changes), by=Actor.public(), now=NOW)


def test_the_next_few_on_the_street_are_asked_and_nobody_else(town: Town) -> None:
    near = [neighbour(town, f"Near {n}", n) for n in range(3)]
    neighbour(town, "Further", 9, home=town.other_street)
    ask = an_ask()
    sweep(NOW)
    asked = set(Offer.objects.filter(ask=ask).values_list("volunteer_id", flat=True))
    assert asked <= {one.id for one in near}
    assert 1 <= len(asked) <= 5
    ask.refresh_from_db()
    assert ask.state == "asking"


def test_no_answer_in_time_asks_the_community_and_then_the_district_and_then_rings(town: Town) -> None:
    neighbour(town, "Near", 1)
    neighbour(town, "Other", 2, home=town.other_street)
    ask = an_ask()
    now, levels = NOW, []
    for _turn in range(60):
        sweep(now)
        search = Search.objects.get(ask=ask)
        levels.append(search.level)
        if search.rang_at:
            break
        assert search.look_again_at is not None
        now = max(search.look_again_at, now + timedelta(seconds=30))
    assert list(dict.fromkeys(levels))[:2] == ["street", "community"]
    assert levels[-1] == "person"
    ask.refresh_from_db()
    assert ask.state == "stuck"
    assert now < ask.need_by
    ring(now)
    assert Message.objects.filter(about_id=ask.id, channel="ring", address="+441632960001").exists()


def test_the_first_yes_has_it_and_the_others_are_thanked(town: Town) -> None:
    for n in range(3):
        neighbour(town, f"Near {n}", n)
    ask = an_ask()
    sweep(NOW)
    sweep(Search.objects.get(ask=ask).look_again_at)
    first, *others = Offer.objects.filter(ask=ask)
    assert others
    actions.accept(offer=first, by=Actor.volunteer(first.volunteer), now=NOW)
    ask.refresh_from_db()
    assert (ask.state, ask.taken_by) == ("taken", first.volunteer)
    with pytest.raises(SomebodyHasIt):
        actions.accept(offer=others[0], by=Actor.volunteer(others[0].volunteer), now=NOW)
    assert Message.objects.filter(kind="somebody-has-it").count() == len(others)
    assert Telling.objects.filter(of=ask.promise, replaced_at__isnull=True).get().news == "somebody-is-coming"


def test_somebody_they_must_not_meet_is_never_asked_and_cannot_take_it(town: Town) -> None:
    harm = neighbour(town, "Susan Harris", 1)
    neighbour(town, "Near", 2)
    ask = an_ask()
    people.must_not_meet(person=ask.person, other_name="Susan Harris", by=BUILDER, now=NOW)
    sweep(NOW)
    assert not Offer.objects.filter(volunteer=harm).exists()
    with pytest.raises(CannotTake):
        actions.said_yes(ask=ask, volunteer=harm, by=Actor.user(town.jan.user), now=NOW)


def test_handing_back_looks_again_at_once_and_tells_the_person(town: Town) -> None:
    for n in range(4):
        neighbour(town, f"Near {n}", n)
    ask = an_ask()
    sweep(NOW)
    offer = Offer.objects.filter(ask=ask).first()
    assert offer is not None
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    actions.hand_back(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW + timedelta(minutes=5))
    ask.refresh_from_db()
    assert (ask.state, ask.taken_by) == ("asking", None)
    sweep(NOW + timedelta(minutes=5))
    assert Offer.objects.filter(ask=ask, state="offered").exists()
    assert Message.objects.filter(about_id=ask.id, kind="handed-back").exists()


def test_done_ends_the_ask_and_its_promise_and_the_person_is_told(town: Town) -> None:
    neighbour(town, "Near", 1)
    ask = an_ask()
    sweep(NOW)
    offer = Offer.objects.get(ask=ask)
    by = Actor.volunteer(offer.volunteer)
    actions.accept(offer=offer, by=by, now=NOW)
    actions.finish(offer=offer, by=by, now=NOW + timedelta(hours=1))
    actions.finish(offer=offer, by=by, now=NOW + timedelta(hours=1))
    ask.refresh_from_db()
    assert ask.state == "done"
    assert ask.promise.state == "kept"
    assert not Telling.objects.filter(of=ask.promise, told_at__isnull=True, replaced_at__isnull=True).exists()
    send(NOW + timedelta(hours=1))
    assert Message.objects.filter(about_id=ask.id, kind="done", state="sent").exists()


def test_it_did_not_come_opens_the_same_ask_with_its_holder(town: Town) -> None:
    neighbour(town, "Near", 1)
    neighbour(town, "Also", 2)
    ask = an_ask()
    sweep(NOW)
    offer = Offer.objects.filter(ask=ask).first()
    assert offer is not None
    by = Actor.volunteer(offer.volunteer)
    actions.accept(offer=offer, by=by, now=NOW)
    actions.finish(offer=offer, by=by, now=NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    asks.did_not_come(ask=ask, by=Actor.person(ask.person), now=later)
    sweep(later)
    ask.refresh_from_db()
    assert ask.state in ("asking", "stuck")
    assert ask.promise.holder == town.jan
    assert ask.promise.state == "open"


def test_a_hold_asks_nobody_and_ends_by_the_clock(town: Town) -> None:
    for n in range(8):
        neighbour(town, f"Near {n}", n)
    ask = an_ask()
    actions.hold_for_me(ask=ask, by=Actor.user(town.jan.user), now=NOW)
    sweep(NOW + timedelta(minutes=5))
    assert not Offer.objects.exists()
    sweep(NOW + timedelta(minutes=31))
    assert Offer.objects.exists()


def test_a_hold_never_silences_the_duty_phone(town: Town) -> None:
    ask = an_ask(words="I have taken an overdose")
    sweep(NOW)
    search = Search.objects.get(ask=ask)
    assert search.level == "person"
    rings = search.look_again_at
    actions.hold_for_me(ask=ask, by=Actor.user(town.jan.user), now=NOW)
    search.refresh_from_db()
    assert search.look_again_at == rings


def test_nobody_answered_opens_a_check_due_in_a_quarter_of_an_hour(town: Town) -> None:
    neighbour(town, "Near", 1)
    ask = an_ask()
    sweep(NOW)
    offer = Offer.objects.get(ask=ask)
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    check = actions.nobody_answered(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    assert check.kind == "welfare_check"
    assert check.promise.next_contact_by <= NOW + timedelta(minutes=15)
    assert actions.nobody_answered(offer=offer, by=BUILDER, now=NOW).id == check.id
    ask.refresh_from_db()
    assert ask.state == "taken"


def test_a_quiet_taker_comes_back_to_the_holder_before_the_need(town: Town) -> None:
    neighbour(town, "Near", 1)
    ask = an_ask()
    sweep(NOW)
    offer = Offer.objects.get(ask=ask)
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    actions.still_right(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW + timedelta(hours=1))
    look = Search.objects.get(ask=ask).look_again_at
    assert look is not None and look < ask.need_by
    sweep(look)
    ask.refresh_from_db()
    assert ask.promise.next_contact_by <= look + timedelta(minutes=15)
    assert Message.objects.filter(kind="how-did-it-go").exists()


def test_what_is_to_be_checked_first_is_never_asked_of_neighbours_by_a_hold_or_a_step(town: Town) -> None:
    """A hold that began a search would go on to neighbours when it ended, with nothing checked."""
    neighbour(town)
    ask = an_ask(to_check=("We were told that they have died. Speak with whoever asked.",))
    for act in (actions.hold_for_me, actions.let_go_of_hold, actions.ask_further_away, actions.ask_nearer):
        with pytest.raises(WrongMove, match="something is to be checked first"):
            act(ask=ask, by=Actor.user(town.jan.user), now=NOW)
    for minutes in (0, 31, 65):
        sweep(NOW + timedelta(minutes=minutes))
    assert not Offer.objects.exists()
    assert not Search.objects.exists()
    asks.settle_checks(ask=ask, note="spoke with her son", details={}, by=BUILDER, now=NOW + timedelta(minutes=66))
    sweep(NOW + timedelta(minutes=67))
    assert Offer.objects.filter(ask=ask).exists()
