"""Three things somebody may take back, three effects, each in force at once and nobody lost by any of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.access import acting
from kith.access.actions import open_crossing
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions as dispatch
from kith.dispatch import jobs
from kith.dispatch.actions import Partner
from kith.dispatch.models import Offer, PartnerCard, Withdrawal
from kith.dispatch.permissions import CannotTake
from kith.governance import actions as governance
from kith.governance.actions import Said
from kith.governance.models import Permission, Purpose, Way
from kith.kit.actor import Actor
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.people.models import ContactRoute, Person
from kith.promises import queries as promises
from kith.promises.models import Promise, Telling
from kith.volunteers.models import Volunteer
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
SAID = Said(way=Way.CALL, words="Please don't tell the neighbours.")
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def sam(town: Town) -> Volunteer:
    return neighbour(town)


def an_ask(kind: str = "shopping", **changes: object) -> Ask:
    about = About(name="Edith Pound", reaches=(Reach("+447700900200", safe="yes"),))
    return asks.open_ask(wanted=shopping(kind=kind, about=about, **changes), by=Actor.public(), now=NOW)


def takes_back(ask: Ask, purpose: Purpose, now: object = LATER) -> Withdrawal:
    return dispatch.withdraw(person=ask.person, purpose=purpose, said=SAID, by=BUILDER, now=now)[0]  # type: ignore[arg-type]


def taken(ask: Ask) -> Offer:
    jobs.sweep(NOW)
    offer = Offer.objects.get(ask=ask)
    dispatch.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    return offer


def sees(volunteer: Volunteer, now: object = LATER) -> list[object]:
    actor = Actor.volunteer(volunteer)
    with acting.acting(actor, now=now):  # type: ignore[arg-type]
        rows = [row for model in (Ask, Person, ContactRoute) for row in model.objects.visible_to(actor)]
        # What is kept of a volunteer's own person is theirs at any time.
        return [row for row in rows if getattr(row, "person", row) != volunteer.person]


def nobody_is_lost() -> None:
    assert not promises.without_holder().exists()
    assert not promises.without_next_contact().exists()
    for ask in Ask.objects.filter(ended_at=None):
        assert ask.promise.state == "open"


# --- from others being told


def test_whoever_was_thinking_hears_only_that_it_is_not_needed_and_nobody_new_is_asked(sam: Volunteer) -> None:
    ask = an_ask()
    jobs.sweep(NOW)
    takes_back(ask, Purpose.SHARING)
    ask.refresh_from_db()
    assert Offer.objects.get().state == "not-needed"
    assert ask.state == "stuck" and ask.paused_for == "sharing"
    jobs.sweep(LATER + timedelta(hours=1))
    assert Offer.objects.filter(state="offered").count() == 0
    send(LATER)
    left = Message.objects.filter(state="sent", audience="volunteer", sent_at__gte=LATER)
    assert set(left.values_list("kind", flat=True)) <= {"no-longer-needed"}
    nobody_is_lost()


def test_whoever_has_it_sees_nothing_more_and_is_asked_to_ring_us(sam: Volunteer) -> None:
    ask = an_ask()
    taken(ask)
    assert sees(sam)
    takes_back(ask, Purpose.SHARING)
    assert sees(sam) == []
    wait = Message.objects.get(kind="wait-for-us")
    assert "Edith" not in wait.body and "stop with this" in wait.body
    send(LATER)
    wait.refresh_from_db()
    assert wait.state == "sent"
    promise = Promise.objects.get(kind="permission")
    assert promise.holder is not None and "Sam" in promise.explanation
    nobody_is_lost()


def test_one_of_us_may_decide_that_whoever_has_it_finishes_it(sam: Volunteer) -> None:
    ask = an_ask()
    taken(ask)
    takes_back(ask, Purpose.SHARING)
    promise = Promise.objects.get(kind="permission")
    words = "She says Sam may bring what he has bought."
    dispatch.decide_with_them(promise=promise, words=words, choices={ask.id: "finish"}, by=BUILDER, now=LATER)
    assert sees(sam)
    send(LATER)
    assert Message.objects.get(kind="go-on").state == "sent"
    promise.refresh_from_db()
    assert promise.state == "kept"
    # Handed back after all, nobody else is asked.
    dispatch.hand_back(offer=Offer.objects.get(), by=BUILDER, now=LATER)
    jobs.sweep(LATER + timedelta(minutes=1))
    ask.refresh_from_db()
    assert ask.state == "stuck" and not Offer.objects.filter(state="offered").exists()
    nobody_is_lost()


def test_that_one_may_finish_it_opens_it_to_no_colleague_of_another_organisation(town: Town, sam: Volunteer) -> None:
    open_crossing(
        giver=town.jan.team.organisation,
        taker=town.bo.team.organisation,
        purpose="help",
        classes="ABC",
        place=town.district,
        starts_at=NOW - timedelta(days=1),
        expires_at=NOW + timedelta(days=1),
        source_id=town.district.id,
        by=BUILDER,
        now=NOW,
    )
    ask = an_ask()
    taken(ask)
    bo = Actor.user(town.bo.user)
    with acting.acting(bo, now=NOW):
        assert Ask.objects.visible_to(bo).exists()
    takes_back(ask, Purpose.SHARING)
    promise = Promise.objects.get(kind="permission")
    dispatch.decide_with_them(
        promise=promise, words="Sam may bring it.", choices={ask.id: "finish"}, by=BUILDER, now=LATER
    )
    with acting.acting(bo, now=LATER):
        assert not Ask.objects.visible_to(bo).exists()
        assert not Person.objects.visible_to(bo).filter(pk=ask.person_id).exists()
    assert sees(sam)


def test_or_that_we_do_it_ourselves(sam: Volunteer) -> None:
    ask = an_ask()
    taken(ask)
    takes_back(ask, Purpose.SHARING)
    promise = Promise.objects.get(kind="permission")
    dispatch.decide_with_them(promise=promise, words="I go myself.", choices={ask.id: "ours"}, by=BUILDER, now=LATER)
    ask.refresh_from_db()
    assert ask.state == "stuck" and ask.taken_by is None
    assert Offer.objects.get().state == "not-needed" and sees(sam) == []
    nobody_is_lost()


def test_an_old_offer_cannot_be_taken_any_more(sam: Volunteer) -> None:
    ask = an_ask()
    jobs.sweep(NOW)
    offer = Offer.objects.get()
    governance.take_back(person=ask.person, purpose=Purpose.SHARING, how="said so", by=BUILDER, now=LATER)
    Ask.objects.update(withheld_from=LATER)
    with pytest.raises(CannotTake, match="not for Sam"):
        dispatch.accept(offer=offer, by=Actor.volunteer(sam), now=LATER)


def test_a_partner_that_has_it_sees_nothing_more_either(town: Town) -> None:
    shop = dispatch.add_partner(
        place=town.community, partner=Partner("Corner Shop", "business", phone="01632960077"), by=BUILDER, now=NOW
    )
    ask = an_ask(partners_may="yes")
    dispatch.rang(ask=ask, team=shop, answer="yes", by=BUILDER, now=NOW)
    actor = Actor.partner(shop)
    with acting.acting(actor, now=NOW):
        assert Ask.objects.visible_to(actor).exists()
    takes_back(ask, Purpose.SHARING)
    with acting.acting(actor, now=LATER):
        assert not Ask.objects.visible_to(actor).exists()
        assert not Person.objects.visible_to(actor).exclude(volunteer=actor.id).exists()
    assert PartnerCard.objects.get().state == "accepted"
    nobody_is_lost()


def test_what_ended_just_now_is_closed_to_whoever_did_it(sam: Volunteer) -> None:
    ask = an_ask()
    dispatch.finish(offer=taken(ask), by=BUILDER, now=NOW)
    assert sees(sam)
    takes_back(ask, Purpose.SHARING)
    assert sees(sam) == []


def test_a_change_of_mind_lets_it_go_on_where_it_was(sam: Volunteer) -> None:
    ask = an_ask()
    taken(ask)
    takes_back(ask, Purpose.SHARING)
    then = LATER + timedelta(minutes=5)
    dispatch.yes_again(person=ask.person, purpose=Purpose.SHARING, said=SAID, by=BUILDER, now=then)
    assert sees(sam, then)
    assert Promise.objects.get(kind="permission").state == "let-go"
    ask.refresh_from_db()
    assert (ask.state, ask.paused_for, ask.withheld_from) == ("taken", "", None)


def test_only_one_neighbour_may_be_told_nothing_more(town: Town, sam: Volunteer) -> None:
    neighbour(town, "Kit Lee", 2)
    ask = an_ask()
    jobs.sweep(NOW)
    offer = Offer.objects.get(volunteer=sam)
    dispatch.accept(offer=offer, by=Actor.volunteer(sam), now=NOW)
    to = governance.To("helper", sam.person_id, "Sam")
    dispatch.withdraw(person=ask.person, purpose=Purpose.SHARING, said=SAID, to=to, by=BUILDER, now=LATER)
    ask.refresh_from_db()
    assert ask.state == "asking" and ask.taken_by is None
    assert sees(sam) == []
    jobs.sweep(LATER)
    assert not Offer.objects.filter(volunteer=sam, state="offered").exists()
    nobody_is_lost()


# --- from being written to


def test_what_is_queued_to_them_does_not_leave_and_one_of_us_decides_how_they_hear(sam: Volunteer) -> None:
    ask = an_ask()
    assert Message.objects.filter(audience="person", state="waiting").exists()
    takes_back(ask, Purpose.CONTACT)
    send(LATER)
    assert not Message.objects.filter(audience="person", state="sent").exists()
    telling = Telling.objects.get(told_at=None, replaced_at=None)
    assert telling.how == "visit"
    promise = Promise.objects.get(kind="permission")
    assert "perhaps a visit" in promise.explanation
    # The ask itself goes on, and news of it is never written or rung.
    jobs.sweep(LATER)
    dispatch.accept(offer=Offer.objects.get(), by=Actor.volunteer(sam), now=LATER)
    assert Telling.objects.get(told_at=None, replaced_at=None).how == "visit"
    nobody_is_lost()


def test_texting_stop_leads_to_the_same_promise(town: Town) -> None:
    ask = an_ask()
    governance.take_back(person=ask.person, purpose=Purpose.CONTACT, how="texted STOP", by=BUILDER, now=LATER)
    assert jobs.withdrawals(LATER) == 1
    assert jobs.withdrawals(LATER) == 0
    assert Promise.objects.filter(kind="permission", state="open").count() == 1


# --- from help


def test_what_is_open_ends_and_whoever_was_coming_is_thanked(sam: Volunteer) -> None:
    ask = an_ask()
    taken(ask)
    line = takes_back(ask, Purpose.HELP)
    ask.refresh_from_db()
    assert ask.state == "no-longer-wanted" and line.ended == 1
    assert Message.objects.filter(kind="no-longer-needed", audience="volunteer").exists()
    assert not Promise.objects.filter(state="open").exists()


@pytest.mark.parametrize(
    ("kind", "words"), [("prescription", "my tablets"), ("welfare_check", "look in"), ("shopping", "I have chest pain")]
)
def test_a_medicine_a_check_and_what_cannot_wait_go_to_whoever_holds_them(town: Town, kind: str, words: str) -> None:
    ask = an_ask(kind, words=words)
    takes_back(ask, Purpose.HELP)
    ask.refresh_from_db()
    assert ask.state not in ("no-longer-wanted", "done", "not-done")
    assert ask.promise.state == "open" and ask.promise.holder is not None
    promise = Promise.objects.get(kind="permission")
    assert promise.next_contact_by is not None and promise.next_contact_by <= LATER + timedelta(hours=1)
    dispatch.decide_with_them(
        promise=promise, words="She has them already.", choices={ask.id: "ends"}, by=BUILDER, now=LATER
    )
    ask.refresh_from_db()
    assert ask.state == "no-longer-wanted" and "has them already" in ask.ended_why


def test_a_yes_that_runs_out_is_nobodys_no_so_somebody_asks(town: Town) -> None:
    ask = an_ask()
    until = NOW + timedelta(hours=1)
    governance.permit(person=ask.person, purpose=Purpose.HELP, how="said so", until=until, by=BUILDER, now=NOW)
    assert jobs.withdrawals(NOW) == 0
    assert jobs.withdrawals(until) == 1
    ask.refresh_from_db()
    assert ask.ended_at is None and ask.paused_for == "help"
    assert Withdrawal.objects.get().why == "ran-out"
    nobody_is_lost()


def test_a_yes_to_others_being_told_ends_by_comparison_before_any_sweep(sam: Volunteer) -> None:
    ask = an_ask()
    until = NOW + timedelta(hours=1)
    dispatch.yes_again(person=ask.person, purpose=Purpose.SHARING, said=SAID, until=until, by=BUILDER, now=NOW)
    taken(ask)
    assert sees(sam, until - timedelta(seconds=1))
    assert sees(sam, until) == []
    assert jobs.withdrawals(until) == 1
    ask.refresh_from_db()
    assert ask.paused_for == "sharing"


# --- all three


def test_it_counts_from_when_it_was_said_and_something_newer_overtakes_it(town: Town) -> None:
    ask = an_ask()
    earlier = Said(way=Way.PAPER, at=NOW - timedelta(hours=2))
    governance.permit(person=ask.person, purpose=Purpose.HELP, how="on the phone", by=BUILDER, now=NOW)
    line = dispatch.withdraw(person=ask.person, purpose=Purpose.HELP, said=earlier, by=BUILDER, now=LATER)[0]
    assert line.why == "overtaken"
    ask.refresh_from_db()
    assert ask.ended_at is None
    say = Permission.objects.get(given=False)
    assert (say.at, say.keyed_at) == (NOW - timedelta(hours=2), LATER)


def test_a_second_no_makes_no_second_promise_but_one_with_the_earlier_date(town: Town) -> None:
    ask = an_ask("prescription", words="my tablets")
    takes_back(ask, Purpose.SHARING)
    takes_back(ask, Purpose.CONTACT, LATER + timedelta(minutes=1))
    takes_back(ask, Purpose.HELP, LATER + timedelta(minutes=2))
    assert Promise.objects.filter(kind="permission").count() == 1
    nobody_is_lost()


def test_each_record_of_the_same_person_that_is_chosen_is_silenced_too(town: Town) -> None:
    one, other = an_ask(), an_ask()
    dispatch.withdraw(person=one.person, also=[other.person], purpose=Purpose.CONTACT, said=SAID, by=BUILDER, now=LATER)
    send(LATER)
    assert not Message.objects.filter(audience="person", state="sent").exists()


def test_two_things_taken_back_and_one_given_again_leaves_the_other_in_force(town: Town, sam: Volunteer) -> None:
    ask = an_ask("prescription", words="my tablets")
    jobs.sweep(NOW)
    takes_back(ask, Purpose.HELP)
    takes_back(ask, Purpose.SHARING, LATER + timedelta(minutes=1))
    then = LATER + timedelta(minutes=2)
    dispatch.yes_again(person=ask.person, purpose=Purpose.SHARING, said=SAID, by=BUILDER, now=then)
    jobs.sweep(then + timedelta(minutes=1))
    ask.refresh_from_db()
    assert ask.paused_for == "help" and not Offer.objects.filter(state="offered").exists()
    nobody_is_lost()


@pytest.mark.parametrize("purpose", [Purpose.CONTACT, Purpose.REGULAR])
def test_a_yes_to_something_else_is_no_yes_to_help(town: Town, sam: Volunteer, purpose: Purpose) -> None:
    ask = an_ask("prescription", words="my tablets")
    takes_back(ask, Purpose.HELP)
    then = LATER + timedelta(minutes=2)
    dispatch.yes_again(person=ask.person, purpose=purpose, said=SAID, by=BUILDER, now=then)
    jobs.sweep(then + timedelta(minutes=1))
    ask.refresh_from_db()
    assert ask.paused_for == "help" and not Offer.objects.filter(state="offered").exists()
